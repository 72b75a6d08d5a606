import { expect, test } from "vitest";
import { createLaneCache } from "./lane-cache.ts";

const of = (connectionId: string, awsAccountId = "111122223333") => ({ connectionId, awsAccountId });

test("readings of one connection in one account share their lanes; another tenant's in the same account do not", () => {
  const lanesOf = createLaneCache();
  const mine = lanesOf(of("mine"), 100);
  expect(lanesOf(of("mine"), 100)).toBe(mine);
  expect(lanesOf(of("theirs"), 100)).not.toBe(mine);
  expect(lanesOf(of("mine", "444455556666"), 100)).not.toBe(mine);
});

test("a stranger who is throttled in an account slows nobody else down there", () => {
  const lanesOf = createLaneCache();
  const [mine, theirs] = [lanesOf(of("mine"), 100), lanesOf(of("theirs"), 100)];
  for (let n = 0; n < 50; n++) theirs.laneOf("iam:ListUsers").budget.throttled(n * 2_000, n * 2_000 + 1);
  expect(theirs.laneOf("iam:ListUsers").budget.ratePerSecond).toBe(1);
  expect(mine.laneOf("iam:ListUsers").budget.ratePerSecond).toBe(20);
});

test("a bounded number is kept, and the one that was asked for the longest ago is forgotten first", () => {
  const lanesOf = createLaneCache(2);
  const [first, second] = [lanesOf(of("first"), 100), lanesOf(of("second"), 100)];
  expect(lanesOf(of("first"), 100)).toBe(first);
  lanesOf(of("third"), 100);
  expect(lanesOf(of("first"), 100)).toBe(first);
  expect(lanesOf(of("second"), 100)).not.toBe(second);
});
