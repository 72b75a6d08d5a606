import { describe, expect, it } from "vitest";
import { nextScanAt, nextSlowLaneAt } from "./scan-schedule.ts";

const HOUR_MS = 3_600_000;
const NOW = new Date("2026-06-01T00:00:00Z");
const hoursFrom = (from: Date, at: Date) => (at.getTime() - from.getTime()) / HOUR_MS;

describe("the moment of the next scan", () => {
  it.each([1, 6, 168])("of %i hours lies within the last tenth of the interval, by account", (hours) => {
    const [first, last] = ["00000000-0000-7000-8000-000000000000", "00000000-0000-7000-8000-000000ffffff"];
    expect(hoursFrom(NOW, nextScanAt(first, NOW, hours))).toBeCloseTo(hours, 5);
    expect(hoursFrom(NOW, nextScanAt(last, NOW, hours))).toBeCloseTo(hours * 0.9, 5);
  });

  it("is in about six hours where nobody chose an interval", () => {
    expect(hoursFrom(NOW, nextScanAt("00000000-0000-7000-8000-000000000000", NOW, null))).toBeCloseTo(6, 5);
  });

  it("of the slow lane lies within the last tenth of a week", () => {
    const hours = hoursFrom(NOW, nextSlowLaneAt("00000000-0000-7000-8000-0000007fffff", NOW));
    expect(hours).toBeGreaterThan(168 * 0.9);
    expect(hours).toBeLessThan(168);
  });
});
