import { Prisma } from "../generated/client.ts";

export const instantSql = (at: Date): Prisma.Sql => Prisma.sql`${at.toISOString()}::timestamptz`;

/** The end of what was known at `asOf`; of now there is none. */
export const untilSql = (asOf: Date | undefined): Prisma.Sql =>
  Prisma.sql`${asOf?.toISOString() ?? "infinity"}::timestamptz`;
