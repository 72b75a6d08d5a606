import type { Tag } from "../../../inventory/user.ts";

/** A policy as somebody holds it: "policy Deploy", "inline policy logs of group ops". A document of null could not be read. */
export type LabelledPolicy = { label: string; document: unknown };

/** What a principal holds. `boundary`: null where it has none; its document is null where it could not be read. */
export type HeldPermissions = {
  policies: readonly LabelledPolicy[];
  boundary: { arn: string; document: unknown } | null;
};

/** When a service was used last, as AWS's service last accessed data tell it. */
export type ServiceUse = {
  /** The prefix of its actions, such as s3. */
  service: string;
  /** Null: not since AWS tracks it. */
  lastUsedAt: Date | null;
  /** Every call that was seen was denied. */
  isDeniedOnly: boolean;
  /** Nothing of the service escapes what `actions` tells: what it does not name was not used. */
  isTrackedCompletely: boolean;
};

/**
 * One action that was seen, or that AWS tracks and has not seen. What AWS tracks leaves out data-plane actions and iam:PassRole.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-action-last-accessed.html
 */
export type ActionUse = {
  /** Such as s3:PutBucketPolicy. */
  action: string;
  /** Null: tracked, and not used. */
  lastUsedAt: Date | null;
  source: "action_last_accessed" | "cloudtrail";
};

/** What is known of the use of permissions. */
export type ObservedPermissions = {
  /** Null: nobody has read it. */
  services: readonly ServiceUse[] | null;
  actions: readonly ActionUse[];
  /** Since when use was watched without a gap; null: not at all. */
  watchedFrom: Date | null;
  /** How far back use counts, by the rhythm of the workload. */
  windowDays: number;
  /** The instant that all of this is told of. */
  at: Date;
};

/** What holds for a user whatever it asks for, so that conditions and variables about it have one answer. */
export type UserFacts = {
  userName: string;
  /** AIDA...; null: not known. */
  userId: string | null;
  arn: string;
  /** Null: could not be read. */
  tags: readonly Tag[] | null;
};
