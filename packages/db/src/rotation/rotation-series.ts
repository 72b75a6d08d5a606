import { type CheckId, Day, RotationCounts, type RotationSeries } from "@rolecall/domain";
import { z } from "zod";
import { countOpenNow, countOpenOfOwner } from "../findings/finding-counts.ts";
import { Prisma } from "../generated/client.ts";
import { type DaysInput, shownDaysSql } from "../roll-ups/roll-up-sql.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { accountsSql, type RotationFilter } from "./rotation-filter.ts";

export const STATES = ["ok", "due_soon", "overdue", "unused", "excepted", "unknown"] as const;
export const statesSql = (each: (state: string) => string): Prisma.Sql => Prisma.raw(STATES.map(each).join(", "));

/** The accounts with the first day on which they were judged, and the last that is known: one that is disconnected is known to its last scan. */
export const chosenSql = (filter: RotationFilter): Prisma.Sql => Prisma.sql`
  SELECT a.id, CASE WHEN a.status <> 'disconnected' THEN 'infinity'::date
      ELSE coalesce((a.last_scan_at AT TIME ZONE 'UTC')::date, '-infinity'::date) END AS last_day,
    (SELECT (j.judged_at AT TIME ZONE 'UTC')::date FROM judgement j WHERE j.account_id = a.id ORDER BY j.judged_at LIMIT 1) AS judged_day
  FROM aws_account a WHERE ${accountsSql(filter)}`;

export const RotationDayRow = RotationCounts.extend({ day: Day, accountsCarried: z.int() });
export type RotationDayRow = z.output<typeof RotationDayRow>;

/**
 * Active access keys by state on the last day of each day, week or month. A row of `rotation_day` holds until the owner's next one, or
 * to the last day of its account: what is added up is each row on its day and less on the day on which it ends, so that the cost is
 * that of the rows and of accounts times days. Days before the first judgement have no row here.
 */
export function readRotationDaysOf(tx: TenantTx, input: DaysInput & RotationFilter): Promise<RotationDayRow[]> {
  const bucket = (day: Prisma.Sql) => Prisma.sql`date_trunc(${input.interval}, ${day}::timestamp)`;
  const [owner, judged] =
    input.owner === undefined
      ? [Prisma.sql`TRUE`, Prisma.sql`c.judged_day`]
      : [Prisma.sql`r.owner = ${input.owner}`, Prisma.sql`NULL`];
  return rowsOf(
    tx,
    RotationDayRow,
    Prisma.sql`
    WITH chosen AS MATERIALIZED (${chosenSql(input)}), shown AS (
      SELECT day, ${bucket(Prisma.sql`day`)} AS bucket FROM (${shownDaysSql(input)}) days
    ), held AS (
      SELECT r.account_id, r.day, lead(r.day) OVER (PARTITION BY r.account_id, r.owner ORDER BY r.day) AS next_day, ${statesSql((state) => `r.${state}`)}
      FROM rotation_day r
      WHERE r.account_id = ANY (ARRAY(SELECT id FROM chosen)) AND r.day <= ${input.to}::date AND ${owner}
    ), of_account_day AS MATERIALIZED (
      SELECT h.account_id, e.day, ${statesSql((state) => `sum(h.${state} * e.sign) AS ${state}`)}
      FROM held h JOIN chosen c ON c.id = h.account_id
      CROSS JOIN LATERAL (VALUES (h.day, 1), (least(h.next_day, c.last_day + 1), -1)) AS e (day, sign)
      WHERE h.day <= c.last_day AND e.day <= ${input.to}::date
      GROUP BY h.account_id, e.day
    ), changes AS (
      SELECT greatest(${bucket(Prisma.sql`day`)}, ${bucket(Prisma.sql`${input.from}`)}) AS bucket, ${statesSql((state) => `sum(${state}) AS ${state}`)}
      FROM of_account_day GROUP BY 1
    ), states AS (
      SELECT s.day, ${statesSql((state) => `coalesce(sum(c.${state}) OVER (ORDER BY s.day), 0)::int AS ${state}`)}
      FROM shown s LEFT JOIN changes c ON c.bucket = s.bucket
    ), known AS (
      SELECT c.id, c.last_day, least(w.day, ${judged}) AS first_day FROM chosen c
      LEFT JOIN (SELECT account_id, min(day) AS day FROM of_account_day GROUP BY account_id) w ON w.account_id = c.id
    ), carried AS (
      SELECT s.day, count(*) FILTER (WHERE d.day IS NULL)::int AS accounts
      FROM shown s JOIN known k ON s.day BETWEEN k.first_day AND k.last_day
      LEFT JOIN account_day d ON d.account_id = k.id AND d.day = s.day
      GROUP BY s.day
    )
    SELECT s.day::text AS day, c.accounts AS "accountsCarried", s.ok, s.due_soon AS "dueSoon", s.overdue, s.unused, s.excepted, s.unknown
    FROM states s JOIN carried c ON c.day = s.day ORDER BY s.day`,
  );
}

export type RotationFindings = Pick<RotationSeries, "inNameOnly" | "deadlocked">;

/** Of which checks the findings are that a series of rotations shows. */
const SHOWN = { inNameOnly: "rotated_in_name_only", deadlocked: "two_key_deadlock" } as const satisfies Record<
  keyof RotationFindings,
  CheckId
>;

/** Open findings on rotations, excepted ones included: the list of findings shows the same rows. */
export async function countRotationFindings(
  tx: TenantTx,
  { owner, ...filter }: RotationFilter,
  now: Date,
): Promise<RotationFindings> {
  const accounts = [accountsSql(filter)];
  if (owner !== undefined) {
    const inNameOnly = await countOpenOfOwner(tx, SHOWN.inNameOnly, owner, accounts);
    return { inNameOnly, deadlocked: await countOpenOfOwner(tx, SHOWN.deadlocked, owner, accounts) };
  }
  const open = await countOpenNow(tx, accounts, now);
  const countOf = (check: CheckId) =>
    open.filter(({ checkId }) => checkId === check).reduce((sum, { count }) => sum + count, 0);
  return { inNameOnly: countOf(SHOWN.inNameOnly), deadlocked: countOf(SHOWN.deadlocked) };
}
