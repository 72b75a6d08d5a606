import {
  type ActivityRow,
  columnNamesOf,
  type IndexRow,
  LANDING_TABLES,
  type LandingRow,
  type LandingTable,
  landingSchemasOf,
  type PlannedRow,
  type ScanCounts,
  type VersionRow,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { appendActivity } from "../inventory/activity.ts";
import { execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Policies are large: more at once cost memory, and save no time. */
const ROWS_PER_STATEMENT = 250;

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) yield rows.slice(from, from + ROWS_PER_STATEMENT);
}

/** PostgreSQL's jsonb holds neither NUL nor half a surrogate pair; a policy document may. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;
const toJson = (rows: readonly unknown[]): string => {
  const json = JSON.stringify(rows);
  if (!UNSTORABLE.test(json)) return json;
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\uFFFD") : value,
  );
};

/** A column as a landing has it: instants as `Date.toISOString` writes them. */
const selected = (table: LandingTable, column: string): string => {
  const times: readonly string[] = columnNamesOf(table).times;
  const iso = `to_char("${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${column}"`;
  return times.includes(column) ? iso : `"${column}"`;
};
const selectSql = (table: LandingTable, columns: readonly string[]): Prisma.Sql =>
  Prisma.raw(columns.map((column) => selected(table, column)).join(", "));
const listSql = (columns: readonly string[], prefix = ""): Prisma.Sql =>
  Prisma.raw(columns.map((column) => `${prefix}"${column}"`).join(", "));
const tableSql = (table: LandingTable): Prisma.Sql => Prisma.raw(`"${table}"`);

/**
 * The rows of an account, those that are gone too, as what comes back is the same as before. Only the columns by which a landing
 * knows which of them it has to look at.
 *
 * @param userRecordId only this user, or only this user's credentials.
 */
export async function readRowIndex<T extends LandingTable>(
  tx: TenantTx,
  table: T,
  accountId: string,
  userRecordId?: string,
): Promise<IndexRow<T>[]> {
  const userColumn = listSql([table === "iam_user" ? "id" : "user_record_id"]);
  const ofUser = userRecordId === undefined ? Prisma.empty : Prisma.sql`AND ${userColumn} = ${userRecordId}::uuid`;
  const rows = await rowsOf(
    tx,
    z.object({ row: landingSchemasOf(table).index }),
    Prisma.sql`
    SELECT to_jsonb(t) AS row FROM (
      SELECT ${selectSql(table, columnNamesOf(table).index)} FROM ${tableSql(table)} WHERE account_id = ${accountId}::uuid ${ofUser}
    ) t`,
  );
  return rows.map(({ row }) => row as IndexRow<T>);
}

/** The indexes of several tables, by the table. */
type RowIndexes<T extends LandingTable> = { readonly [Table in T]: IndexRow<Table>[] };

/** The rows of an account of several tables, as `readRowIndex` gives those of one, by one statement. */
export async function readRowIndexes<T extends LandingTable>(
  tx: TenantTx,
  tables: readonly T[],
  accountId: string,
): Promise<RowIndexes<T>> {
  const ofTables = tables.map(
    (table) => Prisma.sql`
    SELECT ${table} AS "table", to_jsonb(t) AS row FROM (
      SELECT ${selectSql(table, columnNamesOf(table).index)} FROM ${tableSql(table)} WHERE account_id = ${accountId}::uuid
    ) t`,
  );
  const schemas = z.union(tables.map((table) => landingSchemasOf(table).index));
  const rows = await rowsOf(tx, z.object({ table: z.string(), row: schemas }), Prisma.join(ofTables, " UNION ALL "));
  const byTable = Map.groupBy(rows, ({ table }) => table);
  const indexes = tables.map((table) => [table, (byTable.get(table) ?? []).map(({ row }) => row)] as const);
  return Object.fromEntries(indexes) as RowIndexes<T>;
}

/** These rows, without those of which something newer than `asOf` is known: an older reading says nothing about them any more. */
export async function readRows<T extends LandingTable>(
  tx: TenantTx,
  table: T,
  ids: readonly string[],
  asOf: Date,
): Promise<LandingRow<T>[]> {
  if (ids.length === 0) return [];
  const [asked, { subject }] = [[...ids], LANDING_TABLES[table]];
  const rows = await rowsOf(
    tx,
    z.object({ row: landingSchemasOf(table).row }),
    Prisma.sql`
    SELECT to_jsonb(t) AS row FROM (
      SELECT ${selectSql(table, columnNamesOf(table).row)} FROM ${tableSql(table)}
      WHERE id = ANY(${asked}::uuid[]) AND id <> ALL (ARRAY(
        SELECT subject_id FROM entity_version
        WHERE subject = ${subject} AND subject_id = ANY(${asked}::uuid[]) AND valid_from > ${asOf.toISOString()}::timestamptz
      ))
    ) t`,
  );
  return rows.map(({ row }) => row as LandingRow<T>);
}

