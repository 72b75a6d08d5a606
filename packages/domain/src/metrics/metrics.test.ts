import { expect, test } from "vitest";
import { KEY_AGE_BANDS, KeyAgeCounts, SeriesInput } from "./metrics.ts";

test("every age in whole days is in exactly one band", () => {
  for (let age = 0; age <= 4_000; age += 1) {
    const bands = KEY_AGE_BANDS.filter(
      ({ minDays, maxDays }) => age >= minDays && (maxDays === null || age <= maxDays),
    );
    expect(bands, `${age} days`).toHaveLength(1);
  }
});

test("the counts have the bands as their fields", () => {
  expect(Object.keys(KeyAgeCounts.shape)).toEqual(KEY_AGE_BANDS.map(({ id }) => id));
});

test("a series is by day unless told otherwise, and its days are days", () => {
  expect(SeriesInput.parse({})).toEqual({ interval: "day" });
  expect(SeriesInput.safeParse({ from: "2026-02-29" }).error?.issues[0]?.path).toEqual(["from"]);
});
