import { type ArnPattern, arnPattern } from "./arns.ts";
import { type Conditions, readConditions } from "./conditions.ts";
import { asList, asTexts, isRecord, type Json } from "./json.ts";
import { type Principals, readPrincipals } from "./principals.ts";

/** The Action or NotAction element. */
export type Actions = {
  /** Patterns in lower case, as IAM compares them without regard to case. */
  patterns: readonly string[];
  /** The patterns as they are written. */
  written: readonly string[];
  /** NotAction: the statement is about all others. */
  isExcept: boolean;
};

/** The Resource or NotResource element. */
export type Resources = { patterns: readonly ArnPattern[]; isExcept: boolean };

/** A statement of any policy, taken apart: lists are lists, and what is not there is null. */
export type Statement = {
  /** Its place in the document, from 0. */
  index: number;
  allows: boolean;
  actions: Actions | null;
  resources: Resources | null;
  principals: Principals;
  conditions: Conditions;
  /** As the document has it. */
  raw: Json;
};

/** `isComplete` is false where a part of the document is missing or is no statement: it may say more than is known. */
export type ReadPolicy<T = Statement> = { statements: readonly T[]; isComplete: boolean };

function actionsOf({ Action: action, NotAction: notAction }: Json): Actions | null {
  const element = action ?? notAction;
  if (element === undefined) return null;
  const written = asTexts(element);
  return { patterns: written.map((name) => name.toLowerCase()), written, isExcept: action === undefined };
}

function resourcesOf({ Resource: resource, NotResource: notResource }: Json): Resources | null {
  const element = resource ?? notResource;
  if (element === undefined) return null;
  return { patterns: asTexts(element).map(arnPattern), isExcept: resource === undefined };
}

function statementOf(raw: unknown, index: number): Statement | null {
  if (!isRecord(raw) || (raw.Effect !== "Allow" && raw.Effect !== "Deny")) return null;
  return {
    index,
    allows: raw.Effect === "Allow",
    actions: actionsOf(raw),
    resources: resourcesOf(raw),
    principals: readPrincipals(raw.Principal, raw.NotPrincipal),
    conditions: readConditions(raw.Condition),
    raw,
  };
}

/**
 * The statements of a policy, in any legal form: Statement as an object or a list, values as a text or a list, no Version. Any JSON is
 * taken, in time linear in its size, and nothing is thrown.
 *
 * @returns null where there is no statement at all: no policy that IAM would keep.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(document: unknown): ReadPolicy | null {
  if (!isRecord(document) || document.Statement === undefined) return null;
  const found = asList(document.Statement).map(statementOf);
  const statements = found.filter((statement) => statement !== null);
  return { statements, isComplete: statements.length === found.length };
}

/** A statement of an identity policy: it says what, and on what. */
export type IdentityStatement = Statement & { actions: Actions; resources: Resources };

const isOfIdentity = (statement: Statement): statement is IdentityStatement =>
  statement.actions !== null && statement.resources !== null;

const UNREAD: ReadPolicy<IdentityStatement> = { statements: [], isComplete: false };
const identityPolicies = new WeakMap<Json, ReadPolicy<IdentityStatement>>();

/**
 * The statements of a policy of a user, group or role; a document of null stands for one that was not read. Each document is taken apart
 * once, and must not be changed afterwards.
 */
export function readIdentityPolicy(document: unknown): ReadPolicy<IdentityStatement> {
  if (!isRecord(document)) return UNREAD;
  const known = identityPolicies.get(document);
  if (known) return known;
  const policy = readPolicy(document);
  if (!policy) return UNREAD;
  const statements = policy.statements.filter(isOfIdentity);
  const read = { statements, isComplete: policy.isComplete && statements.length === policy.statements.length };
  identityPolicies.set(document, read);
  return read;
}
