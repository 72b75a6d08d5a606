import type { OrganizationSelection } from "@rolecall/domain";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Sets which accounts of an organisation are chosen; its members follow by `writeMembers`. */
export async function setSelection(
  tx: TenantTx,
  connectionId: string,
  { unitIds, accountIds, leftOutAccountIds }: OrganizationSelection,
): Promise<void> {
  await clientOf(tx).organization.updateMany({
    where: { connectionId },
    data: { chosenUnitIds: unitIds, chosenAccountIds: accountIds, leftOutAccountIds },
  });
}

export async function setDiscoveryDue(tx: TenantTx, connectionId: string, discoverDueAt: Date): Promise<void> {
  await clientOf(tx).organization.updateMany({ where: { connectionId }, data: { discoverDueAt } });
}
