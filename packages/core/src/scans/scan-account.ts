import { accounts, landing, rollUp, type TenantTx } from "@rolecall/db";
import { type AccountReading, AppError, type MfaKind, type PreviousUser, type ReadingProgress } from "@rolecall/domain";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { type Landing, planLanding } from "./plan-landing.ts";

type Payload = { tenantId: string; accountId: string; scanId: string };
type Run = { scanId: string; attempt: number };
type Claimed = Run & {
  accountId: string;
  awsAccountId: string;
  connectionId: string;
  roleArn: string;
  externalId: string;
  previousUsers: PreviousUser[];
};

/** A run renews its lease every fifth of it; a run that has not for this long is dead. */
const LEASE_SECONDS = 30;
/** Those who watch a scan see it move; the database sees a write a second at the most. */
const TELL_EVERY_MS = 1_000;
const MAX_RUNS = 3;
export const SCAN_EVERY_HOURS = 6;
const MS_PER_HOUR = 3_600_000;

/** Scans of one tenant are spread: each account's moment within the interval follows from its id. */
export function nextScanAt(accountId: string, now: Date): Date {
  const intervalMs = SCAN_EVERY_HOURS * MS_PER_HOUR;
  const offsetMs = (Number.parseInt(accountId.slice(-6), 16) / 0xffffff) * 0.1 * intervalMs;
  return new Date(now.getTime() + intervalMs - offsetMs);
}

/** What the inventory knows of the account's users, so that unchanged ones cost no call of their own. */
async function readPreviousUsers(tx: TenantTx, accountId: string): Promise<PreviousUser[]> {
  const [users, keys] = [
    await tx.iamUser.findMany({
      where: { accountId, goneAt: null },
      select: { id: true, userId: true, reportFingerprint: true, mfa: true, activeAccessKeys: true },
    }),
    await tx.credential.findMany({ where: { accountId, goneAt: null, kind: "access_key" } }),
  ];
  const status = { active: "Active", inactive: "Inactive", expired: "Expired" } as const;
  const byUser = Map.groupBy(keys, (key) => key.userRecordId);
  return users.map((user) => ({
    userId: user.userId,
    // Keys that were never read cannot be carried over, whatever the report said.
    reportFingerprint: user.activeAccessKeys === null ? null : user.reportFingerprint,
    mfa: user.mfa as MfaKind,
    accessKeys: (byUser.get(user.id) ?? []).map((key) => ({
      accessKeyId: key.accessKeyId!,
      status: status[key.status as keyof typeof status],
      createdAt: key.createdAt,
      lastUse:
        key.lastUse === "at" && key.lastUsedAt
          ? { kind: "at", at: key.lastUsedAt, service: key.lastUsedService, region: key.lastUsedRegion }
          : key.lastUse === "never"
            ? { kind: "never" }
            : { kind: "unknown", reason: "not read before" },
    })),
  }));
}

/** Ends an open scan without a landing, and shows why on the scan and on its account; one that has ended stays as it is. */
export async function failScan(
  ctx: Ctx,
  tx: TenantTx,
  scan: { id: string; accountId: string },
  error: string,
): Promise<void> {
  const finishedAt = ctx.now();
  const { count } = await tx.scan.updateMany({
    where: { id: scan.id, status: { in: ["queued", "running"] } },
    data: { status: "failed", finishedAt, leaseUntil: null, error },
  });
  if (count === 0) return;
  await tx.awsAccount.updateMany({
    where: { id: scan.accountId, status: { not: "disconnected" } },
    data: { status: "failing", statusReason: error, nextScanAt: nextScanAt(scan.accountId, finishedAt) },
  });
}

/** Takes the scan for this run; null if it is finished, in other hands, or must not go on. */
function claim(ctx: Ctx, payload: Payload): Promise<Claimed | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const scan = await tx.scan.findUnique({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: payload.scanId } },
    });
    if (!scan) return null;
    const account = await tx.awsAccount.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: scan.accountId } },
    });
    const connection = await tx.connection.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: account.connectionId } },
    });
    // Its checks are being run again: the scan waits for their verdict, and the sweep brings it back.
    if (connection.status === "verifying") return null;
    const attempt = await accounts.claimScan(tx, payload.scanId, ctx.now(), LEASE_SECONDS);
    if (attempt === null) return null;
    if (attempt > MAX_RUNS) {
      await failScan(
        ctx,
        tx,
        scan,
        `The scan was cut off ${MAX_RUNS} times before it could land: its worker stopped or met an error. Look at the worker's log, then scan again.`,
      );
      return null;
    }
    if (connection.status !== "active" || !connection.roleArn) {
      await failScan(
        ctx,
        tx,
        scan,
        `Not scanned: the connection “${connection.name}” is ${connection.status}. ${connection.statusReason ?? "Verify it first."}`,
      );
      return null;
    }
    const previousUsers = await readPreviousUsers(tx, account.id);
    return {
      scanId: scan.id,
      attempt,
      accountId: account.id,
      awsAccountId: account.awsAccountId,
      connectionId: connection.id,
      roleArn: connection.roleArn,
      externalId: connection.externalId,
      previousUsers,
    };
  });
}

