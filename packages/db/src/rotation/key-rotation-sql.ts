import { Prisma } from "../generated/client.ts";

/**
 * The rules of `rules/rotation/key-rotation.ts` of the domain package in SQL, over rows of access keys with the columns of `credential`; a
 * test holds the two equal. Rows and columns are named by the caller's code, never by input.
 */

const born = (key: string): string => `coalesce(${key}.created_at, ${key}.first_seen_at)`;
const precedes = (old: string, made: string): string =>
  `(${born(old)} < ${born(made)} AND (${made}.created_at IS NOT NULL OR ${old}.first_seen_at < ${made}.first_seen_at))`;

/** `bornAt`: when a key was made, else first seen. */
export const bornAtSql = (key: string): Prisma.Sql => Prisma.raw(born(key));

/** `precedes`: whether a key was certainly made before another one of its user. */
export const precedesSql = (old: string, made: string): Prisma.Sql => Prisma.raw(precedes(old, made));

/** `isRotation`. `endedAt`: from when on the old key could not be used; null: it still can. Days have 24 hours, whatever the session's zone. */
export const isRotationSql = (old: string, made: string, of: { endedAt: string; graceDays: string }): Prisma.Sql =>
  Prisma.raw(`(${precedes(old, made)} AND (${of.endedAt} IS NULL
    OR ${born(made)} <= ${of.endedAt} + make_interval(hours => 24 * ${of.graceDays})))`);

/** `successorOf` an access key that ends with the version `v`: its id and when it was made; no row: it has none. */
export const SUCCESSOR_SQL = Prisma.sql`
  SELECT made.access_key_id AS "accessKeyId", ${bornAtSql("made")} AS "createdAt"
  FROM credential old
  JOIN credential made ON made.tenant_id = old.tenant_id AND made.user_record_id = old.user_record_id AND made.kind = old.kind
    AND ${precedesSql("old", "made")}
  JOIN entity_version mv ON mv.tenant_id = made.tenant_id AND mv.subject = 'credential' AND mv.subject_id = made.id
    AND mv.valid_from <= v.valid_from AND (mv.valid_to IS NULL OR mv.valid_to > v.valid_from)
    AND mv.change <> 'removed' AND mv.content->>'status' = 'active'
  WHERE v.subject = 'credential' AND v.change <> 'created' AND old.id = v.subject_id AND old.kind = 'access_key'
  ORDER BY ${bornAtSql("made")} DESC LIMIT 1`;

/** Whether the version `v` is the end of an active access key (`isEndOfUse`) that a newer one has taken over from. */
export const isRotationEndSql = (before: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  v.subject = 'credential' AND v.content->>'kind' = 'access_key'
  AND (v.change = 'removed' OR (v.change = 'changed' AND v.content->>'status' <> 'active'))
  AND (SELECT content->>'status' FROM (${before}) b) = 'active' AND EXISTS (${SUCCESSOR_SQL}))`;
