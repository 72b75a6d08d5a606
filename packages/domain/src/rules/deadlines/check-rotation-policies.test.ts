import { describe, expect, test } from "vitest";
import type { RotationPolicies } from "../../judgement/rotation-policy.ts";
import { checkRotationPolicies, placesInPolicies, refuseUnknownPlace } from "./check-rotation-policies.ts";
import { DEFAULT_ROTATION_POLICIES } from "./default-policies.ts";

const override = (name: string, over: Partial<RotationPolicies["overrides"][number]> = {}) => ({
  ...{ name, match: {}, limits: { rotationDays: 30 }, reason: "Of the auditors" },
  ...over,
});
const policies = (over: Partial<RotationPolicies>): RotationPolicies => ({ ...DEFAULT_ROTATION_POLICIES, ...over });
const human = (over: Partial<RotationPolicies["human"]>) =>
  policies({ human: { ...DEFAULT_ROTATION_POLICIES.human, ...over } });

describe("rotation policies that contradict themselves are refused by the field that does", () => {
  test.each<[string, RotationPolicies, string, string]>([
    [
      "nothing would ever be due",
      human({ rotationDays: null, unusedDays: null }),
      "human.rotationDays",
      "without it there must be unusedDays",
    ],
    [
      "a stage stands twice",
      human({ rotationDays: 90, warnDaysBefore: [14, 14] }),
      "human.warnDaysBefore",
      "named once",
    ],
    [
      "stages out of order",
      human({ rotationDays: 90, warnDaysBefore: [7, 14] }),
      "human.warnDaysBefore",
      "the most days first",
    ],
    [
      "a stage before the key was made",
      human({ rotationDays: 30, warnDaysBefore: [30] }),
      "human.warnDaysBefore",
      "30 must be smaller than rotationDays, which is 30",
    ],
    [
      "two overrides of one name",
      policies({ overrides: [override("PCI"), override("Prod"), override("PCI")] }),
      "overrides.2.name",
      "PCI is the name of overrides.0 too",
    ],
    [
      "stages of an override",
      policies({ overrides: [override("PCI", { limits: { rotationDays: 10, warnDaysBefore: [12] } })] }),
      "overrides.0.limits.warnDaysBefore",
      "12 must be smaller",
    ],
  ])("%s", (_, given, field, reason) => {
    expect(() => checkRotationPolicies(given)).toThrow(
      expect.objectContaining({ code: "INVALID", details: { field }, message: expect.stringContaining(`${field}: `) }),
    );
    expect(() => checkRotationPolicies(given)).toThrow(reason);
  });

  test("what holds by itself, and stages from the most days to the fewest, are accepted", () => {
    checkRotationPolicies(DEFAULT_ROTATION_POLICIES);
    checkRotationPolicies(human({ rotationDays: 90, warnDaysBefore: [30, 14, 1] }));
    checkRotationPolicies(policies({ overrides: [override("PCI"), override("Prod")] }));
  });
});

test("a place that the tenant does not have is refused by the override that names it first", () => {
  const places = placesInPolicies(
    policies({
      overrides: [
        override("PCI", { match: { awsAccountIds: ["111122223333", "444455556666"], unitIds: ["ou-a"] } }),
        override("Prod", { match: { awsAccountIds: ["444455556666"] } }),
      ],
    }),
  );
  expect([...places.awsAccountIds.entries()].sort()).toEqual([
    ["111122223333", "overrides.0.match.awsAccountIds"],
    ["444455556666", "overrides.0.match.awsAccountIds"],
  ]);
  refuseUnknownPlace(places.awsAccountIds, [], "account");
  expect(() => refuseUnknownPlace(places.unitIds, ["ou-a"], "unit")).toThrow(
    "overrides.0.match.unitIds: unit ou-a is not known here",
  );
});
