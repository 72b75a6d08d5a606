import { Prisma } from "../generated/client.ts";
import { checkRowsOf } from "../sql/rows.ts";
import type { AnyTx } from "../sql/transaction.ts";

/** A transaction whose raw statements are seen, with their rows, or run in a way of a test's own by `run`. */
export function watched<Tx extends AnyTx>(tx: Tx, run: (statement: Prisma.Sql) => Promise<unknown[]>): Tx {
  const watching = Object.create(tx) as Tx;
  const value = (query: Prisma.Sql | TemplateStringsArray, ...values: unknown[]) =>
    run("raw" in query ? Prisma.sql(query, ...values) : query);
  Object.defineProperty(watching, "$queryRaw", { value });
  checkRowsOf(watching);
  return watching;
}
