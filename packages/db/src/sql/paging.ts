import { AppError, Day, isStorableInstant, isStorableText, type Page } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { firstRowOf, rowsOf } from "./rows.ts";
import type { AnyTx } from "./transaction.ts";

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?[+-]\d\d(:\d\d)?$/;

function readInstant(text: string): string | null {
  const at = INSTANT.test(text) ? new Date(text) : null;
  return at && isStorableInstant(at) ? at.toISOString() : null;
}

/** Reads a cursor's text back as what PostgreSQL takes for certain, by type; null: the text came from somewhere else. */
const CURSOR_VALUE = {
  text: (text: string) => (isStorableText(text) ? text : null),
  timestamptz: readInstant,
  date: (text: string) => (Day.safeParse(text).success ? text : null),
} as const;

/** A sortable expression and the type to which a cursor's text is cast. `expression` is ours, never input. */
export type SortKey = {
  expression: Prisma.Sql;
  type: keyof typeof CURSOR_VALUE;
  /** Never null, which an index can make more of. */
  required?: true;
  /** Ascending means from the greatest value down, as ages run against the times that they are counted from. */
  reversed?: true;
};
type Cursor = { value: string | null; id: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A sort value carries its order's name, so that a cursor of one order is not taken for one of another. */
const sortValueSql = (sort: string, { expression }: SortKey): Prisma.Sql =>
  Prisma.sql`${`${sort}:`}::text || coalesce('=' || (${expression})::text, '') AS "sortValue"`;

function parse(cursor: string): [unknown, unknown] {
  try {
    const [sortValue, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return [sortValue, id];
  } catch {
    return [null, null];
  }
}

/** @throws AppError INVALID if the cursor was not made by this list in this order. */
function decode(cursor: string, sort: string, key: SortKey): Cursor {
  const [sortValue, id] = parse(cursor);
  const rest =
    typeof sortValue === "string" && sortValue.startsWith(`${sort}:`) ? sortValue.slice(sort.length + 1) : null;
  const value = rest?.startsWith("=") ? CURSOR_VALUE[key.type](rest.slice(1)) : null;
  const afterUnknown = rest === "" && !key.required;
  if ((value === null && !afterUnknown) || typeof id !== "string" || !UUID.test(id)) {
    throw new AppError("INVALID", "cursor: not a cursor of this list in this order; start again from the first page", {
      details: { field: "cursor" },
    });
  }
  return { value, id };
}

/** Rows in their order, one part after the other. */
type Part = { after: Prisma.Sql; orderBy: Prisma.Sql };

/** The rows of which the key is known, after `from`; of all, where `from` is undefined. */
function knownPart({ expression, type, required }: SortKey, descending: boolean, id: Prisma.Sql, from?: Cursor): Part {
  const known = required ? Prisma.sql`TRUE` : Prisma.sql`${expression} IS NOT NULL`;
  const orderBy = Prisma.sql`ORDER BY ${expression} ${Prisma.raw(descending ? "DESC" : "ASC")}, ${id} ASC`;
  if (!from) return { after: known, orderBy };
  const value = Prisma.sql`${from.value}::${Prisma.raw(type)}`;
  const beyond = Prisma.raw(descending ? "<" : ">");
  const after = Prisma.sql`(${expression} ${beyond}= ${value} AND (${expression} ${beyond} ${value} OR ${id} > ${from.id}::uuid))`;
  return { after: Prisma.sql`${known} AND ${after}`, orderBy };
}

/** The rows of which it is not known, by id. */
const unknownPart = ({ expression }: SortKey, id: Prisma.Sql, from?: Cursor): Part => ({
  after: Prisma.sql`${expression} IS NULL AND ${from ? Prisma.sql`${id} > ${from.id}::uuid` : Prisma.sql`TRUE`}`,
  orderBy: Prisma.sql`ORDER BY ${id} ASC`,
});

/**
 * Keyset paging: the rows after the cursor in the order of `key`, unknown values last whatever the direction, ties by id. Rows of which
 * the value is unknown are a part of their own, `rest`, so that one index has the others in both directions.
 *
 * @param sort name of a key; a leading minus means descending.
 * @throws AppError INVALID for an unknown key, or a cursor that is not of this list and order.
 */
export function keyset(
  keys: Record<string, SortKey>,
  sort: string,
  id: Prisma.Sql,
  cursor: string | undefined,
): Part & { rest: Part | null; sortValue: Prisma.Sql } {
  const key = keys[sort.replace(/^-/, "")];
  if (!key) throw new AppError("INVALID", `sort: unknown key ${sort}`, { details: { field: "sort" } });
  const descending = sort.startsWith("-") !== (key.reversed ?? false);
  const from = cursor === undefined ? undefined : decode(cursor, sort, key);
  const sortValue = sortValueSql(sort, key);
  if (from?.value === null) return { ...unknownPart(key, id, from), rest: null, sortValue };
  return { ...knownPart(key, descending, id, from), rest: key.required ? null : unknownPart(key, id), sortValue };
}

/** Cuts `limit + 1` rows to a page and drops the helper column. */
export function toPage<Row extends { id: string; sortValue: string | null }>(rows: Row[], limit: number) {
  const items = rows.slice(0, limit).map(({ sortValue: _, ...row }) => row);
  const last = rows[limit - 1];
  const nextCursor =
    rows.length > limit && last ? Buffer.from(JSON.stringify([last.sortValue, last.id])).toString("base64url") : null;
  return { items, nextCursor };
}

/** What pages are made of: rows with an id that is unique, which settles ties. */
type ListRow = z.ZodObject & z.ZodType<{ id: string }>;

/** A list: what its rows are, where they come from, and by what they can be sorted. */
export type List<Row extends ListRow> = {
  row: Row;
  /** The columns of `row`. */
  select: Prisma.Sql;
  from: Prisma.Sql;
  id: Prisma.Sql;
  sorts: Record<string, SortKey>;
};

/** Which page of a list. `sort`: name of one of its sorts; a leading minus means descending. */
export type Paging = {
  where: readonly (Prisma.Sql | null)[];
  sort: string;
  cursor?: string | undefined;
  limit: number;
};

const sorted = new WeakMap<z.ZodObject, z.ZodObject>();

function withSortValue(row: z.ZodObject): z.ZodObject {
  const known = sorted.get(row) ?? row.extend({ sortValue: z.string() });
  sorted.set(row, known);
  return known;
}

/** @throws AppError INVALID for an unknown sort, or a cursor that is not of this list and order. */
export async function pageOf<Row extends ListRow>(
  tx: AnyTx,
  { row, select, from, id, sorts }: List<Row>,
  { where, sort, cursor, limit }: Paging,
): Promise<Page<z.output<Row>>> {
  const { rest, sortValue, ...first } = keyset(sorts, sort, id, cursor);
  const wanted = limit + 1;
  const rows: z.output<z.ZodObject>[] = [];
  for (const part of rest ? [first, rest] : [first]) {
    if (rows.length === wanted) break;
    const statement = Prisma.sql`
      SELECT ${select}, ${sortValue} FROM ${from} WHERE ${all([...where, part.after])} ${part.orderBy} LIMIT ${wanted - rows.length}`;
    rows.push(...(await rowsOf(tx, withSortValue(row), statement)));
  }
  const { items, nextCursor } = toPage(rows as { id: string; sortValue: string }[], limit);
  return { items: items as z.output<Row>[], nextCursor };
}

/** The row of a list of which `where` is true; null: none is. */
export const oneOf = <Row extends ListRow>(
  tx: AnyTx,
  { row, select, from }: List<Row>,
  where: Prisma.Sql,
): Promise<z.output<Row> | null> => firstRowOf(tx, row, Prisma.sql`SELECT ${select} FROM ${from} WHERE ${where}`);

/** A user's text as a LIKE pattern that finds it anywhere, its own wildcards escaped. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Joins conditions with AND; none means: all rows. */
export const all = (conditions: readonly (Prisma.Sql | null)[]): Prisma.Sql =>
  Prisma.join([Prisma.sql`TRUE`, ...conditions.filter((condition) => condition !== null)], " AND ");
