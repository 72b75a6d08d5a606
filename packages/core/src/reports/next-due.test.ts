import fc from "fast-check";
import { DateTime, Info } from "luxon";
import { describe, expect, it } from "vitest";
import { nextDueAt, type Rhythm } from "./next-due.ts";

const rhythm = (over: Partial<Rhythm> = {}): Rhythm => ({
  frequency: "weekly",
  dayOfWeek: "monday",
  hour: 8,
  timeZone: "UTC",
  ...over,
});

describe("weekly", () => {
  it.each<[string, Partial<Rhythm>, string, string]>([
    ["later the same day", {}, "2026-06-01T07:59:59Z", "2026-06-01T08:00:00Z"],
    ["a week on, at the very moment", {}, "2026-06-01T08:00:00Z", "2026-06-08T08:00:00Z"],
    ["a week on, later that day", {}, "2026-06-01T12:00:00Z", "2026-06-08T08:00:00Z"],
    ["over the end of the year", { dayOfWeek: "friday" }, "2026-12-31T00:00:00Z", "2027-01-01T08:00:00Z"],
    ["on Sunday, the last day of its week", { dayOfWeek: "sunday" }, "2026-06-01T00:00:00Z", "2026-06-07T08:00:00Z"],
    ["at midnight", { hour: 0 }, "2026-06-07T23:59:00Z", "2026-06-08T00:00:00Z"],
    ["by the zone's clock in summer", { timeZone: "Europe/Berlin" }, "2026-06-01T00:00:00Z", "2026-06-01T06:00:00Z"],
    ["by the zone's clock in winter", { timeZone: "Europe/Berlin" }, "2026-12-01T00:00:00Z", "2026-12-07T07:00:00Z"],
    ["over the start of summer time", { timeZone: "Europe/Berlin" }, "2026-03-23T07:00:00Z", "2026-03-30T06:00:00Z"],
    ["over its end", { timeZone: "Europe/Berlin" }, "2026-10-19T06:00:00Z", "2026-10-26T07:00:00Z"],
    [
      "in an hour that summer time skips, an hour later",
      { dayOfWeek: "sunday", hour: 2, timeZone: "Europe/Berlin" },
      "2026-03-28T00:00:00Z",
      "2026-03-29T01:00:00Z",
    ],
    [
      "in an hour that comes twice, the first time",
      { dayOfWeek: "sunday", hour: 2, timeZone: "Europe/Berlin" },
      "2026-10-24T00:00:00Z",
      "2026-10-25T00:00:00Z",
    ],
    [
      "and not again the second time",
      { dayOfWeek: "sunday", hour: 2, timeZone: "Europe/Berlin" },
      "2026-10-25T00:00:10Z",
      "2026-11-01T01:00:00Z",
    ],
    ["where Monday starts earlier", { timeZone: "Pacific/Auckland" }, "2026-05-31T00:00:00Z", "2026-05-31T20:00:00Z"],
    ["where Monday starts later", { timeZone: "America/Los_Angeles" }, "2026-06-01T00:00:00Z", "2026-06-01T15:00:00Z"],
    ["by half an hour", { timeZone: "Asia/Kolkata" }, "2026-06-01T00:00:00Z", "2026-06-01T02:30:00Z"],
    ["by three quarters", { timeZone: "Asia/Kathmandu" }, "2026-06-01T00:00:00Z", "2026-06-01T02:15:00Z"],
  ])("%s", (_, over, after, due) => {
    expect(nextDueAt(rhythm(over), new Date(after)).toISOString()).toBe(new Date(due).toISOString());
  });
});

describe("monthly, on the first such weekday", () => {
  it.each<[string, Partial<Rhythm>, string, string]>([
    ["that is the 1st", {}, "2026-05-31T00:00:00Z", "2026-06-01T08:00:00Z"],
    ["the next month, once it is past", {}, "2026-06-01T08:00:00Z", "2026-07-06T08:00:00Z"],
    ["that is the 7th", { dayOfWeek: "sunday" }, "2026-06-01T00:00:00Z", "2026-06-07T08:00:00Z"],
    ["over the end of the year", {}, "2026-12-20T00:00:00Z", "2027-01-04T08:00:00Z"],
    ["from the 31st of January", {}, "2026-01-31T12:00:00Z", "2026-02-02T08:00:00Z"],
    ["by the zone's month", { timeZone: "Pacific/Auckland" }, "2026-05-31T13:00:00Z", "2026-05-31T20:00:00Z"],
    [
      "on the day on which summer time ends",
      { dayOfWeek: "sunday", hour: 2, timeZone: "America/New_York" },
      "2026-11-01T05:59:00Z",
      "2026-11-01T07:00:00Z",
    ],
  ])("%s", (_, over, after, due) => {
    const next = nextDueAt(rhythm({ frequency: "monthly", ...over }), new Date(after));
    expect(next.toISOString()).toBe(new Date(due).toISOString());
  });
});

it("is always later, on the right weekday and at the right hour of the zone's clock", () => {
  const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo"];
  const names = Info.weekdays("long", { locale: "en" }).map((name) => name.toLowerCase() as Rhythm["dayOfWeek"]);
  fc.assert(
    fc.property(
      fc.record({
        frequency: fc.constantFrom<Rhythm["frequency"]>("weekly", "monthly"),
        dayOfWeek: fc.constantFrom(...names),
        hour: fc.integer({ min: 0, max: 23 }),
        timeZone: fc.constantFrom(...zones),
      }),
      fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
      (given, after) => {
        const due = nextDueAt(given, after);
        const days = (due.getTime() - after.getTime()) / 86_400_000;
        expect(days).toBeGreaterThan(0);
        expect(days).toBeLessThanOrEqual(given.frequency === "weekly" ? 7.1 : 37.1);
        const local = DateTime.fromJSDate(due, { zone: given.timeZone });
        expect(names[local.weekday - 1]).toBe(given.dayOfWeek);
        // An hour that summer time skips moves on by one.
        expect([given.hour, given.hour + 1]).toContain(local.hour);
        if (given.frequency === "monthly") expect(local.day).toBeLessThanOrEqual(7);
      },
    ),
    { numRuns: 500 },
  );
});
