import { describe, expect, test } from "vitest";
import { replayAt, type ShownReplay } from "./replay.ts";

const day = (number: number): Date => new Date(Date.UTC(2025, 0, 1 + number));
const wall = (seconds: number): Date => new Date(Date.UTC(2026, 5, 1, 12, 0, seconds));

/** 360 days, begun at noon; after 60 s it is at day 90. */
const SHOWN: ShownReplay = {
  fromAt: day(0),
  toAt: day(360),
  reachedAt: day(90),
  runStartedAt: wall(0),
  daysDone: 90,
  daysLeft: 270,
  shownAt: wall(60),
};

describe("a replay", () => {
  test.each<[string, Partial<ShownReplay>, Date, number | null, boolean]>([
    ["takes as long for the rest as its pace says", {}, wall(60), 180, false],
    ["has less left as time passes since it was shown", {}, wall(90), 150, false],
    ["never has less than nothing left", { daysDone: 359, daysLeft: 1, shownAt: wall(60) }, wall(100), 0, false],
    ["that was resumed goes by the pace of this run alone", { daysDone: 10 }, wall(60), 1_620, false],
    ["has no pace before seven days of it", { daysDone: 6 }, wall(60), null, false],
    ["has no pace before anything of it", { reachedAt: null, daysDone: 0 }, wall(60), null, false],
    ["that does not scan each day goes by the days on which it does", { daysLeft: 90 }, wall(60), 60, false],
    ["that was last shown long ago has stopped", {}, wall(121), null, true],
  ])("%s", (_, changed, now, secondsLeft, isStopped) => {
    expect(replayAt({ ...SHOWN, ...changed }, now)).toMatchObject({ secondsLeft, isStopped });
  });
});
