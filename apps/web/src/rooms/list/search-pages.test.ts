import { expect, test } from "vitest";
import { searchPages } from "./search-pages.ts";

/** Pages of ten numbers without an end, and the cursors that were asked for. */
function endlessNumbers() {
  const asked: (string | undefined)[] = [];
  const read = async (cursor: string | undefined) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    return { items: Array.from({ length: 10 }, (_, index) => from + index), nextCursor: String(from + 10) };
  };
  return { asked, read };
}

test("the search ends when all are found", async () => {
  const { asked, read } = endlessNumbers();
  expect(await searchPages(read, (value) => value === 3 || value === 14, 2)).toEqual({ rows: [3, 14], isWhole: true });
  expect(asked).toEqual([undefined, "10"]);
});

test("nothing is read when there is nothing to find", async () => {
  const { asked, read } = endlessNumbers();
  expect(await searchPages(read, () => true, 0)).toEqual({ rows: [], isWhole: true });
  expect(asked).toEqual([]);
});

test("a list that is too long is given up, and that is told", async () => {
  const { asked, read } = endlessNumbers();
  expect(await searchPages(read, (value) => value === 5, 2)).toEqual({ rows: [5], isWhole: false });
  expect(asked).toHaveLength(10);
});

test("a list that ends before the expected number is whole", async () => {
  const read = async () => ({ items: [1], nextCursor: null });
  expect(await searchPages(read, () => true, 5)).toEqual({ rows: [1], isWhole: true });
});
