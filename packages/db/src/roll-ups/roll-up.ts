import type { DayMetrics } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { ageDaysSql, credentialStateSql, isUnusedSql } from "../inventory/credential-state.ts";
import { clientOf } from "../sql/rows.ts";
import { writeAccountCredentialDay, writeTenantCredentialDay } from "./roll-up-credentials.ts";
import { writeRotationDay } from "./roll-up-rotation.ts";
import { ageBandsSql, columnsSql, daySql, instantSql, shownDaysSql, upsertSql } from "./roll-up-sql.ts";

/** Columns that account_day and tenant_day share, in one order. */
const SUMMED = [
  "users",
  "users_with_console_password",
  "users_with_active_key",
  "users_keys_unknown",
  "console_users_without_mfa",
  "roles",
  "roles_service_linked",
  "roles_used_90_days",
  "identity_center_roles",
  "active_keys",
  "d0_30",
  "d31_60",
  "d61_90",
  "d91_180",
  "d181_365",
  "d366",
  "active_keys_overdue",
  "active_keys_due_soon",
  "active_keys_unused",
  "active_keys_excepted",
  "active_keys_age_days_sum",
] as const;
/** A role that was used within so many days counts as in use. */
const USED_WITHIN_DAYS = 90;
const columns = (prefix = "") => columnsSql(SUMMED, prefix);
const sums = Prisma.raw(SUMMED.map((name) => `coalesce(sum(d."${name}"), 0)::int AS "${name}"`).join(", "));

type AccountDay = { accountId: string; scanId: string; asOf: Date; partial: boolean };

/**
 * The counts of an account at an instant, one row with the columns of `SUMMED`.
 *
 * @param slice absent: by the present inventory, which is what a landing has; else by the inventory of then.
 */
function accountCountsSql(accountId: string, at: Date, slice: Slice = {}): Prisma.Sql {
  const of = (alias: string) =>
    Prisma.sql`${Prisma.raw(alias)}.account_id = ${accountId}::uuid AND ${Prisma.raw(alias)}.gone_at IS NULL`;
  return Prisma.sql`
    SELECT u.*, r.*, k.*
    FROM (
      SELECT count(*)::int, count(*) FILTER (WHERE u.has_console_password)::int, count(*) FILTER (WHERE u.active_access_keys > 0)::int,
        count(*) FILTER (WHERE u.active_access_keys IS NULL)::int, count(*) FILTER (WHERE u.has_console_password AND NOT u.has_mfa)::int
      FROM ${inventorySql("iam_user", "u", slice, false)} WHERE ${of("u")}
    ) u (${Prisma.raw(SUMMED.slice(0, 5).join(", "))}), (
      SELECT count(*) FILTER (WHERE r.kind <> 'service_linked')::int, count(*) FILTER (WHERE r.kind = 'service_linked')::int,
        count(*) FILTER (WHERE r.kind <> 'service_linked' AND r.last_used_at > ${instantSql(at)} - make_interval(hours => ${24 * USED_WITHIN_DAYS}::int))::int,
        count(*) FILTER (WHERE r.kind = 'identity_center')::int
      FROM ${inventorySql("iam_role", "r", slice)} WHERE ${of("r")}
    ) r (${Prisma.raw(SUMMED.slice(5, 9).join(", "))}), (
      SELECT count(*)::int, ${ageBandsSql("k.age")}, count(*) FILTER (WHERE k.state = 'overdue')::int, count(*) FILTER (WHERE k.state = 'due_soon')::int,
        count(*) FILTER (WHERE k.is_unused)::int, count(*) FILTER (WHERE k.state = 'excepted')::int, coalesce(sum(k.age), 0)::int
      FROM (
        SELECT ${ageDaysSql(Prisma.sql`c.created_at`, at)} AS age, ${credentialStateSql(at)} AS state, ${isUnusedSql(at)} AS is_unused
        FROM ${inventorySql("credential", "c", slice)} WHERE ${of("c")} AND c.kind = 'access_key' AND c.status = 'active'
      ) k
    ) k (${Prisma.raw(SUMMED.slice(9).join(", "))})`;
}

/** Writes the day's row of an account from its present inventory, judged at `asOf`. The day's last scan wins. */
async function writeAccountDay(tx: TenantTx, input: AccountDay): Promise<void> {
  const { accountId, asOf } = input;
  await tx.$executeRaw`
    INSERT INTO account_day (tenant_id, account_id, day, scan_id, partial, ${columns()})
    SELECT current_tenant(), ${accountId}::uuid, ${daySql(asOf)}, ${input.scanId}::uuid, ${input.partial}, counts.*
    FROM (${accountCountsSql(accountId, asOf)}) counts
    ${upsertSql("account_day", ["account_id", "day"], ["scan_id", "partial", ...SUMMED])}`;
}

/** The counts of an account's day as they are kept, and as they follow from the inventory that was known at `at`. */
export async function readAccountDayAgain(
  tx: TenantTx,
  { accountId, awsAccountId, day, at }: { accountId: string; awsAccountId: string; day: string; at: Date },
): Promise<{ kept: Record<string, number>; again: Record<string, number> }> {
  const kept = await tx.$queryRaw<Record<string, number>[]>`
    SELECT ${columns()} FROM account_day WHERE account_id = ${accountId}::uuid AND day = ${day}::date`;
  const again = await tx.$queryRaw<
    Record<string, number>[]
  >`${accountCountsSql(accountId, at, { asOf: at, awsAccountId })}`;
  return { kept: kept[0] ?? {}, again: again[0] ?? {} };
}

