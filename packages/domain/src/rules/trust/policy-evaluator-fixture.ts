import { ACCOUNT } from "./trust-fixture.ts";

/** A small evaluator of trust policies as AWS documents it, by which the rules are tested: it shares nothing with them. */

export type Caller = { type: "AWS" | "Service" | "Federated"; value: string };
export type Request = { caller: Caller; action: string; context: Readonly<Record<string, readonly string[]>> };
type Json = Readonly<Record<string, unknown>>;

const OWN_ORGANIZATION = "o-ab12cd34ef";
const ORGANIZATIONS: Readonly<Record<string, string>> = {
  [ACCOUNT]: OWN_ORGANIZATION,
  "222233334444": OWN_ORGANIZATION,
  "999988887777": "o-zz99zz99zz",
};

const listOf = (value: unknown): string[] => [value].flat().map(String);
const accountOf = (arn: string): string => (/^\d{12}$/.test(arn) ? arn : (arn.split(":")[4] ?? ""));

const globs = new Map<string, RegExp>();

export function globMatches(pattern: string, text: string): boolean {
  const known = globs.get(pattern) ?? globOf(pattern);
  globs.set(pattern, known);
  return known.test(text);
}

function globOf(pattern: string): RegExp {
  const source = pattern
    .split("")
    .map((letter) => (letter === "*" ? "[^]*" : letter === "?" ? "[^]" : letter.replace(/[\\^$.|+()[\]{}]/g, "\\$&")));
  return new RegExp(`^${source.join("")}$`);
}

/** What AWS tells of every request besides what the caller sends. */
function contextOf({ caller, context }: Request): Record<string, readonly string[]> {
  const account = caller.type === "AWS" ? accountOf(caller.value) : null;
  const organization = account === null ? undefined : ORGANIZATIONS[account];
  // Only whoever comes by an identity provider has claims.
  const isSendable = (key: string) => caller.type === "Federated" || /^(?:aws|sts):/.test(key);
  const sent = Object.entries(context).filter(
    ([key]) => isSendable(key) && !/^aws:principal(?:account|arn|org)/.test(key),
  );
  return {
    ...Object.fromEntries(sent),
    "aws:resourceaccount": [ACCOUNT],
    "aws:resourceorgid": [OWN_ORGANIZATION],
    ...(account === null ? {} : { "aws:principalaccount": [account], "aws:principalarn": [caller.value] }),
    ...(organization
      ? { "aws:principalorgid": [organization], "aws:principalorgpaths": [`${organization}/r-ab12/`] }
      : {}),
  };
}

const SESSION = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//;
const ROLE = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

function isNamed(named: string, caller: Caller): boolean {
  if (named === "*" || named === caller.value) return true;
  if (/^\d{12}$/.test(named) || named.endsWith(":root")) return accountOf(named) === accountOf(caller.value);
  // IAM refuses wildcards in the ARN of a principal; read as a pattern it lets in the most.
  if (named.includes("*") && globMatches(named, caller.value)) return true;
  const [session, role] = [SESSION.exec(named), ROLE.exec(caller.value)];
  return session !== null && role !== null && session[1] === role[1] && session[2] === role[2];
}

function isAbout(principal: unknown, caller: Caller): boolean {
  if (principal === "*") return caller.type === "AWS";
  if (typeof principal !== "object" || principal === null) return false;
  return Object.entries(principal).some(
    ([type, values]) => type === caller.type && listOf(values).some((named) => isNamed(named, caller)),
  );
}

/** Wildcards in what a variable stands for are letters, which none of these values has. */
function resolved(value: string, context: Record<string, readonly string[]>, hasVariables: boolean): string | null {
  if (!hasVariables) return value;
  let isKnown = true;
  const text = value.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (["*", "?", "$"].includes(name)) return name;
    const found = context[name.toLowerCase()]?.[0];
    if (found === undefined) isKnown = false;
    return found ?? "";
  });
  return isKnown ? text : null;
}

const COMPARE: Readonly<Record<string, (value: string, text: string) => boolean>> = {
  stringequals: (value, text) => value === text,
  stringequalsignorecase: (value, text) => value.toLowerCase() === text.toLowerCase(),
  stringlike: globMatches,
  arnequals: globMatches,
  arnlike: globMatches,
  bool: (value, text) => value.toLowerCase() === text.toLowerCase(),
  numericlessthan: (value, text) => Number(text) < Number(value),
  numericlessthanequals: (value, text) => Number(text) <= Number(value),
  ipaddress: (value, text) => value.endsWith("/0") || value === text,
};

type Held = { operator: string; key: string; values: readonly string[] };

function holds(
  { operator, key, values }: Held,
  context: Record<string, readonly string[]>,
  hasVariables: boolean,
): boolean {
  const [, quantifier, name = "", ifExists] = /^(?:(foranyvalue|forallvalues):)?(.+?)(ifexists)?$/.exec(operator) ?? [];
  const given = context[key];
  if (name === "null") return values.every((value) => (value.toLowerCase() === "true") === (given === undefined));
  const isNegated = name.includes("not");
  const compare = COMPARE[name.replace("not", "")];
  if (!compare) return false;
  if (given === undefined) return isNegated || ifExists !== undefined || quantifier === "forallvalues";
  const texts = values.map((value) => resolved(value, context, hasVariables));
  const fits = (text: string) => texts.some((value) => value !== null && compare(value, text)) !== isNegated;
  if (quantifier === "forallvalues") return given.every(fits);
  return quantifier === "foranyvalue" ? given.some(fits) : fits(given[0]!);
}

/** The conditions of a statement; what is no condition demands nothing. */
export function conditionsOf({ Condition: block }: Json): Held[] {
  if (typeof block !== "object" || block === null) return [];
  return Object.entries(block).flatMap(([operator, keys]) =>
    typeof keys === "object" && keys !== null
      ? Object.entries(keys).map(([key, values]) => ({
          operator: operator.toLowerCase(),
          key: key.toLowerCase(),
          values: listOf(values),
        }))
      : [],
  );
}

function isAction({ Action: action, NotAction: notAction }: Json, wanted: string): boolean {
  const fits = listOf(action ?? notAction ?? []).some((name) => globMatches(name.toLowerCase(), wanted.toLowerCase()));
  return (action === undefined) !== fits;
}

/** NotPrincipal leaves out the whole of an account whose root it names. */
export function isFor({ Principal: principal, NotPrincipal: notPrincipal }: Json, caller: Caller): boolean {
  return notPrincipal === undefined ? isAbout(principal, caller) : !isAbout(notPrincipal, caller);
}

export const statementsOf = (document: unknown): Json[] =>
  [(document as Json | null)?.Statement ?? []].flat() as Json[];

/** Whether a policy lets a request pass. */
export function admits(document: unknown, request: Request): boolean {
  const context = contextOf(request);
  const hasVariables = (document as Json).Version === "2012-10-17";
  const fitting = statementsOf(document).filter(
    (statement) =>
      isFor(statement, request.caller) &&
      isAction(statement, request.action) &&
      conditionsOf(statement).every((condition) => holds(condition, context, hasVariables)),
  );
  return fitting.some(({ Effect }) => Effect === "Allow") && fitting.every(({ Effect }) => Effect !== "Deny");
}
