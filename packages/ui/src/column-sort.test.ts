import { expect, test } from "vitest";
import { columnSort } from "./column-sort.ts";

const hrefOf = (sort: string) => `?sort=${sort}`;

test.each([
  { current: "age", first: "descending", direction: "ascending", href: "?sort=-age" },
  { current: "-age", first: "descending", direction: "descending", href: "?sort=age" },
  { current: "name", first: "descending", direction: null, href: "?sort=-age" },
  { current: "name", first: "ascending", direction: null, href: "?sort=age" },
] as const)("sorted by $current, the head of age asks for $href", ({ current, first, direction, href }) => {
  expect(columnSort("age", current, hrefOf, first)).toEqual({ direction, href });
});
