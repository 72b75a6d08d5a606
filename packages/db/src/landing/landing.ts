import type { ScanCounts, Subject, VersionChange } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { LANDING_TABLES, type LandingTable } from "./landing-tables.ts";

export { LANDING_TABLES, type LandingTable } from "./landing-tables.ts";

/** A row to write: keys are column names, times are ISO strings. */
export type LandingRow = Record<string, unknown> & { id: string };

/** What every row that is there has. */
type Kept = { content_hash: string; first_seen_at: string; gone_at: string | null };
/** A row that is there, as JSON, with all its columns. */
export type PresentRow = LandingRow & Kept;
/** As much of a row that is there as tells whether a landing has to look at it: see `index` and `volatile` of its table. */
export type IndexRow = LandingRow & Kept;

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

/** Landings of one account take turns from here to their commit. */
export async function lockLanding(tx: TenantTx, accountId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('landing ' || current_tenant()::text || ${accountId}, 0))`;
}

/**
 * The rows of an account, those that are gone too, as what comes back is the same as before. Only the columns by which a
 * landing tells which of them it has to look at.
 *
 * @param userRecordId only this user, or only this user's credentials.
 */
export async function readRowIndex(
  tx: TenantTx,
  table: LandingTable,
  accountId: string,
  userRecordId?: string,
): Promise<IndexRow[]> {
  const { identity, index, volatile } = LANDING_TABLES[table];
  const columns = new Set<string>(["id", identity, ...index, ...volatile, "content_hash", "first_seen_at", "gone_at"]);
  const list = [...columns].map((column) => `"${column}"`).join(", ");
  const ofUser = table === "iam_user" ? "id" : "user_record_id";
  const rows = await tx.$queryRawUnsafe<{ row: IndexRow }[]>(
    `SELECT to_jsonb(t) AS row FROM (SELECT ${list} FROM ${table} WHERE account_id = $1::uuid
       ${userRecordId === undefined ? "" : `AND ${ofUser} = $2::uuid`}) t`,
    ...[accountId, ...(userRecordId === undefined ? [] : [userRecordId])],
  );
  return rows.map(({ row }) => row);
}

/** These rows with all their columns. */
export async function readRows(tx: TenantTx, table: LandingTable, ids: readonly string[]): Promise<PresentRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRawUnsafe<{ row: PresentRow }[]>(
    `SELECT to_jsonb(t) - 'tenant_id' AS row FROM ${table} t WHERE id = ANY($1::uuid[])`,
    ids,
  );
  return rows.map(({ row }) => row);
}

/** Those of these subjects of which something newer than `asOf` is known: a reading of then says nothing about them any more. */
export async function readNewerSubjects(
  tx: TenantTx,
  subject: Subject,
  ids: readonly string[],
  asOf: Date,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT subject_id::text AS id FROM entity_version
    WHERE subject = ${subject} AND subject_id = ANY(${ids}::uuid[]) AND valid_from > ${asOf.toISOString()}::timestamptz`;
  return new Set(rows.map(({ id }) => id));
}

/** Writes rows in bulk, new ones and changed ones alike. */
export async function upsertRows(tx: TenantTx, table: LandingTable, rows: readonly LandingRow[]): Promise<void> {
  const { content, volatile } = LANDING_TABLES[table];
  const columns = ["id", "account_id", ...content, ...volatile, "content_hash", "first_seen_at", "gone_at"];
  const list = columns.map((column) => `"${column}"`).join(", ");
  const values = columns.map((column) => `r."${column}"`).join(", ");
  const updates = columns.filter((column) => column !== "id").map((column) => `"${column}" = excluded."${column}"`);
  for (const chunk of chunks(rows)) {
    await tx.$executeRawUnsafe(
      `INSERT INTO ${table} ("tenant_id", ${list})
       SELECT current_tenant(), ${values} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) r
       ON CONFLICT ("tenant_id", "id") DO UPDATE SET ${updates.join(", ")}`,
      toJson(chunk),
    );
  }
}

export type VersionRow = {
  subject: Subject;
  subject_id: string;
  valid_from: string;
  /** A removal's version is closed at once: it tells when it was gone, and nothing is valid after it. */
  valid_to: string | null;
  account_id: string;
  scan_id: string;
  change: VersionChange;
  content_hash: string;
  content: unknown;
};

/** Closes the open versions of these subjects and adds their new ones; those that are there already change nothing. */
export async function appendVersions(tx: TenantTx, versions: readonly VersionRow[]): Promise<void> {
  for (const chunk of chunks(versions)) {
    // What is created has no version, or a removal's as its last, which is closed.
    const heads = chunk
      .filter(({ change }) => change !== "created")
      .map(({ subject, subject_id, valid_from }) => ({ subject, subject_id, valid_from }));
    if (heads.length > 0) {
      await tx.$executeRaw`
        UPDATE entity_version v SET valid_to = r.valid_from
        FROM jsonb_populate_recordset(NULL::entity_version, ${toJson(heads)}::jsonb) r
        WHERE v.subject = r.subject AND v.subject_id = r.subject_id AND v.valid_to IS NULL AND v.valid_from < r.valid_from`;
    }
    await tx.$executeRaw`
      INSERT INTO entity_version (tenant_id, subject, subject_id, valid_from, valid_to, account_id, scan_id, change, content_hash, content)
      SELECT current_tenant(), r.subject, r.subject_id, r.valid_from, r.valid_to, r.account_id, r.scan_id, r.change, r.content_hash, r.content
      FROM jsonb_populate_recordset(NULL::entity_version, ${toJson(chunk)}::jsonb) r
      ON CONFLICT DO NOTHING`;
  }
}

/** How many of each kind an account has. */
export async function countPresent(tx: TenantTx, accountId: string): Promise<{ [Kind in keyof ScanCounts]: number }> {
  const of = (table: LandingTable) =>
    `(SELECT count(*)::int FROM ${table} WHERE account_id = $1::uuid AND gone_at IS NULL)`;
  const [counts] = await tx.$queryRawUnsafe<Awaited<ReturnType<typeof countPresent>>[]>(
    `SELECT ${of("iam_user")} AS "users", ${of("iam_role")} AS "roles", ${of("credential")} AS "credentials",
       ${of("iam_policy")} AS "policies", ${of("iam_group")} AS "groups", ${of("instance_profile")} AS "instanceProfiles",
       ${of("identity_provider")} AS "identityProviders"`,
    accountId,
  );
  if (!counts) throw new Error("PostgreSQL has counted nothing");
  return counts;
}
