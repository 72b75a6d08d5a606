import { due, judgement, landing, rollUps } from "@rolecall/db";
import { planEnd, proveDisconnected, unreadBy } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import { writeFindings } from "../events/judgement-events.ts";
import { defineWork } from "../work/define-work.ts";
import { type HeldAccount, judgeInventory } from "./judge-inventory.ts";

/** Resolves all findings of an account of which nothing is read any more. */
async function endAllFindings({ ctx, tx, account }: HeldAccount, at: Date): Promise<void> {
  const accountId = account.id;
  const open = await judgement.readOpenFindingSubjects(tx, accountId, null);
  const known = await judgement.readFindingsOf(
    tx,
    open.map(({ id }) => id),
  );
  const writes = planEnd(known, at, () => proveDisconnected(at));
  await writeFindings(ctx, tx, { accountId, at, scanId: null, isFirst: false }, writes);
  await rollUps.writeFindingCounts(tx, accountId);
  await judgement.setJudgeDue(tx, accountId, null);
}

async function judgeDue(held: HeldAccount): Promise<void> {
  const { ctx, tx, account } = held;
  const { id: accountId, status, freshness, judgeDueAt, lastScanAt } = account;
  if (!judgeDueAt) return;
  const at = ctx.now();
  if (status === "disconnected") return endAllFindings(held, at);
  if (judgeDueAt > at) return;
  // What was never scanned is judged when it is.
  if (!lastScanAt) return judgement.setJudgeDue(tx, accountId, null);
  await judgeInventory(held, { asOf: at, scan: null, userRecordId: null, freshness, unread: unreadBy(null) });
  await rollUps.refreshDay(tx, { accountId, asOf: at });
}

/** An account that could not be judged is judged again after so long: its findings tell as of when they are. */
const LATER_MS = 3_600_000;

/**
 * Judges an account again without a scan, because deadlines have passed or what it is judged by has changed; the findings of one that
 * is disconnected are resolved. It goes after the scans that wait, as a scan judges too.
 */
export const judgeAccount = defineWork({
  job: defineJob({
    name: "judge-account",
    payload: ids("accountId"),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 12,
  }),
  row: "accountId",
  due: due.dueJudgements,
  claim: async ({ ctx, tx, payload: { accountId } }) =>
    (await judgement.isToBeJudged(tx, { accountId, now: ctx.now() })) ? { accountId } : null,
  lease: 60,
  run: ({ ctx, finish }, { accountId }) =>
    finish(async (tx) => {
      const account = await landing.holdAccount(tx, accountId);
      if (account) await judgeDue({ ctx, tx, account });
    }),
  bury: ({ ctx, tx, payload }) =>
    judgement.setJudgeDue(tx, payload.accountId, new Date(ctx.now().getTime() + LATER_MS)),
});
