import type { ColumnSort } from "./data-table.tsx";

/**
 * What a click on a column's head asks for. A sort order is the column's key, with a leading minus if descending.
 *
 * @param first the order after the first click: names start at A, ages with the greatest.
 */
export function columnSort<Key extends string>(
  key: Key,
  current: string,
  hrefOf: (sort: Key | `-${Key}`) => string,
  first: "ascending" | "descending" = "ascending",
): ColumnSort {
  const descending = `-${key}` as const;
  if (current === key) return { direction: "ascending", href: hrefOf(descending) };
  if (current === descending) return { direction: "descending", href: hrefOf(key) };
  return { direction: null, href: hrefOf(first === "ascending" ? key : descending) };
}
