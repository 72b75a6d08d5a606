import { AccountSettings, INVENTORY } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { inventoryPage, type Listed } from "./inventory-list.ts";
import { withSources } from "./inventory-sources.ts";

const Numbers = z.record(z.string(), z.int()).nullable();
const SettingsRow = AccountSettings.omit({ sources: true }).extend({
  accountId: z.uuid(),
  quotas: Numbers,
  quotaUsage: Numbers,
});

const SETTINGS: Listed<typeof SettingsRow> = {
  table: "account_settings",
  alias: "e",
  row: SettingsRow,
  sorts: { alias: { expression: Prisma.sql`e.alias`, type: "text" } },
};

/** What holds for an account as a whole; null if nothing is known of it, or was at `asOf`. */
export async function findAccountSettings(
  tx: TenantTx,
  awsAccountId: string,
  asOf?: Date,
): Promise<AccountSettings | null> {
  const record = await clientOf(tx).accountSettings.findFirst({ where: { awsAccountId }, select: { id: true } });
  if (!record) return null;
  const slice = { id: record.id, asOf };
  const { items } = await inventoryPage(tx, SETTINGS, { slice, where: [], sort: "alias", limit: 1 });
  const [row] = await withSources(tx, slice, items, () => INVENTORY.account.tellings);
  if (!row) return null;
  const { quotaUsage, quotas, ...settings } = row;
  const named =
    quotas && Object.entries(quotas).map(([name, quota]) => ({ name, used: quotaUsage?.[name] ?? null, quota }));
  return { ...settings, quotas: named };
}
