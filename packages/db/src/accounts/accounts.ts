import { type AwsAccount, estimateSecondsLeft, type ListAccountsInput, type Page, type Scan } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { all, containing, keyset, type SortKey, toPage } from "../sql/paging.ts";

const ACCOUNT_SORTS: Record<string, SortKey> = {
  name: { expression: Prisma.sql`a.name`, type: "text", required: true },
};
const ACCOUNT_ID = Prisma.sql`a.id`;

type AccountRow = AwsAccount & { sortValue: string | null };

function selectAccounts(tx: TenantTx, where: Prisma.Sql, order: ReturnType<typeof keyset>, limit: number) {
  return tx.$queryRaw<AccountRow[]>`
    SELECT a.id, a.aws_account_id AS "awsAccountId", a.partition, a.name, a.alias, a.connection_id AS "connectionId",
      coalesce(a.role_arn, c.role_arn) AS "roleArn", a.organizational_unit_path AS "organizationalUnitPath", a.status,
      a.status_reason AS "statusReason", a.last_scan_at AS "lastScanAt", a.last_scan_id AS "lastScanId",
      a.next_scan_at AS "nextScanAt", a.scan_every_hours AS "scanEveryHours", a.last_slow_lane_at AS "lastSlowLaneAt",
      a.next_slow_lane_at AS "nextSlowLaneAt", a.users, a.roles, a.credentials, ${order.sortValue}
    FROM aws_account a LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
}

/** One page of the tenant's accounts by name, disconnected ones too. */
export async function listAccountRows(tx: TenantTx, input: ListAccountsInput): Promise<Page<AwsAccount>> {
  const order = keyset(ACCOUNT_SORTS, "name", ACCOUNT_ID, input.cursor);
  const pattern = input.q ? containing(input.q) : null;
  const where = all([
    pattern
      ? Prisma.sql`(a.name ILIKE ${pattern} OR a.alias ILIKE ${pattern} OR a.aws_account_id LIKE ${pattern})`
      : null,
  ]);
  return toPage(await selectAccounts(tx, where, order, input.limit), input.limit);
}

/** The account of this AWS account id; null if the tenant has none. */
export async function findAccountByAwsId(tx: TenantTx, awsAccountId: string): Promise<AwsAccount | null> {
  const order = keyset(ACCOUNT_SORTS, "name", ACCOUNT_ID, undefined);
  const rows = await selectAccounts(tx, Prisma.sql`a.aws_account_id = ${awsAccountId}`, order, 1);
  return toPage(rows, 1).items[0] ?? null;
}

/** How many accounts are in which state. */
export async function countAccountsByStatus(tx: TenantTx, awsAccountId?: string): Promise<Record<string, number>> {
  const groups = await tx.awsAccount.groupBy({
    by: ["status"],
    _count: true,
    ...(awsAccountId ? { where: { awsAccountId } } : {}),
  });
  return Object.fromEntries(groups.map((group) => [group.status, group._count]));
}

/** When the newest inventory of the tenant, or of one account, was read; null before the first scan. */
export async function newestScanAt(tx: TenantTx, awsAccountId?: string): Promise<Date | null> {
  const { _max } = await tx.awsAccount.aggregate({
    _max: { lastScanAt: true },
    ...(awsAccountId ? { where: { awsAccountId } } : {}),
  });
  return _max.lastScanAt;
}

const SCAN_SORTS: Record<string, SortKey> = {
  requestedAt: { expression: Prisma.sql`s.requested_at`, type: "timestamptz", required: true },
};
const SCAN_ID = Prisma.sql`s.id`;

type ScanRow = Omit<Scan, "estimatedSecondsLeft">;

function selectScans(tx: TenantTx, where: Prisma.Sql, order: ReturnType<typeof keyset>, limit: number) {
  return tx.$queryRaw<(ScanRow & { sortValue: string | null })[]>`
    SELECT s.id, s.account_id AS "accountId", a.aws_account_id AS "awsAccountId", s.kind, s.user_record_id AS "userRecordId",
      s.status, s.trigger, s.requested_at AS "requestedAt", s.started_at AS "startedAt", s.finished_at AS "finishedAt",
      s.attempt, s.progress, s.cancelled_by AS "cancelledBy", s.error, s.api_calls AS "apiCalls", s.coverage, s.problems,
      s.counts, s.changes, ${order.sortValue}
    FROM scan s JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
}

