import { Day, DEFAULT_LIMITS } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { type DaysInput, shownDaysSql } from "../roll-ups/roll-up-sql.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { bornAtSql, isRotationSql, precedesSql } from "./key-rotation-sql.ts";
import { accountsSql, type RotationFilter } from "./rotation-filter.ts";

type LineageInput = DaysInput & RotationFilter;
/** Whose rotations: of accounts or an owner, or of some users alone. */
type Lineage = RotationFilter & { from: string; users?: Prisma.Sql };

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
const rotationsSql = ({ from, owner, users, ...accounts }: Lineage): Prisma.Sql => Prisma.sql`
  known_key AS MATERIALIZED (
    SELECT * FROM (
      SELECT c.id, c.account_id, c.user_record_id, c.created_at, c.first_seen_at, c.gone_at, c.status, c.last_use,
        ${bornAtSql("c")} AS born_at, count(*) OVER (PARTITION BY c.user_record_id) AS keys
      FROM credential c JOIN aws_account a ON a.tenant_id = c.tenant_id AND a.id = c.account_id
      WHERE c.kind = 'access_key' AND c.user_record_id IS NOT NULL
        AND (c.gone_at IS NULL OR c.gone_at >= (${from}::timestamp AT TIME ZONE 'UTC') - make_interval(hours => ${24 * LONGEST_GRACE_DAYS}::int))
        AND ${owner === undefined ? Prisma.sql`TRUE` : Prisma.sql`coalesce(c.owned_by, '') = ${owner}`} AND ${accountsSql(accounts)} AND ${users ?? Prisma.sql`TRUE`}
    ) c WHERE c.keys > 1
  ), course AS MATERIALIZED (
    SELECT c.id, c.account_id, c.user_record_id, c.created_at, c.first_seen_at, c.born_at,
      CASE WHEN c.status = 'active' THEN c.gone_at ELSE coalesce(inactive.at, c.first_seen_at) END AS unusable_at,
      CASE WHEN c.status = 'active' THEN c.gone_at WHEN last_active.at IS NOT NULL THEN inactive.at END AS ended_at,
      coalesce(max(l.grace_days) OVER (PARTITION BY c.user_record_id), ${DEFAULT_LIMITS.graceDays}::int) AS grace_days
    FROM known_key c ${STATUSES}
    LEFT JOIN credential_limit l ON l.credential_id = c.id AND l.valid_to IS NULL AND c.gone_at IS NULL
    WHERE NOT (${WAS_WITHDRAWN})
  ), rotation AS (
    SELECT DISTINCT ON (made.id) made.id AS made_id, made.account_id, made.born_at AS started_at,
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

/** Rotations as they are kept, by the days on which they began and ended. */
const keptSql = ({ from, to, ...accounts }: LineageInput): Prisma.Sql => {
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${from}::timestamp AT TIME ZONE 'UTC' AND ${Prisma.raw(column)} < (${to}::timestamp + interval '1 day') AT TIME ZONE 'UTC'`;
  const ofAccounts =
    accounts.awsAccountId || accounts.unitId
      ? Prisma.sql`r.account_id IN (SELECT a.id FROM aws_account a WHERE ${accountsSql(accounts)})`
      : Prisma.sql`TRUE`;
  return Prisma.sql`
  started AS (
    SELECT ${utcDay("r.started_at")} AS day, count(*)::int AS started, 0 AS completed FROM key_rotation r
    WHERE ${within("r.started_at")} AND ${ofAccounts} GROUP BY 1
  ), ended AS MATERIALIZED (
    SELECT ${utcDay("r.ended_at")} AS day, floor(extract(epoch FROM r.ended_at - r.started_at) / 86400) AS cut_over_days FROM key_rotation r
    WHERE ${within("r.ended_at")} AND ${ofAccounts}
  ), happened AS (
    SELECT * FROM started UNION ALL SELECT day, 0, count(*)::int FROM ended GROUP BY 1
  )`;
};

/** Rotations of one owner's keys alone, made anew: a key is paired with one of the same owner. */
const ofOwnerSql = (input: LineageInput): Prisma.Sql => {
  const within = Prisma.sql`BETWEEN ${input.from}::date AND ${input.to}::date`;
  return Prisma.sql`${rotationsSql(input)},
  ended AS MATERIALIZED (
    SELECT ${utcDay("ended_at")} AS day, floor(extract(epoch FROM ended_at - started_at) / 86400) AS cut_over_days FROM rotation
    WHERE ${utcDay("ended_at")} ${within}
  ), happened AS (
    SELECT ${utcDay("started_at")} AS day, count(*)::int AS started, 0 AS completed FROM rotation WHERE ${utcDay("started_at")} ${within} GROUP BY 1
    UNION ALL SELECT day, 0, count(*)::int FROM ended GROUP BY 1
  )`;
};

