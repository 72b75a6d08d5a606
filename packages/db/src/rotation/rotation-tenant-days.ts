import { Prisma } from "../generated/client.ts";
import { type DaysInput, shownDaysSql } from "../roll-ups/roll-up-sql.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import type { RotationFilter } from "./rotation-filter.ts";
import { chosenSql, RotationDayRow, readRotationDaysOf, statesSql } from "./rotation-series.ts";

/**
 * What the tenant's steps hold of accounts that are disconnected and their series has no more: each is known to its last scan. To be
 * added, by day.
 */
const endedSql = Prisma.sql`
  SELECT e.day, ${statesSql((state) => `sum(h.${state} * e.sign) AS ${state}`)} FROM (
    SELECT c.last_day, r.day, lead(r.day) OVER (PARTITION BY r.account_id, r.owner ORDER BY r.day) AS next_day, ${statesSql((state) => `r.${state}`)}
    FROM chosen c JOIN rotation_day r ON r.account_id = c.id WHERE c.last_day <> 'infinity'
  ) h
  CROSS JOIN LATERAL (VALUES (CASE WHEN h.day > h.last_day THEN h.day END, -1), (h.next_day, 1),
    (CASE WHEN h.day <= h.last_day THEN least(h.next_day, h.last_day + 1) END, -1)) AS e (day, sign)
  WHERE e.day IS NOT NULL GROUP BY e.day`;

/** `readRotationDays` of all accounts, by the tenant's steps from day to day: its cost is that of days and of accounts, not of both times each other. */
export function readTenantRotationDays(tx: TenantTx, input: DaysInput): Promise<RotationDayRow[]> {
  const bucket = (day: Prisma.Sql) => Prisma.sql`date_trunc(${input.interval}, ${day}::timestamp)`;
  return rowsOf(
    tx,
    RotationDayRow,
    Prisma.sql`
    WITH chosen AS MATERIALIZED (${chosenSql({})}), shown AS (
      SELECT day, ${bucket(Prisma.sql`day`)} AS bucket FROM (${shownDaysSql(input)}) days
    ), changes AS (
      SELECT greatest(${bucket(Prisma.sql`day`)}, ${bucket(Prisma.sql`${input.from}`)}) AS bucket, ${statesSql((state) => `sum(${state}) AS ${state}`)}
      FROM (SELECT day, ${statesSql((state) => state)} FROM tenant_rotation_day UNION ALL ${endedSql}) steps
      WHERE day <= ${input.to}::date GROUP BY 1
    ), states AS (
      SELECT s.day, ${statesSql((state) => `coalesce(sum(c.${state}) OVER (ORDER BY s.day), 0)::int AS ${state}`)}
      FROM shown s LEFT JOIN changes c ON c.bucket = s.bucket
    ), known_account AS MATERIALIZED (
      SELECT c.last_day, least(c.judged_day, (SELECT r.day FROM rotation_day r WHERE r.account_id = c.id ORDER BY r.day LIMIT 1)) AS first_day
      FROM chosen c
    ), comings AS (
      SELECT greatest(${bucket(Prisma.sql`e.day`)}, ${bucket(Prisma.sql`${input.from}`)}) AS bucket, sum(e.sign) AS accounts
      FROM known_account k CROSS JOIN LATERAL (VALUES (k.first_day, 1), (k.last_day + 1, -1)) AS e (day, sign)
      WHERE k.first_day <= k.last_day AND e.day <= ${input.to}::date GROUP BY 1
    ), known AS (
      SELECT s.day, coalesce(sum(c.accounts) OVER (ORDER BY s.day), 0)::int AS accounts FROM shown s LEFT JOIN comings c ON c.bucket = s.bucket
    )
    SELECT s.day::text AS day, greatest(0, k.accounts - coalesce(t.accounts_scanned, 0)) AS "accountsCarried",
      s.ok, s.due_soon AS "dueSoon", s.overdue, s.unused, s.excepted, s.unknown
    FROM states s JOIN known k ON k.day = s.day AND k.accounts > 0 LEFT JOIN tenant_rotation_day t ON t.day = s.day ORDER BY s.day`,
  );
}

/** The same of some accounts, or of one owner, by the rows of each account; of all by the tenant's. */
export const readRotationDays = (tx: TenantTx, input: DaysInput & RotationFilter): Promise<RotationDayRow[]> =>
  input.awsAccountId || input.unitId || input.owner !== undefined
    ? readRotationDaysOf(tx, input)
    : readTenantRotationDays(tx, input);
