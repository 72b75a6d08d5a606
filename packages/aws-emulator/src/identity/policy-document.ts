import { type Condition, parseOperator } from "./conditions.ts";

/** A list of names and whether they are listed or excluded (`NotAction`, `NotResource`, `NotPrincipal`). */
export type Listed = { values: string[]; excluded: boolean };
export type Principals = { aws: string[]; anyone: boolean; excluded: boolean };

export type Statement = {
  effect: "Allow" | "Deny";
  actions: Listed;
  resources: Listed | null;
  principals: Principals | null;
  conditions: Condition[];
};

type Json = Record<string, unknown>;

const parsed = new Map<string, Statement[] | null>();
const MAX_PARSED = 5_000;

/**
 * Reads a policy document; null if it is malformed, and then it allows and denies nothing. The result is kept by the
 * document's text and must not be changed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(document: string): Statement[] | null {
  const known = parsed.get(document);
  if (known !== undefined) return known;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const statements = readPolicy(document);
  parsed.set(document, statements);
  return statements;
}

function readPolicy(document: string): Statement[] | null {
  const policy = parseJson(document);
  if (!isObject(policy) || !isKnownVersion(policy.Version)) return null;
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const read = statements.map(readStatement);
  return read.length > 0 && read.every((statement) => statement !== null) ? read : null;
}

const isKnownVersion = (version: unknown) =>
  version === undefined || version === "2012-10-17" || version === "2008-10-17";

function readStatement(statement: unknown): Statement | null {
  if (!isObject(statement)) return null;
  const effect = statement.Effect;
  const actions = readListed(statement, "Action", "NotAction");
  const resources = readListed(statement, "Resource", "NotResource");
  const principals = readPrincipals(statement);
  const conditions = readConditions(statement.Condition);
  if (effect !== "Allow" && effect !== "Deny") return null;
  if (!actions || conditions === null || resources === undefined || principals === undefined) return null;
  return { effect, actions, resources, principals, conditions };
}

/** Null if neither element is there, undefined if one is malformed or both are there. */
function readListed(statement: Json, name: string, excludedName: string): Listed | null | undefined {
  if (statement[name] !== undefined && statement[excludedName] !== undefined) return undefined;
  const excluded = statement[excludedName] !== undefined;
  const value = excluded ? statement[excludedName] : statement[name];
  if (value === undefined) return null;
  const values = readStrings(value);
  return values && { values, excluded };
}

function readPrincipals(statement: Json): Principals | null | undefined {
  if (statement.Principal !== undefined && statement.NotPrincipal !== undefined) return undefined;
  const excluded = statement.NotPrincipal !== undefined;
  const principal = excluded ? statement.NotPrincipal : statement.Principal;
  if (principal === undefined) return null;
  if (principal === "*") return { aws: [], anyone: true, excluded };
  if (!isObject(principal)) return undefined;
  if (!Object.values(principal).every((value) => readStrings(value))) return undefined;
  const aws = principal.AWS === undefined ? [] : (readStrings(principal.AWS) ?? []);
  return { aws, anyone: aws.includes("*"), excluded };
}

/** Null if malformed: an operator that does not exist makes the whole document invalid. */
function readConditions(block: unknown): Condition[] | null {
  if (block === undefined) return [];
  if (!isObject(block)) return null;
  const conditions: Condition[] = [];
  for (const [operatorText, keys] of Object.entries(block)) {
    const operator = parseOperator(operatorText);
    if (!operator || !isObject(keys)) return null;
    for (const [key, value] of Object.entries(keys)) {
      const values = readStrings(value, { scalars: true });
      if (!values) return null;
      conditions.push({ ...operator, key: key.toLowerCase(), values });
    }
  }
  return conditions;
}

/** One string or a list of them; numbers and booleans too where a condition may hold them. */
function readStrings(value: unknown, { scalars = false } = {}): string[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  const isText = (item: unknown) =>
    typeof item === "string" || (scalars && (typeof item === "number" || typeof item === "boolean"));
  return items.every(isText) ? items.map(String) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a document may stand as a trust policy: it names principals and no resources. */
export const isTrustPolicy = (document: string): boolean =>
  parsePolicy(document)?.every((statement) => statement.principals !== null && statement.resources === null) ?? false;

/** Whether a document may be attached to an identity or passed for a session: it names resources and no principals. */
export const isIdentityPolicy = (document: string): boolean =>
  parsePolicy(document)?.every((statement) => statement.principals === null && statement.resources !== null) ?? false;
