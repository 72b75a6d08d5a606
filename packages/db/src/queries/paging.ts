import { AppError } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";

/** A sortable expression and the type to which a cursor's text is cast. `expression` is ours, never input. */
export type SortKey = { expression: Prisma.Sql; type: "text" | "timestamptz" | "bigint" };
type Cursor = { value: string | null; id: string };

function decode(cursor: string): Cursor {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as [string | null, string];
    if (typeof id !== "string" || !/^[0-9a-f-]{36}$/.test(id) || (value !== null && typeof value !== "string"))
      throw new Error();
    return { value, id };
  } catch (cause) {
    throw new AppError("INVALID", "cursor: not a cursor of this list; start again from the first page", { cause });
  }
}

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString("base64url");

/**
 * Keyset paging: the rows after the cursor in the order of `key`, unknown values last whatever the direction, ties by id.
 *
 * @param sort name of a key; a leading minus means descending.
 */
export function keyset(keys: Record<string, SortKey>, sort: string, id: Prisma.Sql, cursor: string | undefined) {
  const descending = sort.startsWith("-");
  const key = keys[sort.replace(/^-/, "")];
  if (!key) throw new AppError("INVALID", `sort: unknown key ${sort}`);
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const orderBy = Prisma.sql`ORDER BY ${key.expression} ${direction} NULLS LAST, ${id} ASC`;
  const sortValue = Prisma.sql`(${key.expression})::text AS "sortValue"`;
  if (cursor === undefined) return { after: Prisma.sql`TRUE`, orderBy, sortValue };

  const from = decode(cursor);
  if (from.value === null) {
    return { after: Prisma.sql`(${key.expression} IS NULL AND ${id} > ${from.id}::uuid)`, orderBy, sortValue };
  }
  const value = Prisma.sql`${from.value}::${Prisma.raw(key.type)}`;
  const beyond = descending ? Prisma.sql`<` : Prisma.sql`>`;
  const after = Prisma.sql`(${key.expression} ${beyond} ${value} OR (${key.expression} = ${value} AND ${id} > ${from.id}::uuid) OR ${key.expression} IS NULL)`;
  return { after, orderBy, sortValue };
}

/** Cuts `limit + 1` rows to a page and drops the helper column. */
export function toPage<Row extends { id: string; sortValue: string | null }>(rows: Row[], limit: number) {
  const items = rows.slice(0, limit).map(({ sortValue: _, ...row }) => row);
  const last = rows[limit - 1];
  const nextCursor = rows.length > limit && last ? encode({ value: last.sortValue, id: last.id }) : null;
  return { items, nextCursor };
}

/** A user's text as a LIKE pattern that finds it anywhere, its own wildcards escaped. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Joins conditions with AND; none means: all rows. */
export const all = (conditions: (Prisma.Sql | null)[]): Prisma.Sql =>
  Prisma.join([Prisma.sql`TRUE`, ...conditions.filter((condition) => condition !== null)], " AND ");
