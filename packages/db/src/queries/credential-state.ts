import { CREDENTIAL_LIMITS, ROTATED_KINDS } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";

/**
 * The state of a credential `c` at an instant, in SQL, so that lists can filter and count by it. The rule is
 * `credentialState` of the domain package; a test holds the two equal. Days are 24 hours whatever the session's time zone.
 */
export function credentialStateSql(asOf: Date): Prisma.Sql {
  const at = Prisma.sql`${asOf.toISOString()}::timestamptz`;
  const rotated = Prisma.sql`c.kind IN (${Prisma.join([...ROTATED_KINDS])})`;
  return Prisma.sql`CASE
    WHEN c.status <> 'active' THEN 'ok'
    WHEN ${rotated} AND c.deadline_at IS NULL THEN 'unknown'
    WHEN ${at} >= c.deadline_at + interval '24 hours' THEN 'overdue'
    WHEN ${at} >= c.unused_at THEN 'unused'
    WHEN ${at} >= c.deadline_at - make_interval(hours => ${24 * CREDENTIAL_LIMITS.dueSoonDays}::int) THEN 'due_soon'
    WHEN c.deadline_at IS NOT NULL OR c.unused_at IS NOT NULL THEN 'ok'
    ELSE 'unknown' END`;
}

/** Whole days since `column`, as `ageDays` of the domain package; null where it is null, which `greatest` would make 0. */
export const ageDaysSql = (column: Prisma.Sql, asOf: Date): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${column} IS NOT NULL
    THEN greatest(0, floor(extract(epoch FROM (${asOf.toISOString()}::timestamptz - ${column})) / 86400))::int END`;
