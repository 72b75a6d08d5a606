import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";

/**
 * Whether at least so many whole days have passed since `column`, in a form that an index on the column answers; what is not known is
 * of no age. The number that is shown is `ageDaysSql`, which makes the future 0 days old.
 */
export function isOfAgeSql(column: Prisma.Sql, days: number | undefined, asOf: Date): Prisma.Sql | null {
  if (days === undefined) return null;
  if (days === 0) return Prisma.sql`${column} IS NOT NULL`;
  return Prisma.sql`${column} <= ${instantSql(asOf)} - make_interval(hours => ${24 * days}::int)`;
}
