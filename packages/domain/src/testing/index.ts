/**
 * For tests, also of other packages: a small evaluator of identity policies, written from AWS's documentation of the evaluation logic and of the elements of policies. It
 * shares nothing with the rules that it tests.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
type Json = Readonly<Record<string, unknown>>;
export type Context = Readonly<Record<string, string | readonly string[]>>;
export type Request = { action: string; resource: string; context: Context };

const list = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());
const texts = (value: unknown): string[] => list(value).map(String);

const expressions = new Map<string, RegExp>();

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const WILDCARDS: Readonly<Record<string, string>> = { "*": "[^]*", "?": "[^]" };

/** A pattern as an expression: null where a variable in it has no value. Values of variables are letters, whatever they hold. */
function expressionOf(pattern: string, context: Context, version: unknown, hasWildcards: boolean): RegExp | null {
  if (pattern.includes("${")) return readPattern(pattern, context, version, hasWildcards);
  const read = hasWildcards ? wild : plain;
  const known = read.get(pattern) ?? readPattern(pattern, context, version, hasWildcards)!;
  read.set(pattern, known);
  return known;
}

const plain = new Map<string, RegExp>();
const wild = new Map<string, RegExp>();

function readPattern(pattern: string, context: Context, version: unknown, hasWildcards: boolean): RegExp | null {
  const tokens = version === "2012-10-17" ? /\$\{([^}]*)\}|./gs : /./gs;
  let source = "";
  for (const [letter, inner] of pattern.matchAll(tokens)) {
    const value = inner === undefined ? letter : variable(inner, context);
    if (value === null) return null;
    source += (hasWildcards && inner === undefined && WILDCARDS[letter]) || quoted(value);
  }
  const known = expressions.get(source) ?? new RegExp(`^${source}$`);
  expressions.set(source, known);
  return known;
}

function variable(inner: string, context: Context): string | null {
  if (["*", "?", "$"].includes(inner)) return inner;
  const [name = "", ...rest] = inner.split(",");
  const given = context[name.trim().toLowerCase()];
  if (typeof given === "string") return given;
  const instead = /^\s*'(.*)'\s*$/.exec(rest.join(","))?.[1];
  return instead ?? null;
}

const fits = (patterns: unknown, text: string, context: Context, version: unknown): boolean =>
  texts(patterns).some((pattern) => expressionOf(pattern, context, version, true)?.test(text) ?? false);

function isAction({ Action: action, NotAction: notAction }: Json, wanted: string): boolean {
  const isOne = texts(action ?? notAction).some((pattern) =>
    expressionOf(pattern.toLowerCase(), {}, null, true)?.test(wanted.toLowerCase()),
  );
  return (action === undefined) !== isOne;
}

function isResource({ Resource: resource, NotResource: notResource }: Json, request: Request, version: unknown) {
  return (resource === undefined) !== fits(resource ?? notResource, request.resource, request.context, version);
}

const numberOf = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function isInRange(range: string, address: string): boolean {
  const [base = "", bits = "32"] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

type Compare = (wanted: RegExp | null, written: string, given: string) => boolean;
const matched: Compare = (wanted, _, given) => wanted?.test(given) ?? false;

const OPERATORS: Readonly<Record<string, { hasWildcards: boolean; compare: Compare }>> = {
  stringequals: { hasWildcards: false, compare: matched },
  stringlike: { hasWildcards: true, compare: matched },
  arnlike: { hasWildcards: true, compare: matched },
  arnequals: { hasWildcards: true, compare: matched },
  bool: { hasWildcards: false, compare: (_, written, given) => written.toLowerCase() === given.toLowerCase() },
  numericlessthan: { hasWildcards: false, compare: (_, written, given) => Number(given) < Number(written) },
  ipaddress: { hasWildcards: false, compare: (_, written, given) => isInRange(written, given) },
};

/** ARNs are compared part by part, so that no wildcard of one part reaches into the next. */
function matchesArn(pattern: string, given: string, context: Context, version: unknown): boolean {
  const split = (arn: string) => [...arn.split(":").slice(0, 5), arn.split(":").slice(5).join(":")];
  const whole = expressionOf(pattern, context, version, true);
  if (whole === null || pattern.includes("${")) return whole?.test(given) ?? false;
  return split(pattern).every((part, at) => expressionOf(part, context, version, true)?.test(split(given)[at] ?? ""));
}

function holds(operator: string, key: string, values: string[], context: Context, version: unknown): boolean {
  const [, quantifier, name = "", ifExists] =
    /^(?:(foranyvalue|forallvalues):)?(.+?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  const given = context[key.toLowerCase()];
  if (name === "null") return values.some((value) => (value.toLowerCase() === "true") === (given === undefined));
  const isNegated = name.includes("not");
  if (given === undefined) {
    if (ifExists || quantifier === "forallvalues") return true;
    return isNegated && quantifier === undefined;
  }
  const { hasWildcards, compare } = OPERATORS[name.replace("not", "")]!;
  const isOne = (text: string) =>
    values.some((value) =>
      name.startsWith("arn")
        ? matchesArn(value, text, context, version)
        : compare(expressionOf(value, context, version, hasWildcards), value, text),
    ) !== isNegated;
  const all = [given].flat() as string[];
  return quantifier === "forallvalues" ? all.every(isOne) : all.some(isOne);
}

const areMet = ({ Condition: block }: Json, { context }: Request, version: unknown): boolean =>
  Object.entries((block ?? {}) as Record<string, Json>).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, texts(values), context, version)),
  );

/** What a document says of a request: of the statements that apply, whether one allows and whether one denies. */
function says(document: unknown, request: Request): { allows: boolean; denies: boolean } {
  const { Version: version, Statement: statements } = document as Json;
  const applying = (list(statements) as Json[]).filter(
    (statement) =>
      isAction(statement, request.action) &&
      isResource(statement, request, version) &&
      areMet(statement, request, version),
  );
  return {
    allows: applying.some(({ Effect: effect }) => effect === "Allow"),
    denies: applying.some(({ Effect: effect }) => effect === "Deny"),
  };
}

/** Whether a principal with these policies may do it: an explicit deny ends it, and a boundary has to allow it too. */
export function isAllowed(policies: readonly unknown[], boundary: unknown, request: Request): boolean {
  const answers = policies.map((document) => says(document, request));
  const cap = boundary === null ? { allows: true, denies: false } : says(boundary, request);
  if (cap.denies || answers.some(({ denies }) => denies)) return false;
  return cap.allows && answers.some(({ allows }) => allows);
}
