import { describe, expect, it } from "vitest";
import type { AccessKeyFact } from "../scans/reading.ts";
import { identifyKeys, type KnownKey } from "./access-key-identities.ts";

const MADE_AT = new Date("2026-05-01T10:00:00Z");
const FIRST_AT = new Date("2026-06-01T10:00:00Z");
const SECOND_AT = new Date("2026-06-01T16:00:00Z");

const keyOf = (over: Partial<AccessKeyFact> = {}): AccessKeyFact => ({
  accessKeyId: "AKIAanna",
  status: "Active",
  createdAt: MADE_AT,
  lastUse: { kind: "never" },
  ...over,
});

const known = (over: Partial<KnownKey>): KnownKey => ({
  identity: over.access_key_id ?? "AIDAanna:access_key_1",
  access_key_id: null,
  status: "active",
  created_at: MADE_AT.toISOString(),
  gone_at: null,
  ...over,
});
const slotOf = (slot: 1 | 2, over: Partial<AccessKeyFact> = {}) => keyOf({ accessKeyId: null, slot, ...over });
const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

describe("a slot of a report is", () => {
  it.each<[string, ReturnType<typeof slotOf>[], KnownKey[], (string | null)[]]>([
    [
      "the key made in its second",
      [slotOf(2, { createdAt: later(MADE_AT, 900) })],
      [known({ access_key_id: "A" })],
      ["A"],
    ],
    [
      "the key of its date, whatever the order",
      [slotOf(1, { createdAt: FIRST_AT }), slotOf(2)],
      [known({ access_key_id: "A" }), known({ access_key_id: "B", created_at: FIRST_AT.toISOString() })],
      ["B", "A"],
    ],
    [
      "the key of its status, where both were made at once",
      [slotOf(1), slotOf(2, { status: "Inactive" })],
      [known({ access_key_id: "A", status: "inactive" }), known({ access_key_id: "B" })],
      ["B", "A"],
    ],
    [
      "one of two that nothing tells apart",
      [slotOf(1), slotOf(2)],
      [known({ access_key_id: "A" }), known({ access_key_id: "B" })],
      ["A", "B"],
    ],
    [
      "the only key it can be, where its date is of a later change",
      [slotOf(1, { createdAt: SECOND_AT })],
      [known({ access_key_id: "A" })],
      ["A"],
    ],
    ["the only key, where it has no date", [slotOf(1, { createdAt: null })], [known({ access_key_id: "A" })], ["A"]],
    [
      "not a key that is younger",
      [slotOf(1)],
      [known({ access_key_id: "A", created_at: FIRST_AT.toISOString() })],
      [null],
    ],
    ["not a key that is gone", [slotOf(1)], [known({ access_key_id: "A", gone_at: SECOND_AT.toISOString() })], [null]],
  ])("%s", (_, slots, rows, expected) => {
    expect(identifyKeys("AIDAanna", slots, rows).map(({ accessKeyId }) => accessKeyId)).toEqual(expected);
  });

  it("kept by its place where no key is known", () => {
    expect(identifyKeys("AIDAanna", [slotOf(2)], []).map(({ identity }) => identity)).toEqual([
      "AIDAanna:access_key_2",
    ]);
  });
});

describe("a key with its id is", () => {
  it.each<[string, KnownKey[], (string | undefined)[]]>([
    ["itself where it is known", [known({ access_key_id: "AKIAanna" }), known({})], [undefined]],
    ["the slot that an upload left", [known({})], ["AIDAanna:access_key_1"]],
    [
      "the slot whose date is of a later change",
      [known({ created_at: FIRST_AT.toISOString() })],
      ["AIDAanna:access_key_1"],
    ],
    ["no slot that is older", [known({ created_at: "2026-01-01T00:00:00.000Z" })], [undefined]],
    ["no slot that is gone", [known({ gone_at: SECOND_AT.toISOString() })], [undefined]],
    [
      "itself, not a slot, where it is back",
      [known({ access_key_id: "AKIAanna", gone_at: SECOND_AT.toISOString() }), known({})],
      [undefined],
    ],
  ])("%s", (_, rows, expected) => {
    expect(identifyKeys("AIDAanna", [keyOf()], rows).map(({ knownAs }) => knownAs)).toEqual(expected);
  });
});
