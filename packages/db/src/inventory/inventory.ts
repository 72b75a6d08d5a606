import {
  type Credential,
  type IamRole,
  type IamUser,
  INVENTORY,
  type ListCredentialsInput,
  type ListRolesInput,
  type ListUsersInput,
  type Page,
  type TrustGrade,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import type { Slice } from "../history/as-of.ts";
import { inUnitSql } from "../organizations/organizational-unit.ts";
import { containing, keyset, type SortKey } from "../sql/paging.ts";
import { ageDaysSql, credentialStateSql, dueInDaysSql, limitsSql, warningDaysSql } from "./credential-state.ts";
import { type Listed, selectRows, type Wanted } from "./inventory-list.ts";
import { withPower } from "./inventory-power.ts";
import { type OwnReads, withSources } from "./inventory-sources.ts";

/** The instant at which ages and states are judged: that of the inventory. */
const judgedAt = ({ asOf }: Slice, now: Date): Date => asOf ?? now;

const CREDENTIAL_SORTS: Record<string, SortKey> = {
  age: { expression: Prisma.sql`c.created_at`, type: "timestamptz", reversed: true },
  lastUsed: { expression: Prisma.sql`c.last_used_at`, type: "timestamptz" },
  userName: { expression: Prisma.sql`c.user_name`, type: "text", required: true },
};
const CREDENTIAL_COLUMNS = [
  "kind",
  "user_record_id",
  "user_name",
  "user_id",
  "access_key_id",
  "name",
  "service_name",
  "status",
  "created_at",
  "expires_at",
  "last_use",
  "last_used_at",
  "last_used_service",
  "last_used_region",
  "deadline_at",
  "owner",
] as const;
const credentials = (at: Date, asOf: Date | undefined): Listed => ({
  table: "credential",
  alias: "c",
  columns: CREDENTIAL_COLUMNS,
  more: Prisma.sql`coalesce(c.access_key_id, c.identity) AS "credentialId",
    ${ageDaysSql(Prisma.sql`c.created_at`, at)} AS "ageDays", ${credentialStateSql(at)} AS state,
    ${dueInDaysSql(at)} AS "dueInDays", ${warningDaysSql(at, asOf)} AS "warningDays", ${limitsSql(asOf)} AS limits`,
});
const CREDENTIAL_ID = Prisma.sql`c.id`;

/** When the users of these credentials were read by calls of their own. */
async function readsOfUsers(tx: TenantTx, slice: Slice, ids: (string | null)[]): Promise<Map<string, OwnReads>> {
  const userIds = [...new Set(ids.filter((id) => id !== null))];
  if (userIds.length === 0) return new Map();
  const until = slice.asOf?.toISOString() ?? "infinity";
  const rows = await tx.$queryRaw<(OwnReads & { id: string })[]>`
    SELECT id, CASE WHEN rechecked_at <= ${until}::timestamptz THEN rechecked_at END AS "recheckedAt",
      CASE WHEN keys_read_at <= ${until}::timestamptz THEN keys_read_at END AS "keysReadAt"
    FROM iam_user WHERE id = ANY(${userIds}::uuid[])`;
  return new Map(rows.map(({ id, ...reads }) => [id, reads]));
}

const NO_READS: OwnReads = { recheckedAt: null, keysReadAt: null };

async function selectCredentials(tx: TenantTx, now: Date, wanted: Wanted): Promise<Page<Credential>> {
  const { slice } = wanted;
  const page = await selectRows<Credential>(tx, credentials(judgedAt(slice, now), slice.asOf), wanted);
  const reads = await readsOfUsers(
    tx,
    slice,
    page.items.map((row) => row.userRecordId),
  );
  const items = await withSources(
    tx,
    slice,
    page.items,
    (row) => INVENTORY[row.kind].tellings,
    (row) => reads.get(row.userRecordId ?? "") ?? NO_READS,
  );
  return { ...page, items };
}

/** One page of the credentials that exist, or existed at `input.asOf`, judged at that instant or else at `now`. */
export function listCredentialRows(tx: TenantTx, input: ListCredentialsInput, now: Date): Promise<Page<Credential>> {
  const at = judgedAt(input, now);
  const order = keyset(CREDENTIAL_SORTS, input.sort, CREDENTIAL_ID, input.cursor);
  const conditions = [
    input.kind ? Prisma.sql`c.kind = ${input.kind}` : null,
    input.status ? Prisma.sql`c.status = ${input.status}` : null,
    input.owner === undefined ? null : Prisma.sql`coalesce(c.owner, '') = ${input.owner}`,
    input.unitId ? inUnitSql(input.unitId) : null,
    input.state ? Prisma.sql`${credentialStateSql(at)} = ${input.state}` : null,
    input.minAgeDays === undefined
      ? null
      : Prisma.sql`${ageDaysSql(Prisma.sql`c.created_at`, at)} >= ${input.minAgeDays}`,
    input.q
      ? Prisma.sql`(c.user_name ILIKE ${containing(input.q)} OR c.access_key_id ILIKE ${containing(input.q)} OR c.name ILIKE ${containing(input.q)})`
      : null,
  ];
  const byUse = input.state !== undefined || input.sort.endsWith("lastUsed");
  return selectCredentials(tx, now, { slice: input, conditions, order, limit: input.limit, byUse });
}

/** One credential, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export async function findCredential(tx: TenantTx, id: string, now: Date, asOf?: Date): Promise<Credential | null> {
  const order = keyset(CREDENTIAL_SORTS, "userName", CREDENTIAL_ID, undefined);
  const { items } = await selectCredentials(tx, now, { slice: { id, asOf }, conditions: [], order, limit: 1 });
  return items[0] ?? null;
}

const USER_SORTS: Record<string, SortKey> = {
  userName: { expression: Prisma.sql`u.user_name`, type: "text", required: true },
  createdAt: { expression: Prisma.sql`u.created_at`, type: "timestamptz", required: true },
  lastActivity: { expression: Prisma.sql`u.last_activity_at`, type: "timestamptz" },
  keyAge: { expression: Prisma.sql`u.oldest_active_key_at`, type: "timestamptz", reversed: true },
};
const USER_COLUMNS = [
  "user_name",
  "user_id",
  "arn",
  "path",
  "created_at",
  "tags",
  "group_names",
  "attached_policy_arns",
  "inline_policies",
  "permissions_boundary_arn",
  "has_console_password",
  "has_mfa",
  "mfa",
  "mfa_devices",
  "active_access_keys",
  "last_activity",
  "last_activity_at",
  "rechecked_at",
  "keys_read_at",
  "power",
] as const;
const USER_ID = Prisma.sql`u.id`;

type Devices = NonNullable<IamUser["mfaDevices"]>;
/** Times within JSON come as text. */
const withTimes = (devices: Devices | null): Devices | null =>
  devices?.map((device) => ({ ...device, enabledAt: device.enabledAt && new Date(device.enabledAt) })) ?? null;

async function selectUsers(tx: TenantTx, now: Date, wanted: Wanted): Promise<Page<IamUser>> {
  const { slice } = wanted;
  const more = Prisma.sql`${ageDaysSql(Prisma.sql`u.oldest_active_key_at`, judgedAt(slice, now))} AS "oldestActiveKeyAgeDays"`;
  const listed: Listed = { table: "iam_user", alias: "u", columns: USER_COLUMNS, more };
  const page = await selectRows<IamUser & OwnReads>(tx, listed, wanted);
  const items = await withSources(
    tx,
    slice,
    page.items,
    () => INVENTORY.user.tellings,
    (row) => row,
  );
  const users = items.map(({ keysReadAt: _, ...item }) => ({ ...item, mfaDevices: withTimes(item.mfaDevices) }));
  return { ...page, items: await withPower(tx, slice, "user", users) };
}

/** One page of the users that exist, or existed at `input.asOf`. */
export function listUserRows(tx: TenantTx, input: ListUsersInput, now: Date): Promise<Page<IamUser>> {
  const order = keyset(USER_SORTS, input.sort, USER_ID, input.cursor);
  const conditions = [
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
      : Prisma.sql`${ageDaysSql(Prisma.sql`u.oldest_active_key_at`, judgedAt(input, now))} >= ${input.minKeyAgeDays}`,
  ];
  const byUse = input.minKeyAgeDays !== undefined || ["lastActivity", "keyAge"].includes(input.sort.replace("-", ""));
  return selectUsers(tx, now, { slice: input, conditions, order, limit: input.limit, byUse });
}

/** One user, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export async function findUser(tx: TenantTx, id: string, now: Date, asOf?: Date): Promise<IamUser | null> {
  const order = keyset(USER_SORTS, "userName", USER_ID, undefined);
  const { items } = await selectUsers(tx, now, { slice: { id, asOf }, conditions: [], order, limit: 1 });
  return items[0] ?? null;
}

const ROLE_SORTS: Record<string, SortKey> = {
  roleName: { expression: Prisma.sql`r.role_name`, type: "text", required: true },
  createdAt: { expression: Prisma.sql`r.created_at`, type: "timestamptz", required: true },
  lastUsed: { expression: Prisma.sql`r.last_used_at`, type: "timestamptz" },
};
const ROLES: Listed = {
  table: "iam_role",
  alias: "r",
  columns: [
    "role_name",
    "role_id",
    "arn",
    "path",
    "description",
    "created_at",
    "kind",
    "last_use",
    "last_used_at",
    "last_used_region",
    "max_session_duration_seconds",
    "trust",
    "attached_policy_arns",
    "inline_policies",
    "instance_profile_names",
    "permissions_boundary_arn",
    "tags",
    "trust_grade",
    "power",
  ],
};
const ROLE_ID = Prisma.sql`r.id`;

type RoleRow = IamRole & { trustGrade: TrustGrade };

async function selectRoles(tx: TenantTx, wanted: Wanted): Promise<Page<IamRole>> {
  const { slice } = wanted;
  const page = await selectRows<RoleRow>(tx, ROLES, wanted);
  const items = await withSources(tx, slice, page.items, () => INVENTORY.role.tellings);
  const roles = items.map(({ trustGrade: grade, ...item }) => ({ ...item, trust: { ...item.trust, grade } }));
  return { ...page, items: await withPower(tx, slice, "role", roles) };
}

/** One page of the roles that exist, or existed at `input.asOf`. */
export function listRoleRows(tx: TenantTx, input: ListRolesInput): Promise<Page<IamRole>> {
  const order = keyset(ROLE_SORTS, input.sort, ROLE_ID, input.cursor);
  const conditions = [
    input.q ? Prisma.sql`r.role_name ILIKE ${containing(input.q)}` : null,
    input.kind ? Prisma.sql`r.kind = ${input.kind}` : null,
    input.grade ? Prisma.sql`r.trust_grade = ${input.grade}` : null,
  ];
  const byUse = input.grade !== undefined || input.sort.endsWith("lastUsed");
  return selectRoles(tx, { slice: input, conditions, order, limit: input.limit, byUse });
}

/** One role, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export async function findRole(tx: TenantTx, id: string, asOf?: Date): Promise<IamRole | null> {
  const order = keyset(ROLE_SORTS, "roleName", ROLE_ID, undefined);
  const { items } = await selectRoles(tx, { slice: { id, asOf }, conditions: [], order, limit: 1 });
  return items[0] ?? null;
}
