import { asText, isRecord } from "../../../policy/json.ts";
import { readIdentityPolicy } from "../../../policy/statements.ts";
import { WITH_VARIABLES } from "../../../rules/trust/resource-variables.ts";
import type { LabelledPolicy, UserFacts } from "./facts.ts";
import { type PlainStatement, statementForUser, type UserOnly } from "./statement-for-user.ts";

/** What speaks of the caller, and in which policy. */
export type LabelledUserOnly = UserOnly & { label: string };
/** Something that the proposal could not take into account, or that AWS would not take. */
export type PermissionsProblem = { label: string; sentence: string };

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

/** Reads a policy for one user; what speaks of the caller is listed once. */
export function readForUser({ label, document }: LabelledPolicy, user: UserFacts): ReadForUser {
  const { statements, isComplete } = readIdentityPolicy(document);
  const found = new Map<string, LabelledUserOnly>();
  const note = (each: UserOnly) => {
    found.set(`${each.key.toLowerCase()} ${each.treatment} ${each.sentence}`, { label, ...each });
  };
  const hasVariables = isRecord(document) && asText(document.Version) === WITH_VARIABLES;
  return {
    statements: statements.flatMap((each) => statementForUser(each, { user, hasVariables, note }) ?? []),
    variables: [...found.values()],
    problems: isComplete ? [] : [{ label, sentence: unreadSentence(document) }],
  };
}
