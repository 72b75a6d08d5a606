import { expect, test } from "vitest";
import { stageOf, warningOf } from "./state-stage.ts";

const AT = new Date("2026-06-15T12:00:00Z");
const KEY = {
  status: "active",
  state: "ok",
  dueInDays: 40,
  warningDays: null,
  lastUse: "at",
  lastUsedAt: new Date("2026-04-15T12:00:00Z"),
  createdAt: new Date("2026-01-01T00:00:00Z"),
} as const;

test.each([
  ["within its deadline", {}, null],
  ["due soon", { state: "due_soon", dueInDays: 14 }, "due in 14 days"],
  ["due tomorrow", { state: "due_soon", dueInDays: 1 }, "due in 1 day"],
  ["on its last day", { state: "due_soon", dueInDays: 0 }, "due today"],
  ["overdue", { state: "overdue", dueInDays: -120 }, "overdue by 120 days"],
  ["overdue and answered for", { state: "excepted", dueInDays: -3 }, "overdue by 3 days"],
  ["unused", { state: "unused", dueInDays: 20 }, "not used for 61 days"],
  ["never used", { state: "unused", lastUse: "never", lastUsedAt: null }, "never used in 165 days"],
  [
    "never used since nobody knows when",
    { state: "unused", lastUse: "never", lastUsedAt: null, createdAt: null },
    null,
  ],
  ["unknown", { state: "unknown", dueInDays: null }, null],
  ["inactive", { status: "inactive", state: "overdue", dueInDays: -120 }, null],
] as const)("a key that is %s", (_, more, stage) => {
  expect(stageOf({ ...KEY, ...more }, AT)).toBe(stage);
});

test.each([
  ["none yet", {}, null],
  ["the second", { dueInDays: 12, warningDays: 14 }, "Warned 14 days before the deadline"],
  ["past it", { state: "overdue", dueInDays: -1, warningDays: 0 }, "Past its deadline"],
  ["excepted", { state: "excepted", dueInDays: -1, warningDays: 0 }, "Past its deadline, which somebody answers for"],
  ["of an inactive one", { status: "inactive", dueInDays: -1, warningDays: 0 }, null],
] as const)("the warning given is %s", (_, more, warning) => {
  expect(warningOf({ ...KEY, ...more })).toBe(warning);
});
