/** One quota of IAM. */
export type IamQuota = {
  /** What has so much, as in "the inline policies of a user". */
  what: string;
  unit: string;
  /** What AWS allows. */
  aws: number;
  /** The most that is taken: above AWS's own number where Support raises it, or where it is counted in another way. */
  largest: number;
};

/** Twice AWS's number: quotas were lower and higher over the years, and white space within texts is not counted alike. */
const withHeadroom = (what: string, aws: number): IamQuota => ({ what, unit: "characters", aws, largest: 2 * aws });
const exactly = (what: string, aws: number, unit = "characters"): IamQuota => ({ what, unit, aws, largest: aws });

/**
 * How large things of IAM can be. Policies are counted without white space outside of texts, as AWS counts them. Uploads that hold
 * more are refused; where an endpoint of AWS answers with more, the policy is not read.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html for policies, names, paths and tags
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html PolicyDocument: 131,072 characters, for AWS's own
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html Arn: 20 to 2,048 characters, ids: 16 to 128
 */
export const IAM_QUOTAS = {
  inlineOfUser: withHeadroom("the inline policies of a user", 2_048),
  inlineOfGroup: withHeadroom("the inline policies of a group", 5_120),
  inlineOfRole: withHeadroom("the inline policies of a role", 10_240),
  managedPolicy: withHeadroom("a managed policy", 6_144),
  awsManagedPolicy: exactly("a policy of AWS's own", 131_072),
  trustPolicy: withHeadroom("the trust policy of a role", 8_192),
  /** As it is sent: percent-encoded, with its white space. */
  documentText: exactly("a policy document as it is sent", 3 * 131_072),
  userName: exactly("the name of a user", 64),
  roleName: exactly("the name of a role", 64),
  name: exactly("a name", 128),
  id: exactly("an id", 128),
  arn: exactly("an ARN", 2_048),
  path: exactly("a path", 512),
  tags: exactly("the tags of one resource", 50, "tags"),
  tagKey: exactly("the key of a tag", 128),
  tagValue: exactly("the value of a tag", 256),
  groupsOfUser: { what: "the groups of a user", unit: "groups", aws: 10, largest: 50 },
  attachedPolicies: { what: "the attached policies of one identity", unit: "policies", aws: 25, largest: 50 },
} as const satisfies Record<string, IamQuota>;

/** JSON of IAM is nested about ten deep. */
export const LARGEST_NESTING = 32;
/** One identity with all its policies. */
export const LARGEST_ENTRY_BYTES = 256 * 1024;
/** One managed policy with its last five versions; AWS's own are the large ones. */
export const LARGEST_POLICY_ENTRY_BYTES = 1024 * 1024;

const number = (count: number): string => count.toLocaleString("en-US");

/** Why something is not taken; null: it is within the quota. */
export function breachOf(quota: IamQuota, size: number): string | null {
  if (size <= quota.largest) return null;
  const taken = quota.largest === quota.aws ? "" : `, and no more than ${number(quota.largest)} are taken`;
  return `${quota.what} had ${number(size)} ${quota.unit}: AWS allows ${number(quota.aws)}${taken}`;
}

/** Whether JSON is nested no more deeply than this. Looks no deeper than that itself. */
export function isNestedWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isNestedWithin(item, depth - 1));
}

/** U+0000 and half a surrogate pair, as `JSON.stringify` writes them: characters that PostgreSQL cannot hold. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Whether a text that `JSON.stringify` made can be kept. */
export const isStorableJson = (json: string): boolean => !UNSTORABLE.test(json);
