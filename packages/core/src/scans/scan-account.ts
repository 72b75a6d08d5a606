import { due, scans } from "@rolecall/db";
import { defineWork, type WorkDeclaration } from "../work/define-work.ts";
import { landFirstLook, landScan } from "./land-scan.ts";
import { RECHECK_USER, SCAN_ACCOUNT } from "./scan-jobs.ts";
import { type ReadScan, SCAN_KINDS } from "./scan-kinds.ts";
import { showingProgress } from "./scan-progress.ts";
import { type Claimed, claimScan, explainRefusal, failScan } from "./scan-run.ts";

type Payload = { tenantId: string; accountId: string; scanId: string };

/**
 * A scan of any kind: reads, then lands the reading in one transaction with its roll-ups. One whose run died is run again, at most
 * three times.
 */
const scan: Omit<WorkDeclaration<Payload, Claimed>, "job" | "due"> = {
  row: "scanId",
  leasedAs: "scan",
  claim: ({ ctx, tx, payload }) => claimScan(ctx, tx, payload.scanId),
  lease: 30,
  run: async (run, claimed) => {
    const { deps, ctx, signal, write, finish } = run;
    const early = (read: ReadScan) => write((tx) => landFirstLook(ctx, tx, claimed, read));
    const { onProgress, stop } = showingProgress(run, claimed.scanId);
    const reading = { deps, ctx, run: claimed, signal, onProgress, landFirstLook: early };
    const read = await SCAN_KINDS[claimed.kind].read(reading).finally(stop);
    await finish((tx) => landScan(ctx, tx, claimed, read));
  },
  refuse: ({ ctx, tx, claimed, error }) => failScan(ctx, tx, claimed.scanId, explainRefusal(error)),
  giveBack: ({ tx, claimed: { scanId, attempt }, isStopped }) =>
    scans.showQueued(tx, { id: scanId, attempt: isStopped ? attempt - 1 : attempt }),
  bury: ({ ctx, tx, payload, reason }) => {
    const error = `The scan failed again and again: ${reason}. Look at the worker's log, then scan again.`;
    return failScan(ctx, tx, payload.scanId, error);
  },
};

/** Scans of whole accounts, slow lanes and uploads. */
export const scanAccount = defineWork({ ...scan, job: SCAN_ACCOUNT, due: due.openScans });

/** Scans of one user. */
export const scanUser = defineWork({ ...scan, job: RECHECK_USER, due: due.openRechecks });
