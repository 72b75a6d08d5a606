import type {
  Credential,
  IamRole,
  IamUser,
  ListCredentialsInput,
  ListRolesInput,
  ListUsersInput,
  Page,
  ResourceCoverage,
  ResourceKind,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { ageDaysSql, credentialStateSql } from "./credential-state.ts";
import { all, containing, keyset, type SortKey, toPage } from "./paging.ts";

type Row<T> = Omit<T, "sources"> & { accountId: string; sortValue: string | null };
type SourceRule = { field: string; resource: ResourceKind; source: "live_api" | "credential_report" };

const SOURCES = {
  user: [
    { field: "userName, groups, policies, tags", resource: "users", source: "live_api" },
    { field: "hasConsolePassword, mfa, lastActivityAt", resource: "credential_report", source: "credential_report" },
    { field: "activeAccessKeys", resource: "access_keys", source: "live_api" },
  ],
  access_key: [
    { field: "accessKeyId, status, createdAt", resource: "access_keys", source: "live_api" },
    {
      field: "lastUsedAt, lastUsedService, lastUsedRegion",
      resource: "credential_report",
      source: "credential_report",
    },
  ],
  reported: [{ field: "status, createdAt, lastUsedAt", resource: "credential_report", source: "credential_report" }],
  role: [{ field: "trust, policies, tags, lastUsedAt", resource: "roles", source: "live_api" }],
} as const satisfies Record<string, readonly SourceRule[]>;

/** Tells each row where its values came from and when, by the coverage of its account's last scan. */
async function withSources<T extends { accountId: string }>(
  tx: TenantTx,
  rows: T[],
  rulesOf: (row: T) => readonly SourceRule[],
) {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const scans = accountIds.length
    ? await tx.$queryRaw<{ accountId: string; coverage: ResourceCoverage[] }[]>`
        SELECT a.id AS "accountId", s.coverage FROM aws_account a JOIN scan s ON s.tenant_id = a.tenant_id AND s.id = a.last_scan_id
        WHERE a.id = ANY(${accountIds}::uuid[])`
    : [];
  const coverageOf = new Map(scans.map((scan) => [scan.accountId, scan.coverage]));
  return rows.map(({ accountId, ...row }) => ({
    ...row,
    sources: rulesOf({ accountId, ...row } as T).map(({ field, resource, source }) => {
      const observedAt = coverageOf.get(accountId)?.find((entry) => entry.resource === resource)?.observedAt;
      return { field, source, observedAt: observedAt ? new Date(observedAt) : null };
    }),
  }));
}

const CREDENTIAL_SORTS: Record<string, SortKey> = {
  age: { expression: Prisma.sql`c.created_at`, type: "timestamptz", reversed: true },
  lastUsed: { expression: Prisma.sql`c.last_used_at`, type: "timestamptz" },
  userName: { expression: Prisma.sql`c.user_name`, type: "text", required: true },
};

async function selectCredentials(
  tx: TenantTx,
  asOf: Date,
  where: Prisma.Sql,
  order: ReturnType<typeof keyset>,
  limit: number,
) {
  const rows = await tx.$queryRaw<Row<Credential>[]>`
    SELECT c.id, c.kind, a.aws_account_id AS "awsAccountId", a.name AS "accountName", c.account_id AS "accountId",
      c.user_record_id AS "userRecordId", c.user_name AS "userName", c.user_id AS "userId", c.access_key_id AS "accessKeyId",
      c.status, c.created_at AS "createdAt", ${ageDaysSql(Prisma.sql`c.created_at`, asOf)} AS "ageDays",
      c.last_use AS "lastUse", c.last_used_at AS "lastUsedAt", c.last_used_service AS "lastUsedService",
      c.last_used_region AS "lastUsedRegion", c.deadline_at AS "deadlineAt", ${credentialStateSql(asOf)} AS state,
      c.owner, c.first_seen_at AS "firstSeenAt", ${order.sortValue}
    FROM credential c JOIN aws_account a ON a.tenant_id = c.tenant_id AND a.id = c.account_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
  const page = toPage(rows, limit);
  const items = await withSources(tx, page.items, (row) =>
    row.kind === "access_key" ? SOURCES.access_key : SOURCES.reported,
  );
  return { ...page, items };
}

const CREDENTIAL_ID = Prisma.sql`c.id`;

/** One page of the credentials that exist, judged at `asOf`. */
export function listCredentialRows(tx: TenantTx, input: ListCredentialsInput, asOf: Date): Promise<Page<Credential>> {
  const order = keyset(CREDENTIAL_SORTS, input.sort, CREDENTIAL_ID, input.cursor);
  const where = all([
    Prisma.sql`c.gone_at IS NULL AND a.status <> 'disconnected'`,
    input.awsAccountId ? Prisma.sql`a.aws_account_id = ${input.awsAccountId}` : null,
    input.kind ? Prisma.sql`c.kind = ${input.kind}` : null,
    input.status ? Prisma.sql`c.status = ${input.status}` : null,
    input.state ? Prisma.sql`${credentialStateSql(asOf)} = ${input.state}` : null,
    input.minAgeDays === undefined
      ? null
      : Prisma.sql`${ageDaysSql(Prisma.sql`c.created_at`, asOf)} >= ${input.minAgeDays}`,
    input.q
      ? Prisma.sql`(c.user_name ILIKE ${containing(input.q)} OR c.access_key_id ILIKE ${containing(input.q)})`
      : null,
  ]);
  return selectCredentials(tx, asOf, where, order, input.limit);
}

/** One credential, also one that is gone; null if the tenant has none of this id. */
export async function findCredential(tx: TenantTx, id: string, asOf: Date): Promise<Credential | null> {
  const order = keyset(CREDENTIAL_SORTS, "userName", CREDENTIAL_ID, undefined);
  return (await selectCredentials(tx, asOf, Prisma.sql`c.id = ${id}::uuid`, order, 1)).items[0] ?? null;
}

const USER_SORTS: Record<string, SortKey> = {
  userName: { expression: Prisma.sql`u.user_name`, type: "text", required: true },
  createdAt: { expression: Prisma.sql`u.created_at`, type: "timestamptz", required: true },
  lastActivity: { expression: Prisma.sql`u.last_activity_at`, type: "timestamptz" },
  keyAge: { expression: Prisma.sql`u.oldest_active_key_at`, type: "timestamptz", reversed: true },
};
const USER_ID = Prisma.sql`u.id`;

async function selectUsers(
  tx: TenantTx,
  asOf: Date,
  where: Prisma.Sql,
  order: ReturnType<typeof keyset>,
  limit: number,
) {
  const rows = await tx.$queryRaw<Row<IamUser>[]>`
    SELECT u.id, a.aws_account_id AS "awsAccountId", a.name AS "accountName", u.account_id AS "accountId",
      u.user_name AS "userName", u.user_id AS "userId", u.arn, u.path, u.created_at AS "createdAt", u.tags,
      u.group_names AS "groupNames", u.attached_policy_arns AS "attachedPolicyArns", u.inline_policy_names AS "inlinePolicyNames",
      u.permissions_boundary_arn AS "permissionsBoundaryArn", u.has_console_password AS "hasConsolePassword", u.mfa,
      u.active_access_keys AS "activeAccessKeys", ${ageDaysSql(Prisma.sql`u.oldest_active_key_at`, asOf)} AS "oldestActiveKeyAgeDays",
      u.last_activity_at AS "lastActivityAt", u.last_activity AS "lastActivity", u.first_seen_at AS "firstSeenAt",
      u.gone_at AS "goneAt", ${order.sortValue}
    FROM iam_user u JOIN aws_account a ON a.tenant_id = u.tenant_id AND a.id = u.account_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
  const page = toPage(rows, limit);
  return { ...page, items: await withSources(tx, page.items, () => SOURCES.user) };
}

/** One page of the users that exist. */
export function listUserRows(tx: TenantTx, input: ListUsersInput, asOf: Date): Promise<Page<IamUser>> {
  const order = keyset(USER_SORTS, input.sort, USER_ID, input.cursor);
  const where = all([
    Prisma.sql`u.gone_at IS NULL AND a.status <> 'disconnected'`,
    input.awsAccountId ? Prisma.sql`a.aws_account_id = ${input.awsAccountId}` : null,
    input.q ? Prisma.sql`u.user_name ILIKE ${containing(input.q)}` : null,
    input.hasConsolePassword === undefined ? null : Prisma.sql`u.has_console_password = ${input.hasConsolePassword}`,
    input.hasActiveKey === undefined
      ? null
      : input.hasActiveKey
        ? Prisma.sql`u.active_access_keys > 0`
        : Prisma.sql`u.active_access_keys = 0`,
    input.mfa ? Prisma.sql`u.mfa = ${input.mfa}` : null,
    input.minKeyAgeDays === undefined
      ? null
      : Prisma.sql`${ageDaysSql(Prisma.sql`u.oldest_active_key_at`, asOf)} >= ${input.minKeyAgeDays}`,
  ]);
  return selectUsers(tx, asOf, where, order, input.limit);
}

/** One user, also one that is gone; null if the tenant has none of this id. */
export async function findUser(tx: TenantTx, id: string, asOf: Date): Promise<IamUser | null> {
  const order = keyset(USER_SORTS, "userName", USER_ID, undefined);
  return (await selectUsers(tx, asOf, Prisma.sql`u.id = ${id}::uuid`, order, 1)).items[0] ?? null;
}

const ROLE_SORTS: Record<string, SortKey> = {
  roleName: { expression: Prisma.sql`r.role_name`, type: "text", required: true },
  createdAt: { expression: Prisma.sql`r.created_at`, type: "timestamptz", required: true },
  lastUsed: { expression: Prisma.sql`r.last_used_at`, type: "timestamptz" },
};
const ROLE_ID = Prisma.sql`r.id`;

async function selectRoles(tx: TenantTx, where: Prisma.Sql, order: ReturnType<typeof keyset>, limit: number) {
  const rows = await tx.$queryRaw<Row<IamRole>[]>`
    SELECT r.id, a.aws_account_id AS "awsAccountId", a.name AS "accountName", r.account_id AS "accountId",
      r.role_name AS "roleName", r.role_id AS "roleId", r.arn, r.path, r.description, r.created_at AS "createdAt", r.kind,
      r.last_use AS "lastUse", r.last_used_at AS "lastUsedAt", r.last_used_region AS "lastUsedRegion",
      r.max_session_duration_seconds AS "maxSessionDurationSeconds", r.trust, r.attached_policy_arns AS "attachedPolicyArns",
      r.inline_policy_names AS "inlinePolicyNames", r.permissions_boundary_arn AS "permissionsBoundaryArn", r.tags,
      r.first_seen_at AS "firstSeenAt", r.gone_at AS "goneAt", ${order.sortValue}
    FROM iam_role r JOIN aws_account a ON a.tenant_id = r.tenant_id AND a.id = r.account_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
  const page = toPage(rows, limit);
  return { ...page, items: await withSources(tx, page.items, () => SOURCES.role) };
}

/** One page of the roles that exist. */
export function listRoleRows(tx: TenantTx, input: ListRolesInput): Promise<Page<IamRole>> {
  const order = keyset(ROLE_SORTS, input.sort, ROLE_ID, input.cursor);
  const where = all([
    Prisma.sql`r.gone_at IS NULL AND a.status <> 'disconnected'`,
    input.awsAccountId ? Prisma.sql`a.aws_account_id = ${input.awsAccountId}` : null,
    input.q ? Prisma.sql`r.role_name ILIKE ${containing(input.q)}` : null,
    input.kind ? Prisma.sql`r.kind = ${input.kind}` : null,
  ]);
  return selectRoles(tx, where, order, input.limit);
}

/** One role, also one that is gone; null if the tenant has none of this id. */
export async function findRole(tx: TenantTx, id: string): Promise<IamRole | null> {
  const order = keyset(ROLE_SORTS, "roleName", ROLE_ID, undefined);
  return (await selectRoles(tx, Prisma.sql`r.id = ${id}::uuid`, order, 1)).items[0] ?? null;
}
