import { v7 as uuidv7 } from "uuid";
import { ownerSql } from "./database.ts";

/** A row of a table: keys are column names, times are ISO strings. */
export type Row = Record<string, unknown>;

/** When the rows made here were made and first seen, unless a test says otherwise. */
const MADE_AT = "2026-01-01T00:00:00Z";

/** Writes rows as the owner of the tables, thousands at once. All rows have the columns of the first. */
export async function insertRows(table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((column) => `"${column}"`)
    .join(", ");
  await ownerSql(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** Twelve digits that no other test has. */
export function newAwsAccountId(): string {
  const digits = BigInt(`0x${uuidv7().replaceAll("-", "").slice(-12)}`) % 1_000_000_000_000n;
  return digits.toString().padStart(12, "0");
}

/** Ids of an account and its connection. */
export type AccountIds = { tenantId: string; connectionId: string; accountId: string; awsAccountId: string };

/** Writes an active connection with its account, never scanned unless a test says otherwise. */
export async function makeAccount(tenantId: string, account: Row = {}, connection: Row = {}): Promise<AccountIds> {
  const [connectionId, accountId] = [uuidv7(), uuidv7()];
  const awsAccountId = String(account.aws_account_id ?? newAwsAccountId());
  await insertRows("connection", [
    {
      tenant_id: tenantId,
      id: connectionId,
      name: `Connection of ${awsAccountId}`,
      kind: "account",
      partition: "aws",
      external_id: `rolecall-${uuidv7()}`,
      principal_arn: "arn:aws:iam::999988887777:role/rolecall",
      role_arn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
      status: "active",
      checks: [],
      created_at: MADE_AT,
      ...connection,
    },
  ]);
  await insertRows("aws_account", [
    {
      tenant_id: tenantId,
      id: accountId,
      connection_id: connectionId,
      aws_account_id: awsAccountId,
      partition: "aws",
      name: `Account ${awsAccountId}`,
      status: "never_scanned",
      created_at: MADE_AT,
      ...account,
    },
  ]);
  return { tenantId, connectionId, accountId, awsAccountId };
}

type OfAccount = { tenantId: string; accountId: string };
const identity = ({ tenantId, accountId }: OfAccount) => ({ tenant_id: tenantId, id: uuidv7(), account_id: accountId });

/** A finished scan that read everything it tells of. */
export const scanRow = (account: OfAccount, row: Row = {}): Row & { id: string } => ({
  ...identity(account),
  status: "complete",
  trigger: "requested",
  requested_at: MADE_AT,
  started_at: MADE_AT,
  finished_at: MADE_AT,
  attempt: 1,
  api_calls: { total: 3, throttled: 0, byAction: { "iam:ListUsers": 3 } },
  coverage: [],
  problems: [],
  ...row,
});

/** A user without any credential. */
export function userRow(account: OfAccount, row: Row = {}): Row & { id: string } {
  const base = identity(account);
  const userName = String(row.user_name ?? `user-${base.id}`);
  return {
    ...base,
    user_id: `AIDA${base.id.replaceAll("-", "").toUpperCase()}`,
    user_name: userName,
    arn: `arn:aws:iam::111122223333:user/${userName}`,
    path: "/",
    created_at: MADE_AT,
    tags: [],
    group_names: [],
    attached_policy_arns: [],
    inline_policies: [],
    has_console_password: false,
    has_mfa: row.mfa === "unknown" ? null : (row.mfa ?? "none") !== "none",
    mfa: "none",
    active_access_keys: 0,
    oldest_active_key_at: null,
    last_activity: "never",
    last_activity_at: null,
    power: "unknown",
    content_hash: "hash",
    first_seen_at: MADE_AT,
    gone_at: null,
    ...row,
  };
}

/** An active access key that was never used, without deadlines: a test that needs them sets them. */
export function credentialRow(account: OfAccount, row: Row = {}): Row & { id: string } {
  const base = identity(account);
  const accessKeyId = `AKIA${base.id.replaceAll("-", "").toUpperCase()}`;
  return {
    ...base,
    user_record_id: null,
    kind: "access_key",
    identity: accessKeyId,
    access_key_id: accessKeyId,
    user_name: `user-${base.id}`,
    user_id: null,
    status: "active",
    created_at: MADE_AT,
    last_use: "never",
    last_used_at: null,
    deadline_at: null,
    due_soon_at: null,
    unused_at: null,
    content_hash: "hash",
    first_seen_at: MADE_AT,
    gone_at: null,
    ...row,
  };
}

/** A role that trusts the account's own principals and was never used. */
export function roleRow(account: OfAccount, row: Row = {}): Row & { id: string } {
  const base = identity(account);
  const roleName = String(row.role_name ?? `role-${base.id}`);
  return {
    ...base,
    role_id: `AROA${base.id.replaceAll("-", "").toUpperCase()}`,
    role_name: roleName,
    arn: `arn:aws:iam::111122223333:role/${roleName}`,
    path: "/",
    created_at: MADE_AT,
    kind: "other",
    max_session_duration_seconds: 3600,
    trust: { principals: [], requiresExternalId: false, document: {} },
    tags: [],
    attached_policy_arns: [],
    inline_policies: [],
    instance_profile_names: [],
    last_use: "never",
    last_used_at: null,
    trust_grade: "unknown",
    power: "unknown",
    content_hash: "hash",
    first_seen_at: MADE_AT,
    gone_at: null,
    ...row,
  };
}
