import type { RolesAnywhereFact, SlowLaneReading, UserFact } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  FIRST_AT,
  keyOf,
  MADE_AT,
  readAs,
  readingOf,
  SECOND_AT,
  slowLaneOf,
  THIRD_AT,
  UNREAD,
  usedAt,
  userOf,
  userReadingOf,
} from "./facts-fixture.ts";
import { linesOf, MemoryInventory } from "./memory-store-fixture.ts";

const sshKey = (name: string) => ({ sshPublicKeyId: `APKA${name}`, status: "Active" as const, uploadedAt: MADE_AT });
type SlowUser = SlowLaneReading["users"][number];
const slowUser = (name: string, over: Partial<SlowUser> = {}): SlowUser => ({
  userId: `AIDA${name}`,
  sshPublicKeys: readAs([sshKey(name)]),
  mfaDevices: UNREAD,
  servicesAccessed: null,
  ...over,
});
const slowLane = (...users: SlowUser[]) => slowLaneOf({ users });

async function scanned(): Promise<MemoryInventory> {
  const inventory = new MemoryInventory();
  await inventory.land(readingOf(), FIRST_AT);
  return inventory;
}

describe("the slow lane", () => {
  it("finds SSH keys, which no other scan takes away", async () => {
    const inventory = await scanned();
    const { versions } = await inventory.landSlowLane(slowLane(slowUser("anna"), slowUser("berta")), SECOND_AT);
    expect(linesOf({ versions })).toEqual(["created credential APKAanna", "created credential APKAberta"]);
    expect(inventory.find("credential", "APKAanna")).toMatchObject({
      user_record_id: inventory.find("iam_user", "anna")?.id,
      last_use: "unknown",
    });
    expect((await inventory.land(readingOf(), THIRD_AT)).versions).toEqual([]);
    const withNone = readingOf({ users: [userOf("anna", { sshPublicKeys: readAs([]) }), userOf("berta")] });
    expect((await inventory.land(withNone, THIRD_AT)).versions).toEqual([]);
  });

  it("takes SSH keys away only from users whose keys were read", async () => {
    const inventory = await scanned();
    await inventory.landSlowLane(slowLane(slowUser("anna"), slowUser("berta")), FIRST_AT);
    const { versions } = await inventory.landSlowLane(
      slowLane(slowUser("anna", { sshPublicKeys: readAs([]) }), slowUser("berta", { sshPublicKeys: UNREAD })),
      SECOND_AT,
    );
    expect(linesOf({ versions })).toEqual(["removed credential APKAanna"]);
    expect((await inventory.landSlowLane(slowLane(), THIRD_AT)).versions).toEqual([]);
  });

  it("leaves SSH keys of a user who is gone to go with the user, and those of one who was renamed with the new name", async () => {
    const inventory = await scanned();
    await inventory.landSlowLane(slowLane(slowUser("anna"), slowUser("berta")), FIRST_AT);
    const { versions } = await inventory.land(readingOf({ users: [userOf("anna", { userName: "anne" })] }), SECOND_AT);
    expect(linesOf({ versions })).toContain("removed credential APKAberta");
    expect(inventory.find("credential", "APKAanna")).toMatchObject({ user_name: "anne", gone_at: null });
  });

  it("tells the devices of users, the strongest of which is their MFA", async () => {
    const inventory = await scanned();
    const devices = (["virtual", "fido"] as const).map((kind) => ({ kind, serialNumber: kind, enabledAt: null }));
    const found = slowLane(slowUser("anna", { sshPublicKeys: UNREAD, mfaDevices: readAs(devices) }));
    const { versions } = await inventory.landSlowLane(found, SECOND_AT);
    expect(linesOf({ versions })).toEqual(["changed user anna"]);
    expect(inventory.find("iam_user", "anna")).toMatchObject({
      has_mfa: true,
      mfa: "fido",
      mfa_devices: [{ serialNumber: "fido" }, { serialNumber: "virtual" }],
      active_access_keys: 1,
    });
    expect((await inventory.landSlowLane(found, THIRD_AT)).rows).toEqual([]);
    // The report knows that there is a device, not which.
    const reported = userOf("anna", { mfa: readAs("unknown"), mfaDevices: UNREAD });
    expect((await inventory.land(readingOf({ users: [reported, userOf("berta")] }), THIRD_AT)).versions).toEqual([]);
  });

  it("finds out of which kind a device is that the report tells of", async () => {
    const none = { mfa: readAs("none" as const), mfaDevices: readAs([]) };
    const some = { mfa: readAs("unknown" as const), mfaDevices: UNREAD };
    const reported = (anna: Partial<UserFact>, berta: Partial<UserFact>) =>
      readingOf({ users: [userOf("anna", anna), userOf("berta", berta)] });
    const inventory = new MemoryInventory();
    await inventory.land(reported(none, { mfa: UNREAD, mfaDevices: UNREAD }), FIRST_AT);
    expect(linesOf(await inventory.land(reported(some, some), SECOND_AT))).toEqual([
      "changed user anna",
      "learned user berta",
    ]);
    const kindUnread = { has_mfa: true, mfa: "unknown", mfa_devices: null };
    expect(inventory.rowsOf("iam_user")).toMatchObject([kindUnread, kindUnread]);
    const device = { kind: "virtual" as const, serialNumber: "virtual", enabledAt: null };
    const devices = slowLane(slowUser("anna", { sshPublicKeys: UNREAD, mfaDevices: readAs([device]) }));
    expect(linesOf(await inventory.landSlowLane(devices, THIRD_AT))).toEqual(["learned user anna"]);
    // That a device is gone is a change, whatever its kind was.
    expect(linesOf(await inventory.land(reported({}, none), THIRD_AT))).toContain("changed user berta");
  });

  it("samples the services that users were seen to call, by service and Region", async () => {
    const inventory = await scanned();
    const [none, used] = [
      { serviceNamespace: "ec2", lastAuthenticatedAt: null, region: null },
      { serviceNamespace: "s3", lastAuthenticatedAt: MADE_AT, region: "eu-west-1" },
    ];
    const reading = slowLane(slowUser("anna", { servicesAccessed: readAs([none, used]) }), slowUser("stranger"));
    expect((await inventory.landSlowLane(reading, SECOND_AT)).samples).toEqual([
      {
        subject: "user",
        subject_id: inventory.find("iam_user", "anna")?.id,
        day: "2026-05-01",
        service: "s3",
        region: "eu-west-1",
        account_id: "account",
        source: "service_last_accessed",
        last_at: MADE_AT.toISOString(),
        first_observed_at: SECOND_AT.toISOString(),
      },
    ]);
  });

  it("keeps what there is of Roles Anywhere, its subjects' last sight as use", async () => {
    const inventory = await scanned();
    const resource = (kind: RolesAnywhereFact["kind"], lastSeenAt: Date | null = null): RolesAnywhereFact => ({
      kind,
      arn: `arn:${kind}`,
      name: kind,
      region: "eu-central-1",
      enabled: true,
      createdAt: MADE_AT,
      roleArns: [],
      x509Subject: null,
      lastSeenAt,
    });
    const rolesAnywhere = [resource("trust_anchor"), resource("subject", MADE_AT)];
    const first = await inventory.landSlowLane(slowLaneOf({ rolesAnywhere }), FIRST_AT);
    expect(first.changes.created).toBe(2);
    expect(first.samples).toMatchObject([
      { subject: "roles_anywhere", day: "2026-05-01", region: "eu-central-1", source: "roles_anywhere" },
    ]);
    const seen = slowLaneOf({ rolesAnywhere: [resource("subject", FIRST_AT)] }, ["roles_anywhere"]);
    const second = await inventory.landSlowLane(seen, SECOND_AT);
    expect(second.versions).toEqual([]);
    expect(second.rows).toMatchObject([{ arn: "arn:subject", last_seen_at: FIRST_AT.toISOString() }]);
    const third = await inventory.landSlowLane(slowLaneOf({ rolesAnywhere: [resource("trust_anchor")] }), THIRD_AT);
    expect(linesOf(third)).toEqual(["removed roles_anywhere arn:subject"]);
  });
});

