import { asText, isRecord } from "../../../policy/json.ts";
import { SECRET_MASK } from "../../../policy/policy-text.ts";
import { readIdentityPolicy } from "../../../policy/statements.ts";
import { WITH_VARIABLES } from "../../../rules/trust/resource-variables.ts";
import type { LabelledPolicy, UserFacts } from "./facts.ts";
import type { LabelledUserOnly, PermissionsProblem, UserOnly } from "./proposal.ts";
import { type PlainStatement, statementForUser } from "./statement-for-user.ts";

/** A policy as it holds for one user. */
export type ReadForUser = {
  statements: readonly PlainStatement[];
  variables: readonly LabelledUserOnly[];
  problems: readonly PermissionsProblem[];
};

const unreadSentence = (document: unknown): string =>
  isRecord(document)
    ? "A part of it has no form that IAM documents: what that part allows or denies is not in the proposal."
    : "It could not be read: what it allows is missing from the proposal, and so is what it denies.";

const MASKED =
  "A part of it looks like a secret and is not kept: it has to be put in by hand where the proposal says ***masked***.";

/** Why what is read of a policy is not all that it says; null: it is. */
function problemOf(document: unknown, isComplete: boolean): string | null {
  if (!isComplete) return unreadSentence(document);
  return JSON.stringify(document).includes(SECRET_MASK) ? MASKED : null;
}

/** Reads a policy for one user; what speaks of the caller is listed once. */
export function readForUser({ label, document }: LabelledPolicy, user: UserFacts): ReadForUser {
  const { statements, isComplete } = readIdentityPolicy(document);
  const found = new Map<string, LabelledUserOnly>();
  const note = (each: UserOnly) => {
    found.set(`${each.key.toLowerCase()} ${each.treatment} ${each.sentence}`, { label, ...each });
  };
  const hasVariables = isRecord(document) && asText(document.Version) === WITH_VARIABLES;
  const sentence = problemOf(document, isComplete);
  return {
    statements: statements.flatMap((each) => statementForUser(each, { user, hasVariables, note }) ?? []),
    variables: [...found.values()],
    problems: sentence === null ? [] : [{ label, sentence }],
  };
}
