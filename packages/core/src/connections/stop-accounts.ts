import { rollUps, type TenantTx } from "@rolecall/db";
import type { AccountStop } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

/** Ends the open scans of accounts and schedules no more. Inventory and history stay; uploads to them go on. */
export async function stopAccounts(
  ctx: Ctx,
  tx: TenantTx,
  accountIds: readonly string[],
  { status, reason, scanError }: AccountStop,
): Promise<void> {
  if (accountIds.length === 0) return;
  const ids = [...accountIds];
  // Scans before accounts, the order in which a landing locks them.
  await tx.scan.updateMany({
    where: { status: { in: ["queued", "running"] }, kind: { not: "upload" }, accountId: { in: ids } },
    data: { status: "failed", finishedAt: ctx.now(), leaseUntil: null, error: scanError },
  });
  await tx.awsAccount.updateMany({
    where: { id: { in: ids } },
    data: { status, statusReason: reason, nextScanAt: null, nextSlowLaneAt: null },
  });
  // Disconnected accounts count no more, from today on.
  if (status === "disconnected" && (await tx.tenantDay.findFirst({ select: { day: true } }))) {
    await rollUps.writeTenantDay(tx, ctx.now());
  }
}
