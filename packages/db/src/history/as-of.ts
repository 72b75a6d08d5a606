import { type ActivityDay, DEFAULT_LIMITS, ROTATED_KINDS, type Subject } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { useRecordedSinceSql } from "../sql/use-record.ts";

/** The tables of the inventory, by the subject under which the history keeps them. */
const SUBJECT_OF = {
  iam_user: "user",
  credential: "credential",
  iam_role: "role",
  iam_policy: "policy",
  iam_group: "group",
  instance_profile: "instance_profile",
  identity_provider: "identity_provider",
  permission_set: "permission_set",
  roles_anywhere_resource: "roles_anywhere",
  account_settings: "account",
} as const satisfies Record<string, Subject>;
export type InventoryTable = keyof typeof SUBJECT_OF;

/**
 * A part of the inventory: of when (undefined: of now), of which account, which record. `ids` are records that are known to have
 * existed then, which is what a page is made of once it is known who is on it.
 */
export type Slice = {
  asOf?: Date | undefined;
  awsAccountId?: string | undefined;
  id?: string | undefined;
  ids?: readonly string[];
};

/** Days of 24 hours, whatever the session's time zone; null stays null. */
const days = (count: Prisma.Sql): Prisma.Sql => Prisma.sql`make_interval(hours => 24 * ${count})`;

/** Versions that are older than the documents of inline policies kept their names alone. */
const NAMES_ALONE = Prisma.sql`CASE WHEN jsonb_exists(v.content, 'inline_policies') THEN '{}'::jsonb
  ELSE jsonb_build_object('inline_policies', coalesce(
    (SELECT jsonb_agg(jsonb_build_object('name', name, 'document', NULL, 'problem', 'Not read: documents were not kept then'))
     FROM jsonb_array_elements_text(v.content->'inline_policy_names') name), '[]'::jsonb)) END`;

/** Versions that are older than whether MFA is active tell it by the kind, where that is known. */
const BY_MFA_KIND = Prisma.sql`jsonb_build_object('has_mfa', CASE
  WHEN v.content->>'mfa' = 'none' THEN FALSE WHEN v.content->>'mfa' <> 'unknown' THEN TRUE END)`;

/** Content that versions did not always have, and what stands for it. */
const EARLIER: Partial<Record<InventoryTable, Prisma.Sql>> = {
  iam_user: Prisma.sql`${NAMES_ALONE} || ${BY_MFA_KIND} || `,
  iam_role: Prisma.sql`'{"instance_profile_names": []}'::jsonb || ${NAMES_ALONE} || `,
};

/** The versions that were valid then; of one record also its end, by which a detail tells that it was gone. */
function versionsSql(table: InventoryTable, asOf: Date, { awsAccountId, id, ids }: Slice): Prisma.Sql {
  const subject = Prisma.sql`subject = ${SUBJECT_OF[table]} AND valid_from <= ${instantSql(asOf)}`;
  if (id !== undefined) {
    return Prisma.sql`(SELECT * FROM entity_version WHERE ${subject} AND subject_id = ${id}::uuid ORDER BY valid_from DESC LIMIT 1)`;
  }
  const account = awsAccountId
    ? Prisma.sql`AND account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})`
    : Prisma.empty;
  return Prisma.sql`(SELECT * FROM entity_version
    WHERE ${subject} AND (valid_to IS NULL OR valid_to > ${instantSql(asOf)}) AND change <> 'removed' ${account}
      ${ids ? Prisma.sql`AND subject_id = ANY(${ids}::uuid[])` : Prisma.empty})`;
}

/** The ids of the records of an account that existed then. */
export const idsThenSql = (table: InventoryTable, asOf: Date, awsAccountId: string): Prisma.Sql =>
  Prisma.sql`SELECT v.subject_id AS id FROM ${versionsSql(table, asOf, { awsAccountId })} v`;

