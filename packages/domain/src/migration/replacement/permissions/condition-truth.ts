import { matchesWildcard } from "../../../policy/wildcards.ts";

type Compare = (value: string, text: string) => boolean;

/** ARNs are compared part by part: a star stands for nothing beyond its colon, but for the last part. */
function matchesArn(value: string, text: string): boolean {
  const [patterns, parts] = [value, text].map((arn) => arn.split(":")) as [string[], string[]];
  const split = (all: string[]) => [...all.slice(0, 5), all.slice(5).join(":")];
  const [wanted, given] = [split(patterns), split(parts)];
  return parts.length >= 6 && wanted.every((part, at) => matchesWildcard(part, given[at] ?? ""));
}

type Operator = { compare: Compare; isPattern: boolean; isForArns: boolean };

const forTexts = (compare: Compare, isPattern: boolean): Operator => ({ compare, isPattern, isForArns: false });
const FOR_ARNS: Operator = { compare: matchesArn, isPattern: true, isForArns: true };

const EQUAL: Readonly<Record<string, Operator>> = {
  stringequals: forTexts((value, text) => value === text, false),
  stringequalsignorecase: forTexts((value, text) => value.toLowerCase() === text.toLowerCase(), false),
  stringlike: forTexts(matchesWildcard, true),
  arnequals: FOR_ARNS,
  arnlike: FOR_ARNS,
};

type Asked = {
  /** In lower case, without quantifier and IfExists. */
  operator: string;
  quantifier: "forallvalues" | "foranyvalue" | null;
  hasIfExists: boolean;
  values: readonly string[];
};

/** Letters written as ${*} stand for themselves, which a pattern cannot say to a matcher that knows no escapes. */
function readable(value: string, { isPattern, isForArns }: Operator): string | null {
  // What AWS makes of a value that is no ARN is not documented.
  if (isForArns && value.split(":").length < 6) return null;
  if (!value.includes("${")) return value;
  const plain = value.replace(/\$\{([*?$])\}/g, isPattern ? "\0" : "$1");
  return /\$\{[^*?$]|\0/.test(plain) ? null : plain;
}

/**
 * Whether a condition holds for a key whose value is known. Null: it compares with something that is not known, or by an operator that
 * is not for text.
 *
 * @param value null: the request never carries the key.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holdsFor({ operator, quantifier, hasIfExists, values }: Asked, value: string | null): boolean | null {
  if (operator === "null")
    return values.length > 0 ? values.some((each) => (each.toLowerCase() === "true") === (value === null)) : null;
  const isNegated = operator.includes("not");
  const known = EQUAL[operator.replace("not", "")];
  if (!known || values.length === 0) return null;
  if (value === null) return hasIfExists || quantifier === "forallvalues" || (isNegated && quantifier === null);
  const read = values.map((each) => readable(each, known));
  const isMatched = read.some((each) => each !== null && known.compare(each, value));
  if (!isMatched && read.includes(null)) return null;
  return isMatched !== isNegated;
}