/** How long the account's last landed scan of this kind took; null: there is none. */
async function lastDurationSeconds(tx: TenantTx, { accountId, kind }: ScanRow): Promise<number | null> {
  const rows = await tx.$queryRaw<{ seconds: number | null }[]>`
    SELECT extract(epoch FROM (finished_at - started_at))::float8 AS seconds FROM scan
    WHERE account_id = ${accountId}::uuid AND kind = ${kind} AND status IN ('complete', 'partial')
    ORDER BY requested_at DESC LIMIT 1`;
  return rows[0]?.seconds ?? null;
}

async function withEstimate(tx: TenantTx, scan: ScanRow, now: Date): Promise<Scan> {
  const lastSeconds = scan.status === "running" ? await lastDurationSeconds(tx, scan) : null;
  return { ...scan, estimatedSecondsLeft: estimateSecondsLeft({ ...scan, lastDurationSeconds: lastSeconds }, now) };
}

/** One page of an account's scans of every kind, newest first. @param now by which the rest of a running one is estimated */
export async function listScanRows(
  tx: TenantTx,
  input: { accountId: string; cursor?: string | undefined; limit: number },
  now: Date = new Date(),
): Promise<Page<Scan>> {
  const order = keyset(SCAN_SORTS, "-requestedAt", SCAN_ID, input.cursor);
  const rows = await selectScans(tx, Prisma.sql`s.account_id = ${input.accountId}::uuid`, order, input.limit);
  const page = toPage(rows, input.limit);
  const items: Scan[] = [];
  for (const scan of page.items) items.push(await withEstimate(tx, scan, now));
  return { ...page, items };
}

/** One scan; null if the tenant has none of this id. @param now by which the rest of a running one is estimated */
export async function findScan(tx: TenantTx, id: string, now: Date = new Date()): Promise<Scan | null> {
  const order = keyset(SCAN_SORTS, "-requestedAt", SCAN_ID, undefined);
  const [scan] = toPage(await selectScans(tx, Prisma.sql`s.id = ${id}::uuid`, order, 1), 1).items;
  return scan ? withEstimate(tx, scan, now) : null;
}

/**
 * Takes a scan for a run: it must be queued, or its last run's lease must have passed by the database's clock.
 *
 * @returns the run's number, or null if the scan is finished or in other hands.
 */
export async function claimScan(
  tx: TenantTx,
  scanId: string,
  startedAt: Date,
  leaseSeconds: number,
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ attempt: number }[]>`
    UPDATE scan SET status = 'running', attempt = attempt + 1, started_at = ${startedAt.toISOString()}::timestamptz, error = NULL,
      lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE id = ${scanId}::uuid AND (status = 'queued' OR (status = 'running' AND lease_until < now())) RETURNING attempt`;
  return rows[0]?.attempt ?? null;
}

/** Keeps a run alive and tells how far it is. @returns false if the run has lost its scan to another one. */
export async function renewScan(
  tx: TenantTx,
  run: { scanId: string; attempt: number },
  leaseSeconds: number,
  progress: unknown,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE scan SET lease_until = now() + make_interval(secs => ${leaseSeconds}::int), progress = ${JSON.stringify(progress)}::jsonb
    WHERE id = ${run.scanId}::uuid AND attempt = ${run.attempt} AND status = 'running'`;
  return count === 1;
}

/** Locks the scan row of a run to the end of the transaction. @returns false if the run has lost its scan. */
export async function holdScan(tx: TenantTx, run: { scanId: string; attempt: number }): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM scan WHERE id = ${run.scanId}::uuid AND attempt = ${run.attempt} AND status = 'running' FOR UPDATE`;
  return rows.length === 1;
}

/** Notes where and when kinds of resource were last read, next to those that this landing did not read. */
export async function mergeFreshness(tx: TenantTx, accountId: string, freshness: unknown): Promise<void> {
  await tx.$executeRaw`
    UPDATE aws_account SET freshness = freshness || ${JSON.stringify(freshness)}::jsonb
    WHERE id = ${accountId}::uuid AND NOT freshness @> ${JSON.stringify(freshness)}::jsonb`;
}

/** An account's own interval, or its connection's. Null: it has no connection. */
export async function scanIntervalHours(tx: TenantTx, accountId: string): Promise<number | null> {
  const rows = await tx.$queryRaw<{ hours: number | null }[]>`
    SELECT CASE WHEN c.id IS NOT NULL THEN coalesce(a.scan_every_hours, c.scan_every_hours) END AS hours
    FROM aws_account a LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
    WHERE a.id = ${accountId}::uuid`;
  return rows[0]?.hours ?? null;
}
