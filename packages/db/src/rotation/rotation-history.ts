import {
  Credential,
  Day,
  DEFAULT_LIMITS,
  type KeyLife,
  lastUseOf,
  type RotationFacts,
  RotationLimits,
  type UsageFacts,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Of the past (`asOf`), or of now. */
type Instants = { now: Date; asOf: Date | undefined };

const KnownUse = Credential.pick({ kind: true, lastUse: true, lastUsedAt: true, status: true }).extend({
  daysUsed: z.array(Day),
});

/**
 * The use of a credential `c` as known at an instant: the days sampled until then. Of the past the last use is the last sample, unless
 * the content of then says that there was none, or that it was not known.
 */
function useSql({ now, asOf }: Instants) {
  const at = instantSql(asOf ?? now);
  const joins = Prisma.sql`
    LEFT JOIN LATERAL (
      SELECT max(least(d.last_at, ${at})) AS last_at, array_agg(DISTINCT d.day::text) AS days FROM activity_day d
      WHERE d.subject = 'credential' AND d.subject_id = c.id AND d.source = 'last_used' AND d.first_observed_at <= ${at}
    ) used ON TRUE
    LEFT JOIN LATERAL (
      SELECT v.content->>'last_use' AS last_use, v.content->>'status' AS status FROM entity_version v
      WHERE v.subject = 'credential' AND v.subject_id = c.id AND v.valid_from <= ${at} ORDER BY v.valid_from DESC LIMIT 1
    ) latest ON TRUE`;
  const then = Prisma.sql`CASE WHEN coalesce(latest.last_use, 'at') = 'at' AND used.last_at IS NOT NULL THEN 'at'
    WHEN latest.last_use IN ('never', 'before_record') THEN latest.last_use ELSE 'unknown' END`;
  return {
    joins,
    columns: {
      daysUsed: Prisma.sql`coalesce(used.days, '{}')`,
      lastUse: asOf ? then : Prisma.sql`c.last_use`,
      lastUsedAt: asOf ? Prisma.sql`used.last_at` : Prisma.sql`c.last_used_at`,
      status: asOf ? Prisma.sql`coalesce(latest.status, c.status)` : Prisma.sql`c.status`,
    },
  };
}

const KeyRow = KnownUse.extend({
  ...Credential.pick({ accessKeyId: true, createdAt: true, firstSeenAt: true, goneAt: true }).shape,
  credentialId: z.uuid(),
});
type KeyRow = z.output<typeof KeyRow>;
const StatusRow = z.object({ credentialId: z.uuid(), at: z.date(), status: Credential.shape.status });
type StatusRow = z.output<typeof StatusRow>;
/** Limits go by kind, user and holder: all access keys of a user have the same. Without a grace none was judged. */
const LimitsRow = RotationLimits.omit({ warnDaysBefore: true }).extend({ graceDays: z.int().nullable() });
type LimitsRow = z.output<typeof LimitsRow>;

function limitsOf(row: LimitsRow | null): RotationLimits {
  if (!row || row.graceDays === null) return DEFAULT_LIMITS;
  return { ...row, graceDays: row.graceDays, warnDaysBefore: [] };
}

/** The statuses of a key, each since it was first seen so; what was seen again as it was is no new one. */
function statusesOf(key: KeyRow, versions: readonly StatusRow[]): KeyLife["statuses"] {
  const changes = versions.filter(({ status }, index) => index === 0 || versions[index - 1]?.status !== status);
  if (changes.length === 0) return [{ at: key.firstSeenAt, status: key.status }];
  return changes.map(({ at, status }) => ({ at, status }));
}

/** The lives of all access keys that a user has or had, as known at `asOf` or `now`, with the limits that held for them. */
export async function readRotationFacts(
  tx: TenantTx,
  userId: string,
  instants: Instants,
): Promise<Omit<RotationFacts, "userId">> {
  const asOf = instants.asOf ?? instants.now;
  const at = instantSql(asOf);
  const { joins, columns } = useSql(instants);
  const selected = columnsOf(KeyRow, "c", {
    ...columns,
    credentialId: Prisma.sql`c.id`,
    goneAt: Prisma.sql`CASE WHEN c.gone_at <= ${at} THEN c.gone_at END`,
  });
  const keys = await rowsOf(
    tx,
    KeyRow,
    Prisma.sql`
    SELECT ${selected}
    FROM credential c ${joins}
    WHERE c.user_record_id = ${userId}::uuid AND c.kind = 'access_key' AND c.first_seen_at <= ${at}
    ORDER BY c.created_at, c.id`,
  );
  const ids = keys.map(({ credentialId }) => credentialId);
  const versions = await rowsOf(
    tx,
    StatusRow,
    Prisma.sql`
    SELECT subject_id AS "credentialId", valid_from AS at, content->>'status' AS status FROM entity_version
    WHERE subject = 'credential' AND subject_id = ANY(${ids}::uuid[]) AND change <> 'removed' AND valid_from <= ${at}
    ORDER BY subject_id, valid_from`,
  );
  const versionsOf = Map.groupBy(versions, ({ credentialId }) => credentialId);
  const present = keys.filter(({ goneAt }) => goneAt === null).map(({ credentialId }) => credentialId);
  const limits = await firstRowOf(
    tx,
    LimitsRow,
    Prisma.sql`
    SELECT max(grace_days) AS "graceDays", min(rotation_days) AS "rotationDays", min(unused_days) AS "unusedDays" FROM credential_limit
    WHERE credential_id = ANY(${present}::uuid[]) AND valid_from <= ${at} AND (valid_to IS NULL OR valid_to > ${at})`,
  );
  return {
    keys: keys.map(({ kind, lastUse, lastUsedAt, status, ...key }) => ({
      ...key,
      lastUse: lastUseOf({ kind, lastUse, lastUsedAt }),
      statuses: statusesOf({ ...key, kind, lastUse, lastUsedAt, status }, versionsOf.get(key.credentialId) ?? []),
    })),
    limits: limitsOf(limits),
    asOf,
  };
}

/** Days on which a scan was told when the credential was last used: the whole account's with its report, or one of its user alone. */
const SCAN_DAYS = Prisma.sql`
  SELECT array_agg(DISTINCT (s.finished_at AT TIME ZONE 'UTC')::date::text) AS days FROM scan s
  WHERE s.account_id = c.account_id AND s.status IN ('complete', 'partial') AND s.finished_at >= c.first_seen_at
    AND (c.gone_at IS NULL OR s.finished_at < c.gone_at)
    AND CASE WHEN s.kind = 'recheck' THEN s.user_record_id = c.user_record_id
      ELSE s.coverage @> '[{"resource": "credential_report", "state": "read"}]' END`;

const UsageRow = KnownUse.extend({
  ...Credential.pick({ createdAt: true, goneAt: true }).shape,
  scanDays: z.array(Day),
});

/** What is known of the use of a credential at `asOf` or `now`; null if the tenant has none of this id, or knew of none then. */
export async function findUsageFacts(
  tx: TenantTx,
  credentialId: string,
  instants: Instants,
): Promise<UsageFacts | null> {
  const asOf = instants.asOf ?? instants.now;
  const at = instantSql(asOf);
  const { joins, columns } = useSql(instants);
  const selected = columnsOf(UsageRow, "c", {
    ...columns,
    scanDays: Prisma.sql`coalesce(scans.days, '{}')`,
    goneAt: Prisma.sql`CASE WHEN c.gone_at <= ${at} THEN c.gone_at END`,
  });
  const row = await firstRowOf(
    tx,
    UsageRow,
    Prisma.sql`
    SELECT ${selected}
    FROM credential c ${joins} LEFT JOIN LATERAL (${SCAN_DAYS} AND s.finished_at <= ${at}) scans ON TRUE
    WHERE c.id = ${credentialId}::uuid AND c.first_seen_at <= ${at}`,
  );
  if (!row) return null;
  const { kind, daysUsed, scanDays, status, createdAt, goneAt } = row;
  return { kind, daysUsed, scanDays, lastUse: lastUseOf(row), status, createdAt, goneAt, asOf };
}
