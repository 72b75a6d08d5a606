import { expect, it } from "vitest";
import { Backoff } from "./backoff.ts";

it("waits twice as long after each death, and never longer than half a minute, however often", () => {
  const backoff = new Backoff(0);
  const waits = Array.from({ length: 1_100 }, () => backoff.died(0));
  expect(waits.slice(0, 9)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(new Set(waits.slice(8))).toEqual(new Set([30_000]));
});

it("begins anew with a part that lived for a minute", () => {
  const backoff = new Backoff(0);
  for (let n = 0; n < 8; n++) backoff.died(1_000);
  backoff.started(10_000);
  expect(backoff.died(69_999)).toBe(30_000);
  backoff.started(100_000);
  expect(backoff.died(160_000)).toBe(250);
  expect(backoff.count).toBe(1);
});
