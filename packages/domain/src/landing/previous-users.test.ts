import { describe, expect, it } from "vitest";
import { type KnownCredential, type KnownUser, previousUsers } from "./previous-users.ts";

const MADE_AT = new Date("2026-05-01T10:00:00Z");
const USER: KnownUser = {
  id: "anna",
  userId: "AIDAanna",
  mfa: "virtual",
  mfaDevices: [{ kind: "virtual", serialNumber: "serial", enabledAt: MADE_AT.toISOString() }],
  activeAccessKeys: 1,
  reportFingerprint: "print",
};
const KEY: KnownCredential = {
  ...{ userRecordId: "anna", kind: "access_key", identity: "AKIA1", accessKeyId: "AKIA1", status: "active" },
  ...{ createdAt: MADE_AT, lastUse: "at", lastUsedAt: MADE_AT, lastUsedService: "s3", lastUsedRegion: "eu-west-1" },
};
const SLOT: KnownCredential = { ...KEY, identity: "AIDAanna:access_key_1", accessKeyId: null };
const CERTIFICATE: KnownCredential = { ...KEY, kind: "signing_certificate", identity: "CERT", status: "inactive" };

it("the next reading is given each user with its keys, certificates and devices, and with nobody else's", () => {
  const others = [{ ...KEY, userRecordId: "berta", accessKeyId: "AKIA2" }];
  expect(previousUsers([USER], [KEY, CERTIFICATE, ...others])).toEqual([
    {
      userId: "AIDAanna",
      reportFingerprint: "print",
      mfa: "virtual",
      mfaDevices: [{ kind: "virtual", serialNumber: "serial", enabledAt: MADE_AT }],
      accessKeys: [
        {
          accessKeyId: "AKIA1",
          status: "Active",
          createdAt: MADE_AT,
          lastUse: { kind: "at", at: MADE_AT, service: "s3", region: "eu-west-1" },
        },
      ],
      signingCertificates: [{ certificateId: "CERT", status: "Inactive", uploadedAt: MADE_AT }],
    },
  ]);
});

describe("a user is asked for again", () => {
  it.each<[string, Partial<KnownUser>, KnownCredential[], string | null]>([
    ["not where all keys are known", {}, [KEY], "print"],
    ["not where there are no keys", { activeAccessKeys: 0 }, [], "print"],
    ["where the keys were never read", { activeAccessKeys: null }, [], null],
    ["where a key is known by an upload alone", {}, [KEY, SLOT], null],
  ])("%s", (_, over, credentials, fingerprint) => {
    expect(previousUsers([{ ...USER, ...over }], credentials)[0]?.reportFingerprint).toBe(fingerprint);
  });

  it("no use and unknown use stay apart, and there is no device where none was read", () => {
    const [user] = previousUsers(
      [{ ...USER, mfaDevices: null }],
      [
        { ...KEY, lastUse: "never", lastUsedAt: null },
        { ...KEY, accessKeyId: "AKIA2", lastUse: "unknown", lastUsedAt: null, status: "expired" },
      ],
    );
    expect(user?.accessKeys.map(({ lastUse, status }) => [lastUse.kind, status])).toEqual([
      ["never", "Active"],
      ["unknown", "Expired"],
    ]);
    expect(user?.mfaDevices).toEqual([]);
  });
});
