import type { Page } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { existsSql, type InventoryTable, inventorySql, type Slice } from "./as-of.ts";
import { all, type keyset, toPage } from "./paging.ts";

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

/** One page of rows with the names of their accounts; without a condition of their own, of those that exist. */
export async function selectRows<T extends { id: string }>(
  tx: TenantTx,
  listed: Listed,
  slice: Slice,
  conditions: (Prisma.Sql | null)[],
  order: ReturnType<typeof keyset>,
  limit: number,
): Promise<Page<ListedRow<T>>> {
  const { table, alias } = listed;
  const name = Prisma.raw(alias);
  const where = all([
    slice.id === undefined ? existsSql(alias, slice) : Prisma.sql`${name}.id = ${slice.id}::uuid`,
    slice.awsAccountId ? Prisma.sql`a.aws_account_id = ${slice.awsAccountId}` : null,
    ...conditions,
  ]);
  const rows = await tx.$queryRaw<(ListedRow<T> & { id: string; sortValue: string | null })[]>`
    SELECT a.aws_account_id AS "awsAccountId", a.name AS "accountName", ${columnsSql(listed)}, ${order.sortValue}
    FROM ${inventorySql(table, alias, slice)} JOIN aws_account a ON a.tenant_id = ${name}.tenant_id AND a.id = ${name}.account_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
  return toPage(rows, limit) as unknown as Page<ListedRow<T>>;
}
