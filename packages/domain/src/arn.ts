import { z } from "zod";
import { Partition } from "./primitives.ts";

/** What Rolecall needs to know of a role ARN. `path` starts and ends with a slash. */
export type RoleArn = { arn: string; partition: Partition; awsAccountId: string; path: string; roleName: string };

const ROLE_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role(\/(?:[\u0021-\u007E]+\/)?)([\w+=,.@-]{1,64})$/;

/**
 * Reads a role ARN.
 *
 * @returns null if the text is no role ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function parseRoleArn(text: string): RoleArn | null {
  const match = ROLE_ARN.exec(text);
  if (!match) return null;
  const [, partition, awsAccountId, path, roleName] = match;
  return {
    arn: text,
    partition: Partition.parse(partition),
    awsAccountId: awsAccountId!,
    path: path!,
    roleName: roleName!,
  };
}

/** A role ARN as input: surrounding white space is dropped, anything else that is no role ARN is refused by name. */
export const RoleArnInput = z
  .string()
  .trim()
  .max(600)
  .refine((text) => parseRoleArn(text) !== null, {
    error: "Not a role ARN. Expected arn:<partition>:iam::<12-digit account id>:role/<role name>",
  });
