import { describe, expect, it } from "vitest";
import { judgeMember, nextDailyCheckAt, nextTryAt } from "./member-verdict.ts";

const NOW = new Date("2026-06-02T10:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const ID = "200000000002";
const PASSED = { status: "active", reason: null, isConclusive: true } as const;
const FAILED = { status: "failed", reason: "denied", isConclusive: true } as const;
const UNSAFE = { status: "unsafe", reason: "opens without", isConclusive: true } as const;
const UNTOLD = { status: "failed", reason: "throttled", isConclusive: false } as const;
const daily = nextDailyCheckAt(ID, NOW);

describe("the verdict on a member", () => {
  it.each([
    ["passes", { status: "verifying", verdict: PASSED }, "active", true, daily],
    ["fails", { status: "verifying", verdict: FAILED }, "failed", false, daily],
    ["fails though it worked before", { status: "active", verdict: FAILED, isRefused: true }, "failed", false, daily],
    ["is unsafe", { status: "active", verdict: UNSAFE }, "unsafe", false, daily],
    [
      "is unsafe, however new it is",
      { status: "verifying", verdict: UNSAFE, retryUntil: minutes(20) },
      "unsafe",
      false,
      daily,
    ],
    ["is not told, of one that worked before", { status: "active", verdict: UNTOLD }, "active", false, minutes(60)],
    ["is not told, of one that never worked", { status: "verifying", verdict: UNTOLD }, "failed", false, daily],
    [
      "is refused within the grace",
      { status: "verifying", verdict: FAILED, isRefused: true, retryUntil: minutes(30) },
      "verifying",
      false,
      minutes(1),
    ],
    [
      "is refused after the grace",
      { status: "verifying", verdict: FAILED, isRefused: true, retryUntil: NOW },
      "failed",
      false,
      daily,
    ],
    [
      "is refused on request",
      { status: "verifying", verdict: FAILED, isRefused: true, retryUntil: null },
      "failed",
      false,
      daily,
    ],
    [
      "lacks a permission within the grace",
      { status: "verifying", verdict: FAILED, retryUntil: minutes(30) },
      "failed",
      false,
      daily,
    ],
  ] as const)("that %s", (_, given, status, isProven, verifyDueAt) => {
    const judged = judgeMember({ awsAccountId: ID, isRefused: false, retryUntil: null, now: NOW, ...given });
    expect(judged).toMatchObject({ status, isProven, verifyDueAt });
  });
});

describe("the waits for a role that is on its way", () => {
  it("grow from a minute to ten, and end with the grace", () => {
    const tries = [0];
    while (tries.at(-1)! < 30) {
      tries.push((nextTryAt(minutes(30), minutes(tries.at(-1)!)).getTime() - NOW.getTime()) / 60_000);
    }
    expect(tries).toEqual([0, 1, 2, 4, 8, 16, 26, 30]);
  });
});

it("daily checks of different accounts are at different times, within a tenth of the day", () => {
  const times = ["200000000000", "200000000500", "200000000999"].map((id) => nextDailyCheckAt(id, NOW).getTime());
  expect(new Set(times).size).toBe(3);
  for (const time of times) {
    expect(time).toBeGreaterThan(NOW.getTime() + 21.5 * 3_600_000);
    expect(time).toBeLessThanOrEqual(NOW.getTime() + 24 * 3_600_000);
  }
});
