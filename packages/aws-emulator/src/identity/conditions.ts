import { BlockList, isIPv6 } from "node:net";
import { matchesArn, matchesWildcard } from "./wildcards.ts";

/** What is known of a request: condition keys in lower case, each with its values. An absent key is not in the map. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

export type Condition = {
  test: Test;
  /** Null for the plain form. */
  set: "forallvalues" | "foranyvalue" | null;
  ifExists: boolean;
  /** In lower case: names of condition keys are not case-sensitive. */
  key: string;
  values: string[];
};

type Test =
  | { kind: "compare"; negated: boolean; compare: (expected: string, actual: string) => boolean }
  | { kind: "null" };

const compare = (test: (expected: string, actual: string) => boolean, negated = false): Test => ({
  kind: "compare",
  negated,
  compare: test,
});

const equals = (expected: string, actual: string) => expected === actual;
const equalsIgnoringCase = (expected: string, actual: string) => expected.toLowerCase() === actual.toLowerCase();
const like = (expected: string, actual: string) => matchesWildcard(expected, actual);
const numeric = (test: (expected: number, actual: number) => boolean) => (expected: string, actual: string) =>
  test(Number(expected), Number(actual));
const toMs = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const date = (test: (expected: number, actual: number) => boolean) => (expected: string, actual: string) =>
  test(toMs(expected), toMs(actual));

const EQUAL = (a: number, b: number) => a === b;
const LESS = (expected: number, actual: number) => actual < expected;
const AT_MOST = (expected: number, actual: number) => actual <= expected;
const GREATER = (expected: number, actual: number) => actual > expected;
const AT_LEAST = (expected: number, actual: number) => actual >= expected;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Test>> = {
  stringequals: compare(equals),
  stringnotequals: compare(equals, true),
  stringequalsignorecase: compare(equalsIgnoringCase),
  stringnotequalsignorecase: compare(equalsIgnoringCase, true),
  stringlike: compare(like),
  stringnotlike: compare(like, true),
  arnequals: compare(matchesArn),
  arnlike: compare(matchesArn),
  arnnotequals: compare(matchesArn, true),
  arnnotlike: compare(matchesArn, true),
  bool: compare(equalsIgnoringCase),
  binaryequals: compare(equals),
  numericequals: compare(numeric(EQUAL)),
  numericnotequals: compare(numeric(EQUAL), true),
  numericlessthan: compare(numeric(LESS)),
  numericlessthanequals: compare(numeric(AT_MOST)),
  numericgreaterthan: compare(numeric(GREATER)),
  numericgreaterthanequals: compare(numeric(AT_LEAST)),
  dateequals: compare(date(EQUAL)),
  datenotequals: compare(date(EQUAL), true),
  datelessthan: compare(date(LESS)),
  datelessthanequals: compare(date(AT_MOST)),
  dategreaterthan: compare(date(GREATER)),
  dategreaterthanequals: compare(date(AT_LEAST)),
  ipaddress: compare(isInRange),
  notipaddress: compare(isInRange, true),
  null: { kind: "null" },
};

const OPERATOR_FORM = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

/** Reads an operator such as `ForAnyValue:StringLikeIfExists`; null if there is no such operator. */
export function parseOperator(text: string): Pick<Condition, "test" | "set" | "ifExists"> | null {
  const [, set, name, ifExists] = OPERATOR_FORM.exec(text.toLowerCase()) ?? [];
  const test = name ? OPERATORS[name] : undefined;
  if (!test) return null;
  return { test, set: (set ?? null) as Condition["set"], ifExists: ifExists !== undefined };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
export function conditionHolds({ test, set, ifExists, key, values }: Condition, context: RequestContext): boolean {
  const actual = context.get(key);
  if (test.kind === "null") return values.some((value) => (value.toLowerCase() === "true") === (actual === undefined));
  if (actual === undefined || actual.length === 0)
    return ifExists || set === "forallvalues" || (set === null && test.negated);

  const holds = (value: string) =>
    values.some((expected) => test.compare(substituteVariables(expected, context), value)) !== test.negated;
  return set === "foranyvalue" || (set === null && !test.negated) ? actual.some(holds) : actual.every(holds);
}

/** Replaces policy variables such as `${aws:username}`. An unknown one stays as it is and so matches nothing real. */
export function substituteVariables(text: string, context: RequestContext): string {
  if (!text.includes("${")) return text;
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (name === "*" || name === "?" || name === "$") return name;
    return context.get(name.toLowerCase())?.[0] ?? whole;
  });
}

/** A range that is no address matches nothing. */
function isInRange(range: string, address: string): boolean {
  const [network = "", prefixText] = range.split("/");
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  const prefix = prefixText === undefined ? (family === "ipv6" ? 128 : 32) : Number(prefixText);
  const ranges = new BlockList();
  try {
    ranges.addSubnet(network, prefix, family);
  } catch {
    return false;
  }
  return ranges.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