/** The last use of a version `v` that was known then. Samples are of days: within the day of `asOf` its time is cut there. */
const lastUseSql = (asOf: Date, source: ActivityDay["source"] = "last_used"): Prisma.Sql => Prisma.sql`
  SELECT least(d.last_at, ${instantSql(asOf)}) AS at, nullif(d.service, '') AS service, nullif(d.region, '') AS region
  FROM activity_day d
  WHERE d.subject = v.subject AND d.subject_id = v.subject_id AND d.source = ${source} AND d.first_observed_at <= ${instantSql(asOf)}
  ORDER BY d.day DESC, d.last_at DESC LIMIT 1`;

/** The sample that a version speaks of by `column`. Versions that are older than the samples say nothing there. */
const joinUse = (asOf: Date, column = Prisma.sql`p.last_use`): Prisma.Sql =>
  Prisma.sql`LEFT JOIN LATERAL (${lastUseSql(asOf)}) used ON coalesce(${column}, 'at') = 'at'`;
/** `at` without a sample is unknown: it was used, and nobody knows any more when. */
const lastUseKind = (column = Prisma.sql`p.last_use`): Prisma.Sql =>
  Prisma.sql`CASE WHEN used.at IS NOT NULL THEN 'at' WHEN ${column} IN ('never', 'before_record') THEN ${column} ELSE 'unknown' END`;

/** Where a credential's columns stand. */
type CredentialSql = Record<"kind" | "status" | "createdAt" | "expiresAt" | "lastUse" | "lastUsedAt", Prisma.Sql>;

/** Where the limits that hold for it stand. */
type LimitSql = Record<"rotationDays" | "unusedDays" | "graceDays" | "warnDaysBefore", Prisma.Sql>;
type DeadlinesSql = Record<"deadlineAt" | "dueSoonAt" | "unusedAt", Prisma.Sql>;

/** The deadlines of a credential by its limits: the rule of `credentialDeadlines` of the domain package in SQL; a test holds the two equal. */
function credentialDeadlinesSql(of: CredentialSql, limit: LimitSql): DeadlinesSql {
  const isActive = Prisma.sql`${of.status} = 'active'`;
  const deadlineAt = Prisma.sql`CASE WHEN ${isActive}
    THEN least(${of.createdAt} + ${days(limit.rotationDays)}, ${of.expiresAt}) END`;
  const firstWarning = Prisma.sql`(SELECT max(stage) FROM unnest(${limit.warnDaysBefore}) stage)`;
  const since = Prisma.sql`CASE ${of.lastUse} WHEN 'at' THEN ${of.lastUsedAt} WHEN 'never' THEN ${of.createdAt}
    WHEN 'before_record' THEN greatest(${useRecordedSinceSql(of.kind)}, ${of.createdAt}) END`;
  return {
    deadlineAt,
    dueSoonAt: Prisma.sql`(${deadlineAt}) - ${days(firstWarning)}`,
    unusedAt: Prisma.sql`CASE WHEN ${isActive} AND (${since}) IS NOT NULL AND ${limit.unusedDays} IS NOT NULL
      THEN greatest((${since}) + ${days(limit.unusedDays)}, ${of.createdAt} + ${days(limit.graceDays)}) END`,
  };
}

/**
 * The limits that held then for the version `v` of a credential with the content `p`, or the first ones that are known; null where
 * none are, as for what was never judged.
 */
const limitThenSql = (asOf: Date): Prisma.Sql => Prisma.sql`LEFT JOIN LATERAL (
  SELECT * FROM credential_limit l WHERE l.credential_id = v.subject_id
  ORDER BY l.valid_from <= ${instantSql(asOf)} DESC,
    CASE WHEN l.valid_from <= ${instantSql(asOf)} THEN extract(epoch FROM l.valid_from) END DESC, l.valid_from
  LIMIT 1) held ON TRUE
  CROSS JOIN LATERAL (SELECT
    CASE WHEN held.credential_id IS NOT NULL THEN held.rotation_days
      WHEN p.kind IN (${Prisma.join([...ROTATED_KINDS])}) THEN ${DEFAULT_LIMITS.rotationDays}::int END AS rotation_days,
    CASE WHEN held.credential_id IS NOT NULL THEN held.unused_days ELSE ${DEFAULT_LIMITS.unusedDays}::int END AS unused_days,
    coalesce(held.grace_days, ${DEFAULT_LIMITS.graceDays}::int) AS grace_days,
    coalesce(held.warn_days_before, ${DEFAULT_LIMITS.warnDaysBefore}::int[]) AS warn_days_before) l`;

