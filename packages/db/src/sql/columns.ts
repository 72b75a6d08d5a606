import type { z } from "zod";
import { Prisma } from "../generated/client.ts";

/** The name of a column, of its name in code. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Expressions, by the columns of a row. */
export type Expressions<Row extends z.ZodObject> = { readonly [Column in keyof Row["shape"]]?: Prisma.Sql };

/**
 * What a statement selects for a row: each of its columns from the table under `alias`, by the same name in snake case, but for those
 * that are expressions.
 */
export function columnsOf<Row extends z.ZodObject>(
  row: Row,
  alias: string,
  expressions: Expressions<Row> = {},
): Prisma.Sql {
  return Prisma.join(
    Object.keys(row.shape).map((name) => {
      const expression = expressions[name as keyof Row["shape"]];
      const as = Prisma.raw(`AS "${name}"`);
      return expression
        ? Prisma.sql`${expression} ${as}`
        : Prisma.sql`${Prisma.raw(`${alias}.${snakeCase(name)}`)} ${as}`;
    }),
  );
}
