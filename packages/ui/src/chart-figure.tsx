import { Paper, Text, Title, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./chart-figure.module.css";
import { formatCount } from "./number-format.ts";

export type ChartTable = { columns: readonly string[]; rows: readonly (readonly (string | number | null)[])[] };

type ChartFigureProps = {
  title: string;
  /** One sentence: what the picture shows now. */
  caption: ReactNode;
  /** The picture. It is hidden from screen readers, because the table has the same figures. */
  children: ReactNode;
  table: ChartTable;
  actions?: ReactNode;
};

/** A chart with its title, its caption, and a table of the same figures. */
export function ChartFigure({ title, caption, children, table, actions }: ChartFigureProps) {
  return (
    <Paper component="figure" withBorder radius="md" className={classes.figure}>
      <div className={classes.head}>
        <Title order={2} size="h5">
          {title}
        </Title>
        {actions}
      </div>
      <Text component="figcaption" size="sm" c="dimmed">
        {caption}
      </Text>
      <div aria-hidden="true" className={classes.picture}>
        {children}
      </div>
      <details className={classes.details}>
        <summary>Show the figures</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={classes.scroll} tabIndex={0} aria-label={`${title}, figures`}>
          <table className={classes.table}>
            <caption>
              <VisuallyHidden>{title}</VisuallyHidden>
            </caption>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((value, index) => {
                    const text = typeof value === "number" ? formatCount(value) : (value ?? "unknown");
                    const column = table.columns[index];
                    return index === 0 ? (
                      <th key={column} scope="row">
                        {text}
                      </th>
                    ) : (
                      <td key={column}>{text}</td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </Paper>
  );
}
