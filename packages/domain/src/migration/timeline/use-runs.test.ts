import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoDay } from "../../rules/use/use-series.ts";
import { useRuns } from "./use-runs.ts";

const day = (number: number) => `2026-03-${String(number).padStart(2, "0")}`;
const runs = (daysUsed: number[], scanDays: number[], isUseKnown = true) =>
  useRuns({ daysUsed: daysUsed.map(day), scanDays: scanDays.map(day), isUseKnown, from: day(1), to: day(10) }).map(
    ({ from, to, state }) => `${Number(from.slice(8))}-${Number(to.slice(8))} ${state}`,
  );

describe("what is known of each day", () => {
  it.each([
    ["without a scan nothing is", [], [], ["1-10 unknown"]],
    [
      "a scan knows of the days since the last use, not of its own",
      [3],
      [8],
      ["1-2 unknown", "3-3 used", "4-7 quiet", "8-10 unknown"],
    ],
    [
      "a use is hidden by the next one, where no scan came between",
      [2, 7],
      [7, 8],
      ["1-1 unknown", "2-2 used", "3-6 unknown", "7-7 used", "8-10 unknown"],
    ],
    [
      "a scan between two uses knows of the days before it",
      [2, 7],
      [5, 9],
      ["1-1 unknown", "2-2 used", "3-4 quiet", "5-6 unknown", "7-7 used", "8-8 quiet", "9-10 unknown"],
    ],
    ["what was never used was quiet up to the scan", [], [6], ["1-5 quiet", "6-10 unknown"]],
    ["a use on the day of the scan", [5], [5], ["1-4 unknown", "5-5 used", "6-10 unknown"]],
  ] as const)("%s", (_, used, scans, expected) => {
    expect(runs([...used], [...scans])).toEqual(expected);
  });

  it("is nothing where AWS does not tell of use", () => {
    expect(runs([], [5, 9], false)).toEqual(["1-10 unknown"]);
  });
});

it("each day is in one run, a day of use is used, and another scan takes no knowledge away", () => {
  const days = fc.array(fc.integer({ min: 20_000, max: 20_040 }), { maxLength: 12 });
  fc.assert(
    fc.property(days, days, fc.integer({ min: 20_000, max: 20_040 }), (used, looks, more) => {
      const of = (scanDays: number[]) =>
        useRuns({
          ...{ daysUsed: used.map(isoDay), scanDays: scanDays.map(isoDay), isUseKnown: true },
          ...{ from: isoDay(20_000), to: isoDay(20_040) },
        }).flatMap(({ from, to, state }) => {
          const length = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
          return Array.from({ length }, () => state);
        });
      const [before, after] = [of(looks), of([...looks, more])];
      expect(before).toHaveLength(41);
      for (const number of used) expect(before[number - 20_000]).toBe("used");
      before.forEach((state, index) => {
        if (state !== "unknown") expect(after[index]).toBe(state);
      });
    }),
  );
});
