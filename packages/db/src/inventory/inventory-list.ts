import type { Page } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { existsSql, type InventoryTable, inventorySql, type Slice } from "../history/as-of.ts";
import { all, type keyset, toPage } from "../sql/paging.ts";

/** What a list reads: a table under an alias, some of its columns, and expressions beyond them with their own names. */
export type Listed = {
  table: InventoryTable;
  alias: string;
  columns: readonly string[];
  more?: Prisma.Sql;
};
export type ListedRow<T> = Omit<T, "sources"> & { accountId: string };

const camelCase = (column: string): string => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function columnsSql({ alias, columns, more }: Listed): Prisma.Sql {
  const own = ["id", "account_id", ...columns, "first_seen_at", "gone_at"];
  const named = Prisma.raw(own.map((column) => `${alias}."${column}" AS "${camelCase(column)}"`).join(", "));
  return more ? Prisma.sql`${named}, ${more}` : named;
}

/** Which rows, in which order. */
export type Wanted = {
  slice: Slice;
  conditions: (Prisma.Sql | null)[];
  order: ReturnType<typeof keyset>;
  limit: number;
  /** Whether the conditions or the order look at columns that tell of use. */
  byUse?: boolean;
};

const account = (alias: string): Prisma.Sql =>
  Prisma.raw(`JOIN aws_account a ON a.tenant_id = ${alias}.tenant_id AND a.id = ${alias}.account_id`);

function whereSql({ alias }: Listed, { slice, conditions, order }: Wanted): Prisma.Sql {
  return all([
    slice.id === undefined ? existsSql(alias, slice) : Prisma.sql`${Prisma.raw(alias)}.id = ${slice.id}::uuid`,
    slice.awsAccountId ? Prisma.sql`a.aws_account_id = ${slice.awsAccountId}` : null,
    ...conditions,
    order.after,
  ]);
}

/**
 * Who is on a page of then, found by content alone: what is no content has to be made anew for each row, and so only for those
 * that are shown.
 */
async function pageOfThen(tx: TenantTx, listed: Listed, wanted: Wanted) {
  const { table, alias } = listed;
  const rows = await tx.$queryRaw<{ id: string; sortValue: string | null }[]>`
    SELECT ${Prisma.raw(alias)}.id, ${wanted.order.sortValue}
    FROM ${inventorySql(table, alias, wanted.slice, false)} ${account(alias)}
    WHERE ${whereSql(listed, wanted)} ${wanted.order.orderBy} LIMIT ${wanted.limit + 1}`;
  return toPage(rows, wanted.limit);
}

/** One page of rows with the names of their accounts; without a condition of their own, of those that exist. */
export async function selectRows<T extends { id: string }>(
  tx: TenantTx,
  listed: Listed,
  wanted: Wanted,
): Promise<Page<ListedRow<T>>> {
  const { slice, order, limit } = wanted;
  if (slice.asOf && slice.id === undefined && slice.ids === undefined && !wanted.byUse) {
    const { items, nextCursor } = await pageOfThen(tx, listed, wanted);
    const ids = items.map(({ id }) => id);
    const page = {
      ...wanted,
      slice: { asOf: slice.asOf, ids },
      conditions: [],
      order: { ...order, after: Prisma.sql`TRUE` },
    };
    return { ...(await selectRows<T>(tx, listed, page)), nextCursor };
  }
  const { table, alias } = listed;
  const rows = await tx.$queryRaw<(ListedRow<T> & { id: string; sortValue: string | null })[]>`
    SELECT a.aws_account_id AS "awsAccountId", a.name AS "accountName", ${columnsSql(listed)}, ${order.sortValue}
    FROM ${inventorySql(table, alias, slice)} ${account(alias)}
    WHERE ${whereSql(listed, wanted)} ${order.orderBy} LIMIT ${limit + 1}`;
  return toPage(rows, limit) as unknown as Page<ListedRow<T>>;
}
