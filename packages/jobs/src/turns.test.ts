import { expect, test } from "vitest";
import { createTurns, queuePriority } from "./turns.ts";

test("the first jobs of all tenants go before the second ones of any, and in one turn the smaller priority", () => {
  const jobs = [
    ["second, urgent", 1, 1],
    ["first, not urgent", 0, 15],
    ["first, urgent", 0, 1],
    ["first, as if urgent beyond measure", 0, 99],
    ["last", 1_000_000, 1],
  ] as const;
  const order = jobs.toSorted((a, b) => queuePriority(a[1], a[2]) - queuePriority(b[1], b[2])).map(([name]) => name);
  expect(order).toEqual([
    "first, urgent",
    "first, not urgent",
    "first, as if urgent beyond measure",
    "second, urgent",
    "last",
  ]);
  // BullMQ's limit.
  expect(queuePriority(Number.MAX_SAFE_INTEGER, 99)).toBeLessThan(2 ** 21);
});

test("who has asked for much within a minute comes later, and nobody else", () => {
  const clock = { ms: 0 };
  const nextTurn = createTurns(() => clock.ms);
  expect([nextTurn("a"), nextTurn("a"), nextTurn("b"), nextTurn("a")]).toEqual([0, 1, 0, 2]);
  clock.ms = 60_001;
  expect(nextTurn("a")).toBe(0);
});
