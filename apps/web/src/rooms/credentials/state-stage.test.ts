import { expect, test } from "vitest";
import { stageOf, useStageOf, warningOf } from "./state-stage.ts";

const AT = new Date("2026-06-15T12:00:00Z");

test.each([
  ["within its deadline", { state: "ok", dueInDays: 40 }, null],
  ["due soon", { state: "due_soon", dueInDays: 14 }, "due in 14 days"],
  ["due tomorrow", { state: "due_soon", dueInDays: 1 }, "due in 1 day"],
  ["on its last day", { state: "due_soon", dueInDays: 0 }, "due today"],
  ["overdue", { state: "overdue", dueInDays: -120 }, "overdue by 120 days"],
  ["overdue and answered for", { state: "excepted", dueInDays: -3 }, "overdue by 3 days"],
  ["unknown", { state: "unknown", dueInDays: null }, null],
  ["inactive or deleted", { state: "ended", dueInDays: null }, null],
] as const)("a key that is %s", (_, key, stage) => {
  expect(stageOf(key)).toBe(stage);
});

const USE = {
  use: "unused",
  lastUse: "at",
  lastUsedAt: new Date("2026-04-15T12:00:00Z"),
  lastUsedBefore: null,
  createdAt: new Date("2026-01-01T00:00:00Z"),
} as const;
const RECORD = {
  lastUse: "before_record",
  lastUsedAt: null,
  lastUsedBefore: new Date("2015-04-22T00:00:00Z"),
} as const;

test.each([
  ["used of late", { use: "ok" }, null],
  ["unused", {}, "not used for 61 days"],
  ["unused and answered for", { use: "excepted" }, "not used for 61 days"],
  ["never used", { lastUse: "never", lastUsedAt: null }, "never used in 165 days"],
  ["never used since nobody knows when", { lastUse: "never", lastUsedAt: null, createdAt: null }, null],
  ["older than AWS's record", { ...RECORD, createdAt: new Date("2014-01-01") }, "not used for at least 4,072 days"],
  ["changed since the record began", RECORD, "not used for at least 165 days"],
  ["inactive or deleted", { use: "ended" }, null],
] as const)("a key that is %s", (_, more, stage) => {
  expect(useStageOf({ ...USE, ...more }, AT)).toBe(stage);
});

test.each([
  ["none yet", { state: "ok", dueInDays: 40, warningDays: null }, null],
  ["the second", { state: "due_soon", dueInDays: 12, warningDays: 14 }, "Warned 14 days before the deadline"],
  ["past it", { state: "overdue", dueInDays: -1, warningDays: 0 }, "Past its deadline"],
  ["excepted", { state: "excepted", dueInDays: -1, warningDays: 0 }, "Past its deadline, which somebody answers for"],
  ["of one that has ended", { state: "ended", dueInDays: -1, warningDays: 0 }, null],
] as const)("the warning given is %s", (_, key, warning) => {
  expect(warningOf(key)).toBe(warning);
});
