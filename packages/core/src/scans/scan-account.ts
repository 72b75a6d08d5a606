import { AppError } from "@rolecall/domain";
import { type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { landScan } from "./land-scan.ts";
import { SCAN_KINDS } from "./scan-kinds.ts";
import { claim, explainRefusal, failScan, giveBack, keepAlive, type Payload } from "./scan-run.ts";

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
    const read = await SCAN_KINDS[run.kind].read({ deps, ctx, run, signal, onProgress });
    await alive.stop();
    if (!(await landScan(ctx, run, read))) tellLost();
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
