import { accounts, landing, type Prisma, type TenantTx } from "@rolecall/db";
import { AppError, type ScanKind } from "@rolecall/domain";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import type { Landed } from "./landing/land.ts";
import { READERS, type ScanReading } from "./scan-kinds.ts";
import {
  type Claimed,
  claim,
  explainRefusal,
  failScan,
  failUploadOf,
  giveBack,
  keepAlive,
  type Payload,
} from "./scan-run.ts";
import { nextScanOf, nextSlowLaneAt } from "./scan-schedule.ts";

/** Writes the scan's own row: what was asked, read and landed. */
async function recordScan(ctx: Ctx, tx: TenantTx, run: Claimed, { head }: ScanReading, landed: Landed): Promise<void> {
  await tx.scan.update({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: run.scanId } },
    data: {
      status: landed.incomplete === null ? "complete" : "partial",
      finishedAt: ctx.now(),
      leaseUntil: null,
      apiCalls: head.apiCalls,
      coverage: JSON.parse(JSON.stringify(head.coverage)) as Prisma.InputJsonArray,
      problems: head.problems,
      counts: landed.counts,
      changes: landed.changes,
    },
  });
}

type AccountRow = { id: string; status: string; lastScanAt: Date | null; nextSlowLaneAt: Date | null };
type Noted = { tx: TenantTx; run: Claimed; account: AccountRow; landed: Landed; asOf: Date };

/** The scan whose inventory is shown from now on. */
const shown = ({ run, asOf }: Noted) => ({ lastScanId: run.scanId, lastScanAt: asOf });

/** What a landed scan means for its account: only a scan of the whole account tells how it is. */
const AFTER_LANDING: Record<ScanKind, (noted: Noted) => Promise<Prisma.AwsAccountUpdateInput>> = {
  inventory: async (noted) => {
    const { tx, account, landed, asOf } = noted;
    // An account that was suspended meanwhile stays so, and off the schedule.
    if (account.status === "suspended") return shown(noted);
    return {
      ...shown(noted),
      status: landed.incomplete === null ? "ok" : "partial",
      statusReason: landed.incomplete,
      nextScanAt: await nextScanOf(tx, account.id, asOf),
      // What has no bulk call is read as soon as it is known of whom.
      nextSlowLaneAt: account.nextSlowLaneAt ?? asOf,
    };
  },
  upload: async (noted) => ({ ...shown(noted), status: "uploaded", statusReason: noted.landed.incomplete }),
  slow_lane: async ({ account, asOf }) => ({
    lastSlowLaneAt: asOf,
    nextSlowLaneAt: nextSlowLaneAt(account.id, asOf),
  }),
  recheck: async () => ({}),
};

/** Notes on the account what was landed. */
async function recordAccount(ctx: Ctx, noted: Noted, { alias }: ScanReading): Promise<void> {
  const { tx, run, account, landed, asOf } = noted;
  const { users, roles, credentials } = landed.counts;
  await tx.awsAccount.update({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: run.accountId } },
    data: { ...alias, ...(await AFTER_LANDING[run.kind](noted)), users, roles, credentials },
  });
  await accounts.mergeFreshness(tx, run.accountId, landed.freshness);
  if (run.kind !== "inventory" || account.status === "suspended") return;
  const state = { at: asOf, accountId: account.id, subjectId: account.id, scanId: run.scanId, facts: { reason: null } };
  await recordState(ctx, tx, "account.recovered", state);
}

/** Kinds that a newer inventory makes worthless. What the slow lane reads, no inventory has. */
const OUTDATED_BY_INVENTORY: ReadonlySet<ScanKind> = new Set(["inventory", "recheck", "upload"]);

/** Ends a scan whose facts are older than what is shown; the account stays as it is. */
async function refuseOutdated(ctx: Ctx, tx: TenantTx, { scanId, kind }: Claimed, shownAt: Date): Promise<void> {
  const error = `A newer inventory, of ${shownAt.toISOString()}, has landed already`;
  const data = { status: "failed", finishedAt: ctx.now(), leaseUntil: null, error };
  await tx.scan.updateMany({ where: { id: scanId }, data });
  if (kind === "upload") await failUploadOf(tx, scanId, error);
}

/** Writes the reading in one transaction: a reader sees the old inventory or the new one. @returns false if the run has lost its scan. */
function land(ctx: Ctx, run: Claimed, reading: ScanReading): Promise<boolean> {
  const { asOf } = reading;
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    if (!(await accounts.holdScan(tx, run))) return false;
    await landing.lockLanding(tx, run.accountId);
    const account = await tx.awsAccount.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: run.accountId } },
    });
    if (OUTDATED_BY_INVENTORY.has(run.kind) && account.lastScanAt && account.lastScanAt > asOf) {
      await refuseOutdated(ctx, tx, run, account.lastScanAt);
      return true;
    }
    const landed = await reading.land(tx);
    await recordScan(ctx, tx, run, reading, landed);
    await recordAccount(ctx, { tx, run, account, landed, asOf }, reading);
    return true;
  });
}

/**
 * Runs a scan of any kind: reads, then lands the reading in one transaction with its roll-ups. Idempotent on the scan: one that
 * has ended is left alone, one whose run died is run again, at most three times. One that is cancelled while it is read, or
 * taken over, writes nothing.
 */
export async function scanAccount(deps: WorkerDeps, payload: Payload, jobRun: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const run = await claim(ctx, payload);
  if (!run) return;
  const alive = keepAlive(ctx, run, jobRun);
  const { signal, onProgress } = alive;
  const tellLost = () =>
    deps.log.warn({ scanId: run.scanId }, "scan cancelled or lost to another run; nothing written");
  try {
    const reading = await READERS[run.kind]({ deps, ctx, run, signal, onProgress });
    await alive.stop();
    if (!(await land(ctx, run, reading))) tellLost();
  } catch (cause) {
    await alive.stop();
    if (alive.lost.aborted) return tellLost();
    if (cause instanceof AppError && !signal.aborted) {
      await ctx.db.inTenant(ctx.tenantId, (tx) => failScan(ctx, tx, run.scanId, explainRefusal(cause)));
      return;
    }
    await giveBack(ctx, run, { counts: !jobRun.signal.aborted });
    throw cause;
  }
}
