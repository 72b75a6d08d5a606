import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import type { Slice } from "../history/as-of.ts";
import { containing } from "../sql/paging.ts";
import { firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/**
 * How many records are looked up by a part of their name at most. Of what more have, a page is found soon enough by going through the
 * list in its order.
 */
const MOST = 2_000;

/** The functions that look records up by any part of what they are called, past the rows of others. */
const SEARCHES = { iam_user: "search_users", iam_role: "search_roles", credential: "search_credentials" } as const;
export type SearchedTable = keyof typeof SEARCHES;

const Found = z.object({ ids: z.array(z.uuid()) });

/** The present or gone records that have `text` anywhere in what they are called; null: too many to be told one by one. */
export async function findNamed(tx: TenantTx, table: SearchedTable, text: string): Promise<string[] | null> {
  const search = Prisma.raw(SEARCHES[table]);
  const found = await firstRowOf(
    tx,
    Found,
    Prisma.sql`SELECT ARRAY(SELECT ${search}(${containing(text)}, ${MOST + 1}::int)) AS ids`,
  );
  const ids = found?.ids ?? [];
  return ids.length > MOST ? null : ids;
}

/** What a list that is searched adds to its conditions: who was found, where that can be told; of then names are compared alone. */
export async function namedSql(
  tx: TenantTx,
  id: Prisma.Sql,
  table: SearchedTable,
  { q, asOf }: { q?: string | undefined } & Pick<Slice, "asOf">,
): Promise<Prisma.Sql | null> {
  const ids = q && !asOf ? await findNamed(tx, table, q) : null;
  return ids && Prisma.sql`${id} = ANY(${ids}::uuid[])`;
}

/** Whether any of these columns has `text` in it, whatever the case of its letters. */
export const containsSql = (columns: readonly Prisma.Sql[], text: string): Prisma.Sql => {
  const pattern = containing(text);
  return Prisma.sql`(${Prisma.join(
    columns.map((column) => Prisma.sql`${column} ILIKE ${pattern}`),
    " OR ",
  )})`;
};
