import { ownerSql } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { accountOf, day, judgedAccount, keyUser } from "../judgement/judged-account-fixture.ts";
import { recomputeJudgements } from "../judgement/recompute.ts";
import { keyOf, readAs, slowLaneOf, userOf } from "../scans/landing/facts-fixture.ts";

type Account = Awaited<ReturnType<typeof judgedAccount>>;

/** The events of these types of record that were found at an instant. */
async function eventsAt({ tenantId }: Account, at: Date, topic: string) {
  const { rows } = await ownerSql<{ type: string; isFirstSeen: boolean; facts: Record<string, unknown> }>(
    `SELECT type, is_first_seen AS "isFirstSeen", facts FROM event WHERE tenant_id = $1 AND at = $2 AND type LIKE $3 ORDER BY type`,
    [tenantId, at, `${topic}.%`],
  );
  return rows;
}
const withKeys = (at: Date, ...keys: ReturnType<typeof keyOf>[]) =>
  accountOf([keyUser("anna", at, { accessKeys: readAs(keys) })]);
const [old, made] = [keyOf("old"), keyOf("made", { createdAt: day(2) })];

describe("a key that ends while a newer one is active", () => {
  it.each([
    ["deleted", [made], "removed"],
    ["deactivated", [{ ...old, status: "Inactive" as const }, made], "changed"],
  ])("is rotated, though it is %s", async (_, keys, ended) => {
    const account = await judgedAccount();
    await account.land(withKeys(day(1), old), day(1));
    await account.land(withKeys(day(3), old, made), day(3));
    await account.land(withKeys(day(5), ...keys), day(5));
    const replacedBy = { accessKeyId: "AKIAmade", createdAt: day(2).toISOString() };
    expect(await eventsAt(account, day(5), "key")).toMatchObject([
      { type: "key.rotated", isFirstSeen: false, facts: { ended, replacedBy } },
    ]);
  });

  it("is rotated, though the newer one is found by the same scan", async () => {
    const account = await judgedAccount();
    await account.land(withKeys(day(1), old), day(1));
    await account.land(withKeys(day(5), made), day(5));
    expect((await eventsAt(account, day(5), "key")).map(({ type }) => type)).toEqual(["key.created", "key.rotated"]);
  });

  it("is deleted without one", async () => {
    const account = await judgedAccount();
    await account.land(withKeys(day(1), old, { ...made, status: "Inactive" }), day(1));
    await account.land(withKeys(day(5), { ...made, status: "Inactive" }), day(5));
    expect(await eventsAt(account, day(5), "key")).toMatchObject([{ type: "key.deleted" }]);
  });
});

describe("what is new", () => {
  it("was there before, where its kind is read for the first time, and appears later", async () => {
    const account = await judgedAccount();
    const sshKeyOf = (name: string) => ({
      sshPublicKeyId: `APKA${name}`,
      status: "Active" as const,
      uploadedAt: day(0),
    });
    const slowLane = (...names: string[]) => {
      const user = { userId: "AIDAanna", sshPublicKeys: readAs(names.map(sshKeyOf)), mfaDevices: readAs([]) };
      return slowLaneOf({ users: [{ ...user, servicesAccessed: null }] });
    };
    const inventory = accountOf([keyUser("anna", day(1))], {}, ["ssh_public_keys"]);
    await account.land(inventory, day(1));
    expect(await eventsAt(account, day(1), "key")).toMatchObject([{ type: "key.created", isFirstSeen: true }]);
    await account.landSlowLane(slowLane("one"), day(2));
    expect(await eventsAt(account, day(2), "ssh_key")).toMatchObject([{ type: "ssh_key.created", isFirstSeen: true }]);
    await account.landSlowLane(slowLane("one", "two"), day(3));
    expect(await eventsAt(account, day(3), "ssh_key")).toMatchObject([{ type: "ssh_key.created", isFirstSeen: false }]);
    expect(await recomputeJudgements(account.ctx, account)).toEqual([]);
  });

  it("is there again under its name, where another one of that name is gone with the same scan", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(1)), keyUser("bob", day(1))]), day(1));
    await account.land(accountOf([keyUser("anna", day(2)), userOf("other", { userName: "bob" })]), day(2));
    expect(await eventsAt(account, day(2), "user")).toMatchObject([
      { type: "user.created", isFirstSeen: false, facts: { isRecreated: true } },
      { type: "user.deleted" },
    ]);
  });

  it("is one event, though two scans of one instant found it", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(1))]), day(1));
    await account.land(accountOf([keyUser("anna", day(2)), keyUser("bob", day(2))]), day(2));
    const changed = keyUser("bob", day(2), { path: "/other/" });
    await account.land(accountOf([keyUser("anna", day(2)), changed]), day(2));
    expect(await eventsAt(account, day(2), "user")).toMatchObject([{ type: "user.created" }]);
  });
});
