import {
  CredentialDeadlines,
  JudgedCredential,
  JudgedGroup,
  JudgedPolicy,
  JudgedProvider,
  JudgedRole,
  JudgedSettings,
  JudgedUserWithOwner,
  Power,
  TrustGrade,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { type InventoryTable, idsThenSql, inventorySql } from "../history/as-of.ts";
import { letsInAccountSql } from "../inventory/inventory-power.ts";
import { OWN_READS } from "../inventory/inventory-sources.ts";
import { JUDGED_POLICY } from "../inventory/policies.ts";
import { columnsOf } from "../sql/columns.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Whose inventory is judged, and of when: absent, of now. */
export type JudgedAccount = { accountId: string; awsAccountId: string; asOf?: Date | undefined };

const UserToJudge = JudgedUserWithOwner.extend({ ...OWN_READS, knownPower: Power.nullable() });
/** A user as the rules are given it, with what is kept of its last judgement and when it alone was read. */
export type UserToJudge = z.output<typeof UserToJudge>;
const CredentialToJudge = JudgedCredential.extend({
  ...CredentialDeadlines.shape,
  knownAssignedOwner: z.string().nullable(),
});
/** A credential with what is kept of its last judgement: past deadlines follow from the limits of that time. */
export type CredentialToJudge = z.output<typeof CredentialToJudge>;
const RoleToJudge = JudgedRole.extend({ knownPower: Power.nullable(), knownGrade: TrustGrade.nullable() });
export type RoleToJudge = z.output<typeof RoleToJudge>;

const USER_COLUMNS = columnsOf(UserToJudge, "u", { knownPower: Prisma.sql`u.power` });
const ROLE_COLUMNS = columnsOf(RoleToJudge, "r", {
  knownPower: Prisma.sql`r.power`,
  knownGrade: Prisma.sql`r.trust_grade`,
});
const CREDENTIAL_COLUMNS = columnsOf(CredentialToJudge, "c", {
  credentialId: Prisma.sql`coalesce(c.access_key_id, c.identity)`,
  knownAssignedOwner: Prisma.sql`c.assigned_owner`,
});
const SETTINGS_COLUMNS = columnsOf(JudgedSettings, "s", {
  passwordPolicy: Prisma.sql`nullif(s.password_policy, 'null'::jsonb)`,
  root: Prisma.sql`nullif(s.root, 'null'::jsonb)`,
});

const Identity = z.object({ id: z.uuid() });

/** The ids of what exists of a table in an account, in one order. */
async function presentIds(tx: TenantTx, table: InventoryTable, of: JudgedAccount): Promise<string[]> {
  const rows = await rowsOf(
    tx,
    Identity,
    of.asOf
      ? Prisma.sql`${idsThenSql(table, of.asOf, of.awsAccountId)} ORDER BY id`
      : Prisma.sql`
      SELECT id FROM ${Prisma.raw(table)} WHERE account_id = ${of.accountId}::uuid AND gone_at IS NULL ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Users and roles that are in memory at once: policies are large. */
const ROWS_AT_ONCE = 500;

async function* batchesOf(tx: TenantTx, table: InventoryTable, of: JudgedAccount): AsyncGenerator<string[]> {
  const ids = await presentIds(tx, table, of);
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) yield ids.slice(from, from + ROWS_AT_ONCE);
}

const readUsers = (tx: TenantTx, ids: readonly string[], asOf: Date | undefined) =>
  rowsOf(
    tx,
    UserToJudge,
    Prisma.sql`
    SELECT ${USER_COLUMNS} FROM ${inventorySql("iam_user", "u", { asOf, ids }, false)} WHERE u.id = ANY(${[...ids]}::uuid[])
    ORDER BY u.id`,
  );

/** The credentials that existed, of these that were ever known. */
async function readCredentials(tx: TenantTx, owned: Prisma.Sql, asOf: Date | undefined): Promise<CredentialToJudge[]> {
  const known = asOf ? await rowsOf(tx, Identity, Prisma.sql`SELECT c.id FROM credential c WHERE ${owned}`) : [];
  const slice = { asOf, ids: known.map(({ id }) => id) };
  return rowsOf(
    tx,
    CredentialToJudge,
    Prisma.sql`
    SELECT ${CREDENTIAL_COLUMNS} FROM ${inventorySql("credential", "c", slice)}
    WHERE ${asOf ? Prisma.sql`TRUE` : owned} AND c.gone_at IS NULL ORDER BY c.created_at, c.id`,
  );
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
  const exists = await rowsOf(
    tx,
    Identity,
    of.asOf
      ? Prisma.sql`
      SELECT id FROM (${idsThenSql("iam_user", of.asOf, of.awsAccountId)}) present WHERE id = ${userRecordId}::uuid`
      : Prisma.sql`SELECT id FROM iam_user WHERE id = ${userRecordId}::uuid AND gone_at IS NULL`,
  );
  return exists.length > 0 ? withCredentials(tx, [userRecordId], of.asOf) : [];
}

const RoleWithDoor = RoleToJudge.extend({
  isDoor: z.boolean().describe("Whether it may let in somebody of its account"),
});
type RoleWithDoor = z.output<typeof RoleWithDoor>;

const selectRoles = (
  tx: TenantTx,
  { asOf, awsAccountId }: JudgedAccount,
  ids: readonly string[],
  condition = Prisma.sql`TRUE`,
): Promise<RoleWithDoor[]> =>
  rowsOf(
    tx,
    RoleWithDoor,
    Prisma.sql`
    SELECT ${ROLE_COLUMNS}, ${letsInAccountSql(awsAccountId)} AS "isDoor"
    FROM ${inventorySql("iam_role", "r", { asOf, ids }, false)}
    WHERE r.id = ANY(${[...ids]}::uuid[]) AND ${condition} ORDER BY r.id`,
  );

type RolesToJudge = {
  /** Those that somebody of the account may become, some hundreds at a time. */
  enterable(): AsyncIterable<RoleToJudge[]>;
  /** All of them, some hundreds at a time. */
  all(): AsyncIterable<RoleToJudge[]>;
};

/** The roles of an account. Those that are in memory at once anyway are read once, however often they are asked for. */
export async function openRoles(tx: TenantTx, of: JudgedAccount): Promise<RolesToJudge> {
  const batches = await Array.fromAsync(batchesOf(tx, "iam_role", of));
  const [only, ...more] = batches;
  if (only && more.length === 0) {
    const roles = await selectRoles(tx, of, only);
    return {
      enterable: async function* () {
        yield roles.filter(({ isDoor }) => isDoor);
      },
      all: async function* () {
        yield roles;
      },
    };
  }
  return {
    enterable: async function* () {
      for (const ids of batches) yield await selectRoles(tx, of, ids, letsInAccountSql(of.awsAccountId));
    },
    all: async function* () {
      for (const ids of batches) yield await selectRoles(tx, of, ids);
    },
  };
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
  const select = <Row extends z.ZodObject>(
    table: InventoryTable,
    alias: string,
    row: Row,
    selected = columnsOf(row, alias),
  ): Promise<z.output<Row>[]> => {
    const own = Prisma.raw(alias);
    return rowsOf(
      tx,
      row,
      Prisma.sql`
      SELECT ${selected} FROM ${inventorySql(table, alias, { asOf, awsAccountId }, false)}
      WHERE ${own}.account_id = ${accountId}::uuid AND ${own}.gone_at IS NULL ORDER BY ${own}.id`,
    );
  };
  const settings = await select("account_settings", "s", JudgedSettings, SETTINGS_COLUMNS);
  return {
    policies: await select("iam_policy", "p", JudgedPolicy, JUDGED_POLICY),
    groups: await select("iam_group", "g", JudgedGroup),
    providers: await select("identity_provider", "i", JudgedProvider),
    settings: settings[0] ?? null,
    credentials: await readCredentials(
      tx,
      Prisma.sql`c.account_id = ${accountId}::uuid AND c.user_record_id IS NULL`,
      asOf,
    ),
  };
}
