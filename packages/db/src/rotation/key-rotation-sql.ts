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
