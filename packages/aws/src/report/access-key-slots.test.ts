import type { LastUse } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { lastUseByKey, laterUse } from "./access-key-slots.ts";

const GENERATED_AT = new Date("2026-11-01T08:00:00Z");
const use = (day: string): LastUse => ({ kind: "at", at: new Date(day), service: "s3", region: "us-east-1" });
const FIRST = use("2026-10-01");
const SECOND = use("2026-10-02");

const key = (accessKeyId: string, createdAt: string, status: "Active" | "Inactive" = "Active") => ({
  accessKeyId,
  status,
  createdAt: new Date(createdAt),
});
const slot = (number: 1 | 2, rotated: string | null, lastUse: LastUse, active = true) => ({
  slot: number,
  active,
  lastRotatedAt: rotated ? new Date(rotated) : null,
  lastUse,
});

const CASES = [
  {
    what: "by creation date, whatever the order",
    keys: [key("A", "2026-01-01"), key("B", "2026-02-01")],
    slots: [slot(1, "2026-02-01", FIRST), slot(2, "2026-01-01", SECOND)],
    expected: { A: SECOND, B: FIRST },
  },
  {
    what: "to the second",
    keys: [key("A", "2026-01-01T00:00:00.900Z"), key("B", "2026-01-01T00:00:01.100Z")],
    slots: [slot(1, "2026-01-01T00:00:00Z", FIRST), slot(2, "2026-01-01T00:00:01Z", SECOND)],
    expected: { A: FIRST, B: SECOND },
  },
  {
    what: "by status where both were made in one second",
    keys: [key("A", "2026-01-01", "Inactive"), key("B", "2026-01-01")],
    slots: [slot(1, "2026-01-01", FIRST, true), slot(2, "2026-01-01", SECOND, false)],
    expected: { A: SECOND, B: FIRST },
  },
  {
    what: "by what is left where a later change moved one date",
    keys: [key("A", "2026-01-01"), key("B", "2026-02-01", "Inactive")],
    slots: [slot(1, "2026-01-01", FIRST), slot(2, "2026-03-01", SECOND, false)],
    expected: { A: FIRST, B: SECOND },
  },
  {
    what: "by what is left where a key was deactivated after the report",
    keys: [key("A", "2026-01-01", "Inactive")],
    slots: [slot(1, "2026-02-01", FIRST, true)],
    expected: { A: FIRST },
  },
  {
    what: "not at all where nothing tells them apart",
    keys: [key("A", "2026-01-01"), key("B", "2026-01-01")],
    slots: [slot(1, "2026-01-01", FIRST), slot(2, "2026-01-01", SECOND)],
    expected: {},
  },
  {
    what: "either way where the slots say the same",
    keys: [key("A", "2026-01-01"), key("B", "2026-01-01")],
    slots: [slot(1, "2026-01-01", { kind: "never" }), slot(2, "2026-01-01", { kind: "never" })],
    expected: { A: { kind: "never" }, B: { kind: "never" } },
  },
  {
    what: "never for a key that is younger than the report, in place of a deleted one",
    keys: [key("NEW", "2026-11-01T09:00:00Z")],
    slots: [slot(1, "2026-01-01", FIRST)],
    expected: {},
  },
  {
    what: "not for a key that is younger than the slot's date, where another key was deleted",
    keys: [key("B", "2026-05-01")],
    slots: [slot(1, "2026-01-01", FIRST), slot(2, "2026-05-01", SECOND)],
    expected: { B: SECOND },
  },
  {
    what: "by status where the report has no dates",
    keys: [key("A", "2026-01-01"), key("B", "2026-02-01", "Inactive")],
    slots: [slot(1, null, FIRST), slot(2, null, SECOND, false)],
    expected: { A: FIRST, B: SECOND },
  },
] as const;

describe("lastUseByKey", () => {
  it.each(CASES)("tells keys apart $what", ({ keys, slots, expected }) => {
    expect(Object.fromEntries(lastUseByKey(keys, slots, GENERATED_AT))).toEqual(expected);
  });
});

describe("laterUse", () => {
  const never: LastUse = { kind: "never" };
  const unknown: LastUse = { kind: "unknown", reason: "not tracked" };
  it.each([
    [FIRST, SECOND, SECOND],
    [SECOND, FIRST, SECOND],
    [FIRST, never, FIRST],
    [never, FIRST, FIRST],
    [unknown, never, never],
  ])("of %j and %j is %j", (before, after, expected) => {
    expect(laterUse(before, after)).toEqual(expected);
  });
});
