import { due, type Prisma, type TenantTx } from "@rolecall/db";
import { nextSlowLaneAt, type PermissionPack, pendingChecks } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { startDueReport } from "../reports/schedules.ts";
import { enqueueScan, insertScan } from "../scans/request-scan.ts";
import { nextScanOf } from "../scans/scan-schedule.ts";
import { dropStaleUploads } from "../uploads/uploads.ts";
import type { Work } from "../work/define-work.ts";
import { WORKS } from "./register.ts";

/** How often the sweep runs. What is due waits this long at the most. */
export const SWEEP_EVERY_MS = 10_000;

/** Queues one scan of an account that is due; another worker's sweep may have been quicker. */
type StartDue = (ctx: Ctx, tx: TenantTx, accountId: string) => Promise<void>;

const startInventory: StartDue = async (ctx, tx, id) => {
  const { count } = await tx.awsAccount.updateMany({
    where: { id, nextScanAt: { lte: ctx.now() } },
    data: { nextScanAt: await nextScanOf(tx, id, ctx.now()) },
  });
  if (count === 1) await insertScan(ctx, tx, id, "scheduled");
};

const startSlowLane: StartDue = async (ctx, tx, id) => {
  const { count } = await tx.awsAccount.updateMany({
    where: { id, nextSlowLaneAt: { lte: ctx.now() } },
    data: { nextSlowLaneAt: nextSlowLaneAt(id, ctx.now()) },
  });
  if (count === 1) await insertScan(ctx, tx, id, "scheduled", { kind: "slow_lane" });
};

async function startDue(deps: WorkerDeps, rows: readonly due.DueRow[], start: StartDue): Promise<void> {
  for (const { tenantId, id } of rows) {
    await deps.db.inTenant(tenantId, (tx) => start(systemCtx(deps, tenantId), tx, id));
  }
}

type DailyVerification = { tenantId: string; connectionId: string; verificationId: string };

/** @returns false if another worker's sweep has begun one. */
function beginDailyVerification(deps: WorkerDeps, of: DailyVerification): Promise<boolean> {
  const { tenantId, connectionId: id, verificationId } = of;
  return deps.db.inTenant(tenantId, async (tx) => {
    const row = await tx.connection.findFirst({ where: { id, verificationId: null }, select: { packs: true } });
    if (!row) return false;
    const checks = pendingChecks(row.packs as PermissionPack[]) as Prisma.InputJsonArray;
    const data = { verificationId, checks };
    return (await tx.connection.updateMany({ where: { id, verificationId: null }, data })).count === 1;
  });
}

async function enqueueVerifications(deps: WorkerDeps): Promise<void> {
  for (const row of await deps.db.asSystem((tx) => due.dueVerifications(tx, deps.now()))) {
    const { tenantId, id: connectionId } = row;
    let { verificationId } = row;
    if (!verificationId) {
      // The daily one: the checks are pending again, while the connection keeps its status until they say otherwise.
      verificationId = deps.newId();
      if (!(await beginDailyVerification(deps, { tenantId, connectionId, verificationId }))) continue;
    }
    await deps.jobs.enqueue(jobs.verifyConnection, { tenantId, connectionId, verificationId }, { key: verificationId });
  }
}

async function enqueueScans(deps: WorkerDeps): Promise<void> {
  await startDue(deps, await deps.db.asSystem((tx) => due.dueAccounts(tx, deps.now())), startInventory);
  await startDue(deps, await deps.db.asSystem((tx) => due.dueSlowLanes(tx, deps.now())), startSlowLane);
  for (const { tenantId, ...scan } of await deps.db.asSystem((tx) => due.openScans(tx))) {
    await enqueueScan(deps, tenantId, scan);
  }
}

async function enqueueJudgements(deps: WorkerDeps): Promise<void> {
  for (const { tenantId, id } of await deps.db.asSystem((tx) => due.dueJudgements(tx, deps.now()))) {
    await deps.jobs.enqueue(jobs.judgeAccount, { tenantId, accountId: id }, { key: id });
  }
}

async function enqueueDue(deps: WorkerDeps, work: Work): Promise<void> {
  for (const payload of await work.due(deps)) await work.enqueue(deps, payload);
}

async function enqueueOrganizations(deps: WorkerDeps): Promise<void> {
  for (const row of await deps.db.asSystem((tx) => due.dueDiscoveries(tx, deps.now()))) {
    await deps.jobs.enqueue(jobs.discoverOrganization, row, { key: row.connectionId });
  }
  for (const row of await deps.db.asSystem((tx) => due.dueMemberVerifications(tx, deps.now()))) {
    await deps.jobs.enqueue(jobs.verifyMembers, row, { key: row.connectionId });
  }
}

async function enqueueReports(deps: WorkerDeps): Promise<void> {
  for (const { tenantId, id } of await deps.db.asSystem((tx) => due.dueSchedules(tx, deps.now()))) {
    await startDueReport(systemCtx(deps, tenantId), id);
  }
  for (const { tenantId, id } of await deps.db.asSystem((tx) => due.queuedReports(tx))) {
    await deps.jobs.enqueue(jobs.composeReport, { tenantId, reportId: id }, { key: id });
  }
}

async function enqueueMails(deps: WorkerDeps): Promise<void> {
  if (!deps.mail) return;
  for (const { tenantId, id } of await deps.db.asSystem((tx) => due.dueMails(tx))) {
    await deps.jobs.enqueue(jobs.deliverMail, { tenantId, mailId: id }, { key: id });
  }
}

/**
 * Finds the rows whose work is due, over all tenants, and enqueues what the queue does not know. An emptied queue is full
 * again after one sweep. One kind that fails does not hold up the others.
 */
export async function sweep(deps: WorkerDeps, _payload: Record<string, never>, _run: JobRun): Promise<void> {
  const results = await Promise.allSettled([
    enqueueScans(deps),
    enqueueJudgements(deps),
    enqueueVerifications(deps),
    enqueueReports(deps),
    enqueueMails(deps),
    ...WORKS.map((work) => enqueueDue(deps, work)),
    enqueueOrganizations(deps),
    dropStaleUploads(deps),
  ]);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, "The sweep could not enqueue everything that is due");
}
