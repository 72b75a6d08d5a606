import { accounts, scans, type TenantTx } from "@rolecall/db";
import {
  AppError,
  type AwsAccount,
  type ListAccountsInput,
  type Page,
  type Scan,
  type ScanKind,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx, Deps } from "../context.ts";
import { found } from "../found.ts";
import { openAccess } from "./account-access.ts";
import { RECHECK_USER, SCAN_ACCOUNT } from "./scan-jobs.ts";

/** The account's unfinished scan of this kind, or a new one in the queue: an account has one open scan of a kind at a time. */
export const insertScan = (
  ctx: Ctx,
  tx: TenantTx,
  accountId: string,
  trigger: Scan["trigger"],
  { kind, userRecordId = null }: { kind: ScanKind; userRecordId?: string | null } = { kind: "inventory" },
): Promise<{ id: string }> =>
  scans.queueScan(tx, { id: ctx.newId(), accountId, kind, userRecordId, trigger, requestedAt: ctx.now() });

/** Has the worker take a queued scan up; one that waits or runs already stays as it is. */
export async function enqueueScan(
  deps: Pick<Deps, "jobs">,
  tenantId: string,
  scan: { id: string; accountId: string; kind: ScanKind },
  options: { priority?: number } = {},
): Promise<void> {
  const job = scan.kind === "recheck" ? RECHECK_USER : SCAN_ACCOUNT;
  await deps.jobs.enqueue(job, { tenantId, accountId: scan.accountId, scanId: scan.id }, { key: scan.id, ...options });
}

/** @throws AppError NOT_FOUND */
export async function accountOf(tx: TenantTx, awsAccountId: string): Promise<AwsAccount> {
  const account = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (!account) throw new AppError("NOT_FOUND", "No such account");
  return account;
}

/**
 * Scans an account now. If a scan is under way already, that one is returned.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the account is suspended or known by uploads alone, its connection is not active or its
 * scans are paused.
 */
export async function requestScan(ctx: Ctx, input: { awsAccountId: string }): Promise<Scan> {
  const scan = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const account = await accountOf(tx, input.awsAccountId);
    await openAccess(tx, account);
    const { id } = await insertScan(ctx, tx, account.id, "requested");
    await audit(ctx, tx, "scan.requested", id, { awsAccountId: account.awsAccountId });
    return found(await accounts.findScan(tx, id, ctx.now()), "scan");
  });
  await enqueueScan(ctx, ctx.tenantId, scan, { priority: 1 });
  return scan;
}

/** @throws AppError NOT_FOUND */
export function getScan(ctx: Ctx, input: { id: string }): Promise<Scan> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const scan = await accounts.findScan(tx, input.id, ctx.now());
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
    const page = { accountId: account.id, cursor: input.cursor, limit: input.limit };
    return accounts.listScanRows(tx, page, ctx.now());
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
