import { describe, expect, it, test } from "vitest";
import { axisOf, daysByState, placeOfRun, pointOf, runInWords, ticksOf } from "./timeline-days.ts";

const at = (day: string) => new Date(`${day}T00:00:00Z`);
const TEN_DAYS = { from: "2026-03-01", to: "2026-03-10" };

describe("the axis", () => {
  it.each([
    ["ends with the last day", null, "2026-03-11"],
    ["reaches a safe day that is to come", at("2026-04-01"), "2026-04-04"],
    ["does not reach one that is far away", at("2026-12-01"), "2026-03-11"],
    ["does not reach back for one that has passed", at("2026-03-05"), "2026-03-11"],
  ])("%s", (_, safeFrom, end) => {
    expect(new Date(axisOf(TEN_DAYS, safeFrom).toMs)).toEqual(at(end));
  });

  it("places runs by whole days, and nothing outside of it", () => {
    const axis = axisOf(TEN_DAYS, null);
    expect(placeOfRun({ from: "2026-03-01", to: "2026-03-01", state: "used" }, axis)).toEqual({ left: 0, width: 10 });
    expect(placeOfRun({ from: "2026-02-01", to: "2026-02-03", state: "used" }, axis)).toBeNull();
    expect(pointOf(at("2026-03-06").getTime(), axis)).toBe(50);
    expect(pointOf(at("2026-04-06").getTime(), axis)).toBeNull();
  });

  it("has a few ticks, whether it is days or more than a year", () => {
    expect(ticksOf(axisOf(TEN_DAYS, null)).map(({ label }) => label)).toEqual(["03-02", "03-04", "03-07", "03-09"]);
    const year = axisOf({ from: "2025-11-20", to: "2026-12-24" }, null);
    expect(ticksOf(year).map(({ label }) => label)).toEqual(["Jan 2026", "Mar", "May", "Jul", "Sep", "Nov"]);
  });
});

test("runs are told in words, and counted by days", () => {
  const runs = [
    { from: "2026-03-01", to: "2026-03-01", state: "used" },
    { from: "2026-03-02", to: "2026-03-05", state: "quiet" },
    { from: "2026-03-06", to: "2026-03-07", state: "unknown" },
  ] as const;
  expect(runs.map(runInWords)).toEqual([
    "2026-03-01: used",
    "2026-03-02 to 2026-03-05: not used",
    "2026-03-06 to 2026-03-07: not known",
  ]);
  expect(daysByState(runs)).toEqual({ used: 1, quiet: 4, unknown: 2 });
});
