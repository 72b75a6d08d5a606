import { expect, test } from "vitest";
import { CREDENTIALS } from "../address/credentials.ts";
import { keptValues } from "./kept-values.ts";

const load = (query: string) => CREDENTIALS.load(Promise.resolve(Object.fromEntries(new URLSearchParams(query))));

test("a form keeps what the address carries besides its fields, but not the place in the list", async () => {
  const filters = await load("q=ci&owner=team %26 co&unowned=true&unitId=none&sort=-lastUsed&cursor=abc");
  expect(keptValues(CREDENTIALS, filters, ["q"])).toEqual({
    owner: "team & co",
    unowned: "true",
    unitId: "none",
    sort: "-lastUsed",
  });
});

test("what holds anyway is not kept", async () => {
  expect(keptValues(CREDENTIALS, await load("sort=-age&kind=planet"), [])).toEqual({});
});
