import { expect, test } from "vitest";
import { backtestForecast } from "./backtest.ts";
import { forecastEnds } from "./forecast.ts";
import type { StageStep } from "./progress-points.ts";

const dayAt = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);

/** 300 migrations, of which so many end on the last day of each week. */
const ending = (endsOf: (week: number) => number, weeks: number): StageStep[] => [
  { day: dayAt(0), stage: "identified", more: 300 },
  ...Array.from({ length: weeks }, (_, week): StageStep[] => [
    { day: dayAt(7 * week + 6), stage: "identified", more: -endsOf(week) },
    { day: dayAt(7 * week + 6), stage: "verified", more: endsOf(week) },
  ]).flat(),
];
const YEAR = { from: dayAt(63), to: dayAt(363), weeks: 8 };

test("a pace that stays is forecast to the number", () => {
  const weeks = backtestForecast(
    ending(() => 3, 52),
    YEAR,
  );
  expect(weeks.length).toBe(35);
  expect(weeks.every(({ from, to, came }) => from === 24 && to === 24 && came === 24)).toBe(true);
});

test("a wave that nobody could foresee is not held, and is told", () => {
  const weeks = backtestForecast(
    ending((week) => (week < 30 ? 2 : 12), 45),
    YEAR,
  );
  expect(weeks.some(({ came, to, holds }) => came > to && !holds)).toBe(true);
});

test("weeks without a forecast, and weeks of which it is not known yet what came, are left out", () => {
  expect(
    backtestForecast(
      ending(() => 0, 52),
      YEAR,
    ),
  ).toEqual([]);
  expect(
    backtestForecast(
      ending(() => 3, 52),
      { ...YEAR, to: dayAt(100) },
    ),
  ).toEqual([]);
});

test("no more end than there are", () => {
  const progress = { endedByWeek: Array(12).fill(5), addedByWeek: Array(12).fill(0), left: 7 };
  const { intervals } = forecastEnds({ ...progress, asOf: new Date(dayAt(0)), targetDate: null }, 8);
  expect(intervals).toEqual([
    { percent: 50, from: 7, to: 7 },
    { percent: 85, from: 7, to: 7 },
  ]);
});
