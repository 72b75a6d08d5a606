import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { expect, it } from "vitest";
import type { ServiceCall } from "../session/account-session.ts";
import { allByToken } from "./token-pages.ts";

type Page = { items?: number[]; NextToken?: string };

/** What answers is not asked: the pages are at hand. */
const call: ServiceCall<"organizations"> = (_action, send) => send({} as OrganizationsClient, {});

const readAll = (pages: Record<string, Page>) =>
  allByToken(call, "organizations:ListAccounts", async (_client, token = "first") => pages[token] ?? {}, {
    itemsOf: ({ items }) => items,
    identityOf: String,
  });

it("reads on past empty pages, to the one without a token", async () => {
  const pages = {
    first: { items: [1], NextToken: "b" },
    b: { NextToken: "c" },
    c: { items: [], NextToken: "d" },
    d: { items: [2, 3] },
  };
  expect(await readAll(pages)).toEqual([1, 2, 3]);
});

it("takes an item that stands on two pages once, and the later one counts", async () => {
  const pages: Record<string, { items: { id: string; name: string }[]; NextToken?: string }> = {
    first: { items: [{ id: "1", name: "before" }], NextToken: "b" },
    b: { items: [{ id: "2", name: "other" }], NextToken: "c" },
    c: { items: [{ id: "1", name: "after" }] },
  };
  const read = allByToken(
    call,
    "organizations:ListAccounts",
    async (_client, token = "first") => pages[token] ?? { items: [] },
    {
      itemsOf: ({ items }) => items,
      identityOf: ({ id }) => id,
    },
  );
  expect((await read).map(({ name }) => name)).toEqual(["after", "other"]);
});

it("takes an empty token for none", async () => {
  expect(await readAll({ first: { items: [1], NextToken: "" } })).toEqual([1]);
});

it("does not turn in a circle", async () => {
  const pages = { first: { items: [1], NextToken: "b" }, b: { items: [2], NextToken: "b" } };
  await expect(readAll(pages)).rejects.toMatchObject({
    action: "organizations:ListAccounts",
    kind: "transient",
    message: expect.stringContaining("same page token twice"),
  });
});

it("knows the token of services that write it small", async () => {
  const pages: Record<string, { items: number[]; nextToken?: string }> = {
    first: { items: [1], nextToken: "b" },
    b: { items: [2] },
  };
  const read = allByToken(call, "rolesanywhere:ListSubjects", async (_client, token = "first") => pages[token]!, {
    itemsOf: ({ items }) => items,
    identityOf: String,
  });
  expect(await read).toEqual([1, 2]);
});
