import { judgement, type landing, rollUps, type TenantTx } from "@rolecall/db";
import { unreadBy } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { judgeInventory } from "./judge-inventory.ts";

/**
 * Judges the user at once, so that who has decided sees what follows; what only a scan proves waits for the next one. Judgements of an
 * account are known by their instants: decisions of one instant are judged one after the other. The account must be held.
 */
export async function judgeNow(
  ctx: Ctx,
  tx: TenantTx,
  account: landing.HeldAccountRow,
  userRecordId: string,
): Promise<void> {
  const { id: accountId, freshness } = account;
  const [now, lastAt] = [ctx.now(), await judgement.lastJudgedAt(tx, accountId)];
  const asOf = lastAt && lastAt >= now ? new Date(lastAt.getTime() + 1) : now;
  await judgeInventory({ ctx, tx, account }, { asOf, scan: null, userRecordId, freshness, unread: unreadBy(null) });
  await rollUps.refreshDay(tx, { accountId, asOf });
}
