import type { Prisma } from "@rolecall/db";
import { due } from "@rolecall/db";
import { pendingChecks } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { startDueReport } from "../reports/schedules.ts";
import { insertScan } from "../scans/request-scan.ts";
import { nextScanAt } from "../scans/scan-account.ts";

/** How often the sweep runs. What is due waits this long at the most. */
export const SWEEP_EVERY_MS = 10_000;

/** Turns accounts whose scan is due into queued scans. */
async function startDueScans(deps: WorkerDeps): Promise<void> {
  for (const { tenantId, id } of await deps.db.asSystem((tx) => due.dueAccounts(tx, deps.now()))) {
    const ctx = systemCtx(deps, tenantId);
    await ctx.db.inTenant(tenantId, async (tx) => {
      // Another worker's sweep may have been quicker.
      const { count } = await tx.awsAccount.updateMany({
        where: { id, nextScanAt: { lte: ctx.now() } },
        data: { nextScanAt: nextScanAt(id, ctx.now()) },
      });
      if (count === 1) await insertScan(ctx, tx, id, "scheduled");
    });
  }
}

async function enqueueVerifications(deps: WorkerDeps): Promise<void> {
  for (const row of await deps.db.asSystem((tx) => due.dueVerifications(tx, deps.now()))) {
    const { tenantId, id: connectionId } = row;
    let { verificationId } = row;
    if (!verificationId) {
      // The daily one: the checks are pending again, while the connection keeps its status until they say otherwise.
      verificationId = deps.newId();
      const data = { verificationId, checks: pendingChecks() as Prisma.InputJsonArray };
      const { count } = await deps.db.inTenant(tenantId, (tx) =>
        tx.connection.updateMany({ where: { id: connectionId, verificationId: null }, data }),
      );
      if (count === 0) continue;
    }
    await deps.jobs.enqueue(jobs.verifyConnection, { tenantId, connectionId, verificationId }, { key: verificationId });
  }
}

async function enqueueScans(deps: WorkerDeps): Promise<void> {
  await startDueScans(deps);
  for (const { tenantId, id, accountId } of await deps.db.asSystem((tx) => due.openScans(tx))) {
    await deps.jobs.enqueue(jobs.scanAccount, { tenantId, accountId, scanId: id }, { key: id });
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
    enqueueVerifications(deps),
    enqueueReports(deps),
    enqueueMails(deps),
  ]);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, "The sweep could not enqueue everything that is due");
}
