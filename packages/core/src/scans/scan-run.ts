import { scans, type TenantTx } from "@rolecall/db";
import { type AccountAccess, type AppError, isObstacle, retrySlowLaneAt, type ScanKind } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import { findAccess } from "./account-access.ts";
import { nextScanOf } from "./scan-schedule.ts";
import { failUploadOf } from "./uploaded/end-upload.ts";

/** A scan that a run has taken. */
export type Claimed = {
  scanId: string;
  /** The run's number; runs that ended because their worker stopped do not count. */
  attempt: number;
  kind: ScanKind;
  accountId: string;
  awsAccountId: string;
  userRecordId: string | null;
  /** Null: nothing is asked of AWS. */
  access: AccountAccess | null;
};

const MAX_RUNS = 3;

type Failed = { id: string; accountId: string; error: string; at: Date };

/** What a failed scan means for its account: only one of the whole account tells that it cannot be read. */
const AFTER_FAILURE: Record<ScanKind, (ctx: Ctx, tx: TenantTx, failed: Failed) => Promise<void>> = {
  inventory: async (ctx, tx, { id, accountId, error, at }) => {
    const nextScanAt = await nextScanOf(tx, accountId, at);
    if (!(await scans.showFailing(tx, { accountId, reason: error, nextScanAt }))) return;
    const state = { at, accountId, subjectId: accountId, scanId: id, facts: { reason: error } };
    await recordState(ctx, tx, "account.failing", state);
  },
  slow_lane: (_, tx, { accountId, at }) => scans.setNextSlowLane(tx, accountId, retrySlowLaneAt(at)),
  recheck: async () => undefined,
  upload: (_, tx, { id, error }) => failUploadOf(tx, id, error),
};

/** Ends an open scan without a landing, and shows why; one that has ended stays as it is. */
export async function failScan(ctx: Ctx, tx: TenantTx, scanId: string, error: string): Promise<void> {
  const at = ctx.now();
  const failed = await scans.failScan(tx, { id: scanId, finishedAt: at, error });
  if (failed) await AFTER_FAILURE[failed.kind](ctx, tx, { id: scanId, accountId: failed.accountId, error, at });
}

const CUT_OFF = `The scan was cut off ${MAX_RUNS} times before it could land: its worker stopped or met an error. Look at the worker's log, then scan again.`;

/** Takes the scan for a run; null if it has ended, waits for a verdict on its connection, or must not go on. */
export async function claimScan(ctx: Ctx, tx: TenantTx, scanId: string): Promise<Claimed | null> {
  const scan = await scans.findOpenScan(tx, scanId);
  if (!scan) return null;
  const { kind, accountId, awsAccountId, userRecordId } = scan;
  const access = kind === "upload" ? null : await findAccess(tx, accountId);
  // A verdict is awaited; the sweep brings the scan back.
  if (isObstacle(access) && access.isPassing) return null;
  const attempt = scan.attempt + 1;
  const refusal = refusalOf(attempt, isObstacle(access) ? access.obstacle : null);
  if (refusal) await failScan(ctx, tx, scanId, refusal);
  if (refusal || isObstacle(access)) return null;
  await scans.showRun(tx, { id: scanId, attempt, startedAt: ctx.now() });
  return { scanId, attempt, kind, accountId, awsAccountId, userRecordId, access };
}

function refusalOf(attempt: number, obstacle: string | null): string | null {
  if (attempt > MAX_RUNS) return CUT_OFF;
  return obstacle && `Not scanned: ${obstacle.replace(/\.?$/, ".")}`;
}

/** AWS gives one and the same refusal to several causes: they are named, and none is claimed. */
export function explainRefusal(cause: AppError): string {
  if (cause.details.kind !== "denied") return cause.message;
  const causes =
    "the role was deleted or renamed, its trust policy or the External ID in it was changed, or a policy of the organization denies it";
  return `${cause.message.replace(/\.?$/, ".")} Likely causes: ${causes}. Verify the connection: its checks tell more. What was known before stays.`;
}
