import { describe, expect, it } from "vitest";
import type { OrganizationCounts } from "./organization.ts";
import { isChosenBy, sumOfCounts, unitPathOf, unitTree } from "./organization-tree.ts";

const ROOT = "r-abcd";
const [WORKLOADS, PRODUCTION, SANDBOX] = ["ou-abcd-11111111", "ou-abcd-22222222", "ou-abcd-33333333"];
const UNITS = [
  { unitId: PRODUCTION, parentId: WORKLOADS, name: "Production" },
  { unitId: SANDBOX, parentId: ROOT, name: "Sandbox" },
  { unitId: ROOT, parentId: null, name: "Root" },
  { unitId: WORKLOADS, parentId: ROOT, name: "Workloads" },
];
const ACCOUNT = { awsAccountId: "200000000002", unitIds: [ROOT, WORKLOADS, PRODUCTION] };
const NOTHING = { unitIds: [], accountIds: [], leftOutAccountIds: [] };

describe("an account is chosen", () => {
  it.each([
    ["nothing", {}, false],
    ["its unit", { unitIds: [PRODUCTION] }, true],
    ["a unit above it", { unitIds: [WORKLOADS] }, true],
    ["the root", { unitIds: [ROOT] }, true],
    ["another unit", { unitIds: [SANDBOX] }, false],
    ["itself", { accountIds: [ACCOUNT.awsAccountId] }, true],
    ["another account", { accountIds: ["200000000003"] }, false],
    ["the root without it", { unitIds: [ROOT], leftOutAccountIds: [ACCOUNT.awsAccountId] }, false],
    ["the root without another one", { unitIds: [ROOT], leftOutAccountIds: ["200000000003"] }, true],
  ])("by %s: %#", (_, selection, expected) => {
    expect(isChosenBy({ ...NOTHING, ...selection }, ACCOUNT)).toBe(expected);
  });

  it("by no unit where its units are not known", () => {
    expect(isChosenBy({ ...NOTHING, unitIds: [ROOT] }, { ...ACCOUNT, unitIds: [] })).toBe(false);
  });
});

describe("the path of an account's units", () => {
  it.each([
    [ACCOUNT.unitIds, ["Workloads", "Production"]],
    [[ROOT], []],
    [[], []],
    [[ROOT, "ou-abcd-99999999"], ["ou-abcd-99999999"]],
  ])("of %j is %j", (unitIds, names) => {
    expect(unitPathOf(UNITS, unitIds)).toEqual(names);
  });
});

describe("the tree of units", () => {
  const one = (over: Partial<OrganizationCounts>): OrganizationCounts => ({ ...sumOfCounts([]), ...over });
  const groups = [
    { unitIds: [ROOT, WORKLOADS, PRODUCTION], counts: one({ accounts: 3, chosen: 2, active: 1, failed: 1 }) },
    { unitIds: [ROOT, SANDBOX], counts: one({ accounts: 1, notActive: 1 }) },
    { unitIds: [ROOT], counts: one({ accounts: 1, left: 2 }) },
  ];

  it("is in order, with the counts of all below", () => {
    const tree = unitTree(UNITS, groups, [WORKLOADS]);
    expect(tree.map(({ name, depth, isChosen, counts }) => [name, depth, isChosen, counts.accounts])).toEqual([
      ["Root", 0, false, 5],
      ["Sandbox", 1, false, 1],
      ["Workloads", 1, true, 3],
      ["Production", 2, true, 3],
    ]);
    expect(tree[0]?.counts).toEqual(one({ accounts: 5, notActive: 1, chosen: 2, active: 1, failed: 1, left: 2 }));
  });

  it("shows a unit whose parent was not read as a root", () => {
    const tree = unitTree([{ unitId: PRODUCTION, parentId: WORKLOADS, name: "Production" }], groups, []);
    expect(tree).toMatchObject([{ unitId: PRODUCTION, parentId: null, depth: 0, counts: { accounts: 3 } }]);
  });
});
