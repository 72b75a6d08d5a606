import { z } from "zod";
import type { AuthTx, SystemTx, TenantTx } from "../client.ts";
import type { Prisma } from "../generated/client.ts";

/** A transaction of any of the restricted roles. */
export type AnyTx = TenantTx | SystemTx | AuthTx;

const checking = new WeakSet<object>();

/** From here on the rows of this transaction's statements are checked. */
export function checkRowsOf(tx: object): void {
  checking.add(tx);
}

/** Prisma's client behind a transaction. For this package alone: whoever holds a transaction elsewhere sees queries only. */
export const clientOf = (tx: AnyTx): Prisma.TransactionClient => tx;

const strict = new WeakMap<z.ZodObject, z.ZodObject>();

function strictOf(row: z.ZodObject): z.ZodObject {
  const known = strict.get(row) ?? z.strictObject(row.shape);
  strict.set(row, known);
  return known;
}

/**
 * Throws where a row is not what its schema says: a column that is missing, misspelt, too many, or of another type.
 *
 * @throws Error naming the statement
 */
function check(row: z.ZodObject, rows: readonly unknown[], statement: string): void {
  for (const found of rows) {
    const { error } = strictOf(row).safeParse(found);
    if (error) throw new Error(`A row is not what its schema says: ${z.prettifyError(error)}\nof ${statement}`);
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