/** How many rotations began and ended in each day, week or month, under its last day; one without any has no row. */
export async function readRotationEvents(tx: TenantTx, input: LineageInput): Promise<RotationEvents> {
  const bucket = (day: Prisma.Sql) => Prisma.sql`date_trunc(${input.interval}, ${day}::timestamp)`;
  const events = await firstRowOf(
    tx,
    RotationEvents,
    Prisma.sql`
    WITH ${input.owner === undefined ? keptSql(input) : ofOwnerSql(input)}, counted AS (
      SELECT ${bucket(Prisma.sql`day`)} AS bucket, sum(started)::int AS started, sum(completed)::int AS completed FROM happened GROUP BY 1
    )
    SELECT floor((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY cut_over_days) FROM ended) + 0.5)::int AS "medianCutOverDays",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('day', s.day, 'started', c.started, 'completed', c.completed) ORDER BY s.day)
        FROM (${shownDaysSql(input)}) s JOIN counted c ON c.bucket = ${bucket(Prisma.sql`s.day`)}
      ), '[]') AS days`,
  );
  return events ?? { medianCutOverDays: null, days: [] };
}

const UserOfKeys = z.object({ userRecordId: z.uuid() });

/** Users of an account of whose keys something is known anew since an instant, or whose keys have other limits. */
async function usersSince(tx: TenantTx, accountId: string, since: Date): Promise<string[]> {
  const users = await rowsOf(
    tx,
    UserOfKeys,
    Prisma.sql`
    SELECT DISTINCT k.user_record_id AS "userRecordId" FROM credential k
    WHERE k.account_id = ${accountId}::uuid AND k.kind = 'access_key' AND k.user_record_id IS NOT NULL AND (
      k.first_seen_at >= ${instantSql(since)}
      OR k.id IN (SELECT v.subject_id FROM entity_version v WHERE v.account_id = ${accountId}::uuid AND v.valid_from >= ${instantSql(since)})
      OR k.id IN (SELECT l.credential_id FROM credential_limit l WHERE l.account_id = ${accountId}::uuid AND l.valid_from >= ${instantSql(since)}))`,
  );
  return users.map(({ userRecordId }) => userRecordId);
}

const NOBODY_GONE = "0001-01-01";

/**
 * Brings what is kept of an account's rotations to what is known of its keys, of the users of which anything is known anew since an
 * instant. In the transaction that holds the account.
 */
export async function writeKeyRotations(
  tx: TenantTx,
  { accountId, awsAccountId, since }: { accountId: string; awsAccountId: string; since: Date },
): Promise<void> {
  const ids = await usersSince(tx, accountId, since);
  if (ids.length === 0) return;
  const users = Prisma.sql`c.user_record_id = ANY(${ids}::uuid[])`;
  await execute(
    tx,
    Prisma.sql`
    WITH ${rotationsSql({ from: NOBODY_GONE, awsAccountId, users })}, written AS (
      INSERT INTO key_rotation AS known (tenant_id, made_id, account_id, started_at, ended_at)
      SELECT current_tenant(), made_id, account_id, started_at, ended_at FROM rotation
      ON CONFLICT (tenant_id, made_id) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at
      WHERE (known.started_at, known.ended_at) IS DISTINCT FROM (excluded.started_at, excluded.ended_at)
    )
    DELETE FROM key_rotation r WHERE r.account_id = ${accountId}::uuid AND r.made_id NOT IN (SELECT made_id FROM rotation)
      AND r.made_id IN (SELECT c.id FROM credential c WHERE c.account_id = ${accountId}::uuid AND ${users})`,
  );
}

const Kept = z.object({ madeId: z.uuid(), startedAt: z.date(), endedAt: z.date().nullable() });
type Kept = z.output<typeof Kept>;

/** The rotations of an account as they are kept, and as they follow from its keys. */
export async function readKeyRotationsAgain(
  tx: TenantTx,
  { accountId, awsAccountId }: { accountId: string; awsAccountId: string },
): Promise<{ kept: Kept[]; again: Kept[] }> {
  const columns = Prisma.sql`made_id AS "madeId", started_at AS "startedAt", ended_at AS "endedAt"`;
  const kept = await rowsOf(
    tx,
    Kept,
    Prisma.sql`SELECT ${columns} FROM key_rotation WHERE account_id = ${accountId}::uuid ORDER BY made_id`,
  );
  const again = await rowsOf(
    tx,
    Kept,
    Prisma.sql`WITH ${rotationsSql({ from: NOBODY_GONE, awsAccountId })} SELECT ${columns} FROM rotation ORDER BY made_id`,
  );
  return { kept, again };
}
