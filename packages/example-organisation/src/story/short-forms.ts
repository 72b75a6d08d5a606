import type { AttachedPolicy, InlinePolicy, Tag } from "@rolecall/aws-emulator";
import { type AccountName, accountId } from "./accounts.ts";
import type { InlineStatement, Tags } from "./permissions.ts";
import type { Trust } from "./roles.ts";

/** How the story's short forms read at AWS. */

const OWN = "own:";

/** A managed policy by its path and name: `own:deploy-stacks` is the account's own, `job-function/Billing` is AWS's. */
export function attachedPolicy(account: AccountName, reference: string): AttachedPolicy {
  const isOwn = reference.startsWith(OWN);
  const path = isOwn ? reference.slice(OWN.length) : reference;
  const owner = isOwn ? accountId(account) : "aws";
  return { name: path.slice(path.lastIndexOf("/") + 1), arn: `arn:aws:iam::${owner}:policy/${path}` };
}

export const attachedPolicies = (account: AccountName, references: readonly string[]): AttachedPolicy[] =>
  references.map((reference) => attachedPolicy(account, reference));

/** One statement that allows actions on a resource. */
export const policyDocument = (actions: string | readonly string[], resource = "*"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: resource }],
  });

export const inlinePolicies = (statements: readonly InlineStatement[]): InlinePolicy[] =>
  statements.map(({ name, actions, resource }) => ({ name, document: policyDocument(actions, resource) }));

/** The text of a trust policy. */
export const trustPolicy = (trust: Trust): string =>
  typeof trust === "string" ? trust : JSON.stringify({ Version: "2012-10-17", Statement: trust });

export const tagList = (tags: Tags): Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }));