/**
 * Writes the tenant's rows of a day: each connected account with its rows of the day, or its last ones carried forward.
 * Landings of one tenant take turns from here to their commit, so that the last one sees the rows of all. Rows that are right
 * already are not written.
 */
export async function writeTenantDay(tx: TenantTx, asOf: Date): Promise<void> {
  const day = daySql(asOf);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('tenant_day ' || current_tenant()::text, 0))`;
  await tx.$executeRaw`
    INSERT INTO tenant_day (tenant_id, day, accounts, accounts_carried, accounts_partial, ${columns()})
    SELECT current_tenant(), ${day}, count(*)::int, count(*) FILTER (WHERE d.day < ${day})::int, count(*) FILTER (WHERE d.partial)::int, ${sums}
    FROM aws_account a CROSS JOIN LATERAL (
      SELECT * FROM account_day d WHERE d.account_id = a.id AND d.day <= ${day} ORDER BY d.day DESC LIMIT 1
    ) d
    WHERE a.status <> 'disconnected'
    ${upsertSql("tenant_day", ["day"], ["accounts", "accounts_carried", "accounts_partial", ...SUMMED])}`;
  await writeTenantCredentialDay(tx, asOf);
}

/** Writes all of a day that follows from an account's present inventory: the account's rows and the tenant's. */
export async function writeDay(tx: TenantTx, input: AccountDay): Promise<void> {
  await writeAccountDay(tx, input);
  await writeAccountCredentialDay(tx, input.accountId, input.asOf);
  await writeRotationDay(tx, input.accountId, input.asOf);
  await writeTenantDay(tx, input.asOf);
}

/**
 * The same after a reading of only a part of the account: as the day's scan has it, with what changed since. A day without a
 * scan stays without a row, and one before the account's last scan as it was.
 */
export async function refreshDay(tx: TenantTx, { accountId, asOf }: { accountId: string; asOf: Date }): Promise<void> {
  const [last] = await tx.$queryRaw<{ scanId: string; partial: boolean; isToday: boolean }[]>`
    SELECT scan_id AS "scanId", partial, day = ${daySql(asOf)} AS "isToday" FROM account_day
    WHERE account_id = ${accountId}::uuid ORDER BY day DESC LIMIT 1`;
  if (last?.isToday) await writeDay(tx, { accountId, asOf, scanId: last.scanId, partial: last.partial });
}

type DayRow = Record<(typeof SUMMED)[number], number> & {
  day: string;
  accounts: number;
  accounts_carried: number;
  accounts_partial: number;
};

const toMetrics = (row: DayRow): DayMetrics => ({
  day: row.day,
  accounts: row.accounts,
  accountsCarried: row.accounts_carried,
  accountsPartial: row.accounts_partial,
  users: row.users,
  usersWithConsolePassword: row.users_with_console_password,
  usersWithActiveKey: row.users_with_active_key,
  usersKeysUnknown: row.users_keys_unknown,
  consoleUsersWithoutMfa: row.console_users_without_mfa,
  roles: row.roles,
  rolesServiceLinked: row.roles_service_linked,
  rolesUsed90Days: row.roles_used_90_days,
  identityCenterRoles: row.identity_center_roles,
  activeKeys: row.active_keys,
  activeKeysByAge: {
    d0_30: row.d0_30,
    d31_60: row.d31_60,
    d61_90: row.d61_90,
    d91_180: row.d91_180,
    d181_365: row.d181_365,
    d366: row.d366,
  },
  activeKeysOverdue: row.active_keys_overdue,
  activeKeysDueSoon: row.active_keys_due_soon,
  activeKeysUnused: row.active_keys_unused,
  activeKeysExcepted: row.active_keys_excepted,
  activeKeysAgeDaysSum: row.active_keys_age_days_sum,
});

/**
 * The last day of each day, week or month from `from` to `to`, inclusive. A day without a row carries the last known one
 * forward with all its accounts counted as carried. Days before the first scan have no point.
 */
export async function readDays(
  tx: TenantTx,
  input: { from: string; to: string; interval: "day" | "week" | "month"; awsAccountId?: string | undefined },
): Promise<DayMetrics[]> {
  const source = input.awsAccountId
    ? Prisma.sql`SELECT d.day, 1 AS accounts, 0 AS accounts_carried, d.partial::int AS accounts_partial, ${columns("d.")}
        FROM account_day d JOIN aws_account a ON a.tenant_id = d.tenant_id AND a.id = d.account_id
        WHERE a.aws_account_id = ${input.awsAccountId}`
    : Prisma.sql`SELECT d.day, d.accounts, d.accounts_carried, d.accounts_partial, ${columns("d.")} FROM tenant_day d`;
  const rows = await tx.$queryRaw<DayRow[]>`
    WITH source AS (${source}), shown AS (${shownDaysSql(input)})
    SELECT s.day::text AS day, d.accounts, CASE WHEN d.day < s.day THEN d.accounts ELSE d.accounts_carried END AS accounts_carried,
      d.accounts_partial, ${columns("d.")}
    FROM shown s CROSS JOIN LATERAL (SELECT * FROM source WHERE source.day <= s.day ORDER BY source.day DESC LIMIT 1) d
    ORDER BY s.day`;
  return rows.map(toMetrics);
}

/** Whether the tenant has any day summed yet. */
export async function hasTenantDays(tx: TenantTx): Promise<boolean> {
  return (await clientOf(tx).tenantDay.findFirst({ select: { day: true } })) !== null;
}
