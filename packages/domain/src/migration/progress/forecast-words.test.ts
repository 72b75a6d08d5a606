import { expect, test } from "vitest";
import { forecastInWords, outlookOf, paceInWords } from "./forecast-words.ts";

const day = (text: string): Date => new Date(`${text}T06:00:00Z`);

test("a forecast is an interval with its likelihood", () => {
  const intervals = [
    { percent: 50 as const, from: day("2027-01-04"), to: day("2027-02-08") },
    { percent: 85 as const, from: day("2026-12-21"), to: null },
  ];
  expect(forecastInWords({ intervals, reason: null })).toBe(
    "At this pace the last one ends between 2027-01-04 and 2027-02-08 (50 % likely), not before 2026-12-21 (85 % likely).",
  );
});

test("an interval of one day is that day, and one beyond the horizon is named beside it", () => {
  const from = day("2027-01-04");
  const intervals = [
    { percent: 50 as const, from, to: from },
    { percent: 85 as const, from: null, to: null },
  ];
  expect(forecastInWords({ intervals, reason: null })).toContain(
    "ends on 2027-01-04 (50 % likely), not within five years (85 % likely).",
  );
});

test("no end in sight is said once", () => {
  const intervals = ([50, 85] as const).map((percent) => ({ percent, from: null, to: null }));
  expect(forecastInWords({ intervals, reason: null })).toBe(
    "At this pace the last one does not end within five years.",
  );
});

test.each([
  ["2027-02-08", "2026-12-21", "2027-02-08", "on_track"],
  ["2027-02-07", "2026-12-21", "2027-02-08", "at_risk"],
  ["2026-12-20", "2026-12-21", "2027-02-08", "late"],
  ["2030-01-01", "2026-12-21", null, "at_risk"],
  ["2030-01-01", null, null, "late"],
] as const)("to be done by %s, likely from %s to %s, is %s", (target, from, to, outlook) => {
  const likely = { percent: 85 as const, from: from && day(from), to: to && day(to) };
  const even = { percent: 50 as const, from: day("2020-01-01"), to: day("2020-01-01") };
  expect(outlookOf({ intervals: [even, likely] }, target)).toBe(outlook);
});

test("without a forecast nothing is said of a target date", () => {
  expect(outlookOf({ intervals: [] }, "2030-01-01")).toBeNull();
});

test("without a forecast the reason is all that is said", () => {
  expect(forecastInWords({ intervals: [], reason: "Nothing is left to migrate." })).toBe("Nothing is left to migrate.");
});

test.each([
  [3.46, "3.5 users a week"],
  [1, "1 user a week"],
  [-0.2, "\u22120.2 users a week"],
])("a pace of %d is %s", (pace, words) => expect(paceInWords(pace)).toBe(words));
