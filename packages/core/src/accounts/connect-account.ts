import { accounts, type TenantTx } from "@rolecall/db";
import type { RoleArn } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { assertWithinQuota } from "../quotas.ts";
import { insertScan } from "../scans/request-scan.ts";

export type AccountToConnect = {
  connectionId: string;
  role: RoleArn;
  name: string;
  /** Of an organisation's member: the role in it and the names of its units; null: the connection's own role. */
  member: { roleArn: string; unitPath: string[] } | null;
  /** Its first scan is queued at once where this is not in the future. */
  firstScanAt: Date;
};

/**
 * Makes an account known, or takes it over from an uploaded, disconnected or stopped one, with its first scan to come.
 *
 * @throws AppError CONFLICT where there are as many accounts as there can be
 */
export async function connectAccount(
  ctx: Ctx,
  tx: TenantTx,
  given: AccountToConnect,
): Promise<{ accountId: string; scanId: string | null }> {
  const { connectionId, role, name, member } = given;
  const { awsAccountId, partition } = role;
  const before = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (!before) assertWithinQuota("accounts", await accounts.countAccounts(tx));
  // An account that was not being scanned by anyone starts anew; of the others the status stays what their scans made it.
  const status = before?.lastScanAt ? ("ok" as const) : ("never_scanned" as const);
  const restart = before && (before.nextScanAt === null || before.connectionId !== connectionId);
  const data = {
    connectionId,
    name,
    roleArn: member?.roleArn ?? null,
    organizationalUnitPath: member?.unitPath ?? [],
    nextScanAt: given.firstScanAt,
    ...(restart ? { status, statusReason: null } : {}),
  };
  const created = { id: ctx.newId(), awsAccountId, partition, createdAt: ctx.now(), ...data, status };
  const { id: accountId } = await accounts.putAccount(tx, ctx.tenantId, created, data);
  if (given.firstScanAt > ctx.now()) return { accountId, scanId: null };
  const scan = await insertScan(ctx, tx, accountId, "connected");
  return { accountId, scanId: scan.id };
}
