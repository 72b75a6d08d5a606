import { expect, it } from "vitest";
import { secondsLeftInWords } from "./seconds-left.ts";

it.each([
  [null, null],
  [0, "a few seconds left"],
  [9, "a few seconds left"],
  [41, "about 50 seconds left"],
  [60, "about 1 minute left"],
  [61, "about 2 minutes left"],
  [3_599, "about 60 minutes left"],
  [3_601, "about 2 hours left"],
])("%s seconds: %s", (seconds, words) => {
  expect(secondsLeftInWords(seconds)).toBe(words);
});
