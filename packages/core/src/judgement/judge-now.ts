import { judgement, type landing, rollUps, type TenantTx } from "@rolecall/db";
import { unreadBy } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { refuseWhileReplayed } from "../metrics/replay.ts";
import { judgeInventory } from "./judge-inventory.ts";

/** Judgements of an account are known by their instants: now, or right after the last one. The account must be held. */
export async function nextJudgementAt(ctx: Ctx, tx: TenantTx, accountId: string): Promise<Date> {
  const [now, lastAt] = [ctx.now(), await judgement.lastJudgedAt(tx, accountId)];
  return lastAt && lastAt >= now ? new Date(lastAt.getTime() + 1) : now;
}

/**
 * Judges the user at once, so that who has decided sees what follows; what only a scan proves waits for the next one. Decisions of one
 * instant are judged one after the other. The account must be held.
 *
 * @throws AppError CONFLICT while the history is being replayed
 */
export async function judgeNow(
  ctx: Ctx,
  tx: TenantTx,
  account: landing.HeldAccountRow,
  userRecordId: string,
): Promise<void> {
  await refuseWhileReplayed(ctx, tx);
  const { id: accountId, freshness } = account;
  const asOf = await nextJudgementAt(ctx, tx, accountId);
  await judgeInventory({ ctx, tx, account }, { asOf, scan: null, userRecordId, freshness, unread: unreadBy(null) });
  await rollUps.refreshDay(tx, { accountId, asOf });
}
