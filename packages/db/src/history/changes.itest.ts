import { beforeAll, describe, expect, test } from "vitest";
import { insertRows, makeAccount, makeTenant, testDb } from "../testing/index.ts";
import { countChanges } from "./changes.ts";

const day = (date: number, time = "00:00:00") => `2026-06-${String(date).padStart(2, "0")}T${time}Z`;

type Account = Awaited<ReturnType<typeof makeAccount>>;
const version = (account: Account, from: string, change: string, userName: string, to: string | null = null) => ({
  tenant_id: account.tenantId,
  subject: "user",
  subject_id: crypto.randomUUID(),
  valid_from: from,
  valid_to: to,
  account_id: account.accountId,
  scan_id: crypto.randomUUID(),
  change,
  content_hash: "hash",
  content: { userName },
});

let tenantId: string;
let early: Account;
beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  early = await makeAccount(tenantId);
  const late = await makeAccount(tenantId);
  const foreign = await makeAccount((await makeTenant()).tenantId);
  await insertRows("entity_version", [
    version(early, day(1), "created", "there before the first scan"),
    version(early, day(3), "changed", "on the edge before"),
    version(early, day(4), "created", "ada"),
    version(early, day(5), "removed", "bob", day(5)),
    version(early, day(8), "changed", "on the last moment"),
    version(early, day(8, "00:00:00.001"), "changed", "after"),
    version(late, day(6), "created", "there when the account was connected"),
    version(late, day(7), "created", "carol"),
    version(foreign, day(1), "created", "foreign"),
    version(foreign, day(5), "created", "foreign"),
  ]);
});

const read = (since: string, until: string) =>
  testDb().inTenant(tenantId, (tx) => countChanges(tx, new Date(since), new Date(until)));

describe("how much changed in a period", () => {
  test("is counted without what each account's first scan found", async () => {
    expect(await read(day(3), day(8))).toEqual({ created: 2, removed: 1, changed: 1 });
  });

  test("is nothing in a period without a scan, and in that of the first one", async () => {
    const nothing = { created: 0, removed: 0, changed: 0 };
    expect(await read(day(20), day(21))).toEqual(nothing);
    expect(await read("2026-05-01T00:00:00Z", day(1))).toEqual(nothing);
  });
});
