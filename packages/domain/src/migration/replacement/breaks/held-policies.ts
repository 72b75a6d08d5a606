import { readIdentityPolicy } from "../../../policy/statements.ts";
import { readForUser } from "../permissions/read-for-user.ts";
import type { BreaksInput } from "./facts.ts";

export const allPolicies = ({ permissions: { policies, boundary } }: BreaksInput) => [
  ...policies,
  ...(boundary ? [{ label: "permissions boundary", document: boundary.document }] : []),
];
export const unreadPolicies = (input: BreaksInput): string[] =>
  allPolicies(input)
    .filter(({ document }) => !readIdentityPolicy(document).isComplete)
    .map(({ label }) => label);
export const userOnlyOf = (input: BreaksInput) =>
  allPolicies(input).flatMap((each) => readForUser(each, input.user).variables);
