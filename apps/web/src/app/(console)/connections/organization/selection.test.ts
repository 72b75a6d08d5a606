import type { OrganizationSelection } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { leftOutOf, toggleAccount, toggleUnit, unitState } from "./selection.ts";

const NOTHING: OrganizationSelection = { unitIds: [], accountIds: [], leftOutAccountIds: [] };
const ROOT = { unitId: "r-root", parentId: null };
const WORKLOADS = { unitId: "ou-root-workloads", parentId: "r-root" };
const PRODUCTION = { unitId: "ou-root-production", parentId: "ou-root-workloads" };
const SANDBOX = { unitId: "ou-root-sandbox0", parentId: "r-root" };
const UNITS = [ROOT, WORKLOADS, PRODUCTION, SANDBOX];
const SHOP = { awsAccountId: "200000000001", unitIds: [ROOT.unitId, WORKLOADS.unitId, PRODUCTION.unitId] };
const TEST = { awsAccountId: "200000000002", unitIds: [ROOT.unitId, WORKLOADS.unitId] };
const PLAY = { awsAccountId: "200000000003", unitIds: [ROOT.unitId, SANDBOX.unitId] };
const ACCOUNTS = [SHOP, TEST, PLAY];

const stateOf = (selection: OrganizationSelection, unit: typeof WORKLOADS | typeof ROOT) =>
  unitState(selection, unit, UNITS, ACCOUNTS);

describe("a unit", () => {
  it("takes all below it with it, and shows above it that something is chosen", () => {
    const selection = toggleUnit(NOTHING, WORKLOADS.unitId, UNITS, ACCOUNTS);
    expect(selection).toEqual({ ...NOTHING, unitIds: [WORKLOADS.unitId] });
    expect([ROOT, WORKLOADS, PRODUCTION, SANDBOX].map((unit) => stateOf(selection, unit))).toEqual([
      "some",
      "chosen",
      "with_parent",
      "none",
    ]);
  });

  it("replaces what was chosen or left out one by one in it, and leaves others alone", () => {
    const before = {
      unitIds: [PRODUCTION.unitId],
      accountIds: [TEST.awsAccountId, PLAY.awsAccountId],
      leftOutAccountIds: [SHOP.awsAccountId],
    };
    expect(toggleUnit(before, WORKLOADS.unitId, UNITS, ACCOUNTS)).toEqual({
      unitIds: [WORKLOADS.unitId],
      accountIds: [PLAY.awsAccountId],
      leftOutAccountIds: [],
    });
  });

  it("is given up as a whole", () => {
    const before = { ...NOTHING, unitIds: [ROOT.unitId], leftOutAccountIds: [PLAY.awsAccountId] };
    expect(toggleUnit(before, ROOT.unitId, UNITS, ACCOUNTS)).toEqual(NOTHING);
  });

  it("without an account shows that a unit in it is chosen", () => {
    expect(unitState({ ...NOTHING, unitIds: [PRODUCTION.unitId] }, WORKLOADS, UNITS, [])).toBe("some");
  });
});

describe("an account", () => {
  it("is chosen and given up by itself where no unit of it is chosen", () => {
    const chosen = toggleAccount(NOTHING, PLAY);
    expect(chosen).toEqual({ ...NOTHING, accountIds: [PLAY.awsAccountId] });
    expect(toggleAccount(chosen, PLAY)).toEqual(NOTHING);
  });

  it("is left out of a chosen unit, and taken back, without naming it twice", () => {
    const unit = { ...NOTHING, unitIds: [ROOT.unitId], accountIds: [SHOP.awsAccountId] };
    const leftOut = toggleAccount(unit, SHOP);
    expect(leftOut).toEqual({ unitIds: [ROOT.unitId], accountIds: [], leftOutAccountIds: [SHOP.awsAccountId] });
    expect(leftOutOf(leftOut, WORKLOADS.unitId, ACCOUNTS)).toEqual([SHOP]);
    expect(toggleAccount(leftOut, SHOP)).toEqual({ ...NOTHING, unitIds: [ROOT.unitId] });
  });
});
