import { expect, test } from "vitest";
import { type RuleValues, ruleInput, ruleProblems, valuesOf } from "./rule-values.ts";

const EMPTY = valuesOf(null);
const typed = (given: Partial<RuleValues>): RuleValues => ({ ...EMPTY, owner: "Platform", ...given });

test("what is left empty is no condition", () => {
  expect(ruleInput(typed({ userName: " svc-* ", tagKey: "team" }))).toEqual({
    match: {
      userName: "svc-*",
      pathPrefix: undefined,
      tag: { key: "team", value: undefined },
      awsAccountIds: undefined,
    },
    owner: "Platform",
  });
});

test("a rule is typed as it is kept", () => {
  const rule = { match: { pathPrefix: "/ci/", awsAccountIds: ["111122223333"] }, owner: "Platform" };
  expect(ruleInput(valuesOf(rule))).toMatchObject(rule);
});

test.each<[string, Partial<RuleValues>, Partial<Record<keyof RuleValues, string>>]>([
  ["nothing of a whole rule", { userName: "svc-*" }, {}],
  ["no condition", {}, { userName: "Give one condition or more" }],
  ["no owner", { userName: "*", owner: " " }, { owner: "Enter an owner" }],
  ["a path without its slashes", { pathPrefix: "ci" }, { pathPrefix: "A path begins and ends with a slash" }],
  ["the value of no tag", { userName: "*", tagValue: "x" }, { tagKey: "Enter the key of the tag" }],
  ["an account without its digits", { awsAccountIds: ["12"] }, { awsAccountIds: "An AWS account id has 12 digits" }],
])("%s", (_, given, problems) => {
  expect(ruleProblems(typed(given))).toEqual(problems);
});
