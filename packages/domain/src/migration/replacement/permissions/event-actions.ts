import { actionsOf } from "../../../rules/power/action-levels.ts";

/** Services whose events come from a source with another name than their actions have. */
const PREFIXES: Readonly<Record<string, string>> = {
  email: "ses",
  monitoring: "cloudwatch",
  tagging: "tag",
};

/** Calls that need another action than their name says. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const RENAMED: Readonly<Record<string, string>> = {
  "s3:listbuckets": "s3:ListAllMyBuckets",
  "s3:headbucket": "s3:ListBucket",
  "s3:getbucketlifecycle": "s3:GetLifecycleConfiguration",
  "s3:putbucketlifecycle": "s3:PutLifecycleConfiguration",
  "s3:getbucketencryption": "s3:GetEncryptionConfiguration",
  "s3:putbucketencryption": "s3:PutEncryptionConfiguration",
  "s3:getbucketreplication": "s3:GetReplicationConfiguration",
  "s3:putbucketreplication": "s3:PutReplicationConfiguration",
  "s3:deletebuckettagging": "s3:PutBucketTagging",
};

/** Lambda writes the version of its API behind the name: CreateFunction20150331, UpdateFunctionCode20150331v2. */
const API_VERSION = /20\d{6}(v\d+)?$/;

/**
 * The action that a call in CloudTrail needed, such as cloudwatch:DescribeAlarms of monitoring.amazonaws.com:DescribeAlarms; null where
 * AWS publishes none of that name, so that nothing is concluded from it.
 */
export function actionOfCall(call: string): string | null {
  const [source = "", event = ""] = call.split(":");
  const own = source.replace(/\.amazonaws\.com(\.cn)?$/, "").toLowerCase();
  const service = PREFIXES[own] ?? own;
  const name = event.replace(API_VERSION, "");
  const renamed = RENAMED[`${service}:${name.toLowerCase()}`];
  if (renamed) return renamed;
  const published = actionsOf(service)?.names.find((each) => each.toLowerCase() === name.toLowerCase());
  return published ? `${service}:${published}` : null;
}
