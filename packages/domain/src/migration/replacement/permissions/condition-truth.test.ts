import { expect, test } from "vitest";
import { readConditions } from "../../../policy/conditions.ts";
import { holdsFor } from "./condition-truth.ts";

const ARN = "arn:aws:iam::111122223333:user/ci/ci.deploy";
const answer = (operator: string, values: unknown, value: string | null) => {
  const [condition] = readConditions({ [operator]: { "aws:key": values } }).all;
  return holdsFor(condition!, value);
};

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
test.each<[string, unknown, string | null, boolean | null]>([
  ["StringEquals", "a", "a", true],
  ["StringEquals", ["b", "a"], "a", true],
  ["StringEquals", "A", "a", false],
  ["StringEquals", "a*", "ab", false],
  ["StringEqualsIgnoreCase", "A", "a", true],
  ["StringNotEquals", ["b", "a"], "a", false],
  ["StringNotEquals", "b", "a", true],
  ["StringLike", "a*", "ab", true],
  ["StringLike", "A*", "ab", false],
  ["StringNotLike", "a*", "ab", false],
  ["ArnLike", "arn:aws:iam::*:user/ci/*", ARN, true],
  ["ArnEquals", "arn:aws:iam::*:user/*", ARN, true],
  ["ArnNotLike", "arn:aws:iam::*:role/*", ARN, true],
  ["ArnLike", "arn:aws:iam::1*:b/x", "arn:aws:iam::111122223333:user/a:b/x", false],
  ["ArnLike", "*", ARN, null],
  ["StringEquals", "a", null, false],
  ["StringNotEquals", "a", null, true],
  ["StringEqualsIfExists", "a", null, true],
  ["ForAllValues:StringEquals", "a", null, true],
  ["ForAnyValue:StringEquals", "a", null, false],
  ["ForAnyValue:StringNotEquals", "a", null, false],
  ["Null", "true", null, true],
  ["Null", "true", "a", false],
  ["Null", "false", "a", true],
  ["Null", false, null, false],
  ["StringEquals", `\${*}`, "*", true],
  ["StringLike", `a\${*}`, "ab", null],
  ["StringLike", [`a\${*}`, "ab"], "ab", true],
  ["StringEquals", `\${aws:SourceIp}`, "a", null],
  ["NumericLessThan", "3", "2", null],
  ["Bool", "true", "true", null],
  ["StringEquals", [], "a", null],
])("%s %j of %j: %s", (operator, values, value, expected) => {
  expect(answer(operator, values, value)).toBe(expected);
});
