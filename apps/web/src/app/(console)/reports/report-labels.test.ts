import { expect, test } from "vitest";
import { mailState } from "./report-labels.ts";

const createdAt = new Date("2026-11-22T08:00:00Z");

test.each([
  { status: "waiting", attempts: 0, afterMs: 14_999, state: "handed_over" },
  { status: "waiting", attempts: 0, afterMs: 15_000, state: "held" },
  { status: "waiting", attempts: 1, afterMs: 15_000, state: "retrying" },
  { status: "sending", attempts: 1, afterMs: 15_000, state: "sending" },
  { status: "failed", attempts: 9, afterMs: 15_000, state: "failed" },
] as const)("$status after $attempts attempts and $afterMs ms is $state", ({ state, afterMs, ...mail }) => {
  expect(mailState(mail, createdAt, new Date(createdAt.getTime() + afterMs))).toBe(state);
});
