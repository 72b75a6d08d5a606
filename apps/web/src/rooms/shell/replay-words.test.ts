import type { Replay } from "@rolecall/domain";
import { describe, expect, test } from "vitest";
import { replayInWords, replayPercent } from "./replay-words.ts";

const REPLAY: Replay = {
  fromAt: new Date("2025-11-29T12:00:00Z"),
  toAt: new Date("2026-11-29T12:00:00Z"),
  reachedAt: new Date("2026-03-30T12:00:00Z"),
  secondsLeft: 110,
  isStopped: false,
};

describe("the bar of a replay", () => {
  test.each<[string, Partial<Replay>, string, number]>([
    ["under way", {}, "Loading history · March 2026 · 4 of 12 months · about 2 minutes left", 33],
    [
      "at its beginning, with nothing to judge its pace by",
      { reachedAt: null, secondsLeft: null },
      "Loading history · November 2025 · 0 of 12 months",
      0,
    ],
    [
      "a day short of a month",
      { reachedAt: new Date("2026-02-28T12:00:00Z"), secondsLeft: 200 },
      "Loading history · February 2026 · 2 of 12 months · about 4 minutes left",
      24,
    ],
    [
      "at its end",
      { reachedAt: new Date("2026-11-29T12:00:00Z"), secondsLeft: 0 },
      "Loading history · November 2026 · 12 of 12 months · a few seconds left",
      100,
    ],
    [
      "that nothing goes on with",
      { secondsLeft: null, isStopped: true },
      "History incomplete · March 2026 · 4 of 12 months · Restart Rolecall to load the rest",
      33,
    ],
  ])("%s", (_, changed, words, percent) => {
    const replay = { ...REPLAY, ...changed };
    expect(replayInWords(replay)).toBe(words);
    expect(replayPercent(replay)).toBe(percent);
  });

  test("of no length at all is not full", () => {
    expect(replayPercent({ ...REPLAY, toAt: REPLAY.fromAt })).toBe(0);
  });
});
