import { type ChangeEventType, type ListChangesInput, type Page, Subject, VersionChange } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { all, keyset, toPage } from "../sql/paging.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Which events are wanted. */
export type WantedEvents = readonly { type: ChangeEventType; isFirstSeen: boolean }[];

const Content = z.record(z.string(), z.unknown());
const ChangeEventRow = z.object({
  /** The subject's. */
  id: z.uuid(),
  type: z.string(),
  at: z.date(),
  accountId: z.uuid(),
  awsAccountId: z.string(),
  accountName: z.string(),
  subject: Subject,
  scanId: z.uuid(),
  isFirstSeen: z.boolean(),
  facts: z.record(z.string(), z.unknown()),
  change: VersionChange.exclude(["learned"]),
  before: Content.nullable(),
  after: Content,
  sortValue: z.string().nullable(),
});
/** An event with its version and the one before. */
export type ChangeEventRow = Omit<z.output<typeof ChangeEventRow>, "sortValue" | "type"> & { type: ChangeEventType };

const NEWEST = { foundAt: { expression: Prisma.sql`e.at`, type: "timestamptz", required: true } } as const;
const SUBJECT_ID = Prisma.sql`e.subject_id`;

const instant = (when: Date): Prisma.Sql => Prisma.sql`${when.toISOString()}::timestamptz`;

type Order = ReturnType<typeof keyset>;
type Asked = Pick<ListChangesInput, "since" | "until" | "awsAccountId" | "subjectId">;

const conditionsOf = ({ since, until, awsAccountId }: Asked): (Prisma.Sql | null)[] => [
  since ? Prisma.sql`e.at >= ${instant(since)}` : null,
  until ? Prisma.sql`e.at < ${instant(until)}` : null,
  awsAccountId ? Prisma.sql`e.account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})` : null,
];

const wantedSql = (wanted: WantedEvents): Prisma.Sql => Prisma.sql`
  unnest(${wanted.map(({ type }) => type)}::text[], ${wanted.map(({ isFirstSeen }) => isFirstSeen)}::boolean[]) w (type, is_first_seen)`;

/** One subject has few events. */
const pageOfSubject = (subjectId: string, wanted: WantedEvents, conditions: Prisma.Sql, order: Order, limit: number) =>
  Prisma.sql`
    SELECT e.* FROM event e
    WHERE e.subject_id = ${subjectId}::uuid AND (e.type, e.is_first_seen) IN (SELECT type, is_first_seen FROM ${wantedSql(wanted)})
      AND ${conditions} ${order.orderBy} LIMIT ${limit}`;

/** Each type's newest by its index, of which the newest of all are the page: what a filter leaves out is never met. */
const pageByType = (wanted: WantedEvents, conditions: Prisma.Sql, order: Order, limit: number) => Prisma.sql`
    SELECT e.* FROM ${wantedSql(wanted)} CROSS JOIN LATERAL (
      SELECT e.* FROM event e
      WHERE e.type = w.type AND e.is_first_seen = w.is_first_seen AND ${conditions} ${order.orderBy} LIMIT ${limit}
    ) e ${order.orderBy} LIMIT ${limit}`;

/** One page of what changed, the newest first. The page is cut before anything is looked up for it. */
export async function listChangeEvents(
  tx: TenantTx,
  input: Asked & { cursor?: string | undefined; limit: number },
  wanted: WantedEvents,
): Promise<Page<ChangeEventRow>> {
  const order = keyset(NEWEST, "-foundAt", SUBJECT_ID, input.cursor);
  const conditions = all([...conditionsOf(input), order.after]);
  const page = input.subjectId
    ? pageOfSubject(input.subjectId, wanted, conditions, order, input.limit + 1)
    : pageByType(wanted, conditions, order, input.limit + 1);
  const rows = await rowsOf(
    tx,
    ChangeEventRow,
    Prisma.sql`
    WITH page AS MATERIALIZED (${page})
    SELECT e.subject_id AS id, e.type, e.at, e.account_id AS "accountId", a.aws_account_id AS "awsAccountId", a.name AS "accountName",
      e.subject, e.scan_id AS "scanId", e.is_first_seen AS "isFirstSeen", e.facts, v.change, b.content AS before, v.content AS after,
      ${order.sortValue}
    FROM page e
    JOIN aws_account a ON a.tenant_id = e.tenant_id AND a.id = e.account_id
    JOIN entity_version v ON v.tenant_id = e.tenant_id AND v.subject = e.subject AND v.subject_id = e.subject_id AND v.valid_from = e.at
    LEFT JOIN LATERAL (
      SELECT b.content FROM entity_version b
      WHERE b.subject = e.subject AND b.subject_id = e.subject_id AND b.valid_from < e.at ORDER BY b.valid_from DESC LIMIT 1
    ) b ON TRUE
    ${order.orderBy}`,
  );
  const { items, nextCursor } = toPage(rows, input.limit);
  return { items: items.map((row) => ({ ...row, type: row.type as ChangeEventType })), nextCursor };
}

const Counted = z.object({ type: z.string(), ended: z.string().nullable(), count: z.int() });

/** How many events of these types there were in (since, until], by type and, of rotations, by how the key ended. */
export async function countChangeEvents(
  tx: TenantTx,
  wanted: readonly ChangeEventType[],
  since: Date,
  until: Date,
): Promise<{ type: ChangeEventType; ended: string | null; count: number }[]> {
  const rows = await rowsOf(
    tx,
    Counted,
    Prisma.sql`
    SELECT e.type, e.facts->>'ended' AS ended, count(*)::int AS count FROM event e
    WHERE e.type = ANY(${[...wanted]}::text[]) AND NOT e.is_first_seen AND e.at > ${instant(since)} AND e.at <= ${instant(until)}
    GROUP BY 1, 2`,
  );
  return rows.map((row) => ({ ...row, type: row.type as ChangeEventType }));
}
