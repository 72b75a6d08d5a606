import { expect, it } from "vitest";
import { allByToken } from "./token-pages.ts";

type Page = { items?: number[]; next?: string };

const readAll = (pages: Record<string, Page>) =>
  allByToken(
    "organizations:ListAccounts",
    async (token = "first") => pages[token] ?? {},
    ({ next }) => next,
    ({ items }) => items,
  );

it("reads on past empty pages, to the one without a token", async () => {
  const pages = {
    first: { items: [1], next: "b" },
    b: { next: "c" },
    c: { items: [], next: "d" },
    d: { items: [2, 3] },
  };
  expect(await readAll(pages)).toEqual([1, 2, 3]);
});

it("takes an empty token for none", async () => {
  expect(await readAll({ first: { items: [1], next: "" } })).toEqual([1]);
});

it("does not turn in a circle", async () => {
  const pages = { first: { items: [1], next: "b" }, b: { items: [2], next: "b" } };
  await expect(readAll(pages)).rejects.toMatchObject({
    action: "organizations:ListAccounts",
    kind: "transient",
    message: expect.stringContaining("same page token twice"),
  });
});
