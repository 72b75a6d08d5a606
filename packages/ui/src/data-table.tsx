import { VisuallyHidden } from "@mantine/core";
import type { Key, ReactNode } from "react";
import classes from "./data-table.module.css";
import { LinkBox } from "./navigation.tsx";

/** The current order, and the address with the order that a click on the head asks for. */
export type ColumnSort = { href: string; direction: "ascending" | "descending" | null };

export type Column<Row> = {
  id: string;
  header: string;
  align?: "left" | "right";
  sort?: ColumnSort;
  cell: (row: Row) => ReactNode;
};

type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  /** Shown instead of the table when there are no rows. */
  empty: ReactNode;
};

const ARROWS = { ascending: "↑", descending: "↓" } as const;

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const { sort } = column;
  if (!sort) return column.header;
  return (
    <LinkBox href={sort.href} className={classes.sort}>
      {column.header}
      <span aria-hidden="true" className={classes.arrow}>
        {sort.direction ? ARROWS[sort.direction] : "↕"}
      </span>
    </LinkBox>
  );
}

/**
 * A table of any rows. Sorting and paging live in the URL, so it needs no script. The first column names the row and
 * stays in sight when the table scrolls sideways.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty }: DataTableProps<Row>) {
  if (rows.length === 0) return <div role="status">{empty}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={`${caption}, table`} tabIndex={0}>
      <table className={classes.table}>
        <caption>
          <VisuallyHidden>{caption}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align} aria-sort={column.sort?.direction ?? undefined}>
                <HeadCell column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row" data-align={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} data-align={column.align}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
