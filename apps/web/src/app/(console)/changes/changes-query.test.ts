import { expect, test } from "vitest";
import { CHANGES } from "../../../rooms/address/changes.ts";
import { momentOf } from "../../../rooms/as-of/moment.ts";
import { queryOf } from "../../../rooms/list/list-query.ts";
import { changesQuery } from "./changes-query.ts";

/** What the API is asked by an address. */
async function askedBy(query: string) {
  const filters = await CHANGES.load(Promise.resolve(Object.fromEntries(new URLSearchParams(query))));
  return changesQuery(queryOf({ filters, moment: momentOf(null) }));
}

test("both days of a period are part of it", async () => {
  const { since, until } = await askedBy("from=2026-03-01&to=2026-03-01");
  expect(since?.toISOString()).toBe("2026-03-01T00:00:00.000Z");
  expect(until?.toISOString()).toBe("2026-03-02T00:00:00.000Z");
});

test.each([
  ["", "false"],
  ["firstSeen=show", "true"],
  ["change=first_seen", "true"],
  ["change=rotated", "false"],
])("with ?%s first inventories are shown: %s", async (query, firstSeen) => {
  expect((await askedBy(query)).firstSeen).toBe(firstSeen);
});

test("what an edited address carries instead of a value is no filter", async () => {
  const query = "subject=planet&subjectId=42&change=exploded&from=2026-02-30&awsAccountId=12";
  expect(await askedBy(query)).toEqual({ firstSeen: "false" });
});
