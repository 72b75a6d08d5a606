import { beforeEach, describe, expect, test } from "vitest";
import {
  accountDayRow,
  insertRows,
  makeAccount,
  makeTenant,
  ownerSql,
  rollUpRotations,
  testDb,
} from "../testing/index.ts";
import type { RotationFilter } from "./rotation-filter.ts";
import { readRotationDaysOf } from "./rotation-series.ts";
import { readRotationDays } from "./rotation-tenant-days.ts";

let tenantId: string;
let account: Awaited<ReturnType<typeof makeAccount>>;
beforeEach(async () => {
  ({ tenantId } = await makeTenant());
  account = await makeAccount(tenantId, { status: "ok" });
});

const row = (of: { accountId: string }, owner: string, day: string, counts: Partial<Record<string, number>>) => ({
  tenant_id: tenantId,
  account_id: of.accountId,
  owner,
  day,
  ...{ ok: 0, due_soon: 0, overdue: 0, unused: 0, excepted: 0, unknown: 0 },
  ...counts,
});
const scanned = (of: { tenantId: string; accountId: string }, ...days: string[]) =>
  insertRows(
    "account_day",
    days.map((day) => accountDayRow(of, { day })),
  );
const judged = (of: { accountId: string }, at: string) =>
  ownerSql(
    `WITH context AS (INSERT INTO judgement_context (tenant_id, hash, content) VALUES ($1, 'hash', '{}') ON CONFLICT DO NOTHING)
     INSERT INTO judgement (tenant_id, account_id, judged_at, context_hash, checks) VALUES ($1, $2, $3, 'hash', '{}')`,
    [tenantId, of.accountId, at],
  );

/** Of the tenant's steps, where all are asked for, which have to tell what the rows of the accounts do. */
async function days(given: { from: string; to: string; interval?: "day" | "week" | "month" } & RotationFilter) {
  const input = { interval: "day", ...given } as const;
  await rollUpRotations(tenantId);
  const [shown, byAccounts] = await testDb().inTenant(tenantId, async (tx) => [
    await readRotationDays(tx, input),
    await readRotationDaysOf(tx, input),
  ]);
  expect(shown).toEqual(byAccounts);
  return shown;
}
const brief = async (input: Parameters<typeof days>[0]) =>
  (await days(input)).map((day) => [day.day, day.ok, day.overdue, day.accountsCarried]);

test("an owner's row holds until the next one, and a day without a scan is carried", async () => {
  await insertRows("rotation_day", [
    row(account, "ada", "2026-03-02", { ok: 3, overdue: 1 }),
    row(account, "ada", "2026-03-04", { ok: 4 }),
    row(account, "", "2026-03-03", { overdue: 7, due_soon: 1, unused: 2, excepted: 5, unknown: 6 }),
  ]);
  await scanned(account, "2026-03-02", "2026-03-03", "2026-03-05");
  expect(await brief({ from: "2026-03-01", to: "2026-03-05" })).toEqual([
    ["2026-03-02", 3, 1, 0],
    ["2026-03-03", 3, 8, 0],
    ["2026-03-04", 4, 7, 1],
    ["2026-03-05", 4, 7, 0],
  ]);
  expect((await days({ from: "2026-03-03", to: "2026-03-03" }))[0]).toEqual({
    day: "2026-03-03",
    accountsCarried: 0,
    ...{ ok: 3, dueSoon: 1, overdue: 8, unused: 2, excepted: 5, unknown: 6 },
  });
});

test("what was before the first day asked for counts from that day on, whatever the interval", async () => {
  await insertRows("rotation_day", [
    row(account, "ada", "2025-11-15", { ok: 9 }),
    row(account, "ada", "2026-02-27", { ok: 5 }),
    row(account, "ada", "2026-03-31", { ok: 6 }),
    row(account, "ada", "2026-04-02", { ok: 7 }),
    row(account, "ada", "2026-04-21", { ok: 100 }),
  ]);
  await scanned(account, "2026-03-31");
  expect(await brief({ from: "2026-02-28", to: "2026-04-20", interval: "month" })).toEqual([
    ["2026-02-28", 5, 0, 1],
    ["2026-03-31", 6, 0, 0],
    ["2026-04-20", 7, 0, 1],
  ]);
  // Weeks begin on Monday: 29 March 2026 is a Sunday.
  expect(await brief({ from: "2026-03-25", to: "2026-04-06", interval: "week" })).toEqual([
    ["2026-03-29", 5, 0, 1],
    ["2026-04-05", 7, 0, 1],
    ["2026-04-06", 7, 0, 1],
  ]);
});

