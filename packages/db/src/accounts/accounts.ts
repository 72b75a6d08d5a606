import { AwsAccount, estimateSecondsLeft, type ListAccountsInput, type Page, Scan } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { containing, type List, oneOf, pageOf } from "../sql/paging.ts";
import { clientOf, execute, firstRowOf, jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const ACCOUNTS: List<typeof AwsAccount> = {
  row: AwsAccount,
  select: columnsOf(AwsAccount, "a", { roleArn: Prisma.sql`coalesce(a.role_arn, c.role_arn)` }),
  from: Prisma.sql`aws_account a LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id`,
  id: Prisma.sql`a.id`,
  sorts: { name: { expression: Prisma.sql`a.name`, type: "text", required: true } },
};

/** One page of the tenant's accounts by name, disconnected ones too. */
export function listAccountRows(tx: TenantTx, { q, cursor, limit }: ListAccountsInput): Promise<Page<AwsAccount>> {
  const pattern = q ? containing(q) : null;
  const named = Prisma.sql`(a.name ILIKE ${pattern} OR a.alias ILIKE ${pattern} OR a.aws_account_id LIKE ${pattern})`;
  return pageOf(tx, ACCOUNTS, { where: [pattern ? named : null], sort: "name", cursor, limit });
}

/** The account of this AWS account id; null if the tenant has none. */
export const findAccountByAwsId = (tx: TenantTx, awsAccountId: string): Promise<AwsAccount | null> =>
  oneOf(tx, ACCOUNTS, Prisma.sql`a.aws_account_id = ${awsAccountId}`);

/** The account of our id; null if the tenant has none. */
export const findAccountById = (tx: TenantTx, id: string): Promise<AwsAccount | null> =>
  oneOf(tx, ACCOUNTS, Prisma.sql`a.id = ${id}::uuid`);

const AccountIds = AwsAccount.pick({ id: true, awsAccountId: true });

/** Every account of the tenant, disconnected ones too. */
export const listAccountIds = (tx: TenantTx): Promise<z.output<typeof AccountIds>[]> =>
  rowsOf(
    tx,
    AccountIds,
    Prisma.sql`SELECT id, aws_account_id AS "awsAccountId" FROM aws_account ORDER BY aws_account_id`,
  );

/** How many accounts are in which state. */
export async function countAccountsByStatus(tx: TenantTx, awsAccountId?: string): Promise<Record<string, number>> {
  const groups = await clientOf(tx).awsAccount.groupBy({
    by: ["status"],
    _count: true,
    ...(awsAccountId ? { where: { awsAccountId } } : {}),
  });
  return Object.fromEntries(groups.map((group) => [group.status, group._count]));
}

/** When the newest inventory of the tenant, or of one account, was read; null before the first scan. */
export async function newestScanAt(tx: TenantTx, awsAccountId?: string): Promise<Date | null> {
  const { _max } = await clientOf(tx).awsAccount.aggregate({
    _max: { lastScanAt: true },
    ...(awsAccountId ? { where: { awsAccountId } } : {}),
  });
  return _max.lastScanAt;
}

const { coverage: Coverage, counts: Counts } = Scan.shape;
const ScanRow = Scan.omit({ estimatedSecondsLeft: true }).extend({
  coverage: jsonOf(Coverage),
  counts: jsonOf(Counts),
});
type ScanRow = z.output<typeof ScanRow>;

const SCANS: List<typeof ScanRow> = {
  row: ScanRow,
  select: columnsOf(ScanRow, "s", { awsAccountId: Prisma.sql`a.aws_account_id` }),
  from: Prisma.sql`scan s JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id`,
  id: Prisma.sql`s.id`,
  sorts: { requestedAt: { expression: Prisma.sql`s.requested_at`, type: "timestamptz", required: true } },
};

/** How long the account's last landed scan of this kind took; null: there is none. */
async function lastDurationSeconds(tx: TenantTx, { accountId, kind }: ScanRow): Promise<number | null> {
  const last = await firstRowOf(
    tx,
    z.object({ seconds: z.number().nullable() }),
    Prisma.sql`
    SELECT extract(epoch FROM (finished_at - started_at))::float8 AS seconds FROM scan
    WHERE account_id = ${accountId}::uuid AND kind = ${kind} AND status IN ('complete', 'partial')
    ORDER BY requested_at DESC LIMIT 1`,
  );
  return last?.seconds ?? null;
}

async function toScan(tx: TenantTx, row: ScanRow, now: Date): Promise<Scan> {
  const lastSeconds = row.status === "running" ? await lastDurationSeconds(tx, row) : null;
  return {
    ...row,
    coverage: Coverage.parse(row.coverage),
    counts: Counts.parse(row.counts),
    estimatedSecondsLeft: estimateSecondsLeft({ ...row, lastDurationSeconds: lastSeconds }, now),
  };
}

/** One page of an account's scans of every kind, newest first. @param now by which the rest of a running one is estimated */
export async function listScanRows(
  tx: TenantTx,
  { accountId, ...paging }: { accountId: string; cursor?: string | undefined; limit: number },
  now: Date,
): Promise<Page<Scan>> {
  const where = [Prisma.sql`s.account_id = ${accountId}::uuid`];
  const page = await pageOf(tx, SCANS, { where, sort: "-requestedAt", ...paging });
  const items: Scan[] = [];
  for (const row of page.items) items.push(await toScan(tx, row, now));
  return { ...page, items };
}

/** One scan; null if the tenant has none of this id. @param now by which the rest of a running one is estimated */
export async function findScan(tx: TenantTx, id: string, now: Date): Promise<Scan | null> {
  const row = await oneOf(tx, SCANS, Prisma.sql`s.id = ${id}::uuid`);
  return row && toScan(tx, row, now);
}

/** Notes where and when kinds of resource were last read, next to those that this landing did not read. */
export async function mergeFreshness(tx: TenantTx, accountId: string, freshness: unknown): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE aws_account SET freshness = freshness || ${JSON.stringify(freshness)}::jsonb
    WHERE id = ${accountId}::uuid AND NOT freshness @> ${JSON.stringify(freshness)}::jsonb`,
  );
}

/** An account's own interval, or its connection's. Null: it has no connection. */
export async function scanIntervalHours(tx: TenantTx, accountId: string): Promise<number | null> {
  const account = await firstRowOf(
    tx,
    z.object({ hours: z.int().nullable() }),
    Prisma.sql`
    SELECT CASE WHEN c.id IS NOT NULL THEN coalesce(a.scan_every_hours, c.scan_every_hours) END AS hours
    FROM aws_account a LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
    WHERE a.id = ${accountId}::uuid`,
  );
  return account?.hours ?? null;
}

/** How many accounts the tenant has, but for those that are disconnected. */
export const countAccounts = (tx: TenantTx): Promise<number> =>
  clientOf(tx).awsAccount.count({ where: { status: { not: "disconnected" } } });
