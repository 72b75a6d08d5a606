import type { Page } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { existsSql, type InventoryTable, inventorySql, type Slice } from "../history/as-of.ts";
import { columnsOf, type Expressions } from "../sql/columns.ts";
import { type List, type Paging, pageOf, type SortKey } from "../sql/paging.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Identity = z.object({ id: z.uuid() });
type ListedRow = z.ZodObject & z.ZodType<{ id: string }>;

/** A list of the inventory: its rows, from a table under an alias, but for what is told by expressions. */
export type Listed<Row extends ListedRow> = {
  table: InventoryTable;
  alias: string;
  row: Row;
  expressions?: Expressions<Row>;
  sorts: Record<string, SortKey>;
};

/** Which rows, in which order. `byUse`: whether the conditions or the order look at columns that tell of use. */
export type Wanted = Paging & { slice: Slice; byUse?: boolean };

function listOf<Row extends ListedRow>(
  { table, alias, row, expressions, sorts }: Listed<Row>,
  slice: Slice,
  withUse = true,
): List<Row> {
  const own = Prisma.raw(alias);
  const ofAccount = { awsAccountId: Prisma.sql`a.aws_account_id`, accountName: Prisma.sql`a.name` };
  return {
    row,
    select: columnsOf(row, alias, { ...ofAccount, ...expressions } as Expressions<Row>),
    from: Prisma.sql`${inventorySql(table, alias, slice, withUse)}
      JOIN aws_account a ON a.tenant_id = ${own}.tenant_id AND a.id = ${own}.account_id`,
    id: Prisma.sql`${own}.id`,
    sorts,
  };
}

/**
 * Who is on a page of then, found by content alone: what is no content has to be made anew for each row, and so only for those
 * that are shown.
 */
async function pageOfThen<Row extends ListedRow>(
  tx: TenantTx,
  listed: Listed<Row>,
  { slice, ...paging }: Wanted,
): Promise<Page<z.output<Row>>> {
  const { items, nextCursor } = await pageOf(
    tx,
    listOf({ ...listed, row: Identity, expressions: {} }, slice, false),
    paging,
  );
  const ids = items.map(({ id }) => id);
  const { select, from } = listOf(listed, { asOf: slice.asOf, ids });
  const rows = ids.length > 0 ? await rowsOf(tx, listed.row, Prisma.sql`SELECT ${select} FROM ${from}`) : [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { items: ids.flatMap((id) => byId.get(id) ?? []), nextCursor };
}

/** One page of rows with the names of their accounts; without a condition of their own, of those that exist. */
export function inventoryPage<Row extends ListedRow>(
  tx: TenantTx,
  listed: Listed<Row>,
  wanted: Wanted,
): Promise<Page<z.output<Row>>> {
  const { slice, byUse } = wanted;
  const { alias } = listed;
  const where = [
    slice.id === undefined ? existsSql(alias, slice) : Prisma.sql`${Prisma.raw(alias)}.id = ${slice.id}::uuid`,
    slice.awsAccountId ? Prisma.sql`a.aws_account_id = ${slice.awsAccountId}` : null,
    ...wanted.where,
  ];
  if (slice.asOf && slice.id === undefined && !byUse) return pageOfThen(tx, listed, { ...wanted, where });
  return pageOf(tx, listOf(listed, slice), { ...wanted, where });
}
