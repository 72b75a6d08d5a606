import { accounts, connections, scans, type TenantTx } from "@rolecall/db";
import { AppError, type AwsAccount, nextScanAt, type UpdateAccountInput } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { accountOf, insertScan } from "./request-scan.ts";

/** When an account is scanned again, by its own interval or its connection's. */
export async function nextScanOf(tx: TenantTx, accountId: string, from: Date): Promise<Date> {
  return nextScanAt(accountId, from, await accounts.scanIntervalHours(tx, accountId));
}

/**
 * Moves the next scans of accounts to where their intervals put them, counted from their last scans; what is overdue by then is
 * due now. Accounts that are not scanned by schedule stay so.
 */
export async function rescheduleScans(
  ctx: Ctx,
  tx: TenantTx,
  of: { connectionId: string } | { id: string },
): Promise<void> {
  const now = ctx.now();
  for (const { id, lastScanAt, scanEveryHours } of await scans.listScheduledAccounts(tx, of)) {
    const next = nextScanAt(id, lastScanAt ?? now, scanEveryHours);
    await scans.moveNextScan(tx, id, lastScanAt && next > now ? next : now);
  }
}

/**
 * Sets how often an account is scanned; null: as its connection has it. Its next scan moves accordingly.
 *
 * @throws AppError NOT_FOUND
 */
export function updateAccount(ctx: Ctx, input: UpdateAccountInput): Promise<AwsAccount> {
  const { awsAccountId, scanEveryHours } = input;
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const account = await accountOf(tx, awsAccountId);
    await accounts.setAccounts(tx, [account.id], { scanEveryHours });
    await rescheduleScans(ctx, tx, { id: account.id });
    await audit(ctx, tx, "account.schedule_set", account.id, { awsAccountId, scanEveryHours });
    return accountOf(tx, awsAccountId);
  });
}

async function setPause(ctx: Ctx, connectionId: string, reason: string | null): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    if (!(await connections.findConnection(tx, connectionId))) throw new AppError("NOT_FOUND", "No such connection");
    await connections.setConnection(tx, connectionId, { scanPausedReason: reason });
    await audit(ctx, tx, reason === null ? "connection.scans_resumed" : "connection.scans_paused", connectionId, {
      reason,
    });
  });
}

/** Holds scheduled scans and daily checks of a connection back; the reason is shown. @throws AppError NOT_FOUND */
export const pauseScans = (ctx: Ctx, input: { connectionId: string; reason: string }): Promise<void> =>
  setPause(ctx, input.connectionId, input.reason);

/** Lets them go on: what became due meanwhile is due now. @throws AppError NOT_FOUND */
export const resumeScans = (ctx: Ctx, input: { connectionId: string }): Promise<void> =>
  setPause(ctx, input.connectionId, null);

/** Queues a scan of an account, as the sweep does when it is due. @returns the scan's id */
export async function queueScheduledScan(
  ctx: Ctx,
  input: { accountId: string; kind?: "inventory" | "slow_lane" },
): Promise<string> {
  const { accountId, kind = "inventory" } = input;
  const scan = await ctx.db.inTenant(ctx.tenantId, (tx) => insertScan(ctx, tx, accountId, "scheduled", { kind }));
  return scan.id;
}
