import { type Deps, systemCtx } from "../context.ts";
import { failScan } from "../scans/scan-account.ts";

/** The statement that makes a job's row tell that it has failed for good. */
const BURIALS = {
  "compose-report": async (deps: Deps, payload: { tenantId: string; reportId: string }, reason: string) => {
    await deps.db.inTenant(payload.tenantId, (tx) =>
      tx.report.updateMany({
        where: { id: payload.reportId, status: "queued" },
        data: { status: "failed", error: reason },
      }),
    );
  },
  "scan-account": async (
    deps: Deps,
    payload: { tenantId: string; accountId: string; scanId: string },
    reason: string,
  ) => {
    const ctx = systemCtx(deps, payload.tenantId);
    const scan = { id: payload.scanId, accountId: payload.accountId };
    const error = `The scan failed again and again: ${reason}. Look at the worker's log, then scan again.`;
    await ctx.db.inTenant(ctx.tenantId, (tx) => failScan(ctx, tx, scan, error));
  },
  "verify-connection": async (
    deps: Deps,
    payload: { tenantId: string; connectionId: string; verificationId: string },
    reason: string,
  ) => {
    await deps.db.inTenant(payload.tenantId, (tx) =>
      tx.connection.updateMany({
        where: { id: payload.connectionId, verificationId: payload.verificationId, status: "verifying" },
        data: {
          status: "failed",
          statusReason: `The checks could not be run: ${reason}. Verify again.`,
          verifyDueAt: null,
        },
      }),
    );
  },
} as const;

/** Shows a job that will not be tried again to the people concerned: on the scan, the report or the connection itself. */
export async function buryDeadJob(deps: Deps, job: { name: string; payload: unknown; reason: string }): Promise<void> {
  const bury = BURIALS[job.name as keyof typeof BURIALS] as
    | ((deps: Deps, payload: unknown, reason: string) => Promise<void>)
    | undefined;
  await bury?.(deps, job.payload, job.reason);
}
