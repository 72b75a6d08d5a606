import type { RotationPolicies } from "@rolecall/domain";
import { expect, test } from "vitest";
import { policyProblems, problemsFrom } from "./policy-problems.ts";
import { emptyOverride, type OverrideValues, policiesOf, policyValues } from "./policy-values.ts";

const limits = { rotationDays: 90, unusedDays: 45, graceDays: 14, warnDaysBefore: [30, 14, 7] };
const policies: RotationPolicies = {
  human: limits,
  machine: { ...limits, unusedDays: null, warnDaysBefore: [] },
  overrides: [
    {
      name: "Vendors",
      match: {
        awsAccountIds: ["111122223333"],
        unitIds: ["ou-ab12-cdef3456"],
        tag: { key: "team", value: "=cmd|" },
        pathPrefix: "/vendors/",
        kinds: ["access_key"],
        holder: "machine",
      },
      limits: { rotationDays: null, warnDaysBefore: [] },
    },
    { name: "Tagged", match: { tag: { key: "legacy" } }, limits: { graceDays: 0 } },
  ],
};

const override = (change: Partial<OverrideValues>): OverrideValues => ({
  ...emptyOverride("new"),
  name: "Line",
  limits: { ...emptyOverride("new").limits, rotation: { mode: "days", days: 30 } },
  ...change,
});
const formWith = (...overrides: OverrideValues[]) => ({ ...policyValues({ ...policies, overrides: [] }), overrides });

test("what is kept comes back from the form unchanged", () => {
  expect(policiesOf(policyValues(policies))).toEqual(policies);
  expect(policyProblems(policyValues(policies))).toEqual({});
});

test("warnings are put in order, whatever stands between them", () => {
  const line = override({ limits: { ...emptyOverride("x").limits, warnDaysBefore: "7; 30 14" } });
  expect(policiesOf(formWith(line))).toMatchObject({ overrides: [{ limits: { warnDaysBefore: [30, 14, 7] } }] });
});

test.each<[string, OverrideValues, Record<string, string | RegExp>]>([
  ["no name", override({ name: " " }), { "overrides.0.name": /name/ }],
  ["a path without a slash at its end", override({ pathPrefix: "/vendors" }), { "overrides.0.pathPrefix": /slash/ }],
  ["a unit by its name", override({ unitIds: ["Workloads"] }), { "overrides.0.unitIds": /by its id/ }],
  ["a tag without key", override({ tagValue: "x" }), { "overrides.0.tagKey": /key/ }],
  [
    "days that are no number",
    override({ limits: { ...emptyOverride("x").limits, rotation: { mode: "days", days: "" } } }),
    { "overrides.0.limits.rotation.days": /1 to 3650/ },
  ],
  [
    "words for warnings",
    override({ limits: { ...emptyOverride("x").limits, warnDaysBefore: "a month" } }),
    { "overrides.0.limits.warnDaysBefore": /five whole numbers/ },
  ],
  [
    "no limit at all",
    override({ limits: emptyOverride("x").limits }),
    { "overrides.0.limits.rotation.mode": /changes no limit/ },
  ],
])("%s is said at its field", (_what, line, problems) => {
  const found = policyProblems(formWith(line));
  expect(Object.keys(found)).toEqual(Object.keys(problems));
  for (const [field, words] of Object.entries(problems)) expect(found[field]).toMatch(words);
});

test("a default needs every limit, and says so at its field", () => {
  const form = formWith();
  const human = { ...form.human, unused: { mode: "days" as const, days: 0 }, graceDays: "" };
  expect(Object.keys(policyProblems({ ...form, human }))).toEqual(
    expect.arrayContaining(["human.unused.days", "human.graceDays"]),
  );
});

test("two lines of one name cannot be told apart", () => {
  expect(policyProblems(formWith(override({ key: "a" }), override({ key: "b" })))).toEqual({
    "overrides.1.name": "“Line” is the name of another line already",
  });
});

test("what the API refuses stands at the field too", () => {
  expect(problemsFrom([{ path: ["overrides", "1", "match", "unitIds", "0"], message: "No such unit" }])).toEqual({
    "overrides.1.unitIds": "No such unit",
  });
});