/** Writes rows in bulk, new ones and changed ones alike. */
export async function upsertRows<T extends LandingTable>(
  tx: TenantTx,
  table: T,
  rows: readonly LandingRow<T>[],
): Promise<void> {
  const columns = columnNamesOf(table).row;
  const updated = columns.filter((column) => column !== "id").map((column) => `"${column}" = excluded."${column}"`);
  for (const chunk of chunks(rows)) {
    await execute(
      tx,
      Prisma.sql`
      INSERT INTO ${tableSql(table)} ("tenant_id", ${listSql(columns)})
      SELECT current_tenant(), ${listSql(columns, "r.")} FROM jsonb_populate_recordset(NULL::${tableSql(table)}, ${toJson(chunk)}::jsonb) r
      ON CONFLICT ("tenant_id", "id") DO UPDATE SET ${Prisma.raw(updated.join(", "))}`,
    );
  }
}

/** Closes the open versions of these subjects and adds their new ones; those that are there already change nothing. */
export async function appendVersions(tx: TenantTx, versions: readonly VersionRow[]): Promise<void> {
  for (const chunk of chunks(versions)) {
    // What is created has no version, or a removal's as its last, which is closed.
    const heads = chunk
      .filter(({ change }) => change !== "created")
      .map(({ subject, subject_id, valid_from }) => ({ subject, subject_id, valid_from }));
    if (heads.length > 0) {
      await execute(
        tx,
        Prisma.sql`
        UPDATE entity_version v SET valid_to = r.valid_from
        FROM jsonb_populate_recordset(NULL::entity_version, ${toJson(heads)}::jsonb) r
        WHERE v.subject = r.subject AND v.subject_id = r.subject_id AND v.valid_to IS NULL AND v.valid_from < r.valid_from`,
      );
    }
    await execute(
      tx,
      Prisma.sql`
      INSERT INTO entity_version (tenant_id, subject, subject_id, valid_from, valid_to, account_id, scan_id, change, content_hash, content)
      SELECT current_tenant(), r.subject, r.subject_id, r.valid_from, r.valid_to, r.account_id, r.scan_id, r.change, r.content_hash, r.content
      FROM jsonb_populate_recordset(NULL::entity_version, ${toJson(chunk)}::jsonb) r
      ON CONFLICT DO NOTHING`,
    );
  }
}

const present = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);

/**
 * The inventory of an account, as a landing reads and writes it.
 *
 * @param userRecordId only this user, and only this user's credentials.
 */
export const inventoryOf = (tx: TenantTx, accountId: string, userRecordId?: string) => ({
  readIndex: <T extends LandingTable>(table: T): Promise<IndexRow<T>[]> =>
    readRowIndex(tx, table, accountId, userRecordId),
  readIndexes: <T extends LandingTable>(tables: readonly T[]): Promise<RowIndexes<T>> =>
    readRowIndexes(tx, tables, accountId),
  readRows: <T extends LandingTable>(table: T, ids: readonly string[], asOf: Date): Promise<LandingRow<T>[]> =>
    readRows(tx, table, ids, asOf),
  write: async <T extends LandingTable>(table: T, planned: readonly PlannedRow<T>[]): Promise<void> => {
    const rows = planned.map(({ row }) => row);
    await upsertRows(tx, table, rows);
    await appendVersions(tx, present(planned.map(({ version }) => version)));
    await appendActivity(tx, present(planned.map(({ sample }) => sample)));
  },
  addSamples: (samples: readonly ActivityRow[]): Promise<void> => appendActivity(tx, samples),
});

/** Where the rows are that a scan counts. */
const COUNTED = {
  users: "iam_user",
  roles: "iam_role",
  credentials: "credential",
  policies: "iam_policy",
  groups: "iam_group",
  instanceProfiles: "instance_profile",
  identityProviders: "identity_provider",
} as const satisfies Record<keyof ScanCounts, LandingTable>;

const Present = z.object({
  users: z.int(),
  roles: z.int(),
  credentials: z.int(),
  policies: z.int(),
  groups: z.int(),
  instanceProfiles: z.int(),
  identityProviders: z.int(),
} satisfies Record<keyof ScanCounts, z.ZodInt>);

/** How many of each kind an account has. */
export async function countPresent(tx: TenantTx, accountId: string): Promise<z.output<typeof Present>> {
  const counts = Object.entries(COUNTED).map(
    ([name, table]) =>
      Prisma.sql`(SELECT count(*)::int FROM ${tableSql(table)} WHERE account_id = ${accountId}::uuid AND gone_at IS NULL)
        AS ${listSql([name])}`,
  );
  const present = await firstRowOf(tx, Present, Prisma.sql`SELECT ${Prisma.join(counts)}`);
  if (!present) throw new Error("PostgreSQL has counted nothing");
  return present;
}
