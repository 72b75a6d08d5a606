import { Prisma } from "../generated/client.ts";
import { snakeCase } from "./columns.ts";

/** What a bulk insert from JSON is written with: rows `r` of a recordset into the columns of a table. */
export type Recordset = {
  /** The columns, in the order of `values`. */
  listed: Prisma.Sql;
  values: Prisma.Sql;
  /** The columns of `r` with their types. */
  typed: Prisma.Sql;
  /** What replaces a row that is there: all but its key. */
  updated: Prisma.Sql;
};

/** @param types PostgreSQL's types of the columns, by their names in code */
export function recordsetOf<Name extends string>(types: Readonly<Record<Name, string>>, key: Name): Recordset {
  const names = Object.keys(types) as Name[];
  const raw = (parts: readonly string[]) => Prisma.raw(parts.join(", "));
  return {
    listed: raw(names.map(snakeCase)),
    values: raw(names.map((name) => `r."${name}"`)),
    typed: raw(names.map((name) => `"${name}" ${types[name]}`)),
    updated: raw(
      names.filter((name) => name !== key).map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`),
    ),
  };
}
