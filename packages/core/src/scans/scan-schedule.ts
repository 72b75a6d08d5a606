import { AppError } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { insertScan } from "./request-scan.ts";

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

/** Queues the scheduled scan of an account, as the sweep does when it is due. @returns the scan's id */
export async function queueScheduledScan(ctx: Ctx, input: { accountId: string }): Promise<string> {
  const scan = await ctx.db.inTenant(ctx.tenantId, (tx) => insertScan(ctx, tx, input.accountId, "scheduled"));
  return scan.id;
}
