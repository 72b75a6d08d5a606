import { matchesWildcard } from "../power/wildcards.ts";
import { asList, asText, isRecord, type Json } from "./documents.ts";
import { type Conditions, readConditions } from "./trust-conditions.ts";

export type StatementPrincipal = { type: string; value: string };

/** A statement of a trust policy that lets somebody in, or lets those who come in set tags. */
export type TrustStatement = {
  index: number;
  principals: readonly StatementPrincipal[];
  /** NotPrincipal: the principals are those that it is not about. */
  isExcept: boolean;
  conditions: Conditions;
  letsIn: boolean;
  letsTag: boolean;
  raw: Json;
};

/** A trust policy, read. `isComplete` is false where a part of it is no statement that IAM knows: it may say more than is known. */
export type ReadTrust = {
  statements: readonly TrustStatement[];
  hasDenials: boolean;
  isComplete: boolean;
};

const ENTERING = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];
const TAGGING = "sts:tagsession";

function allowsAny(statement: Json, wanted: readonly string[]): boolean {
  const patterns = asList(statement.Action ?? statement.NotAction).map((action) => asText(action).toLowerCase());
  const matches = (action: string) => patterns.some((pattern) => matchesWildcard(pattern, action));
  return statement.Action === undefined && statement.NotAction !== undefined
    ? wanted.some((action) => !matches(action))
    : wanted.some(matches);
}

/** Null: not a principal in any form that IAM knows. */
function principalsOf(principal: unknown): StatementPrincipal[] | null {
  if (typeof principal === "string") return principal === "*" ? [{ type: "AWS", value: "*" }] : null;
  if (!isRecord(principal)) return null;
  const found = Object.entries(principal).flatMap(([type, values]) =>
    asList(values).map((value) => ({ type, value: typeof value === "object" ? null : asText(value) })),
  );
  const named = found.flatMap(({ type, value }) => (value === null ? [] : [{ type, value }]));
  return named.length === found.length ? named : null;
}

function statementOf(raw: Json, index: number): TrustStatement | null {
  const isExcept = raw.NotPrincipal !== undefined;
  const principals = principalsOf(isExcept ? raw.NotPrincipal : raw.Principal);
  if (!principals) return null;
  return {
    index,
    principals,
    isExcept,
    conditions: readConditions(raw.Condition),
    letsIn: allowsAny(raw, ENTERING),
    letsTag: allowsAny(raw, [TAGGING]),
    raw,
  };
}

const readDocuments = new WeakMap<Json, ReadTrust>();

/**
 * Reads a trust policy in any legal form: Statement as an object or a list, values as a text or a list, wildcards in actions,
 * NotPrincipal, NotAction. A document is read once.
 *
 * @returns null where there is no statement at all: no policy that IAM would keep.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readTrust(document: unknown): ReadTrust | null {
  if (!isRecord(document) || document.Statement === undefined) return null;
  const known = readDocuments.get(document);
  if (known) return known;
  const read = readStatements(document);
  readDocuments.set(document, read);
  return read;
}

function readStatements(document: Json): ReadTrust {
  const statements: TrustStatement[] = [];
  let hasDenials = false;
  let isComplete = true;
  for (const [index, raw] of asList(document.Statement).entries()) {
    if (!isRecord(raw) || (raw.Effect !== "Allow" && raw.Effect !== "Deny")) isComplete = false;
    else if (raw.Effect === "Deny") hasDenials ||= allowsAny(raw, ENTERING);
    else {
      const statement = statementOf(raw, index);
      if (statement) statements.push(statement);
      else isComplete = false;
    }
  }
  return { statements, hasDenials, isComplete };
}
