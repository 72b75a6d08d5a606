import { judgement, rollUps } from "@rolecall/db";
import { type Deps, type JobRun, systemCtx } from "../context.ts";
import { writeFindings } from "../events/judgement-events.ts";
import { type HeldAccount, holdAccount } from "../held-account.ts";
import { judgeInventory } from "./judge-inventory.ts";
import { planEnd } from "./plan-findings.ts";
import { proveDisconnected } from "./proof.ts";

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
  await judgeInventory(held, { asOf: at, scan: null, userRecordId: null, freshness });
  await rollUps.refreshDay(tx, { accountId, asOf: at });
}

/**
 * Judges an account again without a scan, because deadlines have passed or what it is judged by has changed; the findings of one that
 * is disconnected are resolved. Idempotent: an account that is not due is left alone.
 */
export async function judgeAccount(
  deps: Deps,
  { tenantId, accountId }: { tenantId: string; accountId: string },
  _run: JobRun,
): Promise<void> {
  const ctx = systemCtx(deps, tenantId);
  await ctx.db.inTenant(tenantId, async (tx) => {
    const held = await holdAccount(ctx, tx, accountId);
    if (held) await judgeDue(held);
  });
}
