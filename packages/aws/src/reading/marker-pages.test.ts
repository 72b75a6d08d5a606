import { expect, it } from "vitest";
import { isWholePage, readPages } from "./marker-pages.ts";

it.each([
  [{ IsTruncated: false }, undefined, true],
  [{ IsTruncated: true, Marker: "a" }, undefined, true],
  [{ IsTruncated: true }, [], false],
  [{}, [], true],
  [{ Marker: "a" }, [], true],
  [{}, undefined, false],
])("a page of %j with %j is whole: %s", (page, items, whole) => {
  expect(isWholePage(page, items)).toBe(whole);
});

type Page = { IsTruncated?: boolean; Marker?: string; items: number[] };

async function read(pages: readonly Page[]): Promise<number[]> {
  const left = [...pages];
  const found: number[] = [];
  await readPages(
    "iam:ListUsers",
    async (): Promise<Page> => left.shift() ?? { items: [] },
    ({ items }) => found.push(...items),
  );
  return found;
}

it.each<[string, Page[]]>([
  [
    "says so",
    [
      { IsTruncated: true, Marker: "a", items: [1] },
      { IsTruncated: false, items: [2, 3] },
    ],
  ],
  ["is empty", [{ IsTruncated: true, Marker: "a", items: [] }, { items: [1, 2, 3] }]],
  [
    "gives a marker only",
    [
      { Marker: "a", items: [1, 2] },
      { Marker: "", items: [3] },
    ],
  ],
  ["ignores how much was asked for", [{ items: [1, 2, 3] }]],
  ["gives a marker that leads nowhere", [{ IsTruncated: false, Marker: "a", items: [1, 2, 3] }]],
])("reads to the end of a list that %s", async (_, pages) => {
  expect(await read(pages)).toEqual([1, 2, 3]);
});

it("does not go round in a circle", async () => {
  const page = { IsTruncated: true, Marker: "a", items: [1] };
  await expect(read([page, page, page])).rejects.toMatchObject({ kind: "transient" });
});
