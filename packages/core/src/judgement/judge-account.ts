import { judgement, landing, rollUps, type TenantTx } from "@rolecall/db";
import type { KnownFreshness } from "@rolecall/domain";
import { type Ctx, type Deps, type JobRun, systemCtx } from "../context.ts";
import { writeFindings } from "../events/judgement-events.ts";
import { judgeInventory } from "./judge-inventory.ts";
import { planEnd } from "./plan-findings.ts";
import { proveDisconnected } from "./proof.ts";

/** Resolves all findings of an account of which nothing is read any more. */
async function endAllFindings(ctx: Ctx, tx: TenantTx, accountId: string, at: Date): Promise<void> {
  const open = await judgement.readOpenFindingSubjects(tx, accountId, null);
  const known = await judgement.readFindingsOf(
    tx,
    open.map(({ id }) => id),
  );
  await writeFindings(
    ctx,
    tx,
    { accountId, at, scanId: null, isFirst: false },
    planEnd(known, at, () => proveDisconnected(at)),
  );
  await judgement.setJudgeDue(tx, accountId, null);
}

async function judgeDue(ctx: Ctx, tx: TenantTx, accountId: string): Promise<void> {
  const account = await tx.awsAccount.findUnique({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: accountId } },
    select: { awsAccountId: true, status: true, freshness: true, lastScanAt: true, judgeDueAt: true },
  });
  if (!account?.judgeDueAt) return;
  const at = ctx.now();
  if (account.status === "disconnected") return endAllFindings(ctx, tx, accountId, at);
  if (account.judgeDueAt > at) return;
  // What was never scanned is judged when it is.
  if (!account.lastScanAt) return judgement.setJudgeDue(tx, accountId, null);
  const { awsAccountId } = account;
  const freshness = account.freshness as KnownFreshness;
  await judgeInventory(ctx, tx, { accountId, awsAccountId, asOf: at, scan: null, userRecordId: null, freshness });
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
    await landing.lockLanding(tx, accountId);
    await judgeDue(ctx, tx, accountId);
  });
}
