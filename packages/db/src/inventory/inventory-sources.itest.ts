import { beforeAll, expect, test } from "vitest";
import { credentialRow, insertRows, makeAccount, makeTenant, scanRow, testDb, userRow } from "../testing/index.ts";
import { findCredential, findUser } from "./index.ts";

const NOW = new Date("2026-06-10T12:00:00Z");
const at = (day: number, hour = 6) => new Date(Date.UTC(2026, 5, day, hour));
const told = (source: string, day: number) => ({ source, observedAt: at(day).toISOString() });
const read = (resource: string, day: number) => ({ resource, state: "read", observedAt: at(day).toISOString() });

let tenantId: string;
beforeAll(async () => {
  ({ tenantId } = await makeTenant());
});

type Given = { freshness: Record<string, unknown>; keysReadAt?: Date; recheckedAt?: Date };

/** A user with a key in an account of its own. */
async function make({ freshness, keysReadAt, recheckedAt }: Given) {
  const account = await makeAccount(tenantId, { status: "ok", freshness });
  const user = userRow(account, {
    keys_read_at: keysReadAt?.toISOString() ?? null,
    rechecked_at: recheckedAt?.toISOString() ?? null,
  });
  const key = credentialRow(account, { user_record_id: user.id });
  await insertRows("iam_user", [user]);
  await insertRows("credential", [key]);
  const sources = async (asOf?: Date) =>
    testDb().inTenant(tenantId, async (tx) => ({
      user: (await findUser(tx, user.id, NOW, asOf))?.sources,
      key: (await findCredential(tx, key.id, NOW, asOf))?.sources,
    }));
  return { account, user, key, sources };
}

const IDENTITY = ["accessKeyId", "status", "createdAt"];
const USE = ["lastUsedAt", "lastUsedService", "lastUsedRegion"];

test("a key's values come from its user's own listing, confirmed by a later report", async () => {
  const { sources } = await make({
    freshness: { access_keys: told("live_api", 9), credential_report: told("credential_report", 8) },
    keysReadAt: at(2),
  });
  expect((await sources()).key).toEqual([
    { fields: IDENTITY, source: "live_api", observedAt: at(2) },
    { fields: IDENTITY, source: "credential_report", observedAt: at(8) },
    { fields: USE, source: "credential_report", observedAt: at(8) },
  ]);
});

test("as of then they come from the scans that had landed then, whatever was read later", async () => {
  const { account, user, key, sources } = await make({
    freshness: { users: told("live_api", 10) },
    keysReadAt: at(10),
    recheckedAt: at(10),
  });
  const scan = (day: number, row: object) =>
    scanRow(account, { requested_at: at(day, 5).toISOString(), started_at: at(day).toISOString(), ...row });
  await insertRows("scan", [
    {
      kind: "inventory",
      ...scan(1, { coverage: [read("users", 1), read("access_keys", 1), read("credential_report", 0)] }),
    },
    { kind: "slow_lane", ...scan(2, { coverage: [read("mfa_devices", 2)] }) },
    {
      kind: "inventory",
      ...scan(3, {
        coverage: [read("users", 3), { resource: "access_keys", state: "denied", observedAt: null }],
        status: "partial",
      }),
    },
    { kind: "inventory", ...scan(4, { coverage: [read("users", 4)], status: "failed" }) },
    { kind: "inventory", ...scan(8, { coverage: [read("users", 8)] }) },
  ]);
  const version = (subject: string, row: { id: string }) => ({
    tenant_id: tenantId,
    subject,
    subject_id: row.id,
    valid_from: at(1).toISOString(),
    account_id: account.accountId,
    scan_id: account.accountId,
    change: "created",
    content_hash: "hash",
    content: row,
  });
  await insertRows("entity_version", [version("user", user), version("credential", key)]);

  const then = await sources(at(5));
  expect(then.user).toEqual([
    { fields: ["userName", "groups", "policies", "tags"], source: "live_api", observedAt: at(3) },
    {
      fields: ["hasConsolePassword", "hasMfa", "mfa", "lastActivityAt"],
      source: "credential_report",
      observedAt: at(0),
    },
    { fields: ["mfaDevices"], source: "live_api", observedAt: at(2) },
    { fields: ["activeAccessKeys"], source: "live_api", observedAt: at(1) },
  ]);
  expect(then.key?.map(({ observedAt }) => observedAt)).toEqual([at(1), at(0)]);
  const early = await sources(at(1, 7));
  expect(early.user?.map(({ observedAt }) => observedAt)).toEqual([at(1), at(0), null, at(1)]);
});
