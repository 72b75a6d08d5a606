import { expect, test } from "vitest";
import { formatDay, formatDistance, formatInstant } from "./time-format.ts";

const now = new Date("2026-11-22T12:00:00Z");

test("days and instants are UTC, whatever the zone of the process", () => {
  const at = new Date("2026-11-21T23:30:00-05:00");
  expect(formatDay(at)).toBe("2026-11-22");
  expect(formatInstant(at)).toBe("2026-11-22 04:30 UTC");
});

test.each([
  ["2026-11-22T11:59:30Z", "just now"],
  ["2026-11-22T11:01:00Z", "59 min ago"],
  ["2026-11-22T10:00:00Z", "2 h ago"],
  ["2026-11-20T12:00:01Z", "47 h ago"],
  ["2026-11-20T12:00:00Z", "2 days ago"],
  ["2022-11-22T12:00:00Z", "1,461 days ago"],
  ["2026-11-25T12:00:00Z", "in 3 days"],
])("%s is %s", (at, text) => {
  expect(formatDistance(new Date(at), now)).toBe(text);
});
