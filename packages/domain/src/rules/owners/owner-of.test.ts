import fc from "fast-check";
import { expect, test } from "vitest";
import type { OwnerMatch, OwnerRule } from "../../judgement/owner-rule.ts";
import { type DecidedOwner, isOwnedBy, type OwnedUser, type Ownership, ownerOf } from "./owner-of.ts";

const AT = new Date("2026-06-01T00:00:00Z");
const USER: OwnedUser = {
  ...{ userName: "svc-Backup", path: "/ci/prod/", awsAccountId: "111122223333" },
  tags: [
    { key: "Team", value: "storage" },
    { key: "Stage", value: "prod" },
  ],
};
const idOf = (number: number) => `0197f0c0-0000-7000-8000-00000000000${number}`;
const rulesOf = (...rules: [OwnerMatch, string][]): OwnerRule[] =>
  rules.map(([match, owner], index) => ({ id: idOf(index + 1), match, owner }));
const BY_HAND: DecidedOwner = { kind: "by_hand", owner: "ann", by: "bob", at: AT };
const ALL: OwnerMatch = { userName: "*" };

test.each<[string, OwnerMatch, boolean]>([
  ["a name", { userName: "svc-backup" }, true],
  ["a name with *", { userName: "svc-*" }, true],
  ["a name with * within", { userName: "s*-back*" }, true],
  ["a name with ?", { userName: "svc-backu?" }, true],
  ["? is one character and no fewer", { userName: "svc-backup?" }, false],
  ["a part of a name is not the name", { userName: "svc" }, false],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: names differ by more than case
  ["names in any case", { userName: "SVC-*" }, true],
  ["a path", { pathPrefix: "/ci/" }, true],
  ["another path", { pathPrefix: "/people/" }, false],
  ["a tag of any value", { tag: { key: "stage" } }, true],
  ["a tag with its value", { tag: { key: "Stage", value: "prod" } }, true],
  ["values in another case", { tag: { key: "Stage", value: "Prod" } }, false],
  ["a tag that it has not", { tag: { key: "app" } }, false],
  ["one of several accounts", { awsAccountIds: ["444455556666", "111122223333"] }, true],
  ["another account", { awsAccountIds: ["444455556666"] }, false],
  ["all conditions", { userName: "svc-*", pathPrefix: "/ci/", tag: { key: "stage", value: "prod" } }, true],
  ["all conditions but one", { userName: "svc-*", pathPrefix: "/ci/", tag: { key: "stage", value: "dev" } }, false],
])("a rule of %s", (_, match, fits) => {
  expect(isOwnedBy(match, USER)).toBe(fits);
});

const rule1: Ownership["source"] = { kind: "rule", ruleId: idOf(1), number: 1 };

test.each<[string, OwnedUser, DecidedOwner | null, OwnerRule[], Ownership]>([
  ["nobody", { ...USER, tags: [] }, null, [], { owner: null, source: { kind: "nobody" } }],
  ["its tag", USER, null, [], { owner: "storage", source: { kind: "tag", key: "Team" } }],
  ["a rule before its tag", USER, null, rulesOf([ALL, "platform"]), { owner: "platform", source: rule1 }],
  [
    "the first rule that fits",
    USER,
    null,
    rulesOf([{ userName: "x*" }, "none"], [{ pathPrefix: "/ci/" }, "ci"], [ALL, "platform"]),
    { owner: "ci", source: { kind: "rule", ruleId: idOf(2), number: 2 } },
  ],
  [
    "its tag where no rule fits",
    USER,
    null,
    rulesOf([{ userName: "x*" }, "none"]),
    { owner: "storage", source: { kind: "tag", key: "Team" } },
  ],
  [
    "by hand before all rules",
    USER,
    BY_HAND,
    rulesOf([ALL, "platform"]),
    { owner: "ann", source: { kind: "by_hand", by: "bob", at: AT } },
  ],
  [
    "its plan before everything",
    USER,
    { kind: "plan", owner: "warehouse" },
    rulesOf([ALL, "platform"]),
    { owner: "warehouse", source: { kind: "plan" } },
  ],
])("the owner is %s", (_, user, decided, rules, expected) => {
  expect(ownerOf(user, { decided, rules })).toEqual(expected);
});

test("whoever answers by a rule is the owner of the first one that fits, whatever comes after it", () => {
  const match = fc.record(
    {
      userName: fc.constantFrom("*", "svc-*", "?vc-backup", "ann"),
      pathPrefix: fc.constantFrom("/", "/ci/", "/people/"),
    },
    { requiredKeys: [] },
  );
  const rules = fc.array(fc.tuple(match, fc.constantFrom("a", "b", "c")), { maxLength: 6 });
  fc.assert(
    fc.property(rules, rules, (first, later) => {
      const fits = first.find(([given]) => isOwnedBy(given, USER));
      const { owner } = ownerOf(USER, { decided: null, rules: rulesOf(...first, ...(fits ? later : [])) });
      expect(owner).toBe(fits ? fits[1] : "storage");
    }),
  );
});
