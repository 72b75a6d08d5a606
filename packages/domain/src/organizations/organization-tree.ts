import type { OrganizationalUnitFact } from "../scans/organization-reading.ts";
import type { OrganizationCounts, OrganizationSelection, OrganizationUnit } from "./organization.ts";

/**
 * Whether the selection means an account: one that is left out never, else one that is named, or whose unit, or any unit above
 * it, is chosen.
 *
 * @param unitIds of the account, from the root down.
 */
export function isChosenBy(
  selection: OrganizationSelection,
  account: { awsAccountId: string; unitIds: readonly string[] },
): boolean {
  if (selection.leftOutAccountIds.includes(account.awsAccountId)) return false;
  if (selection.accountIds.includes(account.awsAccountId)) return true;
  return account.unitIds.some((unitId) => selection.unitIds.includes(unitId));
}

/** Names of the units behind an account's unit ids, without the root; a unit that was not read keeps its id. */
export function unitPathOf(units: readonly OrganizationalUnitFact[], unitIds: readonly string[]): string[] {
  const names = new Map(units.map(({ unitId, name }) => [unitId, name]));
  return unitIds.filter((unitId) => !unitId.startsWith("r-")).map((unitId) => names.get(unitId) ?? unitId);
}

const NONE: OrganizationCounts = {
  accounts: 0,
  notActive: 0,
  chosen: 0,
  verifying: 0,
  active: 0,
  unsafe: 0,
  failed: 0,
  left: 0,
};

export const sumOfCounts = (counts: readonly OrganizationCounts[]): OrganizationCounts => {
  const sum = { ...NONE };
  for (const one of counts) for (const key of Object.keys(sum) as (keyof OrganizationCounts)[]) sum[key] += one[key];
  return sum;
};

/** The units as a tree in order, each with the counts of all accounts below it. Units whose parent was not read are roots. */
export function unitTree(
  units: readonly OrganizationalUnitFact[],
  groups: readonly { unitIds: readonly string[]; counts: OrganizationCounts }[],
  chosenUnitIds: readonly string[],
): OrganizationUnit[] {
  const known = new Set(units.map(({ unitId }) => unitId));
  const children = Map.groupBy(units, ({ parentId }) => (parentId && known.has(parentId) ? parentId : null));
  const countsIn = new Map<string, OrganizationCounts[]>();
  for (const { unitIds, counts } of groups) {
    for (const unitId of new Set(unitIds)) countsIn.set(unitId, [...(countsIn.get(unitId) ?? []), counts]);
  }
  const tree: OrganizationUnit[] = [];
  const add = (parentId: string | null, depth: number, isParentChosen: boolean) => {
    const siblings = [...(children.get(parentId) ?? [])].sort((a, b) => a.name.localeCompare(b.name, "en"));
    for (const unit of siblings) {
      const isChosen = isParentChosen || chosenUnitIds.includes(unit.unitId);
      tree.push({ ...unit, parentId, depth, isChosen, counts: sumOfCounts(countsIn.get(unit.unitId) ?? []) });
      add(unit.unitId, depth + 1, isChosen);
    }
  };
  add(null, 0, false);
  return tree;
}