describe("a user read anew", () => {
  const recheck =
    (fact: UserFact | null, at: Date, unread: Parameters<typeof userReadingOf>[1] = []) =>
    async (inventory: MemoryInventory) =>
      inventory.landUser("anna", userReadingOf(fact, unread), at);

  it("tells of every kind of the user's credentials, SSH keys too, and of nobody else's", async () => {
    const inventory = await scanned();
    await inventory.landSlowLane(slowLane(slowUser("anna"), slowUser("berta")), FIRST_AT);
    const fact = userOf("anna", {
      accessKeys: readAs([keyOf("new", { createdAt: SECOND_AT })]),
      sshPublicKeys: readAs([sshKey("new")]),
      signingCertificates: readAs([]),
      reportFingerprint: null,
    });
    const { versions } = await recheck(fact, SECOND_AT)(inventory);
    expect(linesOf({ versions })).toEqual([
      "created credential AKIAnew",
      "created credential APKAnew",
      "removed credential AKIAanna",
      "removed credential APKAanna",
      "removed credential CERTanna",
    ]);
    expect(inventory.find("iam_user", "anna")).toMatchObject({
      rechecked_at: SECOND_AT.toISOString(),
      report_fingerprint: "print of anna",
    });
  });

  it("is not undone by a scan that began before", async () => {
    const inventory = await scanned();
    const changed = userOf("anna", { path: "/new/", accessKeys: readAs([]), sshPublicKeys: readAs([sshKey("anna")]) });
    await recheck(changed, THIRD_AT)(inventory);
    const before = inventory.rowsOf("iam_user");
    const { versions } = await inventory.land(readingOf({ users: [userOf("anna")] }), SECOND_AT);
    expect(linesOf({ versions }).filter((line) => line.includes("anna"))).toEqual([]);
    expect(inventory.find("iam_user", "anna")).toEqual(before.find(({ user_name }) => user_name === "anna"));
    const later = await inventory.landSlowLane(slowLane(slowUser("anna", { sshPublicKeys: readAs([]) })), SECOND_AT);
    expect(later.rows).toEqual([]);
  });

  it("and gone is gone with all that was the user's, also for a scan that began before", async () => {
    const inventory = await scanned();
    const { versions, changes } = await recheck(null, THIRD_AT)(inventory);
    expect(new Set(versions.map(({ change }) => change))).toEqual(new Set(["removed"]));
    expect(changes).toEqual({ created: 0, changed: 0, removed: 6 });
    expect((await inventory.land(readingOf(), SECOND_AT)).rows).toEqual([]);
  });

  it("is not gone where nothing could be read", async () => {
    const inventory = await scanned();
    expect((await recheck(null, SECOND_AT, ["users"])(inventory)).rows).toEqual([]);
  });

  it("is not another one who has the name now", async () => {
    const inventory = await scanned();
    const { versions } = await recheck(userOf("anna", { userId: "AIDAother" }), SECOND_AT)(inventory);
    expect(linesOf({ versions })).toContain("removed user anna");
    expect(versions.every(({ change }) => change === "removed")).toBe(true);
  });

  it("keeps what could not be read", async () => {
    const inventory = await scanned();
    const poor = userOf("anna", {
      consolePassword: UNREAD,
      mfa: UNREAD,
      mfaDevices: UNREAD,
      accessKeys: UNREAD,
      signingCertificates: UNREAD,
      serviceSpecificCredentials: UNREAD,
    });
    const { versions, rows } = await recheck(poor, SECOND_AT)(inventory);
    expect(versions).toEqual([]);
    expect(rows.map(({ table, rechecked_at }) => [table, rechecked_at])).toEqual([
      ["iam_user", SECOND_AT.toISOString()],
    ]);
  });

  it("tells of uses since the report", async () => {
    const inventory = await scanned();
    const lastUse = usedAt(SECOND_AT, "s3", "eu-west-1");
    const fact = userOf("anna", { accessKeys: readAs([keyOf("anna", { lastUse })]) });
    const { samples } = await recheck(fact, SECOND_AT)(inventory);
    expect(samples).toMatchObject([
      { subject: "user", service: "s3" },
      { subject: "credential", service: "s3" },
    ]);
    // The report that the next scan reads is of before.
    expect((await inventory.land(readingOf(), THIRD_AT)).rows).toEqual([]);
  });
});