/** Of the content `p` of a version, with the use and the limits `l` that were known then. */
const DEADLINES_THEN = credentialDeadlinesSql(
  {
    kind: Prisma.sql`p.kind`,
    status: Prisma.sql`p.status`,
    createdAt: Prisma.sql`p.created_at`,
    expiresAt: Prisma.sql`p.expires_at`,
    lastUse: lastUseKind(),
    lastUsedAt: Prisma.sql`used.at`,
  },
  {
    rotationDays: Prisma.sql`l.rotation_days`,
    unusedDays: Prisma.sql`l.unused_days`,
    graceDays: Prisma.sql`l.grace_days`,
    warnDaysBefore: Prisma.sql`l.warn_days_before`,
  },
);

/**
 * How the trust policy of the version `v` of a role, with the content `p`, was graded then: by the worst of its findings. Unknown
 * before its account was judged, and where the policy was not known.
 */
const trustGradeThenSql = (asOf: Date): Prisma.Sql => Prisma.sql`CASE
  WHEN p.trust->>'unread' IS NOT NULL OR jsonb_typeof(p.trust->'document') = 'null'
    OR NOT EXISTS (SELECT 1 FROM judgement j WHERE j.account_id = v.account_id AND j.judged_at <= ${instantSql(asOf)} AND j.user_record_id IS NULL)
  THEN 'unknown'
  ELSE coalesce((
    SELECT period.grade FROM finding f JOIN finding_period period ON period.tenant_id = f.tenant_id AND period.finding_id = f.id
    WHERE f.subject_id = v.subject_id AND f.subject = 'role' AND starts_with(f.check_id, 'trust_')
      AND period.opened_at <= ${instantSql(asOf)} AND (period.resolved_at IS NULL OR period.resolved_at > ${instantSql(asOf)})
    ORDER BY array_position(ARRAY['critical', 'weak'], period.grade) LIMIT 1), 'ok') END`;

/** Since when each user had had the oldest key that was active then. */
function oldestKeysSql(asOf: Date, slice: Slice): Prisma.Sql {
  const ids = slice.id ? [slice.id] : slice.ids;
  const ofUser = ids ? Prisma.sql`c.user_record_id = ANY(${ids}::uuid[])` : Prisma.sql`c.user_record_id IS NOT NULL`;
  return Prisma.sql`
    SELECT c.user_record_id, min((v.content->>'created_at')::timestamptz) AS at
    FROM credential c
    JOIN ${versionsSql("credential", asOf, { awsAccountId: slice.awsAccountId })} v ON v.tenant_id = c.tenant_id AND v.subject_id = c.id
    WHERE ${ofUser} AND c.kind = 'access_key' AND v.content->>'status' = 'active'
    GROUP BY c.user_record_id`;
}

/** Who answered then for a user otherwise than its tags said; null: nobody. */
export const assignedThenSql = (
  userId: Prisma.Sql,
  asOf: Date,
): Prisma.Sql => Prisma.sql`(SELECT o.owner FROM user_owner o
  WHERE o.user_id = ${userId} AND o.valid_from <= ${instantSql(asOf)} AND (o.valid_to IS NULL OR o.valid_to > ${instantSql(asOf)}))`;

type Overlay = { joins: Prisma.Sql; values: Prisma.Sql };

