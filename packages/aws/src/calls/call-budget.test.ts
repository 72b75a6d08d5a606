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

  it("cuts its rate and sends nothing for a while when throttled, then nears the rate that was too high", () => {
    const budget = new CallBudget(100);
    takeAll(budget, 0, 3_000, (nowMs) => budget.answered(nowMs));
    const tooHigh = budget.ratePerSecond;
    budget.throttled(2_990, 3_000);
    expect(budget.ratePerSecond).toBeCloseTo(tooHigh * 0.7);
    expect(budget.take(3_100)).toBe(150);
    let answered = 0;
    takeAll(budget, 3_100, 20_000, (nowMs) => {
      answered += 1;
      budget.answered(nowMs);
    });
    expect(budget.ratePerSecond).toBeCloseTo(tooHigh * 0.85 + answered * 0.005);
  });

  it("holds back for longer each time where it is throttled again at once, up to a second", () => {
    const budget = new CallBudget(100);
    const holds = [0, 300, 900, 2_000, 10_000].map((nowMs) => {
      budget.throttled(nowMs, nowMs);
      return budget.take(nowMs);
    });
    expect(holds).toEqual([250, 500, 1_000, 1_000, 250]);
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
    expect(budget.ratePerSecond).toBe(14);
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

/** A limit that whoever answers keeps to: whether a call may pass at an instant. */
type Limit = (nowMs: number) => boolean;

const bucketOf = (perSecond: number, burst: number): Limit => {
  let [tokens, filledAtMs] = [burst, 0];
  return (nowMs) => {
    tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1000) * perSecond);
    filledAtMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
const windowsOf = (perSecond: number): Limit => {
  const passed = new Map<number, number>();
  return (nowMs) => {
    const window = Math.floor(nowMs / 1000);
    const before = passed.get(window) ?? 0;
    passed.set(window, before + 1);
    return before < perSecond;
  };
};

/** Makes calls one after the other, each as soon as the budget lets it; a throttled one is made again. */
function makeCalls(calls: number, isLetThrough: Limit) {
  const budget = new CallBudget(100);
  let [nowMs, made, throttled] = [0, 0, 0];
  while (made - throttled < calls) {
    const waitMs = budget.take(nowMs);
    nowMs += waitMs;
    if (waitMs > 0) continue;
    made += 1;
    if (isLetThrough(nowMs)) budget.answered(nowMs + 30);
    else {
      throttled += 1;
      budget.throttled(nowMs, nowMs + 30);
    }
  }
  return { seconds: nowMs / 1000, wasted: throttled / made };
}

describe("370 calls", () => {
  it.each([
    ["a bucket of 20 a second and 5 at once", bucketOf(20, 5), 370 / 20],
    ["a bucket of 20 a second and 20 at once", bucketOf(20, 20), 370 / 20],
    ["a bucket of 20 a second and 40 at once", bucketOf(20, 40), 370 / 20],
    ["windows of a second with 20 each", windowsOf(20), (370 / 20) * 1.1],
    ["a bucket of 10 a second and 10 at once", bucketOf(10, 10), 370 / 10],
    ["a bucket of 50 a second and 25 at once", bucketOf(50, 25), 370 / 50],
  ])("behind %s take little longer than they must, and at most a twentieth of them is wasted", (_, limit, floor) => {
    const { seconds, wasted } = makeCalls(370, limit);
    expect(seconds).toBeLessThanOrEqual(floor * 1.1);
    expect(wasted).toBeLessThanOrEqual(0.05);
  });
});
