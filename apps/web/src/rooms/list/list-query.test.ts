import { expect, test } from "vitest";
import { momentOf } from "../as-of/moment.ts";
import { queryOf } from "./list-query.ts";

const now = new Date("2026-11-22T12:00:00Z");
const filters = { q: "ci", awsAccountId: null, minAgeDays: 0, asOf: null, sort: "-age", cursor: null };

test("what is no filter is not asked for", () => {
  expect(queryOf({ filters, moment: momentOf(null, now) })).toEqual({ q: "ci", minAgeDays: 0, sort: "-age" });
});

test("a day of the past is asked for by its end", () => {
  const asOf = "2026-03-01";
  expect(queryOf({ filters: { ...filters, asOf }, moment: momentOf(asOf, now) })).toMatchObject({
    asOf: new Date("2026-03-01T23:59:59.999Z"),
  });
});
