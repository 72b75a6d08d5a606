import { z } from "zod";
import { Partition } from "./primitives.ts";

/** What Rolecall needs to know of a role ARN. `path` starts and ends with a slash. */
export type RoleArn = { arn: string; partition: Partition; awsAccountId: string; path: string; roleName: string };

/**
 * The characters that AWS's own tools give to paths and names. IAM would take further ones in a path; they mean something in the
 * languages of templates, and no role needs them.
 */
export const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
export const ROLE_PATH = /^\/(?:[\w+=,.@-]+\/)*$/;
const LONGEST_PATH = 512;
const ROLE_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role(\/.*)$/;

/**
 * Reads a role ARN.
 *
 * @returns null if the text is no role ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function parseRoleArn(text: string): RoleArn | null {
  const match = ROLE_ARN.exec(text);
  if (!match) return null;
  const [, partition, awsAccountId, resource = ""] = match;
  const nameAt = resource.lastIndexOf("/") + 1;
  const [path, roleName] = [resource.slice(0, nameAt), resource.slice(nameAt)];
  if (path.length > LONGEST_PATH || !ROLE_PATH.test(path) || !ROLE_NAME.test(roleName)) return null;
  return { arn: text, partition: Partition.parse(partition), awsAccountId: awsAccountId!, path, roleName };
}

/** A role ARN as input: surrounding white space is dropped, anything else that is no role ARN is refused by name. */
export const RoleArnInput = z
  .string()
  .trim()
  .max(600)
  .refine((text) => parseRoleArn(text) !== null, {
    error: "Not a role ARN. Expected arn:<partition>:iam::<12-digit account id>:role/<role name>",
  });
