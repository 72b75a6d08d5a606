import { accounts, type TenantTx } from "@rolecall/db";
import {
  type AccountAccess,
  type AppError,
  isObstacle,
  type ReadingProgress,
  retrySlowLaneAt,
  type ScanKind,
} from "@rolecall/domain";
import type { Ctx, JobRun } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import { failUpload } from "../uploads/uploads.ts";
import { findAccess } from "./account-access.ts";
import { nextScanOf } from "./scan-schedule.ts";

export type Payload = { tenantId: string; accountId: string; scanId: string };
export type Run = { scanId: string; attempt: number };

/** A scan that this run has taken. */
export type Claimed = Run & {
  kind: ScanKind;
  accountId: string;
  awsAccountId: string;
  userRecordId: string | null;
  /** Null: nothing is asked of AWS. */
  access: AccountAccess | null;
};

/** A run renews its lease every fifth of it; a run that has not for this long is dead. */
const LEASE_SECONDS = 30;
/** Those who watch a scan see it move; the database sees a write a second at the most. */
const TELL_EVERY_MS = 1_000;
const MAX_RUNS = 3;
const STARTING: ReadingProgress = { step: "Starting", done: 0, total: null };
const OPEN = ["queued", "running"];

/** Ends the upload behind a scan that does not land. */
export async function failUploadOf(tx: TenantTx, scanId: string, error: string): Promise<void> {
  const upload = await tx.upload.findFirst({ where: { scanId }, select: { id: true } });
  if (upload) await failUpload(tx, upload.id, error);
}

type Failed = { id: string; accountId: string; error: string; at: Date };

/** What a failed scan means for its account: only one of the whole account tells that it cannot be read. */
const AFTER_FAILURE: Record<ScanKind, (ctx: Ctx, tx: TenantTx, failed: Failed) => Promise<unknown>> = {
  inventory: async (ctx, tx, { id, accountId, error, at }) => {
    const { count } = await tx.awsAccount.updateMany({
      where: { id: accountId, status: { notIn: ["disconnected", "suspended"] } },
      data: { status: "failing", statusReason: error, nextScanAt: await nextScanOf(tx, accountId, at) },
    });
    if (count === 0) return;
    const state = { at, accountId, subjectId: accountId, scanId: id, facts: { reason: error } };
    await recordState(ctx, tx, "account.failing", state);
  },
  slow_lane: (_, tx, { accountId, at }) =>
    tx.awsAccount.updateMany({ where: { id: accountId }, data: { nextSlowLaneAt: retrySlowLaneAt(at) } }),
  recheck: async () => undefined,
  upload: (_, tx, { id, error }) => failUploadOf(tx, id, error),
};

/** Ends an open scan without a landing, and shows why; one that has ended stays as it is. */
export async function failScan(ctx: Ctx, tx: TenantTx, scanId: string, error: string): Promise<void> {
  const at = ctx.now();
  const { count } = await tx.scan.updateMany({
    where: { id: scanId, status: { in: OPEN } },
    data: { status: "failed", finishedAt: at, leaseUntil: null, error },
  });
  if (count === 0) return;
  const { kind, accountId } = await findScanRow(ctx, tx, scanId);
  await AFTER_FAILURE[kind as ScanKind](ctx, tx, { id: scanId, accountId, error, at });
}

const findScanRow = (ctx: Ctx, tx: TenantTx, id: string) =>
  tx.scan.findUniqueOrThrow({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });

const CUT_OFF = `The scan was cut off ${MAX_RUNS} times before it could land: its worker stopped or met an error. Look at the worker's log, then scan again.`;

async function refuse(ctx: Ctx, tx: TenantTx, scanId: string, error: string): Promise<null> {
  await failScan(ctx, tx, scanId, error);
  return null;
}

/** Takes the scan for this run; null if it is finished, in other hands, or must not go on. */
export function claim(ctx: Ctx, payload: Payload): Promise<Claimed | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const scan = await tx.scan.findUnique({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: payload.scanId } },
    });
    if (!scan) return null;
    const kind = scan.kind as ScanKind;
    const access = kind === "upload" ? null : await findAccess(tx, scan.accountId);
    // A verdict is awaited; the sweep brings the scan back.
    if (isObstacle(access) && access.isPassing) return null;
    const attempt = await accounts.claimScan(tx, scan.id, ctx.now(), LEASE_SECONDS);
    if (attempt === null) return null;
    if (attempt > MAX_RUNS) return refuse(ctx, tx, scan.id, CUT_OFF);
    if (isObstacle(access)) return refuse(ctx, tx, scan.id, `Not scanned: ${access.obstacle.replace(/\.?$/, ".")}`);
    const { awsAccountId } = await tx.awsAccount.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: scan.accountId } },
      select: { awsAccountId: true },
    });
    const { accountId, userRecordId } = scan;
    return { scanId: scan.id, attempt, kind, accountId, awsAccountId, userRecordId, access };
  });
}

/**
 * Puts a run that was cut off back into the queue; its retry or the sweep takes it up. A run that its worker's shutdown ended in
 * good order does not count among those that died.
 */
export async function giveBack(ctx: Ctx, run: Run, { counts }: { counts: boolean }): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.scan.updateMany({
      where: { id: run.scanId, attempt: run.attempt, status: "running" },
      data: { status: "queued", leaseUntil: null, attempt: counts ? run.attempt : run.attempt - 1 },
    }),
  );
}

/** Renews the run's lease while it reads, and tells how far it is; `lost` aborts when the scan is cancelled or in other hands. */
export function keepAlive(ctx: Ctx, run: Run, jobRun: JobRun) {
  const lost = new AbortController();
  /** Steps that go on side by side tell of themselves in turn: each began when it was first told of. */
  const startedAt = new Map<string, Date>();
  let progress: ReadingProgress & { startedAt: Date } = { ...STARTING, startedAt: ctx.now() };
  const renew = async () => {
    const held = await ctx.db.inTenant(ctx.tenantId, (tx) => accounts.renewScan(tx, run, LEASE_SECONDS, progress));
    if (!held) lost.abort(new Error(`Scan ${run.scanId} was cancelled, or is in other hands`));
  };
  let renewing: Promise<void> = Promise.resolve();
  let renewedAtMs = performance.now();
  const renewNow = () => {
    renewedAtMs = performance.now();
    // A renewal that fails is made up for by the next one; the lease outlasts several.
    renewing = renewing.then(renew).catch(() => undefined);
  };
  const timer = setInterval(renewNow, (LEASE_SECONDS * 1000) / 5);
  return {
    lost: lost.signal,
    signal: AbortSignal.any([jobRun.signal, lost.signal]),
    onProgress: (next: ReadingProgress) => {
      const began = startedAt.get(next.step);
      const isWorthTelling = !began || performance.now() - renewedAtMs >= TELL_EVERY_MS;
      startedAt.set(next.step, began ?? ctx.now());
      progress = { ...next, startedAt: startedAt.get(next.step)! };
      if (isWorthTelling) renewNow();
    },
    stop: async () => {
      clearInterval(timer);
      await renewing;
    },
  };
}

/** AWS gives one and the same refusal to several causes: they are named, and none is claimed. */
export function explainRefusal(cause: AppError): string {
  if (cause.details.kind !== "denied") return cause.message;
  const causes =
    "the role was deleted or renamed, its trust policy or the External ID in it was changed, or a policy of the organization denies it";
  return `${cause.message.replace(/\.?$/, ".")} Likely causes: ${causes}. Verify the connection: its checks tell more. What was known before stays.`;
}
