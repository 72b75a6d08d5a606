import { INVENTORY, type InventoryKind, type Page, type PageInput, type ValueSource } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import type { InventoryTable, Slice } from "../history/as-of.ts";
import type { Expressions } from "../sql/columns.ts";
import { containing } from "../sql/paging.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { inventoryPage } from "./inventory-list.ts";
import { withSources } from "./inventory-sources.ts";

type EntityRow = z.ZodObject & z.ZodType<{ id: string; accountId: string }>;

/** What a kind of entity is: its rows, and what of them no column of its table tells. */
type Kind<Row extends EntityRow, Whole extends { accountId: string }> = {
  table: InventoryTable;
  row: Row;
  expressions?: Expressions<Row>;
  /** The column by which its lists are sorted and searched. */
  nameColumn: string;
  kindOf: (row: Whole) => InventoryKind;
  /** Adds what other tables tell of a page of rows. */
  complete: (tx: TenantTx, slice: Slice, rows: z.output<Row>[]) => Promise<Whole[]>;
};
type Asked = PageInput & { asOf?: Date | undefined; awsAccountId?: string | undefined; q?: string | undefined };
type Shown<Whole> = Omit<Whole, "accountId"> & { sources: ValueSource[] };

/** Of rows of which their table tells everything. */
export const asItIs = async <Row>(_tx: TenantTx, _slice: Slice, rows: Row[]): Promise<Row[]> => rows;

/** The list of a kind of entity, by name, and one of them: both now, or at `asOf`. */
export function entity<Row extends EntityRow, Whole extends { accountId: string }>({
  nameColumn,
  kindOf,
  complete,
  ...kind
}: Kind<Row, Whole>) {
  const name = Prisma.raw(`e.${nameColumn}`);
  const listed = { ...kind, alias: "e", sorts: { name: { expression: name, type: "text", required: true } } } as const;
  const select = async (
    tx: TenantTx,
    slice: Slice,
    where: (Prisma.Sql | null)[],
    paging: PageInput,
  ): Promise<Page<Shown<Whole>>> => {
    const page = await inventoryPage(tx, listed, { slice, where, sort: "name", ...paging });
    const rows = await complete(tx, slice, page.items);
    return { ...page, items: await withSources(tx, slice, rows, (row) => INVENTORY[kindOf(row)].tellings) };
  };
  return {
    list: (tx: TenantTx, { q, asOf, awsAccountId, cursor, limit }: Asked, condition: Prisma.Sql | null = null) => {
      const search = q ? Prisma.sql`${name} ILIKE ${containing(q)}` : null;
      return select(tx, { asOf, awsAccountId }, [search, condition], { cursor, limit });
    },
    find: async (tx: TenantTx, id: string, asOf?: Date): Promise<Shown<Whole> | null> =>
      (await select(tx, { id, asOf }, [], { limit: 1 })).items[0] ?? null,
  };
}
