import { type ReadingProgress, Scan } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const OpenScan = Scan.pick({
  id: true,
  accountId: true,
  awsAccountId: true,
  kind: true,
  userRecordId: true,
  attempt: true,
});
/** A scan that waits or runs. `attempt`: the number of its last run, those not counted that ended with their worker. */
export type OpenScan = z.output<typeof OpenScan>;

const isOpen = Prisma.sql`s.status IN ('queued', 'running')`;

export const findOpenScan = (tx: TenantTx, id: string): Promise<OpenScan | null> =>
  firstRowOf(
    tx,
    OpenScan,
    Prisma.sql`
    SELECT s.id, s.account_id AS "accountId", a.aws_account_id AS "awsAccountId", s.kind, s.user_record_id AS "userRecordId", s.attempt
    FROM scan s JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id WHERE s.id = ${id}::uuid AND ${isOpen}`,
  );

/** Shows that a run of a scan begins. */
export async function showRun(
  tx: TenantTx,
  { id, attempt, startedAt }: { id: string; attempt: number; startedAt: Date },
): Promise<void> {
  await clientOf(tx).scan.updateMany({ where: { id }, data: { status: "running", attempt, startedAt, error: null } });
}

/** Shows that a scan waits for another run; `attempt`: of its last one that counts. */
export async function showQueued(tx: TenantTx, { id, attempt }: { id: string; attempt: number }): Promise<void> {
  await clientOf(tx).scan.updateMany({ where: { id, status: "running" }, data: { status: "queued", attempt } });
}

/** Shows how far a run is. */
export async function showProgress(
  tx: TenantTx,
  id: string,
  progress: ReadingProgress & { startedAt: Date },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE scan SET progress = ${JSON.stringify(progress)}::jsonb WHERE id = ${id}::uuid AND status = 'running'`,
  );
}

const RunningScan = Scan.pick({ id: true, changes: true });

/** Locks the row of a scan that runs to the end of the transaction. @returns what it has changed so far; null if it has ended */
export const lockRunningScan = (tx: TenantTx, id: string): Promise<z.output<typeof RunningScan> | null> =>
  firstRowOf(
    tx,
    RunningScan,
    Prisma.sql`SELECT s.id, s.changes FROM scan s WHERE s.id = ${id}::uuid AND s.status = 'running' FOR UPDATE`,
  );

const FailedScan = Scan.pick({ kind: true, accountId: true });

/** Ends an open scan without a landing. @returns what it was of; null if it has ended already */
export const failScan = (
  tx: TenantTx,
  {
    id,
    finishedAt,
    error,
    cancelledBy = null,
  }: { id: string; finishedAt: Date; error: string; cancelledBy?: string | null },
): Promise<z.output<typeof FailedScan> | null> =>
  firstRowOf(
    tx,
    FailedScan,
    Prisma.sql`
    UPDATE scan s SET status = 'failed', finished_at = ${instantSql(finishedAt)}, error = ${error}, cancelled_by = ${cancelledBy}
    WHERE s.id = ${id}::uuid AND ${isOpen} RETURNING s.kind, s.account_id AS "accountId"`,
  );

/** Fails the scans of accounts that wait or run; uploads go on. */
export async function failOpenScans(
  tx: TenantTx,
  accountIds: readonly string[],
  { finishedAt, error }: { finishedAt: Date; error: string },
): Promise<void> {
  await clientOf(tx).scan.updateMany({
    where: { status: { in: ["queued", "running"] }, kind: { not: "upload" }, accountId: { in: [...accountIds] } },
    data: { status: "failed", finishedAt, error },
  });
}

/** The scans that wait or run, of these accounts or of all. Uploads are not among them. */
export async function listOpenScanIds(tx: TenantTx, accountIds?: readonly string[]): Promise<string[]> {
  const ofAccounts = accountIds ? { accountId: { in: [...accountIds] } } : {};
  const open = await clientOf(tx).scan.findMany({
    where: { status: { in: ["queued", "running"] }, kind: { not: "upload" }, ...ofAccounts },
    select: { id: true },
  });
  return open.map(({ id }) => id);
}
