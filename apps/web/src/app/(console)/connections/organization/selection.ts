import { isChosenBy, type OrganizationSelection, type OrganizationUnit } from "@rolecall/domain";

/** An account in the tree, with the ids of its units from the root down. */
export type TreeAccount = { awsAccountId: string; unitIds: readonly string[] };
export type TreeUnit = Pick<OrganizationUnit, "unitId" | "parentId">;

/** `with_parent`: chosen together with a unit above it. `some`: not chosen, but something in it is. */
export type UnitState = "chosen" | "with_parent" | "some" | "none";

const without = (ids: readonly string[], dropped: ReadonlySet<string>): string[] =>
  ids.filter((id) => !dropped.has(id));

const isIncludedByUnit = ({ unitIds }: OrganizationSelection, account: TreeAccount): boolean =>
  account.unitIds.some((unitId) => unitIds.includes(unitId));

/** Chooses an account, or leaves out one that is chosen. */
export function toggleAccount(selection: OrganizationSelection, account: TreeAccount): OrganizationSelection {
  const { awsAccountId } = account;
  const itself = new Set([awsAccountId]);
  const accountIds = without(selection.accountIds, itself);
  const leftOutAccountIds = without(selection.leftOutAccountIds, itself);
  const byUnit = isIncludedByUnit(selection, account);
  if (isChosenBy(selection, account)) {
    return {
      ...selection,
      accountIds,
      leftOutAccountIds: byUnit ? [...leftOutAccountIds, awsAccountId] : leftOutAccountIds,
    };
  }
  return { ...selection, accountIds: byUnit ? accountIds : [...accountIds, awsAccountId], leftOutAccountIds };
}

/** A unit and all units below it. */
function unitsBelow(unitId: string, units: readonly TreeUnit[]): Set<string> {
  const below = new Set([unitId]);
  // Each unit follows its parent.
  for (const unit of units) if (unit.parentId !== null && below.has(unit.parentId)) below.add(unit.unitId);
  return below;
}

const accountsIn = (unitId: string, accounts: readonly TreeAccount[]): TreeAccount[] =>
  accounts.filter(({ unitIds }) => unitIds.includes(unitId));

export function unitState(
  selection: OrganizationSelection,
  unit: TreeUnit,
  units: readonly TreeUnit[],
  accounts: readonly TreeAccount[],
): UnitState {
  if (selection.unitIds.includes(unit.unitId)) return "chosen";
  const parents = new Map(units.map(({ unitId, parentId }) => [unitId, parentId]));
  for (let above = unit.parentId; above !== null; above = parents.get(above) ?? null) {
    if (selection.unitIds.includes(above)) return "with_parent";
  }
  const below = unitsBelow(unit.unitId, units);
  const isSome =
    selection.unitIds.some((unitId) => below.has(unitId)) ||
    accountsIn(unit.unitId, accounts).some((account) => isChosenBy(selection, account));
  return isSome ? "some" : "none";
}

/** Chooses a unit with everything in it, now and later, or drops one that is chosen. */
export function toggleUnit(
  selection: OrganizationSelection,
  unitId: string,
  units: readonly TreeUnit[],
  accounts: readonly TreeAccount[],
): OrganizationSelection {
  const inside = new Set(accountsIn(unitId, accounts).map(({ awsAccountId }) => awsAccountId));
  const unitIds = without(selection.unitIds, unitsBelow(unitId, units));
  return {
    unitIds: selection.unitIds.includes(unitId) ? unitIds : [...unitIds, unitId],
    accountIds: without(selection.accountIds, inside),
    leftOutAccountIds: without(selection.leftOutAccountIds, inside),
  };
}

/** Accounts of a unit that are left out individually. */
export const leftOutOf = (
  selection: OrganizationSelection,
  unitId: string,
  accounts: readonly TreeAccount[],
): TreeAccount[] =>
  accountsIn(unitId, accounts).filter(({ awsAccountId }) => selection.leftOutAccountIds.includes(awsAccountId));
