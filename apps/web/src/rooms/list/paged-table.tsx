import type { Page } from "@rolecall/domain";
import { type Column, DataTable, Pager } from "@rolecall/ui";
import type { Key, ReactNode } from "react";

type PagesProps = {
  /** Plural of what the rows are, ending in -s or -ies. */
  noun: string;
  page: Page<unknown>;
  /** Where this page begins; null or undefined: it is the first. */
  cursor: string | null | undefined;
  /** The list from a cursor on; null: from its start. */
  hrefAt: (cursor: string | null) => string;
};

/** The way from a page of rows to the next one, and back to the first. */
export function Pages({ noun, page: { items, nextCursor }, cursor, hrefAt }: PagesProps) {
  if (items.length === 0) return null;
  return (
    <Pager
      noun={noun}
      shown={items.length}
      firstHref={cursor ? hrefAt(null) : null}
      nextHref={nextCursor ? hrefAt(nextCursor) : null}
    />
  );
}

type PagedTableProps<Row> = PagesProps & {
  caption: string;
  columns: readonly Column<Row>[];
  page: Page<Row>;
  rowKey: (row: Row) => Key;
  /** Why there is no row. */
  empty: ReactNode;
};

/** A page of rows as a table. */
export function PagedTable<Row>({ caption, columns, rowKey, empty, ...pages }: PagedTableProps<Row>) {
  return (
    <>
      <DataTable caption={caption} columns={columns} rows={pages.page.items} rowKey={rowKey} empty={empty} />
      <Pages {...pages} />
    </>
  );
}
