import { type Deps, systemCtx } from "../context.ts";
import { failScan } from "../scans/scan-run.ts";
import { WORKS } from "./register.ts";

type OfScan = { tenantId: string; scanId: string };
type OfOrganization = { tenantId: string; connectionId: string };

/** An organisation is read again by itself after this. */
const RETRY_ORGANIZATION_MS = 3_600_000;

const buryScan = async (deps: Deps, payload: OfScan, reason: string): Promise<void> => {
  const ctx = systemCtx(deps, payload.tenantId);
  const error = `The scan failed again and again: ${reason}. Look at the worker's log, then scan again.`;
  await ctx.db.inTenant(ctx.tenantId, (tx) => failScan(ctx, tx, payload.scanId, error));
};

const retryOrganizationAt = (deps: Deps): Date => new Date(deps.now().getTime() + RETRY_ORGANIZATION_MS);

/** So is an account judged again: its findings tell as of when they are. */
const RETRY_JUDGEMENT_MS = 3_600_000;

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
  "scan-account": buryScan,
  "recheck-user": buryScan,
  "discover-organization": async (deps: Deps, { tenantId, connectionId }: OfOrganization, reason: string) => {
    const problem = `The organisation could not be read: ${reason}. It is tried again within the hour.`;
    const data = { problem, discoverDueAt: retryOrganizationAt(deps), discoverLeaseUntil: null };
    await deps.db.inTenant(tenantId, (tx) => tx.organization.updateMany({ where: { connectionId }, data }));
  },
  "judge-account": async (deps: Deps, { tenantId, accountId }: { tenantId: string; accountId: string }) => {
    const judgeDueAt = new Date(deps.now().getTime() + RETRY_JUDGEMENT_MS);
    await deps.db.inTenant(tenantId, (tx) =>
      tx.awsAccount.updateMany({ where: { id: accountId }, data: { judgeDueAt } }),
    );
  },
  "verify-members": async (deps: Deps, { tenantId, connectionId }: OfOrganization, reason: string) => {
    const problem = `The roles of its accounts could not be verified: ${reason}. It is tried again within the hour.`;
    const data = { problem, verifyDueAt: retryOrganizationAt(deps) };
    await deps.db.inTenant(tenantId, (tx) => tx.organization.updateMany({ where: { connectionId }, data }));
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
  const work = WORKS.find(({ job: { name } }) => name === job.name);
  const payload = work?.job.payload.safeParse(job.payload);
  // A payload that does not parse names no row.
  if (payload?.success) await work?.bury(deps, payload.data, job.reason);
}