describe("an account", () => {
  test("that was judged and has no key is known to have none", async () => {
    await judged(account, "2026-03-02T23:30:00Z");
    await scanned(account, "2026-03-02");
    expect(await brief({ from: "2026-03-01", to: "2026-03-03" })).toEqual([
      ["2026-03-02", 0, 0, 0],
      ["2026-03-03", 0, 0, 1],
    ]);
  });

  test("that was scanned and never judged has no point: unknown is not zero", async () => {
    await scanned(account, "2026-03-02");
    expect(await brief({ from: "2026-03-01", to: "2026-03-03" })).toEqual([]);
  });

  test("that is disconnected counts to its last scan", async () => {
    const left = await makeAccount(tenantId, { status: "disconnected", last_scan_at: "2026-03-02T10:00:00Z" });
    await insertRows("rotation_day", [
      row(account, "ada", "2026-03-01", { ok: 1 }),
      row(left, "ada", "2026-03-01", { ok: 20 }),
    ]);
    await scanned(account, "2026-03-01", "2026-03-02", "2026-03-03");
    await scanned(left, "2026-03-01", "2026-03-02");
    expect(await brief({ from: "2026-03-02", to: "2026-03-03" })).toEqual([
      ["2026-03-02", 21, 0, 0],
      ["2026-03-03", 1, 0, 0],
    ]);
    expect(await brief({ from: "2026-03-02", to: "2026-03-03", awsAccountId: left.awsAccountId })).toEqual([
      ["2026-03-02", 20, 0, 0],
    ]);
  });
});

test("a series is of an account, a unit with all below it, or an owner, who may be nobody", async () => {
  const other = await makeAccount(tenantId, { status: "ok" });
  const third = await makeAccount(tenantId, { status: "ok" });
  const member = (of: typeof account, units: string[], left: string | null = null) => ({
    tenant_id: tenantId,
    connection_id: account.connectionId,
    aws_account_id: of.awsAccountId,
    name: "member",
    state: "ACTIVE",
    unit_ids: units,
    first_seen_at: "2026-01-01T00:00:00Z",
    left_at: left,
    is_chosen: true,
    status: "active",
    checks: [],
  });
  await insertRows("organization", [
    {
      tenant_id: tenantId,
      connection_id: account.connectionId,
      units: [],
      chosen_unit_ids: [],
      chosen_account_ids: [],
      left_out_account_ids: [],
    },
  ]);
  await insertRows("organization_account", [
    member(account, ["r-1", "ou-1-prod", "ou-1-shop"]),
    member(other, ["r-1", "ou-1-prod"]),
    member(third, ["r-1", "ou-1-prod"], "2026-02-01T00:00:00Z"),
  ]);
  await insertRows("rotation_day", [
    row(account, "ada", "2026-03-01", { ok: 1 }),
    row(other, "ada", "2026-03-01", { ok: 10 }),
    row(other, "", "2026-03-02", { ok: 100 }),
    row(third, "ada", "2026-03-01", { ok: 1000 }),
  ]);
  const of = async (filter: RotationFilter) =>
    (await days({ from: "2026-03-01", to: "2026-03-02", ...filter })).map((day) => [day.ok, day.accountsCarried]);
  expect(await of({})).toEqual([
    [1011, 3],
    [1111, 3],
  ]);
  expect(await of({ awsAccountId: other.awsAccountId })).toEqual([
    [10, 1],
    [110, 1],
  ]);
  expect(await of({ unitId: "ou-1-prod" })).toEqual([
    [11, 2],
    [111, 2],
  ]);
  expect(await of({ unitId: "ou-1-shop" })).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(await of({ unitId: "ou-1-gone" })).toEqual([]);
  expect(await of({ owner: "ada", unitId: "ou-1-prod" })).toEqual([
    [11, 2],
    [11, 2],
  ]);
  expect(await of({ owner: "" })).toEqual([[100, 1]]);
});
