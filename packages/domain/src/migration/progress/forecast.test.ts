import fc from "fast-check";
import { expect, test } from "vitest";
import { forecast, forecastEnds, type Progress } from "./forecast.ts";

const AS_OF = new Date("2026-06-01T00:00:00Z");
const weeksLater = (weeks: number): Date => new Date(AS_OF.getTime() + weeks * 7 * 86_400_000);
const STEADY: Progress = {
  endedByWeek: [3, 3, 3, 3, 3, 3, 3, 3],
  addedByWeek: [1, 1, 1, 1, 1, 1, 1, 1],
  left: 20,
  asOf: AS_OF,
  targetDate: null,
};

test("a steady pace ends on one day", () => {
  const { intervals, pacePerWeek, reason } = forecast(STEADY);
  expect(reason).toBeNull();
  expect(pacePerWeek).toBe(2);
  for (const { from, to } of intervals) expect([from, to]).toEqual([weeksLater(10), weeksLater(10)]);
});

test("an uneven pace gives an interval, the wider the surer", () => {
  const { intervals } = forecast({ ...STEADY, endedByWeek: [0, 9, 0, 0, 12, 1, 0, 2] });
  const [half, most] = intervals;
  expect(half?.from?.getTime()).toBeLessThan(half?.to?.getTime() ?? 0);
  expect(most?.from?.getTime()).toBeLessThanOrEqual(half?.from?.getTime() ?? 0);
  expect(most?.to?.getTime()).toBeGreaterThanOrEqual(half?.to?.getTime() ?? 0);
});

test("weeks that came in waves promise less than the same weeks, mixed", () => {
  const width = (endedByWeek: number[]): number => {
    const given = { ...STEADY, endedByWeek, addedByWeek: endedByWeek.map(() => 0), left: 200 };
    const interval = forecastEnds(given, 8).intervals.find(({ percent }) => percent === 85);
    return (interval?.to ?? 0) - (interval?.from ?? 0);
  };
  const mixed = [0, 6, 0, 6, 6, 0, 6, 0, 0, 6, 0, 6, 6, 0, 6, 0];
  const waves = [0, 0, 0, 0, 6, 6, 6, 6, 0, 0, 0, 0, 6, 6, 6, 6];
  expect(width(waves)).toBeGreaterThan(2 * width(mixed));
});

test("a scope that grows as fast as it is worked off has no end in sight", () => {
  const { intervals, pacePerWeek } = forecast({ ...STEADY, addedByWeek: [3, 3, 3, 3, 3, 3, 3, 3] });
  expect(pacePerWeek).toBe(0);
  expect(intervals.map(({ to }) => to)).toEqual([null, null]);
});

test.each([
  ["nothing is left", { left: 0 }, "Nothing is left to migrate."],
  [
    "five weeks",
    { endedByWeek: [3, 3, 3, 3, 3], addedByWeek: [0, 0, 0, 0, 0] },
    "The history has 5 whole weeks; a forecast needs 6.",
  ],
  [
    "too few ends",
    { endedByWeek: [0, 0, 1, 0, 0, 1, 0, 0] },
    "2 migrations ended in the last 8 weeks; a forecast needs 5.",
  ],
])("gives none, and says why: %s", (_name, given, reason) => {
  expect(forecast({ ...STEADY, ...given })).toMatchObject({ intervals: [], reason });
});

test("a target date needs what is left and what is added", () => {
  expect(forecast({ ...STEADY, targetDate: weeksLater(10) }).paceNeeded).toBe(3);
  expect(forecast({ ...STEADY, targetDate: weeksLater(-1) }).paceNeeded).toBeNull();
  expect(forecast(STEADY).paceNeeded).toBeNull();
});

test("more that is left never ends earlier, and the same question has the same answer", () => {
  const weeks = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 20 });
  fc.assert(
    fc.property(
      weeks,
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 100 }),
      (endedByWeek, left, more) => {
        const given = { ...STEADY, endedByWeek, addedByWeek: endedByWeek.map(() => 0), left };
        const [few, many] = [forecast(given), forecast({ ...given, left: left + more })];
        expect(forecast(given)).toEqual(few);
        const ends = ({ to }: { to: Date | null }) => to?.getTime() ?? Number.POSITIVE_INFINITY;
        for (const [index, interval] of few.intervals.entries()) {
          const other = many.intervals[index];
          if (other) expect(ends(other)).toBeGreaterThanOrEqual(ends(interval));
        }
      },
    ),
    { numRuns: 30 },
  );
});
