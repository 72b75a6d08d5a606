import { describe, expect, it } from "vitest";
import { FIRST_AT, keyOf, MADE_AT, readAs, readingOf, SECOND_AT, THIRD_AT, usedAt, userOf } from "./facts-fixture.ts";
import { linesOf, MemoryInventory } from "./memory-store-fixture.ts";

const slotOf = (slot: 1 | 2, over: Parameters<typeof keyOf>[1] = {}) => keyOf("", { accessKeyId: null, slot, ...over });

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
