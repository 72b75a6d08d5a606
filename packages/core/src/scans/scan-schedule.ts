import { accounts, type TenantTx } from "@rolecall/db";
import {
  AppError,
  type AwsAccount,
  DEFAULT_SCAN_EVERY_HOURS,
  MS_PER_DAY,
  type UpdateAccountInput,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { insertScan } from "./request-scan.ts";

const MS_PER_HOUR = 3_600_000;
/** What has no bulk call costs a call for each user: it is read this often. */
const SLOW_LANE_EVERY_HOURS = 7 * 24;

/** Scans of one tenant are spread: each account's moment within the last tenth of the interval follows from its id. */
function spread(accountId: string, from: Date, everyHours: number): Date {
  const intervalMs = everyHours * MS_PER_HOUR;
  const offsetMs = (Number.parseInt(accountId.slice(-6), 16) / 0xffffff) * 0.1 * intervalMs;
  return new Date(from.getTime() + intervalMs - offsetMs);
}

/** When an account is scanned again. */
export const nextScanAt = (accountId: string, from: Date, everyHours: number): Date =>
  spread(accountId, from, everyHours);

/** When the slow lane of an account is read again. */
export const nextSlowLaneAt = (accountId: string, from: Date): Date => spread(accountId, from, SLOW_LANE_EVERY_HOURS);

/** When the slow lane of an account is tried again after it failed. */
export const retrySlowLaneAt = (from: Date): Date => new Date(from.getTime() + MS_PER_DAY);

/** When an account is scanned again, by its own interval or its connection's. */
export async function nextScanOf(tx: TenantTx, accountId: string, from: Date): Promise<Date> {
  const everyHours = (await accounts.scanIntervalHours(tx, accountId)) ?? DEFAULT_SCAN_EVERY_HOURS;
  return nextScanAt(accountId, from, everyHours);
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
  const scheduled = await tx.awsAccount.findMany({
    where: { ...of, nextScanAt: { not: null } },
    select: { id: true, lastScanAt: true },
  });
  for (const { id, lastScanAt } of scheduled) {
    const next = await nextScanOf(tx, id, lastScanAt ?? now);
    const data = { nextScanAt: lastScanAt && next > now ? next : now };
    await tx.awsAccount.updateMany({ where: { id, nextScanAt: { not: null } }, data });
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
    const account = await accounts.findAccountByAwsId(tx, awsAccountId);
    if (!account) throw new AppError("NOT_FOUND", "No such account");
    await tx.awsAccount.updateMany({ where: { id: account.id }, data: { scanEveryHours } });
    await rescheduleScans(ctx, tx, { id: account.id });
    await audit(ctx, tx, "account.schedule_set", account.id, { awsAccountId, scanEveryHours });
    return (await accounts.findAccountByAwsId(tx, awsAccountId))!;
  });
}

async function setPause(ctx: Ctx, connectionId: string, reason: string | null): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { count } = await tx.connection.updateMany({
      where: { id: connectionId },
      data: { scanPausedReason: reason },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "No such connection");
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
