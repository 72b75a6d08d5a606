import { describe, expect, test } from "vitest";
import type { CredentialStatus } from "../../inventory/credential.ts";
import {
  graceDaysOf,
  isEndOfUse,
  isInNameOnly,
  isRotation,
  isWithinGrace,
  type KeyBirth,
  type KeyUse,
  precedes,
  successorOf,
} from "./key-rotation.ts";

const at = (text: string) => new Date(text);
const MADE = "2026-03-01T12:00:00.000Z";
const key = (created: string | null, firstSeen = created ?? MADE): KeyBirth => ({
  createdAt: created === null ? null : at(created),
  firstSeenAt: at(firstSeen),
});

test.each<[string, number, boolean]>([
  ["2026-03-01T12:00:00.000Z", 0, true],
  ["2026-03-01T12:00:00.001Z", 0, false],
  ["2026-03-08T12:00:00.000Z", 7, true],
  ["2026-03-08T12:00:00.001Z", 7, false],
  ["2026-02-01T00:00:00.000Z", 7, true],
])("%s is within a grace of %i days: %s", (instant, graceDays, expected) => {
  expect(isWithinGrace(at(MADE), graceDays, at(instant))).toBe(expected);
});

test("the longest grace of the keys that were judged holds", () => {
  expect(graceDaysOf([{ graceDays: 7 }, undefined, { graceDays: 14 }])).toBe(14);
  expect(graceDaysOf([{ graceDays: 0 }])).toBe(0);
  expect(graceDaysOf([undefined])).toBeNull();
});

test.each<[string, KeyBirth, KeyBirth, boolean]>([
  ["made before", key("2026-01-01"), key("2026-02-01"), true],
  ["made after", key("2026-02-01"), key("2026-01-01"), false],
  ["made at the same instant", key("2026-01-01"), key("2026-01-01"), false],
  ["seen before the other was made", key(null, "2026-01-01"), key("2026-02-01"), true],
  ["made before the other was seen, by a scan that saw it alone", key("2026-01-01"), key(null, "2026-02-01"), true],
  [
    "made before the other was seen, by the scan that saw both",
    key("2026-01-01", "2026-02-01"),
    key(null, "2026-02-01"),
    false,
  ],
  ["seen before the other was seen", key(null, "2026-01-01"), key(null, "2026-02-01"), true],
])("a key %s precedes it: %#", (_, old, made, expected) => {
  expect(precedes(old, made)).toBe(expected);
});

test.each<[string, string | null, boolean]>([
  ["is there still", null, true],
  ["ended after the new one was made", "2026-03-20T00:00:00Z", true],
  ["ended so long before as the grace", "2026-02-22T12:00:00.000Z", true],
  ["ended a millisecond longer before", "2026-02-22T11:59:59.999Z", false],
])("a key that %s is rotated by a new one", (_, endedAt, expected) => {
  const old = { ...key("2026-01-01"), endedAt: endedAt === null ? null : at(endedAt) };
  expect(isRotation(old, key(MADE), 7)).toBe(expected);
  expect(isRotation({ ...old, ...key("2026-04-01") }, key(MADE), 7)).toBe(false);
});

describe("a rotation is one in name only", () => {
  const NEVER: KeyUse = { lastUse: "never", lastUsedAt: null };
  const UNKNOWN: KeyUse = { lastUse: "unknown", lastUsedAt: null };
  const used = (text: string): KeyUse => ({ lastUse: "at", lastUsedAt: at(text) });
  const LATE = used("2026-03-08T12:00:00.001Z");
  test.each<[string, KeyUse, KeyUse, boolean | null]>([
    ["the old one was used after the grace", LATE, used("2026-03-02"), true],
    ["the old one was used to the end of the grace", used("2026-03-08T12:00:00.000Z"), used("2026-03-02"), false],
    ["the old one was never used", NEVER, used("2026-03-02"), false],
    ["the new one was never used", LATE, NEVER, false],
    ["the use of the old one is not known", UNKNOWN, used("2026-03-02"), null],
    ["the use of the new one is not known", LATE, UNKNOWN, null],
    ["the new one was never used, and the use of the old one is not known", UNKNOWN, NEVER, false],
  ])("where %s", (_, old, made, expected) => {
    expect(isInNameOnly(old, { ...key(MADE), ...made }, 7)).toBe(expected);
  });
});

test.each<[CredentialStatus | null, CredentialStatus | null, boolean]>([
  ["active", "inactive", true],
  ["active", "expired", true],
  ["active", null, true],
  ["active", "active", false],
  ["inactive", null, false],
  ["inactive", "active", false],
  ["expired", "inactive", false],
  [null, "inactive", false],
])("from %s to %s an active key ends: %s", (before, after, expected) => {
  expect(isEndOfUse(before, after)).toBe(expected);
});

test("the successor of a key is the newest active one that was certainly made after it", () => {
  const [older, newer, newest] = [key("2026-01-01"), key("2026-03-01"), key("2026-04-01")];
  const ending = key("2026-02-01");
  expect(successorOf(ending, [older, newest, newer])).toBe(newest);
  expect(successorOf(ending, [older, newer])).toBe(newer);
  expect(successorOf(ending, [older, key("2026-02-01")])).toBeNull();
  expect(successorOf(ending, [])).toBeNull();
});
