import { expect, it } from "vitest";
import { intervalInWords, intervalOptions } from "./intervals.ts";

it.each([
  [1, "every hour"],
  [6, "every 6 hours"],
  [24, "every day"],
  [36, "every 36 hours"],
  [72, "every 3 days"],
  [168, "every week"],
])("%i hours are %s", (hours, words) => expect(intervalInWords(hours)).toBe(words));

it("offers an interval that was set over the API, in its place", () => {
  const labels = intervalOptions(5).map(({ label }) => label);
  expect(labels.slice(3, 6)).toEqual(["Every 4 hours", "Every 5 hours", "Every 6 hours"]);
  expect(intervalOptions(6)).toHaveLength(intervalOptions(null).length);
});
