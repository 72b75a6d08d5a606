import { type CheckId, ROTATED_KINDS } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { useRecordedSinceSql } from "../sql/use-record.ts";

/** The checks that judge a credential's state, and that somebody may answer for. */
type StateCheck = Extract<CheckId, "credential_overdue" | "credential_unused">;

/** Whether somebody answers at an instant for this check of a credential `c`. */
const exceptedSql = (check: StateCheck, at: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM finding_exception x
  WHERE x.subject_id = c.id AND x.subject = 'credential' AND x.check_id = ${check}
    AND x.created_at <= ${at} AND x.expires_at > ${at} AND (x.ended_at IS NULL OR x.ended_at > ${at}))`;

/** Of a credential `c` that is not active, or deleted. */
const HAS_ENDED = Prisma.sql`(c.status <> 'active' OR c.gone_at IS NOT NULL)`;

/**
 * How a credential `c` stands by its age at an instant, in SQL, so that lists can filter and count by it. The rule is
 * `credentialState` of the domain package; a test holds the two equal. Days are 24 hours whatever the session's time zone.
 */
export function credentialStateSql(asOf: Date): Prisma.Sql {
  const at = instantSql(asOf);
  const rotated = Prisma.sql`c.kind IN (${Prisma.join([...ROTATED_KINDS])})`;
  const isExcepted = exceptedSql("credential_overdue", at);
  return Prisma.sql`CASE
    WHEN ${HAS_ENDED} THEN 'ended'
    WHEN ${rotated} AND c.created_at IS NULL THEN 'unknown'
    WHEN c.deadline_at IS NULL THEN CASE WHEN c.created_at IS NULL OR c.kind = 'server_certificate' THEN 'unknown' ELSE 'ok' END
    WHEN ${at} >= c.deadline_at + interval '24 hours' THEN CASE WHEN ${isExcepted} THEN 'excepted' ELSE 'overdue' END
    WHEN ${at} >= c.due_soon_at THEN CASE WHEN ${isExcepted} THEN 'excepted' ELSE 'due_soon' END
    ELSE 'ok' END`;
}

/** The same by its use: the rule is `credentialUse` of the domain package; a test holds the two equal. */
export function credentialUseSql(asOf: Date): Prisma.Sql {
  const at = instantSql(asOf);
  return Prisma.sql`CASE
    WHEN ${HAS_ENDED} THEN 'ended'
    WHEN ${at} >= c.unused_at THEN CASE WHEN ${exceptedSql("credential_unused", at)} THEN 'excepted' ELSE 'unused' END
    WHEN c.unused_at IS NULL THEN CASE WHEN c.last_use = 'unknown' OR (c.last_use = 'at' AND c.last_used_at IS NULL)
      OR (c.last_use = 'never' AND c.created_at IS NULL) THEN 'unknown' ELSE 'ok' END
    WHEN c.last_use = 'before_record' AND coalesce(c.created_at <= ${useRecordedSinceSql(Prisma.sql`c.kind`)}, TRUE) THEN 'unknown'
    ELSE 'ok' END`;
}

/** A last use `before_record` of a credential `c` was before this instant, if ever. */
export const lastUsedBeforeSql: Prisma.Sql = Prisma.sql`CASE WHEN c.last_use = 'before_record' THEN ${useRecordedSinceSql(Prisma.sql`c.kind`)} END`;

/** A value of a credential `c` that has no meaning once it is deleted. */
export const whileThereSql = (value: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE WHEN c.gone_at IS NULL THEN ${value} END`;

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

/**
 * Whole days since `column`, as `ageDays` of the domain package; null where it is null, which `greatest` would make 0.
 *
 * @param endedAt when it ended, from when on it ages no more; null while it has not.
 */
export function ageDaysSql(column: Prisma.Sql, asOf: Date, endedAt: Prisma.Sql | null = null): Prisma.Sql {
  const until = endedAt ? Prisma.sql`least(${instantSql(asOf)}, ${endedAt})` : instantSql(asOf);
  return Prisma.sql`CASE WHEN ${column} IS NOT NULL
    THEN greatest(0, floor(extract(epoch FROM (${until} - ${column})) / 86400))::int END`;
}
