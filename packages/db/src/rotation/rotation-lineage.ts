import { Day, DEFAULT_LIMITS } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { type DaysInput, shownDaysSql } from "../roll-ups/roll-up-sql.ts";
import { firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { bornAtSql, isRotationSql, precedesSql } from "./key-rotation-sql.ts";
import { accountsSql, type RotationFilter } from "./rotation-filter.ts";

type LineageInput = DaysInput & RotationFilter;

/** No grace is longer: what had ended so long before a day has nothing to do with a key that was made after it. */
const LONGEST_GRACE_DAYS = 365;

/** Since when a key `c` that is, or was to its end, not active has not been so. Without an active version it never was, as far as is known. */
const STATUSES = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT max(v.valid_from) AS at FROM entity_version v
    WHERE c.status <> 'active' AND v.subject = 'credential' AND v.subject_id = c.id AND v.change <> 'removed'
      AND v.content->>'status' = 'active'
  ) last_active ON TRUE
  LEFT JOIN LATERAL (
    SELECT min(v.valid_from) AS at FROM entity_version v
    WHERE c.status <> 'active' AND v.subject = 'credential' AND v.subject_id = c.id AND v.change <> 'removed'
      AND v.valid_from > coalesce(last_active.at, '-infinity')
  ) inactive ON TRUE`;

/** Gone without a known use, while an older key of the user lived on. */
const WAS_WITHDRAWN = Prisma.sql`
  c.gone_at IS NOT NULL AND c.last_use = 'never'
  AND NOT EXISTS (SELECT 1 FROM activity_day d WHERE d.subject = 'credential' AND d.subject_id = c.id AND d.source = 'last_used')
  AND EXISTS (
    SELECT 1 FROM credential old
    WHERE old.user_record_id = c.user_record_id AND old.kind = 'access_key' AND (old.gone_at IS NULL OR old.gone_at > c.gone_at)
      AND ${precedesSql("old", "c")})`;

/**
 * Rotations as `rotationHistory` of the domain package has them, in SQL; a test holds the two equal. Each key is paired with the newest
 * one of the user before it that had not ended longer ago than the grace; one that was withdrawn unused while an older one lived on
 * is in no pair. Looked at closely are the keys of users with more than one,
 * without those that were gone long before `from`.
 */
const rotationsSql = ({ from, owner, ...accounts }: LineageInput): Prisma.Sql => Prisma.sql`
  known_key AS MATERIALIZED (
    SELECT * FROM (
      SELECT c.id, c.user_record_id, c.created_at, c.first_seen_at, c.gone_at, c.status, c.last_use,
        ${bornAtSql("c")} AS born_at, count(*) OVER (PARTITION BY c.user_record_id) AS keys
      FROM credential c JOIN aws_account a ON a.tenant_id = c.tenant_id AND a.id = c.account_id
      WHERE c.kind = 'access_key' AND c.user_record_id IS NOT NULL
        AND (c.gone_at IS NULL OR c.gone_at >= (${from}::timestamp AT TIME ZONE 'UTC') - make_interval(hours => ${24 * LONGEST_GRACE_DAYS}::int))
        AND ${owner === undefined ? Prisma.sql`TRUE` : Prisma.sql`coalesce(c.owner, '') = ${owner}`} AND ${accountsSql(accounts)}
    ) c WHERE c.keys > 1
  ), course AS MATERIALIZED (
    SELECT c.id, c.user_record_id, c.created_at, c.first_seen_at, c.born_at,
      CASE WHEN c.status = 'active' THEN c.gone_at ELSE coalesce(inactive.at, c.first_seen_at) END AS unusable_at,
      CASE WHEN c.status = 'active' THEN c.gone_at WHEN last_active.at IS NOT NULL THEN inactive.at END AS ended_at,
      coalesce(max(l.grace_days) OVER (PARTITION BY c.user_record_id), ${DEFAULT_LIMITS.graceDays}::int) AS grace_days
    FROM known_key c ${STATUSES}
    LEFT JOIN credential_limit l ON l.credential_id = c.id AND l.valid_to IS NULL AND c.gone_at IS NULL
    WHERE NOT (${WAS_WITHDRAWN})
  ), rotation AS (
    SELECT DISTINCT ON (made.id) made.born_at AS started_at,
      CASE WHEN old.ended_at IS NOT NULL THEN greatest(old.ended_at, made.born_at) END AS ended_at
    FROM course made JOIN course old ON old.user_record_id = made.user_record_id
      AND ${isRotationSql("old", "made", { endedAt: "old.unusable_at", graceDays: "old.grace_days" })}
    ORDER BY made.id, old.born_at DESC, old.id DESC
  )`;

const utcDay = (column: string): Prisma.Sql => Prisma.raw(`(${column} AT TIME ZONE 'UTC')::date`);

const RotationEvents = z.object({
  medianCutOverDays: z
    .int()
    .nullable()
    .describe(
      "Whole days from the new key to the end of the old one, of the rotations that ended in the period; null: none did",
    ),
  days: z.array(z.object({ day: Day, started: z.int(), completed: z.int() })),
});
export type RotationEvents = z.output<typeof RotationEvents>;

/** How many rotations began and ended in each day, week or month, under its last day; one without any has no row. */
export async function readRotationEvents(tx: TenantTx, input: LineageInput): Promise<RotationEvents> {
  const bucket = (day: Prisma.Sql) => Prisma.sql`date_trunc(${input.interval}, ${day}::timestamp)`;
  const events = await firstRowOf(
    tx,
    RotationEvents,
    Prisma.sql`
    WITH ${rotationsSql(input)}, event AS (
      SELECT ${utcDay("started_at")} AS day, 1 AS started, 0 AS completed, NULL AS cut_over_days FROM rotation
      UNION ALL
      SELECT ${utcDay("ended_at")}, 0, 1, floor(extract(epoch FROM ended_at - started_at) / 86400) FROM rotation WHERE ended_at IS NOT NULL
    ), happened AS MATERIALIZED (SELECT * FROM event WHERE day BETWEEN ${input.from}::date AND ${input.to}::date),
    counted AS (
      SELECT ${bucket(Prisma.sql`day`)} AS bucket, sum(started)::int AS started, sum(completed)::int AS completed FROM happened GROUP BY 1
    )
    SELECT floor((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY cut_over_days) FROM happened) + 0.5)::int AS "medianCutOverDays",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('day', s.day, 'started', c.started, 'completed', c.completed) ORDER BY s.day)
        FROM (${shownDaysSql(input)}) s JOIN counted c ON c.bucket = ${bucket(Prisma.sql`s.day`)}
      ), '[]') AS days`,
  );
  return events ?? { medianCutOverDays: null, days: [] };
}
