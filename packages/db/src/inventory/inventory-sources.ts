import { NO_READS, type OwnReads, sourcesOf, type Telling, type ValueSource } from "@rolecall/domain";
import { z } from "zod";
import { readFreshness, readFreshnessThen } from "../accounts/freshness.ts";
import { Prisma } from "../generated/client.ts";
import type { Slice } from "../history/as-of.ts";
import { columnsOf } from "../sql/columns.ts";
import { untilSql } from "../sql/instants.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** The columns of a user that say when it was read by calls of its own. */
export const OWN_READS = { recheckedAt: z.date().nullable(), keysReadAt: z.date().nullable() };

const OwnReadsOfUser = z.object({ ...OWN_READS, id: z.uuid() });

/** When these users were read by calls of their own, until `asOf` or now. */
export async function readsOfUsers(
  tx: TenantTx,
  userIds: readonly string[],
  asOf: Date | undefined,
): Promise<Map<string, OwnReads>> {
  if (userIds.length === 0) return new Map();
  const until = untilSql(asOf);
  const columns = columnsOf(OwnReadsOfUser, "u", {
    recheckedAt: Prisma.sql`CASE WHEN u.rechecked_at <= ${until} THEN u.rechecked_at END`,
    keysReadAt: Prisma.sql`CASE WHEN u.keys_read_at <= ${until} THEN u.keys_read_at END`,
  });
  const users = await rowsOf(
    tx,
    OwnReadsOfUser,
    Prisma.sql`SELECT ${columns} FROM iam_user u WHERE u.id = ANY(${[...new Set(userIds)]}::uuid[])`,
  );
  return new Map(users.map(({ id, ...reads }) => [id, reads]));
}

/**
 * Tells each row where its values came from and when: by its account's freshness, now or as it was, and by what was read of
 * the row alone.
 */
export async function withSources<T extends { accountId: string }>(
  tx: TenantTx,
  { asOf }: Slice,
  rows: readonly T[],
  tellingsOf: (row: T) => readonly Telling[],
  readsOf: (row: T) => OwnReads = () => NO_READS,
): Promise<(Omit<T, "accountId"> & { sources: ValueSource[] })[]> {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  if (accountIds.length === 0) return [];
  const freshness = asOf ? await readFreshnessThen(tx, accountIds, asOf) : await readFreshness(tx, accountIds);
  return rows.map((row) => {
    const { accountId, ...shown } = row;
    const ofAccount = freshness.get(accountId) ?? {};
    return { ...shown, sources: tellingsOf(row).flatMap((telling) => sourcesOf(telling, ofAccount, readsOf(row))) };
  });
}
