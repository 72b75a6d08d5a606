import type { ActivityDay } from "@rolecall/domain";
import { expect, test } from "vitest";
import { activityCalendar, SHOWN_DAYS } from "./activity-days.ts";

const at = new Date("2026-11-22T03:00:00Z");
const sample = (day: string): ActivityDay => ({
  day,
  service: "s3",
  region: "eu-west-1",
  lastAt: new Date(`${day}T12:00:00Z`),
  source: "last_used",
});

test("the calendar ends with the day of the instant and has a row per weekday", () => {
  const { cells, weeks, months } = activityCalendar([], at, new Date("2020-01-01T00:00:00Z"));
  expect(cells).toHaveLength(SHOWN_DAYS);
  // 2026-11-22 is a Sunday, the last row of the last week.
  expect(cells.at(-1)).toEqual({ day: "2026-11-22", week: weeks - 1, weekday: 6, state: "none" });
  expect(months.at(-1)).toEqual({ week: cells.find(({ day }) => day === "2026-11-01")?.week, label: "Nov" });
});

test("days before it was first seen are unknown unless a sample tells of them", () => {
  const { cells, usedDays, lastDay } = activityCalendar(
    [sample("2026-11-20"), sample("2026-11-20"), sample("2026-11-02")],
    at,
    new Date("2026-11-10T08:00:00Z"),
  );
  const stateOn = (on: string) => cells.find(({ day }) => day === on)?.state;
  expect([stateOn("2026-11-02"), stateOn("2026-11-09"), stateOn("2026-11-10"), stateOn("2026-11-20")]).toEqual([
    "used",
    "unknown",
    "none",
    "used",
  ]);
  expect({ usedDays, lastDay }).toEqual({ usedDays: 2, lastDay: "2026-11-20" });
});
