import type {
  CredentialDeadlines,
  JudgedCredential,
  JudgedGroup,
  JudgedPolicy,
  JudgedProvider,
  JudgedRole,
  JudgedSettings,
  JudgedUser,
  Power,
  TrustGrade,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { type InventoryTable, idsThenSql, inventorySql } from "../history/as-of.ts";
import type { OwnReads } from "../inventory/inventory-sources.ts";

/** Whose inventory is judged, and of when: absent, of now. */
export type JudgedAccount = { accountId: string; awsAccountId: string; asOf?: Date | undefined };

/** A user as the rules are given it, with what is kept of its last judgement and when it alone was read. */
export type UserToJudge = JudgedUser & OwnReads & { knownPower: Power | null };
/** A credential with the deadlines that are kept of it: of then, those that followed from the limits of then. */
export type CredentialToJudge = JudgedCredential & CredentialDeadlines;
export type RoleToJudge = JudgedRole & { knownPower: Power | null; knownGrade: TrustGrade | null };

const columns = (alias: string, named: Readonly<Record<string, string>>): Prisma.Sql =>
  Prisma.raw(
    Object.entries(named)
      .map(([name, expression]) => `${expression.replaceAll("$", alias)} AS "${name}"`)
      .join(", "),
  );

const IDENTITY = { id: "$.id", arn: "$.arn", path: "$.path", createdAt: "$.created_at", tags: "$.tags" };
const HELD = { attachedPolicyArns: "$.attached_policy_arns", inlinePolicies: "$.inline_policies" };
const BOUNDARY = { permissionsBoundaryArn: "$.permissions_boundary_arn" };

const USER_COLUMNS = columns("u", {
  ...IDENTITY,
  ...HELD,
  ...BOUNDARY,
  userName: "$.user_name",
  userId: "$.user_id",
  groupNames: "$.group_names",
  hasConsolePassword: "$.has_console_password",
  hasMfa: "$.has_mfa",
  mfa: "$.mfa",
  activeAccessKeys: "$.active_access_keys",
  recheckedAt: "$.rechecked_at",
  keysReadAt: "$.keys_read_at",
  knownPower: "$.power",
});
const ROLE_COLUMNS = columns("r", {
  ...IDENTITY,
  ...HELD,
  ...BOUNDARY,
  roleName: "$.role_name",
  kind: "$.kind",
  trust: "$.trust",
  knownPower: "$.power",
  knownGrade: "$.trust_grade",
});
const CREDENTIAL_COLUMNS = columns("c", {
  id: "$.id",
  kind: "$.kind",
  userRecordId: "$.user_record_id",
  userName: "$.user_name",
  accessKeyId: "$.access_key_id",
  credentialId: "coalesce($.access_key_id, $.identity)",
  name: "$.name",
  serviceName: "$.service_name",
  status: "$.status",
  createdAt: "$.created_at",
  expiresAt: "$.expires_at",
  lastUse: "$.last_use",
  lastUsedAt: "$.last_used_at",
  lastUsedService: "$.last_used_service",
  owner: "$.owner",
  firstSeenAt: "$.first_seen_at",
  deadlineAt: "$.deadline_at",
  dueSoonAt: "$.due_soon_at",
  unusedAt: "$.unused_at",
});
/** Of a policy `p` and a group `g`, as the rules are given them. */
export const POLICY_COLUMNS = columns("p", {
  id: "$.id",
  arn: "$.arn",
  policyName: "$.policy_name",
  isAwsManaged: "$.is_aws_managed",
  document: "nullif($.policy->'document', 'null'::jsonb)",
  problem: "$.policy->>'problem'",
});
export const GROUP_COLUMNS = columns("g", { id: "$.id", groupName: "$.group_name", ...HELD });
const PROVIDER_COLUMNS = columns("i", {
  id: "$.id",
  arn: "$.arn",
  kind: "$.kind",
  name: "$.name",
  clientIds: "$.client_ids",
  validUntil: "$.valid_until",
});
const SETTINGS_COLUMNS = columns("s", {
  id: "$.id",
  passwordPolicy: "nullif($.password_policy, 'null'::jsonb)",
  passwordPolicyState: "$.password_policy_state",
  root: "nullif($.root, 'null'::jsonb)",
});

/** The ids of what exists of a table in an account, in one order. */
async function presentIds(tx: TenantTx, table: InventoryTable, of: JudgedAccount): Promise<string[]> {
  const rows = of.asOf
    ? await tx.$queryRaw<{ id: string }[]>`${idsThenSql(table, of.asOf, of.awsAccountId)} ORDER BY id`
    : await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM ${Prisma.raw(table)} WHERE account_id = ${of.accountId}::uuid AND gone_at IS NULL ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** Users and roles that are in memory at once: policies are large. */
const ROWS_AT_ONCE = 500;

async function* batchesOf(tx: TenantTx, table: InventoryTable, of: JudgedAccount): AsyncGenerator<string[]> {
  const ids = await presentIds(tx, table, of);
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) yield ids.slice(from, from + ROWS_AT_ONCE);
}

const readUsers = (tx: TenantTx, ids: readonly string[], asOf: Date | undefined) =>
  tx.$queryRaw<UserToJudge[]>`
    SELECT ${USER_COLUMNS} FROM ${inventorySql("iam_user", "u", { asOf, ids }, false)} WHERE u.id = ANY(${[...ids]}::uuid[])
    ORDER BY u.id`;

/** The credentials that existed, of these that were ever known. */
async function readCredentials(tx: TenantTx, owned: Prisma.Sql, asOf: Date | undefined): Promise<CredentialToJudge[]> {
  const known = asOf ? await tx.$queryRaw<{ id: string }[]>`SELECT c.id FROM credential c WHERE ${owned}` : [];
  const slice = { asOf, ids: known.map(({ id }) => id) };
  return tx.$queryRaw<CredentialToJudge[]>`
    SELECT ${CREDENTIAL_COLUMNS} FROM ${inventorySql("credential", "c", slice)}
    WHERE ${asOf ? Prisma.sql`TRUE` : owned} AND c.gone_at IS NULL ORDER BY c.created_at, c.id`;
}

export type UserWithCredentials = { user: UserToJudge; credentials: CredentialToJudge[] };

async function withCredentials(tx: TenantTx, ids: string[], asOf: Date | undefined): Promise<UserWithCredentials[]> {
  const users = await readUsers(tx, ids, asOf);
  const credentials = await readCredentials(tx, Prisma.sql`c.user_record_id = ANY(${ids}::uuid[])`, asOf);
  const byUser = Map.groupBy(credentials, ({ userRecordId }) => userRecordId);
  return users.map((user) => ({ user, credentials: byUser.get(user.id) ?? [] }));
}

/** The users of an account with all their credentials, some hundreds at a time. */
export async function* readUserBatches(tx: TenantTx, of: JudgedAccount): AsyncGenerator<UserWithCredentials[]> {
  for await (const ids of batchesOf(tx, "iam_user", of)) yield withCredentials(tx, ids, of.asOf);
}

/** One user with all its credentials; nothing if it did not exist. */
export async function readOneUser(
  tx: TenantTx,
  of: JudgedAccount,
  userRecordId: string,
): Promise<UserWithCredentials[]> {
  const exists = of.asOf
    ? await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM (${idsThenSql("iam_user", of.asOf, of.awsAccountId)}) present WHERE id = ${userRecordId}::uuid`
    : await tx.$queryRaw<
        { id: string }[]
      >`SELECT id FROM iam_user WHERE id = ${userRecordId}::uuid AND gone_at IS NULL`;
  return exists.length > 0 ? withCredentials(tx, [userRecordId], of.asOf) : [];
}

/** The roles of an account, some hundreds at a time. */
export async function* readRoleBatches(tx: TenantTx, of: JudgedAccount): AsyncGenerator<RoleToJudge[]> {
  const { asOf } = of;
  for await (const ids of batchesOf(tx, "iam_role", of)) {
    yield await tx.$queryRaw<RoleToJudge[]>`
      SELECT ${ROLE_COLUMNS} FROM ${inventorySql("iam_role", "r", { asOf, ids }, false)} WHERE r.id = ANY(${ids}::uuid[])
      ORDER BY r.id`;
  }
}

/** What there is of an account beside users and roles. */
export type AccountParts = {
  policies: JudgedPolicy[];
  groups: JudgedGroup[];
  providers: JudgedProvider[];
  /** Null: nothing was read of the account as a whole. */
  settings: JudgedSettings | null;
  /** Those of no user: the root user's, and server certificates. */
  credentials: CredentialToJudge[];
};

/** Policies, groups and providers of an account, and what it has as a whole. */
export async function readAccountParts(tx: TenantTx, of: JudgedAccount): Promise<AccountParts> {
  const { accountId, asOf, awsAccountId } = of;
  const select = <Row>(table: InventoryTable, alias: string, selected: Prisma.Sql) => {
    const own = Prisma.raw(alias);
    return tx.$queryRaw<Row[]>`
      SELECT ${selected} FROM ${inventorySql(table, alias, { asOf, awsAccountId }, false)}
      WHERE ${own}.account_id = ${accountId}::uuid AND ${own}.gone_at IS NULL ORDER BY ${own}.id`;
  };
  const settings = await select<JudgedSettings>("account_settings", "s", SETTINGS_COLUMNS);
  return {
    policies: await select("iam_policy", "p", POLICY_COLUMNS),
    groups: await select("iam_group", "g", GROUP_COLUMNS),
    providers: await select("identity_provider", "i", PROVIDER_COLUMNS),
    settings: settings[0] ?? null,
    credentials: await readCredentials(
      tx,
      Prisma.sql`c.account_id = ${accountId}::uuid AND c.user_record_id IS NULL`,
      asOf,
    ),
  };
}
