import { type CheckId, ROTATED_KINDS } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";

/** The checks that judge a credential's state, and that somebody may answer for. */
type StateCheck = Extract<CheckId, "credential_overdue" | "credential_unused">;

/** Whether somebody answers at an instant for this check of a credential `c`. */
const exceptedSql = (check: StateCheck, at: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM finding_exception x
  WHERE x.subject_id = c.id AND x.subject = 'credential' AND x.check_id = ${check}
    AND x.created_at <= ${at} AND x.expires_at > ${at} AND (x.ended_at IS NULL OR x.ended_at > ${at}))`;

/**
 * The state of a credential `c` at an instant, in SQL, so that lists can filter and count by it. The rule is
 * `credentialState` of the domain package; a test holds the two equal. Days are 24 hours whatever the session's time zone.
 */
export function credentialStateSql(asOf: Date): Prisma.Sql {
  const at = instantSql(asOf);
  const rotated = Prisma.sql`c.kind IN (${Prisma.join([...ROTATED_KINDS])})`;
  const isOverdue = Prisma.sql`${at} >= c.deadline_at + interval '24 hours'`;
  const isUnused = Prisma.sql`${at} >= c.unused_at`;
  const isAgeExcepted = exceptedSql("credential_overdue", at);
  return Prisma.sql`CASE
    WHEN c.status <> 'active' THEN 'ok'
    WHEN ${rotated} AND c.created_at IS NULL THEN 'unknown'
    WHEN ${isOverdue} AND NOT ${isAgeExcepted} THEN 'overdue'
    WHEN ${isUnused} AND NOT ${exceptedSql("credential_unused", at)} THEN 'unused'
    WHEN ${isOverdue} OR ${isUnused} OR (${at} >= c.due_soon_at AND ${isAgeExcepted}) THEN 'excepted'
    WHEN ${at} >= c.due_soon_at THEN 'due_soon'
    WHEN c.deadline_at IS NOT NULL OR c.unused_at IS NOT NULL THEN 'ok'
    ELSE 'unknown' END`;
}

/** Whether a credential `c` counts as unused at an instant, and nobody answers for that. */
export function isUnusedSql(asOf: Date): Prisma.Sql {
  const at = instantSql(asOf);
  return Prisma.sql`(${at} >= c.unused_at AND NOT ${exceptedSql("credential_unused", at)})`;
}

/** Whole days from an instant to the deadline of a credential `c`: 0 on the deadline's own day, which still passes. */
export const dueInDaysSql = (asOf: Date): Prisma.Sql =>
  Prisma.sql`trunc(extract(epoch FROM (c.deadline_at - ${instantSql(asOf)})) / 86400)::int`;

/** The limits that hold for a credential `c`, or held at `asOf`: before the first that are known, those. */
const limitSql = (asOf: Date | undefined): Prisma.Sql =>
  asOf
    ? Prisma.sql`SELECT * FROM credential_limit l WHERE l.credential_id = c.id ORDER BY l.valid_from <= ${instantSql(asOf)} DESC,
        CASE WHEN l.valid_from <= ${instantSql(asOf)} THEN extract(epoch FROM l.valid_from) END DESC, l.valid_from LIMIT 1`
    : Prisma.sql`SELECT * FROM credential_limit l WHERE l.credential_id = c.id AND l.valid_to IS NULL`;

/** The limits of a credential `c` as its list shows them; null where it was not judged. */
export const limitsSql = (asOf: Date | undefined): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_build_object('rotationDays', l.rotation_days, 'unusedDays', l.unused_days, 'holder', l.holder, 'reason', l.reason)
  FROM (${limitSql(asOf)}) l)`;

/**
 * The stage of warning that a credential `c` has reached at an instant, in days before the deadline: the one with the fewest.
 * 0 from the day after the deadline; null where there is no deadline, or none is reached.
 *
 * @param asOf of when the limits are; absent: of now.
 */
export function warningDaysSql(judgedAt: Date, asOf: Date | undefined): Prisma.Sql {
  const at = instantSql(judgedAt);
  return Prisma.sql`CASE WHEN ${at} >= c.deadline_at + interval '24 hours' THEN 0
    ELSE (SELECT min(stage) FROM (${limitSql(asOf)}) l CROSS JOIN unnest(l.warn_days_before) stage
      WHERE ${at} >= c.deadline_at - make_interval(hours => 24 * stage)) END`;
}

/** Whole days since `column`, as `ageDays` of the domain package; null where it is null, which `greatest` would make 0. */
export const ageDaysSql = (column: Prisma.Sql, asOf: Date): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${column} IS NOT NULL
    THEN greatest(0, floor(extract(epoch FROM (${instantSql(asOf)} - ${column})) / 86400))::int END`;
