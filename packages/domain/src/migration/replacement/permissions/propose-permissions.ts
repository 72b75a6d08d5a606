import { boundBy } from "./boundary.ts";
import { cutDenial, cutStatement } from "./cut-statement.ts";
import type { HeldPermissions, ObservedPermissions, UserFacts } from "./facts.ts";
import { listOutside, listPermissions } from "./permission-lists.ts";
import { asDocuments, LARGEST_MANAGED_POLICY, MOST_ATTACHED_POLICIES } from "./policy-documents.ts";
import type { KeptPermission, PermissionsProblem, PermissionsProposal } from "./proposal.ts";
import { type ReadForUser, readForUser } from "./read-for-user.ts";
import type { PlainStatement } from "./statement-for-user.ts";
import { readUsedActions } from "./used-actions.ts";

export type PermissionsInput = HeldPermissions & {
  user: UserFacts;
  observed: ObservedPermissions;
  /** What the proposed policies are called; several get numbers behind it. */
  name: string;
};

type BoundaryAnswer = Pick<PermissionsProposal, "boundaryArnToKeep" | "boundaryToCreate"> & {
  allowed: readonly PlainStatement[];
  denials: readonly PlainStatement[];
  outside: readonly string[];
  problems: readonly PermissionsProblem[];
};

function boundaryFor(
  { boundary, user, name }: PermissionsInput,
  read: ReadForUser | null,
  allowed: readonly PlainStatement[],
): BoundaryAnswer {
  const none = { boundaryArnToKeep: null, boundaryToCreate: null, allowed, denials: [], outside: [], problems: [] };
  if (!boundary || !read) return none;
  if (read.problems.length > 0) return { ...none, boundaryArnToKeep: boundary.arn };
  const bounded = boundBy(allowed, read.statements);
  const found = { ...none, allowed: bounded.allowed, outside: bounded.outside };
  if (bounded.allowed.length === 0) return found;
  if (!bounded.isNeeded) return { ...found, denials: read.statements.filter(({ allows }) => !allows) };
  if (read.variables.every(({ treatment }) => treatment === "kept"))
    return { ...found, boundaryArnToKeep: boundary.arn };
  const documents = asDocuments(`${name}-boundary`, read.statements);
  const [only, ...others] = documents ?? [];
  if (only && others.length === 0) return { ...found, boundaryToCreate: only };
  const sentence = `It speaks of the user ${user.userName}, and with the user's own values in place it is longer than ${LARGEST_MANAGED_POLICY} characters: write a boundary for the role by hand.`;
  return { ...found, allowed: [], problems: [{ label: "permissions boundary", sentence }] };
}

const TOO_LARGE: PermissionsProblem = {
  label: "proposal",
  sentence: `A statement cannot be divided and is longer than the ${LARGEST_MANAGED_POLICY} characters of a managed policy: no policy is proposed.`,
};

const tooMany = (documents: number): PermissionsProblem => ({
  label: "proposal",
  sentence: `It takes ${documents} managed policies, and a role may have ${MOST_ATTACHED_POLICIES}: ask AWS for a higher quota, or divide the work between roles.`,
});

/**
 * The permissions of the role that takes a user's place: what the user may do, cut down to what was used. It allows nothing that the user
 * may not do, and all of what was seen of what the user may do; what could not be seen is kept, and listed. Statements keep their
 * resources and conditions, denials are carried over.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function proposePermissions(input: PermissionsInput): PermissionsProposal {
  const { policies, boundary, user, observed, name } = input;
  const used = readUsedActions(observed);
  const read = policies.map((policy) => readForUser(policy, user));
  const readBoundary = boundary && readForUser({ label: "permissions boundary", document: boundary.document }, user);
  const statements = read.flatMap((each) => each.statements);
  const allowing = statements.filter(({ allows }) => allows);

  const cut = allowing.flatMap((each) => cutStatement(each, used) ?? []);
  const answer = boundaryFor(input, readBoundary, cut);
  const denying = [...statements.filter(({ allows }) => !allows), ...answer.denials];
  const kept = answer.allowed.some(({ isExceptActions }) => isExceptActions)
    ? ["*"]
    : answer.allowed.flatMap(({ actions }) => actions);
  const denials = denying.flatMap((each) => cutDenial(each, kept) ?? []);
  const documents = asDocuments(name, [...answer.allowed, ...denials]);

  const lists = listPermissions(allowing, used);
  const problems = [
    ...[...read, ...(readBoundary ? [readBoundary] : [])].flatMap((each) => each.problems),
    ...answer.problems,
    ...(documents === null ? [TOO_LARGE] : []),
    ...(documents !== null && documents.length > MOST_ATTACHED_POLICIES ? [tooMany(documents.length)] : []),
  ];
  return {
    documents: documents ?? [],
    boundaryArnToKeep: answer.boundaryArnToKeep,
    boundaryToCreate: answer.boundaryToCreate,
    dropped: [...lists.dropped, ...listOutside(answer.outside)],
    kept: lists.kept,
    notObservable: lists.kept.filter(({ reason }) => NOT_OBSERVABLE.has(reason)),
    variables: [...read, ...(readBoundary ? [readBoundary] : [])].flatMap((each) => each.variables),
    problems,
    isComplete: problems.length === 0,
  };
}

/**
 * What a role with the proposed policies holds, to be compared with what was used.
 *
 * @param boundary the user's.
 */
export function heldByProposal(
  { documents, boundaryArnToKeep, boundaryToCreate }: PermissionsProposal,
  boundary: HeldPermissions["boundary"],
): HeldPermissions {
  const created = boundaryToCreate && { arn: boundaryToCreate.name, document: boundaryToCreate.document };
  return {
    policies: documents.map(({ name, document }) => ({ label: `policy ${name}`, document })),
    boundary: created ?? (boundaryArnToKeep === null ? null : boundary),
  };
}

const NOT_OBSERVABLE: ReadonlySet<KeptPermission["reason"]> = new Set([
  "not_reported",
  "action_not_tracked",
  "pass_role",
]);