/** What is no content and so in no version: made anew from what was known then. `now` is the record as it is now, `p` its content then. */
const OVERLAYS: Partial<Record<InventoryTable, (asOf: Date, slice: Slice) => Overlay>> = {
  iam_user: (asOf, slice) => ({
    joins: Prisma.sql`LEFT JOIN (${oldestKeysSql(asOf, slice)}) oldest_key ON oldest_key.user_record_id = v.subject_id
      ${joinUse(asOf, Prisma.sql`p.last_activity`)}`,
    values: Prisma.sql`'oldest_active_key_at', oldest_key.at, 'last_activity_at', used.at,
      'last_activity', ${lastUseKind(Prisma.sql`p.last_activity`)},
      'keys_read_at', CASE WHEN now.keys_read_at <= ${instantSql(asOf)} THEN now.keys_read_at END,
      'rechecked_at', CASE WHEN now.rechecked_at <= ${instantSql(asOf)} THEN now.rechecked_at END`,
  }),
  credential: (asOf) => ({
    joins: Prisma.sql`${joinUse(asOf)} ${limitThenSql(asOf)}`,
    values: Prisma.sql`'owned_by', coalesce(${assignedThenSql(Prisma.sql`coalesce(p.user_record_id, now.user_record_id)`, asOf)}, p.owner), 'user_record_id', coalesce(p.user_record_id, now.user_record_id), 'last_use', ${lastUseKind()}, 'last_used_at', used.at,
      'last_used_service', used.service, 'last_used_region', used.region,
      'deadline_at', ${DEADLINES_THEN.deadlineAt}, 'due_soon_at', ${DEADLINES_THEN.dueSoonAt}, 'unused_at', ${DEADLINES_THEN.unusedAt}`,
  }),
  iam_role: (asOf) => ({
    joins: joinUse(asOf),
    values: Prisma.sql`'last_use', ${lastUseKind()}, 'last_used_at', used.at, 'last_used_region', used.region,
      'trust_grade', ${trustGradeThenSql(asOf)}`,
  }),
  roles_anywhere_resource: (asOf) => ({
    joins: Prisma.sql`LEFT JOIN LATERAL (${lastUseSql(asOf, "roles_anywhere")}) used ON TRUE`,
    values: Prisma.sql`'last_seen_at', used.at`,
  }),
};

/**
 * What stands in FROM for a table of the inventory under `alias`: the table itself, or its rows as they were known at `slice.asOf`,
 * with all columns of the table. Rows of then are those that existed; of one record by id also its end.
 *
 * @param withUse false, where only content is looked at: of rows of then, what is no content is null. Grades, deadlines and use are none.
 */
export function inventorySql(table: InventoryTable, alias: string, slice: Slice, withUse = true): Prisma.Sql {
  const { asOf } = slice;
  if (!asOf) return Prisma.raw(`${table} ${alias}`);
  const [name, as] = [Prisma.raw(table), Prisma.raw(alias)];
  const versions = versionsSql(table, asOf, slice);
  const content = Prisma.sql`${EARLIER[table] ?? Prisma.empty}v.content`;
  const identity = Prisma.sql`'tenant_id', v.tenant_id, 'id', v.subject_id, 'account_id', v.account_id`;
  if (!withUse) {
    return Prisma.sql`(SELECT p.* FROM ${versions} v
      CROSS JOIN LATERAL jsonb_populate_record(NULL::${name}, ${content} || jsonb_build_object(${identity})) p) ${as}`;
  }
  const { joins, values } = OVERLAYS[table]?.(asOf, slice) ?? { joins: Prisma.empty, values: null };
  return Prisma.sql`(SELECT k.* FROM ${versions} v
    JOIN ${name} now ON now.tenant_id = v.tenant_id AND now.id = v.subject_id
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${name}, ${content}) p
    ${joins}
    CROSS JOIN LATERAL jsonb_populate_record(p, jsonb_build_object(${identity}, 'content_hash', v.content_hash,
      'first_seen_at', now.first_seen_at, 'gone_at', CASE v.change WHEN 'removed' THEN v.valid_from END
      ${values ? Prisma.sql`, ${values}` : Prisma.empty})) k
  ) ${as}`;
}

/** Which rows a list shows: those that exist, now in connected accounts, then wherever they were known. */
export const existsSql = (alias: string, { asOf }: Slice): Prisma.Sql =>
  asOf ? Prisma.sql`TRUE` : Prisma.raw(`${alias}.gone_at IS NULL AND a.status <> 'disconnected'`);
