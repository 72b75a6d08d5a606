import { CredentialKind, useRecordedSince } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "./instants.ts";

/** `useRecordedSince` of the domain package: since when AWS has recorded each use of a credential of this kind. */
export function useRecordedSinceSql(kind: Prisma.Sql): Prisma.Sql {
  const lines = CredentialKind.options.flatMap((each) => {
    const since = useRecordedSince(each);
    return since ? [Prisma.sql`WHEN ${each} THEN ${instantSql(since)}`] : [];
  });
  return Prisma.sql`CASE ${kind} ${Prisma.join(lines, " ")} END`;
}
