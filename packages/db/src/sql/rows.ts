import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Prisma } from "../generated/client.ts";
import type { AnyTx } from "./transaction.ts";

const checking = new WeakSet<object>();

/** From here on the rows of this transaction's statements are checked. */
export function checkRowsOf(tx: object): void {
  checking.add(tx);
}

/** Prisma's client behind a transaction. For this package alone: whoever holds a transaction elsewhere sees queries only. */
export const clientOf = (tx: AnyTx): Prisma.TransactionClient => tx as unknown as Prisma.TransactionClient;

const strict = new WeakMap<z.ZodObject, z.ZodObject>();

function strictOf(row: z.ZodObject): z.ZodObject {
  const known = strict.get(row) ?? z.strictObject(row.shape);
  strict.set(row, known);
  return known;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !(value instanceof Date);

/** Where parsing made something else of a value: of text a date, of nothing a default. */
function madeOver(found: unknown, parsed: unknown, path: string): string[] {
  if (isObject(found) && isObject(parsed)) {
    return Object.entries(parsed).flatMap(([key, value]) => madeOver(found[key], value, path ? `${path}.${key}` : key));
  }
  return isDeepStrictEqual(found, parsed)
    ? []
    : [`${path}: ${JSON.stringify(found)} is not yet what its schema makes of it`];
}

function problemsOf(row: z.ZodObject, found: Record<string, unknown>): string[] {
  const missing = Object.keys(row.shape).filter((column) => !(column in found));
  if (missing.length > 0) return [`no column ${missing.join(", ")}; there is ${Object.keys(found).join(", ")}`];
  const { error, data } = strictOf(row).safeParse(found);
  return error ? [z.prettifyError(error)] : madeOver(found, data, "");
}

/**
 * A column of JSON that its query parses by `schema`: times in it are text, and what was kept earlier may lack what has a default now.
 */
export const jsonOf = (schema: z.ZodType): z.ZodType<unknown> =>
  z.unknown().refine((value) => schema.safeParse(value).success, "not the JSON that is kept there");

/**
 * Throws where a row is not what its schema says: a column that is missing, misspelt, too many, or of another type. Rows are not parsed
 * where the product runs: what a schema would still make something else of is of another type too.
 *
 * @throws Error naming the statement
 */
function check(row: z.ZodObject, rows: readonly Record<string, unknown>[], statement: string): void {
  for (const found of rows) {
    const problems = problemsOf(row, found);
    if (problems.length > 0)
      throw new Error(`A row is not what its schema says: ${problems.join("\n")}\nof ${statement}`);
  }
}

/**
 * The rows of a statement, as PostgreSQL gives them. Where the database was opened with `checksRows`, as all tests do, each row is
 * held against its schema, so that a misspelt column or alias cannot pass.
 *
 * @param row the columns that the statement selects, no more and no fewer.
 */
export async function rowsOf<Row extends z.ZodObject>(
  tx: AnyTx,
  row: Row,
  statement: Prisma.Sql,
): Promise<z.output<Row>[]> {
  const rows = await clientOf(tx).$queryRaw<z.output<Row>[]>(statement);
  if (checking.has(tx)) check(row, rows, statement.sql);
  return rows;
}

/** The first row of a statement; null if there is none. */
export const firstRowOf = async <Row extends z.ZodObject>(
  tx: AnyTx,
  row: Row,
  statement: Prisma.Sql,
): Promise<z.output<Row> | null> => (await rowsOf(tx, row, statement))[0] ?? null;

/** Runs a statement that gives no rows. @returns how many rows it wrote */
export const execute = (tx: AnyTx, statement: Prisma.Sql): Promise<number> => clientOf(tx).$executeRaw(statement);
