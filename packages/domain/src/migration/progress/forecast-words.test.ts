import { expect, test } from "vitest";
import { forecastInWords, paceInWords } from "./forecast-words.ts";

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

test("without a forecast the reason is all that is said", () => {
  expect(forecastInWords({ intervals: [], reason: "Nothing is left to migrate." })).toBe("Nothing is left to migrate.");
});

test.each([
  [3.46, "3.5 users a week"],
  [1, "1 user a week"],
  [-0.2, "\u22120.2 users a week"],
])("a pace of %d is %s", (pace, words) => expect(paceInWords(pace)).toBe(words));
