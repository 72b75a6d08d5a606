import { expect, test } from "vitest";
import { changesInput, loadChangeFilters } from "./changes.ts";

test("both days of a period are part of it", () => {
  const { since, until } = changesInput(loadChangeFilters(new URLSearchParams("from=2026-03-01&to=2026-03-01")));
  expect(since?.toISOString()).toBe("2026-03-01T00:00:00.000Z");
  expect(until?.toISOString()).toBe("2026-03-02T00:00:00.000Z");
});

test.each([
  ["", "false"],
  ["firstSeen=show", "true"],
  ["change=first_seen", "true"],
  ["change=rotated", "false"],
])("with ?%s first inventories are shown: %s", (query, firstSeen) => {
  expect(changesInput(loadChangeFilters(new URLSearchParams(query))).firstSeen).toBe(firstSeen);
});

test("what an edited address carries instead of a value is no filter", () => {
  const query = "subject=planet&subjectId=42&change=exploded&from=2026-02-30&awsAccountId=12";
  expect(changesInput(loadChangeFilters(new URLSearchParams(query)))).toEqual({ firstSeen: "false" });
});
