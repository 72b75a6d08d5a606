/**
 * How far the resources of a statement must reach for an action to count. `own`: whatever it names, the caller itself included.
 * `specific`: something besides what belongs to the caller (`${aws:username}`). `all`: everything of that type in the account.
 */
export type Reach = "own" | "specific" | "all";

/** An action that a policy is asked about. */
export type Probe = {
  action: string;
  /** The type of resource that it is about, as it begins an ARN's last part. */
  resourceType: string;
  reach: Reach;
  /** Of iam:PassRole: the services that the role may be passed to; one of them is enough. */
  passedTo?: readonly string[];
};
