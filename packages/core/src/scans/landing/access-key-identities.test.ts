import { describe, expect, it } from "vitest";
import { identifyKeys, type KnownKey } from "./access-key-identities.ts";
import { FIRST_AT, keyOf, MADE_AT, readAs, readingOf, SECOND_AT, THIRD_AT, usedAt, userOf } from "./facts-fixture.ts";
import { linesOf, MemoryInventory } from "./memory-store-fixture.ts";

const known = (over: Partial<KnownKey>): KnownKey => ({
  identity: over.accessKeyId ?? "AIDAanna:access_key_1",
  accessKeyId: null,
  status: "active",
  createdAt: MADE_AT.toISOString(),
  isGone: false,
  ...over,
});
const slotOf = (slot: 1 | 2, over: Parameters<typeof keyOf>[1] = {}) => keyOf("", { accessKeyId: null, slot, ...over });
const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

describe("a slot of a report is", () => {
  it.each<[string, ReturnType<typeof slotOf>[], KnownKey[], (string | null)[]]>([
    [
      "the key made in its second",
      [slotOf(2, { createdAt: later(MADE_AT, 900) })],
      [known({ accessKeyId: "A" })],
      ["A"],
    ],
    [
      "the key of its date, whatever the order",
      [slotOf(1, { createdAt: FIRST_AT }), slotOf(2)],
      [known({ accessKeyId: "A" }), known({ accessKeyId: "B", createdAt: FIRST_AT.toISOString() })],
      ["B", "A"],
    ],
    [
      "the key of its status, where both were made at once",
      [slotOf(1), slotOf(2, { status: "Inactive" })],
      [known({ accessKeyId: "A", status: "inactive" }), known({ accessKeyId: "B" })],
      ["B", "A"],
    ],
    [
      "one of two that nothing tells apart",
      [slotOf(1), slotOf(2)],
      [known({ accessKeyId: "A" }), known({ accessKeyId: "B" })],
      ["A", "B"],
    ],
    [
      "the only key it can be, where its date is of a later change",
      [slotOf(1, { createdAt: SECOND_AT })],
      [known({ accessKeyId: "A" })],
      ["A"],
    ],
    ["the only key, where it has no date", [slotOf(1, { createdAt: null })], [known({ accessKeyId: "A" })], ["A"]],
    [
      "not a key that is younger",
      [slotOf(1)],
      [known({ accessKeyId: "A", createdAt: FIRST_AT.toISOString() })],
      [null],
    ],
    ["not a key that is gone", [slotOf(1)], [known({ accessKeyId: "A", isGone: true })], [null]],
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
    ["itself where it is known", [known({ accessKeyId: "AKIAanna" }), known({})], [undefined]],
    ["the slot that an upload left", [known({})], ["AIDAanna:access_key_1"]],
    [
      "the slot whose date is of a later change",
      [known({ createdAt: FIRST_AT.toISOString() })],
      ["AIDAanna:access_key_1"],
    ],
    ["no slot that is older", [known({ createdAt: "2026-01-01T00:00:00.000Z" })], [undefined]],
    ["no slot that is gone", [known({ isGone: true })], [undefined]],
    [
      "itself, not a slot, where it is back",
      [known({ accessKeyId: "AKIAanna", isGone: true }), known({})],
      [undefined],
    ],
  ])("%s", (_, rows, expected) => {
    expect(identifyKeys("AIDAanna", [keyOf("anna")], rows).map(({ knownAs }) => knownAs)).toEqual(expected);
  });
});

describe("an upload", () => {
  const uploaded = (...keys: ReturnType<typeof slotOf>[]) =>
    readingOf({ users: [userOf("anna", { accessKeys: readAs(keys) })] });
  const live = (...keys: ReturnType<typeof keyOf>[]) =>
    readingOf({ users: [userOf("anna", { accessKeys: readAs(keys) })] });
  const keysOf = (inventory: MemoryInventory) =>
    inventory.rowsOf("credential").filter(({ kind }) => kind === "access_key");

  it("is taken over by a connection: its keys get their ids, and keep their records and history", async () => {
    const inventory = new MemoryInventory();
    await inventory.land(uploaded(slotOf(1), slotOf(2, { createdAt: FIRST_AT, status: "Inactive" })), FIRST_AT, true);
    const before = keysOf(inventory);
    expect(before.map(({ identity }) => identity)).toEqual(["AIDAanna:access_key_1", "AIDAanna:access_key_2"]);
    const { versions, changes } = await inventory.land(
      live(keyOf("1"), keyOf("2", { createdAt: FIRST_AT, status: "Inactive" })),
      SECOND_AT,
    );
    expect(linesOf({ versions })).toEqual(["learned credential AKIA1", "learned credential AKIA2"]);
    expect(changes).toEqual({ created: 0, changed: 0, removed: 0 });
    expect(keysOf(inventory).map(({ id, access_key_id }) => [id, access_key_id])).toEqual([
      [before[0]?.id, "AKIA1"],
      [before[1]?.id, "AKIA2"],
    ]);
  });

  it("shows a change that came with the ids", async () => {
    const inventory = new MemoryInventory();
    await inventory.land(uploaded(slotOf(1)), FIRST_AT, true);
    const { versions } = await inventory.land(live(keyOf("1", { status: "Inactive" })), SECOND_AT);
    expect(linesOf({ versions })).toEqual(["changed credential AKIA1", "changed user anna"]);
  });

  it("after a connection takes no id and no creation away, and tells newer uses", async () => {
    const inventory = new MemoryInventory();
    await inventory.land(live(keyOf("1"), keyOf("2", { status: "Inactive" })), FIRST_AT);
    const lastUse = usedAt(SECOND_AT, "s3", "eu-west-1");
    const { versions } = await inventory.land(uploaded(slotOf(1, { createdAt: FIRST_AT, lastUse })), SECOND_AT, true);
    expect(linesOf({ versions })).toEqual(["changed credential AKIA1"]);
    expect(keysOf(inventory)).toMatchObject([
      {
        access_key_id: "AKIA1",
        created_at: MADE_AT.toISOString(),
        last_used_at: SECOND_AT.toISOString(),
        gone_at: null,
      },
      // A report may leave inactive keys out.
      { access_key_id: "AKIA2", status: "inactive", gone_at: null },
    ]);
    expect(inventory.find("iam_user", "anna")?.report_fingerprint).toBe("print of anna");
  });

  it("read twice writes nothing", async () => {
    const inventory = new MemoryInventory();
    const reading = uploaded(slotOf(1), slotOf(2, { createdAt: null }));
    await inventory.land(reading, FIRST_AT, true);
    expect((await inventory.land(reading, SECOND_AT, true)).rows).toEqual([]);
  });

  it("marks keys that its report shows no more as gone, as far as it can tell", async () => {
    const inventory = new MemoryInventory();
    await inventory.land(live(keyOf("1"), keyOf("2", { status: "Inactive" })), FIRST_AT);
    const { versions } = await inventory.land(uploaded(), SECOND_AT, true);
    expect(linesOf({ versions })).toEqual(["changed user anna", "removed credential AKIA1"]);
    expect((await inventory.land(live(), THIRD_AT)).changes.removed).toBe(1);
  });
});