/** Notes on the scan and on its account what was landed. */
async function recordLanding(
  ctx: Ctx,
  tx: TenantTx,
  run: Claimed,
  reading: AccountReading,
  plan: Landing,
  asOf: Date,
): Promise<void> {
  const partial = plan.incomplete !== null;
  await tx.scan.update({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: run.scanId } },
    data: {
      status: partial ? "partial" : "complete",
      finishedAt: ctx.now(),
      leaseUntil: null,
      apiCalls: reading.apiCalls,
      coverage: JSON.parse(JSON.stringify(reading.coverage)),
      problems: reading.problems,
      counts: plan.counts,
      changes: plan.changes,
    },
  });
  await tx.awsAccount.update({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: run.accountId } },
    data: {
      ...(reading.coverage.some((entry) => entry.resource === "account_alias" && entry.state === "read")
        ? { alias: reading.alias }
        : {}),
      status: partial ? "partial" : "ok",
      statusReason: plan.incomplete,
      lastScanId: run.scanId,
      lastScanAt: asOf,
      nextScanAt: nextScanAt(run.accountId, asOf),
      ...plan.counts,
    },
  });
}

/** Writes the reading in one transaction: a reader sees the old inventory or the new one. @returns false if the run has lost its scan. */
function land(ctx: Ctx, run: Claimed, reading: AccountReading, asOf: Date): Promise<boolean> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    if (!(await accounts.holdScan(tx, run))) return false;
    const account = await tx.awsAccount.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: run.accountId } },
    });
    if (account.lastScanAt && account.lastScanAt > asOf) {
      await tx.scan.updateMany({
        where: { id: run.scanId },
        data: {
          status: "failed",
          finishedAt: ctx.now(),
          leaseUntil: null,
          error: `A newer inventory, of ${account.lastScanAt.toISOString()}, has landed already`,
        },
      });
      return true;
    }
    const present = {
      iam_user: await landing.readPresentRows(tx, "iam_user", run.accountId),
      credential: await landing.readPresentRows(tx, "credential", run.accountId),
      iam_role: await landing.readPresentRows(tx, "iam_role", run.accountId),
    };
    const plan = planLanding({ ...run, asOf, reading, present, newId: ctx.newId });
    const partial = plan.incomplete !== null;
    await landing.upsertRows(tx, "iam_user", plan.rows.iam_user);
    await landing.upsertRows(tx, "credential", plan.rows.credential);
    await landing.upsertRows(tx, "iam_role", plan.rows.iam_role);
    await landing.appendVersions(tx, plan.versions);
    await recordLanding(ctx, tx, run, reading, plan, asOf);
    await rollUp.writeAccountDay(tx, { accountId: run.accountId, scanId: run.scanId, asOf, partial });
    await rollUp.writeTenantDay(tx, asOf);
    return true;
  });
}

/** Puts a run that was cut off back into the queue; its retry or the sweep takes it up. */
async function giveBack(ctx: Ctx, run: Run): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.scan.updateMany({
      where: { id: run.scanId, attempt: run.attempt, status: "running" },
      data: { status: "queued", leaseUntil: null },
    }),
  );
}

/** Renews the run's lease while it reads, and tells how far it is; stops reading when the scan is in other hands. */
function keepAlive(ctx: Ctx, run: Run, jobRun: JobRun) {
  const lost = new AbortController();
  let progress: ReadingProgress = { step: "Starting", done: 0, total: null };
  const renew = async () => {
    const held = await ctx.db.inTenant(ctx.tenantId, (tx) => accounts.renewScan(tx, run, LEASE_SECONDS, progress));
    if (!held) lost.abort(new Error(`Scan ${run.scanId} is in other hands`));
    await jobRun.reportProgress(progress);
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
    signal: AbortSignal.any([jobRun.signal, lost.signal]),
    onProgress: (next: ReadingProgress) => {
      const isWorthTelling = next.step !== progress.step || performance.now() - renewedAtMs >= TELL_EVERY_MS;
      progress = next;
      if (isWorthTelling) renewNow();
    },
    stop: async () => {
      clearInterval(timer);
      await renewing;
    },
  };
}

/** AWS gives one and the same refusal to several causes: they are named, and none is claimed. */
function explain(cause: AppError): string {
  if (cause.details.kind !== "denied") return cause.message;
  const causes =
    "the role was deleted or renamed, its trust policy or the External ID in it was changed, or a policy of the organization denies it";
  return `${cause.message.replace(/\.?$/, ".")} Likely causes: ${causes}. Verify the connection: its checks tell more. What was known before stays.`;
}

/**
 * Scans one account: reads it, then lands the reading in one transaction with its roll-ups. Idempotent on the scan: one that
 * has ended is left alone, one whose run died is run again, at most three times.
 */
export async function scanAccount(deps: WorkerDeps, payload: Payload, jobRun: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const run = await claim(ctx, payload);
  if (!run) return;
  const asOf = ctx.now();
  const alive = keepAlive(ctx, run, jobRun);
  try {
    const reading = await deps.aws.readAccount({
      roleArn: run.roleArn,
      externalId: run.externalId,
      connectionId: run.connectionId,
      scanId: run.scanId,
      expectedAwsAccountId: run.awsAccountId,
      previousUsers: run.previousUsers,
      signal: alive.signal,
      onProgress: alive.onProgress,
    });
    await alive.stop();
    const landed = await land(ctx, run, reading, asOf);
    if (!landed) deps.log.warn({ scanId: run.scanId }, "scan lost to another run; nothing written");
  } catch (cause) {
    await alive.stop();
    if (cause instanceof AppError && !alive.signal.aborted) {
      await ctx.db.inTenant(ctx.tenantId, (tx) =>
        failScan(ctx, tx, { id: run.scanId, accountId: run.accountId }, explain(cause)),
      );
      return;
    }
    await giveBack(ctx, run);
    throw cause;
  }
}
