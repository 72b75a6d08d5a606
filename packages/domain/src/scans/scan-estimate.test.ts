import { expect, it } from "vitest";
import { estimateSecondsLeft, type ScanPace } from "./scan-estimate.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const running = (over: Partial<ScanPace>): ScanPace => ({
  status: "running",
  startedAt: ago(20),
  progress: null,
  lastDurationSeconds: null,
  ...over,
});
const step = (done: number, total: number | null, startedAt: Date | string = ago(10)) => ({ done, total, startedAt });

it.each<[string, ScanPace, number | null]>([
  ["a step at its pace", running({ progress: step(100, 400) }), 30],
  ["a step whose start was written as text", running({ progress: step(100, 400, ago(10).toISOString()) }), 30],
  ["the pace before the last scan's time", running({ progress: step(100, 400), lastDurationSeconds: 500 }), 30],
  ["a step of unknown length by the last scan", running({ progress: step(7, null), lastDurationSeconds: 50 }), 30],
  ["a step that has done nothing by the last scan", running({ progress: step(0, 9), lastDurationSeconds: 50 }), 30],
  ["a step that is done by the last scan", running({ progress: step(9, 9), lastDurationSeconds: 50 }), 30],
  ["a step that began this instant", running({ progress: step(3, 9, NOW), lastDurationSeconds: 50 }), 30],
  ["a step whose start is not known", running({ progress: { done: 3, total: 9 } }), null],
  ["a scan that takes longer than the last one", running({ lastDurationSeconds: 15 }), 0],
  ["parts of seconds, rounded up", running({ progress: step(3, 4) }), 4],
  ["neither pace nor an earlier scan", running({}), null],
  ["a scan that waits", running({ status: "queued", startedAt: null, lastDurationSeconds: 50 }), null],
  ["a scan that has ended", running({ status: "complete", progress: step(1, 2), lastDurationSeconds: 50 }), null],
])("%s", (_, scan, expected) => {
  expect(estimateSecondsLeft(scan, NOW)).toBe(expected);
});
