import type { TenantTx } from "../client.ts";

/** The tables that a landing writes in bulk, with their columns: keys of the rows are the column names. */
const LANDING_COLUMNS = {
  iam_user: [
    "id",
    "account_id",
    "user_id",
    "user_name",
    "arn",
    "path",
    "created_at",
    "tags",
    "group_names",
    "attached_policy_arns",
    "inline_policy_names",
    "permissions_boundary_arn",
    "owner",
    "has_console_password",
    "mfa",
    "active_access_keys",
    "oldest_active_key_at",
    "last_activity",
    "last_activity_at",
    "report_fingerprint",
    "content_hash",
    "first_seen_at",
    "gone_at",
  ],
  credential: [
    "id",
    "account_id",
    "user_record_id",
    "kind",
    "identity",
    "access_key_id",
    "user_name",
    "user_id",
    "owner",
    "status",
    "created_at",
    "last_use",
    "last_used_at",
    "last_used_service",
    "last_used_region",
    "deadline_at",
    "unused_at",
    "content_hash",
    "first_seen_at",
    "gone_at",
  ],
  iam_role: [
    "id",
    "account_id",
    "role_id",
    "role_name",
    "arn",
    "path",
    "description",
    "created_at",
    "kind",
    "max_session_duration_seconds",
    "trust",
    "tags",
    "attached_policy_arns",
    "inline_policy_names",
    "permissions_boundary_arn",
    "last_use",
    "last_used_at",
    "last_used_region",
    "content_hash",
    "first_seen_at",
    "gone_at",
  ],
} as const;
export type LandingTable = keyof typeof LANDING_COLUMNS;
/** A row to write: keys are column names, times are ISO strings. */
export type LandingRow = Record<string, unknown> & { id: string };

/** A row that is there, as JSON, by which the next landing tells whether anything changed. */
export type PresentRow = LandingRow & { content_hash: string; first_seen_at: string; gone_at: string | null };

const ROWS_PER_STATEMENT = 5_000;

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) yield rows.slice(from, from + ROWS_PER_STATEMENT);
}

/** The rows of an account that exist, plus those that are gone: a user or role that comes back is the same one. */
export async function readPresentRows(tx: TenantTx, table: LandingTable, accountId: string): Promise<PresentRow[]> {
  const rows = await tx.$queryRawUnsafe<{ row: PresentRow }[]>(
    `SELECT to_jsonb(t) - 'tenant_id' AS row FROM ${table} t WHERE account_id = $1::uuid`,
    accountId,
  );
  return rows.map(({ row }) => row);
}

/** Writes rows in bulk, new ones and changed ones alike. */
export async function upsertRows(tx: TenantTx, table: LandingTable, rows: readonly LandingRow[]): Promise<void> {
  const columns = LANDING_COLUMNS[table];
  const list = columns.map((column) => `"${column}"`).join(", ");
  const values = columns.map((column) => `r."${column}"`).join(", ");
  const updates = columns.filter((column) => column !== "id").map((column) => `"${column}" = excluded."${column}"`);
  for (const chunk of chunks(rows)) {
    await tx.$executeRawUnsafe(
      `INSERT INTO ${table} ("tenant_id", ${list})
       SELECT current_tenant(), ${values} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) r
       ON CONFLICT ("tenant_id", "id") DO UPDATE SET ${updates.join(", ")}`,
      JSON.stringify(chunk),
    );
  }
}

export type SubjectKind = "user" | "credential" | "role";
export type VersionRow = {
  subject: SubjectKind;
  subject_id: string;
  valid_from: string;
  /** A removal's version is closed at once: it tells when it was gone, and nothing is valid after it. */
  valid_to: string | null;
  account_id: string;
  scan_id: string;
  change: "created" | "changed" | "removed";
  content_hash: string;
  content: unknown;
};

/** Closes the open versions of these subjects and adds their new ones; those that are there already change nothing. */
export async function appendVersions(tx: TenantTx, versions: readonly VersionRow[]): Promise<void> {
  for (const chunk of chunks(versions)) {
    const json = JSON.stringify(chunk);
    await tx.$executeRaw`
      UPDATE entity_version v SET valid_to = r.valid_from
      FROM jsonb_populate_recordset(NULL::entity_version, ${json}::jsonb) r
      WHERE v.subject = r.subject AND v.subject_id = r.subject_id AND v.valid_to IS NULL AND v.valid_from < r.valid_from`;
    await tx.$executeRaw`
      INSERT INTO entity_version (tenant_id, subject, subject_id, valid_from, valid_to, account_id, scan_id, change, content_hash, content)
      SELECT current_tenant(), r.subject, r.subject_id, r.valid_from, r.valid_to, r.account_id, r.scan_id, r.change, r.content_hash, r.content
      FROM jsonb_populate_recordset(NULL::entity_version, ${json}::jsonb) r
      ON CONFLICT DO NOTHING`;
  }
}
