import type { MemberAccountFact, OrganizationalUnitFact } from "@rolecall/domain";
import type { Outcome } from "../reading/outcome.ts";
import { StopRule } from "../reading/stop-rule.ts";
import type { ServiceCalls } from "../session/account-session.ts";
import { listAccountIdsIn } from "./organization.ts";

/** Units by id, with those that only the paths of accounts show: the name of such a unit is unknown, and its id stands for it. */
export function completeUnits(
  units: Outcome<OrganizationalUnitFact[]>,
  accounts: readonly MemberAccountFact[],
): OrganizationalUnitFact[] {
  const byId = new Map((units.ok ? units.value : []).map((unit) => [unit.unitId, unit]));
  for (const { unitIds } of accounts) {
    unitIds?.forEach((unitId, depth) => {
      if (byId.has(unitId)) return;
      byId.set(unitId, { unitId, parentId: unitIds[depth - 1] ?? null, name: unitId });
    });
  }
  return [...byId.values()];
}

/**
 * Accounts with their place in the tree. Where ListAccounts does not show it, each unit is asked for its accounts; an account
 * that is in none of those that could be asked keeps an unknown place.
 */
export async function placeAccounts(
  calls: ServiceCalls,
  accounts: readonly MemberAccountFact[],
  units: Outcome<OrganizationalUnitFact[]>,
): Promise<MemberAccountFact[]> {
  if (!units.ok || accounts.every(({ unitIds }) => unitIds !== null)) return [...accounts];
  const byId = new Map(units.value.map((unit) => [unit.unitId, unit]));
  const placeOf = new Map<string, string[]>();
  const rule = new StopRule();
  await Promise.all(
    units.value.map(async ({ unitId }) => {
      const inside = await rule.run(() => listAccountIdsIn(calls, unitId));
      for (const id of inside.ok ? inside.value : []) placeOf.set(id, pathTo(byId, unitId));
    }),
  );
  return accounts.map((account) => ({
    ...account,
    unitIds: account.unitIds ?? placeOf.get(account.awsAccountId) ?? null,
  }));
}

/** Ids from the root down to a unit. */
function pathTo(byId: ReadonlyMap<string, OrganizationalUnitFact>, unitId: string): string[] {
  const parentId = byId.get(unitId)?.parentId ?? null;
  return parentId === null ? [unitId] : [...pathTo(byId, parentId), unitId];
}
