import { expect, test } from "vitest";
import { momentOf, momentOfSearch } from "./moment.ts";

const now = new Date("2026-11-22T03:00:00Z");

test("a day of the past is judged at its end, UTC", () => {
  const end = new Date("2026-03-01T23:59:59.999Z");
  expect(momentOf("2026-03-01", now)).toEqual({ day: "2026-03-01", asOf: end, at: end });
});

test.each([null, "2026-11-22", "2027-01-01"])("%s is now", (day) => {
  expect(momentOf(day, now)).toEqual({ day: null, asOf: undefined, at: now });
});

test.each(["yesterday", "2026-02-30", ["2026-03-01", "2026-03-02"], undefined])(
  "what an edited address carries instead of a day is now: %j",
  async (asOf) => {
    expect((await momentOfSearch(Promise.resolve({ asOf }))).asOf).toBeUndefined();
  },
);
