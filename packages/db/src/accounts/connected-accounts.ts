import { AwsAccount } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { clientOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** An account of a connection, with what its organisation may change. `organizationalUnitPath`: none outside of organisations. */
const ConnectedAccount = AwsAccount.pick({
  id: true,
  awsAccountId: true,
  name: true,
  status: true,
  statusReason: true,
}).extend({
  organizationalUnitPath: AwsAccount.shape.organizationalUnitPath.unwrap(),
});
export type ConnectedAccount = z.infer<typeof ConnectedAccount>;

/** The accounts of a connection, disconnected ones too. */
export const listConnectedAccountRows = (tx: TenantTx, connectionId: string): Promise<ConnectedAccount[]> =>
  rowsOf(
    tx,
    ConnectedAccount,
    Prisma.sql`
    SELECT ${columnsOf(ConnectedAccount, "a", { organizationalUnitPath: Prisma.sql`coalesce(a.organizational_unit_path, '{}')` })}
    FROM aws_account a WHERE a.connection_id = ${connectionId}::uuid`,
  );

/** Whether any account of a connection was ever scanned. */
export const hasScannedAccount = async (tx: TenantTx, connectionId: string): Promise<boolean> =>
  (await clientOf(tx).awsAccount.count({ where: { connectionId, lastScanId: { not: null } } })) > 0;

/** What may be set of an account. `roleArn` of null: the connection's. */
export type AccountChanges = Partial<
  Pick<
    AwsAccount,
    "connectionId" | "name" | "roleArn" | "status" | "statusReason" | "nextScanAt" | "nextSlowLaneAt" | "scanEveryHours"
  > & { organizationalUnitPath: string[] }
>;

type NewAccount = Pick<AwsAccount, "id" | "awsAccountId" | "partition" | "name" | "status"> &
  AccountChanges & { createdAt: Date };

/** Makes an account known, or changes the one that is known by this AWS account id. @returns our id of it */
export async function putAccount(
  tx: TenantTx,
  tenantId: string,
  account: NewAccount,
  changes: AccountChanges,
): Promise<{ id: string }> {
  return clientOf(tx).awsAccount.upsert({
    where: { tenantId_awsAccountId: { tenantId, awsAccountId: account.awsAccountId } },
    create: { ...account, tenantId },
    update: changes,
    select: { id: true },
  });
}

/** Sets what is given of accounts and leaves the rest. */
export async function setAccounts(tx: TenantTx, ids: readonly string[], changes: AccountChanges): Promise<void> {
  await clientOf(tx).awsAccount.updateMany({ where: { id: { in: [...ids] } }, data: changes });
}
