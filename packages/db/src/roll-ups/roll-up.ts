import { DayMetrics, KeyAgeCounts } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { ageDaysSql, credentialStateSql, credentialUseSql } from "../inventory/credential-state.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { writeAccountCredentialDay, writeTenantCredentialDay } from "./roll-up-credentials.ts";
import { writeAccountsScanned, writeRotationDay } from "./roll-up-rotation.ts";
import {
  ageBandsSql,
  columnsSql,
  countsOf,
  type DaysInput,
  daySql,
  shownDaysSql,
  splitAges,
  upsertSql,
} from "./roll-up-sql.ts";
import { takeTenantsTurn } from "./tenants-turn.ts";

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
const Counts = countsOf(SUMMED);
type Counts = z.output<typeof Counts>;
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
        count(*) FILTER (WHERE k.use = 'unused')::int, count(*) FILTER (WHERE k.state = 'excepted')::int, coalesce(sum(k.age), 0)::int
      FROM (
        SELECT ${ageDaysSql(Prisma.sql`c.created_at`, at)} AS age, ${credentialStateSql(at)} AS state, ${credentialUseSql(at)} AS use
        FROM ${inventorySql("credential", "c", slice)} WHERE ${of("c")} AND c.kind = 'access_key' AND c.status = 'active'
      ) k
    ) k (${Prisma.raw(SUMMED.slice(9).join(", "))})`;
}

/** Writes the day's row of an account from its present inventory, judged at `asOf`. The day's last scan wins. */
async function writeAccountDay(tx: TenantTx, input: AccountDay): Promise<void> {
  const { accountId, asOf } = input;
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO account_day (tenant_id, account_id, day, scan_id, partial, ${columns()})
    SELECT current_tenant(), ${accountId}::uuid, ${daySql(asOf)}, ${input.scanId}::uuid, ${input.partial}, counts.*
    FROM (${accountCountsSql(accountId, asOf)}) counts
    ${upsertSql("account_day", ["account_id", "day"], ["scan_id", "partial", ...SUMMED])}`,
  );
}

/** The counts of an account's day as they are kept, and as they follow from the inventory that was known at `at`. */
export async function readAccountDayAgain(
  tx: TenantTx,
  { accountId, awsAccountId, day, at }: { accountId: string; awsAccountId: string; day: string; at: Date },
): Promise<{ kept: Counts | null; again: Counts | null }> {
  const kept = await firstRowOf(
    tx,
    Counts,
    Prisma.sql`SELECT ${columns()} FROM account_day WHERE account_id = ${accountId}::uuid AND day = ${day}::date`,
  );
  return { kept, again: await firstRowOf(tx, Counts, accountCountsSql(accountId, at, { asOf: at, awsAccountId })) };
}

/** Sums the tenant's rows of a day. In the tenant's turn. */
async function sumTenantDay(tx: TenantTx, asOf: Date): Promise<void> {
  const day = daySql(asOf);
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO tenant_day (tenant_id, day, accounts, accounts_carried, accounts_partial, ${columns()})
    SELECT current_tenant(), ${day}, count(*)::int, count(*) FILTER (WHERE d.day < ${day})::int, count(*) FILTER (WHERE d.partial)::int, ${sums}
    FROM aws_account a CROSS JOIN LATERAL (
      SELECT * FROM account_day d WHERE d.account_id = a.id AND d.day <= ${day} ORDER BY d.day DESC LIMIT 1
    ) d
    WHERE a.status <> 'disconnected'
    ${upsertSql("tenant_day", ["day"], ["accounts", "accounts_carried", "accounts_partial", ...SUMMED])}`,
  );
  await writeTenantCredentialDay(tx, asOf);
}

/**
 * Writes the tenant's rows of a day: each connected account with its rows of the day, or its last ones carried forward.
 * Rows that are right already are not written.
 */
export async function writeTenantDay(tx: TenantTx, asOf: Date): Promise<void> {
  await takeTenantsTurn(tx);
  await sumTenantDay(tx, asOf);
}

/** Writes all of a day that follows from an account's present inventory: the account's rows and the tenant's. */
export async function writeDay(tx: TenantTx, input: AccountDay): Promise<void> {
  await writeAccountDay(tx, input);
  await writeAccountCredentialDay(tx, input.accountId, input.asOf);
  await takeTenantsTurn(tx);
  await writeRotationDay(tx, input.accountId, input.asOf);
  await writeAccountsScanned(tx, input.asOf);
  await sumTenantDay(tx, input.asOf);
}

const LastDay = z.object({ scanId: z.uuid(), partial: z.boolean(), isToday: z.boolean() });

/**
 * The same after a reading of only a part of the account: as the day's scan has it, with what changed since. A day without a
 * scan stays without a row, and one before the account's last scan as it was.
 */
export async function refreshDay(tx: TenantTx, { accountId, asOf }: { accountId: string; asOf: Date }): Promise<void> {
  const last = await firstRowOf(
    tx,
    LastDay,
    Prisma.sql`
    SELECT scan_id AS "scanId", partial, day = ${daySql(asOf)} AS "isToday" FROM account_day
    WHERE account_id = ${accountId}::uuid ORDER BY day DESC LIMIT 1`,
  );
  if (last?.isToday) await writeDay(tx, { accountId, asOf, scanId: last.scanId, partial: last.partial });
}

const DayRow = DayMetrics.omit({ activeKeysByAge: true }).extend(KeyAgeCounts.shape);

/**
 * The last day of each day, week or month from `from` to `to`, inclusive. A day without a row carries the last known one
 * forward with all its accounts counted as carried. Days before the first scan have no point.
 */
export async function readDays(tx: TenantTx, input: DaysInput): Promise<DayMetrics[]> {
  const source = input.awsAccountId
    ? Prisma.sql`SELECT d.day, 1 AS accounts, 0 AS accounts_carried, d.partial::int AS accounts_partial, ${columns("d.")}
        FROM account_day d JOIN aws_account a ON a.tenant_id = d.tenant_id AND a.id = d.account_id
        WHERE a.aws_account_id = ${input.awsAccountId}`
    : Prisma.sql`SELECT d.day, d.accounts, d.accounts_carried, d.accounts_partial, ${columns("d.")} FROM tenant_day d`;
  const selected = columnsOf(DayRow, "d", {
    day: Prisma.sql`s.day::text`,
    accountsCarried: Prisma.sql`CASE WHEN d.day < s.day THEN d.accounts ELSE d.accounts_carried END`,
    rolesUsed90Days: Prisma.sql`d.roles_used_90_days`,
  });
  const rows = await rowsOf(
    tx,
    DayRow,
    Prisma.sql`
    WITH source AS (${source}), shown AS (${shownDaysSql(input)})
    SELECT ${selected}
    FROM shown s CROSS JOIN LATERAL (SELECT * FROM source WHERE source.day <= s.day ORDER BY source.day DESC LIMIT 1) d
    ORDER BY s.day`,
  );
  return rows.map((row) => {
    const [activeKeysByAge, day] = splitAges(row);
    return { ...day, activeKeysByAge };
  });
}

/** Whether the tenant has any day summed yet. */
export async function hasTenantDays(tx: TenantTx): Promise<boolean> {
  return (await clientOf(tx).tenantDay.findFirst({ select: { day: true } })) !== null;
}
