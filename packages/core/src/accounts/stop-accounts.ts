import { accounts, rollUps, scans, type TenantTx } from "@rolecall/db";
import type { AccountStop } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import { scanAccount } from "../scans/scan-account.ts";

/** Ends the open scans of accounts and schedules no more. Inventory and history stay; uploads to them go on. */
export async function stopAccounts(
  ctx: Ctx,
  tx: TenantTx,
  accountIds: readonly string[],
  { status, reason, scanError }: AccountStop,
): Promise<void> {
  if (accountIds.length === 0) return;
  // Leases before scans before accounts, the order in which a landing locks them.
  await scanAccount.callOff(tx, await scans.listOpenScanIds(tx, accountIds));
  await scans.failOpenScans(tx, accountIds, { finishedAt: ctx.now(), error: scanError });
  const stopped = { status, statusReason: reason, nextScanAt: null, nextSlowLaneAt: null };
  await accounts.setAccounts(tx, accountIds, stopped);
  for (const accountId of status === "failing" ? accountIds : []) {
    const state = { at: ctx.now(), accountId, subjectId: accountId, facts: { reason } };
    await recordState(ctx, tx, "account.failing", state);
  }
  // Disconnected accounts count no more, from today on.
  if (status === "disconnected" && (await rollUps.hasTenantDays(tx))) {
    await rollUps.writeTenantDay(tx, ctx.now());
  }
}
