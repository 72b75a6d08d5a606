import { describe, expect, it } from "vitest";
import { CallBudget } from "./call-budget.ts";

/** Takes as many tokens as there are until `untilMs`, on a clock of its own. */
function takeAll(
  budget: CallBudget,
  fromMs: number,
  untilMs: number,
  onTaken: (nowMs: number) => void = () => {},
): number {
  let taken = 0;
  for (let nowMs = fromMs; nowMs < untilMs; ) {
    const waitMs = budget.take(nowMs);
    if (waitMs === 0) {
      taken += 1;
      onTaken(nowMs);
    }
    nowMs += waitMs;
  }
  return taken;
}

describe("CallBudget", () => {
  it("starts with a burst of 10 and 20 calls a second", () => {
    const budget = new CallBudget(100);
    expect(takeAll(budget, 0, 1)).toBe(10);
    const steady = takeAll(budget, 1, 2_001);
    expect(steady).toBeGreaterThanOrEqual(38);
    expect(steady).toBeLessThanOrEqual(41);
  });

  it("never lets more through than its ceiling", () => {
    const budget = new CallBudget(30);
    takeAll(budget, 0, 20_000, (nowMs) => budget.answered(nowMs));
    expect(budget.ratePerSecond).toBe(30);
    expect(takeAll(budget, 20_000, 30_000, (nowMs) => budget.answered(nowMs))).toBeLessThanOrEqual(310);
  });

  it("begins below the usual rate where the ceiling is lower", () => {
    expect(new CallBudget(5).ratePerSecond).toBe(5);
  });

  it("reaches 100 calls a second within 8 seconds without throttling", () => {
    const budget = new CallBudget(100);
    takeAll(budget, 0, 8_000, (nowMs) => budget.answered(nowMs));
    expect(budget.ratePerSecond).toBe(100);
  });

  it("halves its rate and sends nothing for a second when throttled, then stays below the rate that was too high", () => {
    const budget = new CallBudget(100);
    takeAll(budget, 0, 3_000, (nowMs) => budget.answered(nowMs));
    const tooHigh = budget.ratePerSecond;
    budget.throttled(2_990, 3_000);
    expect(budget.ratePerSecond).toBeCloseTo(tooHigh / 2);
    expect(budget.take(3_500)).toBe(500);
    takeAll(budget, 3_000, 30_000, (nowMs) => budget.answered(nowMs));
    expect(budget.ratePerSecond).toBeCloseTo(tooHigh * 0.8);
  });

  it("forgets after a minute what was too high", () => {
    const budget = new CallBudget(100);
    budget.throttled(0, 10);
    takeAll(budget, 10, 90_000, (nowMs) => budget.answered(nowMs));
    expect(budget.ratePerSecond).toBe(100);
  });

  it("cuts once for calls that were in flight together", () => {
    const budget = new CallBudget(100);
    for (let call = 0; call < 8; call++) budget.throttled(call, 10 + call);
    expect(budget.ratePerSecond).toBe(10);
  });

  it("keeps at least one call a second", () => {
    const budget = new CallBudget(100);
    for (let episode = 0; episode < 20; episode++) budget.throttled(episode * 5_000, episode * 5_000 + 10);
    expect(budget.ratePerSecond).toBe(1);
  });

  it("with a ceiling of one a second lets one through at once, and then one a second", () => {
    const budget = new CallBudget(1);
    expect(takeAll(budget, 0, 1, (nowMs) => budget.answered(nowMs))).toBe(1);
    expect(takeAll(budget, 1, 10_001, (nowMs) => budget.answered(nowMs))).toBe(10);
    expect(takeAll(budget, 60_000, 60_001)).toBe(1);
  });

  it("obeys a lower ceiling from now on, and grows into a higher one", () => {
    const budget = new CallBudget(100);
    takeAll(budget, 0, 8_000, (nowMs) => budget.answered(nowMs));
    budget.setCeiling(5);
    expect(budget.ratePerSecond).toBe(5);
    expect(takeAll(budget, 8_000, 18_000, (nowMs) => budget.answered(nowMs))).toBeLessThanOrEqual(55);
    budget.setCeiling(50);
    expect(budget.ratePerSecond).toBe(5);
    takeAll(budget, 18_000, 40_000, (nowMs) => budget.answered(nowMs));
    expect(budget.ratePerSecond).toBe(50);
  });
});
