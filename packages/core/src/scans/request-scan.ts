import { accounts, type TenantTx } from "@rolecall/db";
import { AppError, type AwsAccount, type ListAccountsInput, type Page, type Scan } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

/** The account's unfinished scan, or a new one in the queue: an account has one open scan at a time. */
export async function insertScan(
  ctx: Ctx,
  tx: TenantTx,
  accountId: string,
  trigger: Scan["trigger"],
): Promise<{ id: string }> {
  const id = ctx.newId();
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO scan (tenant_id, id, account_id, status, trigger, requested_at, api_calls, coverage, problems)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${accountId}::uuid, 'queued', ${trigger}, ${ctx.now().toISOString()}::timestamptz,
      '{"total":0,"throttled":0,"byAction":{}}', '[]', '[]')
    ON CONFLICT (tenant_id, account_id) WHERE status IN ('queued', 'running') DO NOTHING RETURNING id`;
  if (inserted[0]) return inserted[0];
  return tx.scan.findFirstOrThrow({
    where: { accountId, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
}

async function accountOf(tx: TenantTx, awsAccountId: string): Promise<AwsAccount> {
  const account = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (!account) throw new AppError("NOT_FOUND", "No such account");
  return account;
}

/**
 * Scans an account now. If a scan is under way already, that one is returned.
 *
 * @throws AppError NOT_FOUND; CONFLICT if its connection is not active or its scans are paused.
 */
export async function requestScan(ctx: Ctx, input: { awsAccountId: string }): Promise<Scan> {
  const scan = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const account = await accountOf(tx, input.awsAccountId);
    const connection = await tx.connection.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: account.connectionId } },
    });
    if (connection.status !== "active") {
      throw new AppError(
        "CONFLICT",
        `Account ${account.awsAccountId} cannot be scanned: its connection is ${connection.status}. ${connection.statusReason ?? "Verify the connection first."}`,
      );
    }
    if (connection.scanPausedReason)
      throw new AppError(
        "CONFLICT",
        `Scans of account ${account.awsAccountId} are paused: ${connection.scanPausedReason}`,
      );
    const { id } = await insertScan(ctx, tx, account.id, "requested");
    await audit(ctx, tx, "scan.requested", id, { awsAccountId: account.awsAccountId });
    return (await accounts.findScan(tx, id))!;
  });
  await ctx.jobs.enqueue(
    jobs.scanAccount,
    { tenantId: ctx.tenantId, accountId: scan.accountId, scanId: scan.id },
    { key: scan.id, priority: 1 },
  );
  return scan;
}

/** @throws AppError NOT_FOUND */
export function getScan(ctx: Ctx, input: { id: string }): Promise<Scan> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const scan = await accounts.findScan(tx, input.id);
    if (!scan) throw new AppError("NOT_FOUND", "No such scan");
    return scan;
  });
}

/** One page of an account's scans, newest first. @throws AppError NOT_FOUND */
export function listScans(
  ctx: Ctx,
  input: { awsAccountId: string; cursor?: string | undefined; limit: number },
): Promise<Page<Scan>> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const account = await accountOf(tx, input.awsAccountId);
    return accounts.listScanRows(tx, { accountId: account.id, cursor: input.cursor, limit: input.limit });
  });
}

/** One page of the tenant's accounts. */
export function listAccounts(ctx: Ctx, input: ListAccountsInput): Promise<Page<AwsAccount>> {
  return ctx.db.inTenant(ctx.tenantId, (tx) => accounts.listAccountRows(tx, input));
}

/** @throws AppError NOT_FOUND */
export function getAccount(ctx: Ctx, input: { awsAccountId: string }): Promise<AwsAccount> {
  return ctx.db.inTenant(ctx.tenantId, (tx) => accountOf(tx, input.awsAccountId));
}
