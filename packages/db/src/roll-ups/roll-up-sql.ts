import { KEY_AGE_BANDS, type KeyAgeCounts } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";

/** Pieces of SQL that the roll-ups share. */

/** The UTC day of an instant. */
export const daySql = (at: Date): Prisma.Sql => Prisma.sql`(${instantSql(at)} AT TIME ZONE 'UTC')::date`;

export const columnsSql = (names: readonly string[], prefix = ""): Prisma.Sql =>
  Prisma.raw(names.map((name) => `${prefix}"${name}"`).join(", "));

/** Rows of counts, by the names of their columns. */
export const countsOf = <Name extends string>(names: readonly Name[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Name, z.ZodInt>);

/** A row's counts by band of age; they are columns of it. @returns them together, and what is left of the row */
export function splitAges<Row extends KeyAgeCounts>(row: Row): [KeyAgeCounts, Omit<Row, keyof KeyAgeCounts>] {
  const { d0_30, d31_60, d61_90, d91_180, d181_365, d366, ...rest } = row;
  return [{ d0_30, d31_60, d61_90, d91_180, d181_365, d366 }, rest];
}

/** Counts of rows by the band of their age in days, a column each, named as the band; an unknown age is in none. */
export function ageBandsSql(age: string): Prisma.Sql {
  const days = Prisma.raw(age);
  return Prisma.join(
    KEY_AGE_BANDS.map(({ id, minDays, maxDays }) => {
      const isWithin =
        maxDays === null ? Prisma.sql`${days} >= ${minDays}` : Prisma.sql`${days} BETWEEN ${minDays} AND ${maxDays}`;
      return Prisma.sql`count(*) FILTER (WHERE ${isWithin})::int AS ${Prisma.raw(`"${id}"`)}`;
    }),
  );
}

/** The end of an insert that replaces a row of the same key, and writes nothing where the row is the same. */
export function upsertSql(table: string, key: readonly string[], values: readonly string[]): Prisma.Sql {
  const updates = values.map((name) => `"${name}" = excluded."${name}"`).join(", ");
  const of = (row: string) => values.map((name) => `${row}."${name}"`).join(", ");
  return Prisma.raw(`ON CONFLICT (tenant_id, ${key.join(", ")}) DO UPDATE SET ${updates}
    WHERE (${of(table)}) IS DISTINCT FROM (${of("excluded")})`);
}

export type DaysInput = {
  from: string;
  to: string;
  interval: "day" | "week" | "month";
  awsAccountId?: string | undefined;
};

/** The last day of each day, week or month from `from` to `to`, inclusive. */
export const shownDaysSql = ({ from, to, interval }: DaysInput): Prisma.Sql => Prisma.sql`
  SELECT max(day)::date AS day FROM generate_series(${from}::timestamp, ${to}::timestamp, '1 day') day
  GROUP BY date_trunc(${interval}, day)`;
