import { rotation } from "@rolecall/db";
import {
  accountDayRow,
  credentialRow,
  insertRows,
  makeAccount,
  type Row,
  rollUpFindings,
  rollUpRotations,
  userRow,
} from "@rolecall/db/testing";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getRotationSeries } from "./get-rotation-series.ts";
import { listRotationStandings } from "./list-rotation-standings.ts";

const NOW = new Date("2026-03-05T12:00:00Z");
type Account = Awaited<ReturnType<typeof makeAccount>>;

let ctx: Ctx;
let tenantId: string;
let shop: Account;
let bank: Account;
beforeEach(async () => {
  ({ tenantId } = await makeTenant());
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  shop = await makeAccount(tenantId, { status: "ok", name: "Shop" });
  bank = await makeAccount(tenantId, { status: "partial", name: "Bank" });
  await insertRows("account_day", [
    accountDayRow(shop, { day: "2026-03-01" }),
    accountDayRow(bank, { day: "2026-03-01" }),
    accountDayRow(shop, { day: "2026-03-05" }),
  ]);
});

const none = { ok: 0, due_soon: 0, overdue: 0, unused: 0, excepted: 0, unknown: 0 };
const row = (of: Account, owner: string, day: string, counts: Partial<typeof none>) => ({
  ...{ tenant_id: tenantId, account_id: of.accountId, owner, day },
  ...none,
  ...counts,
});
const finding = (of: Account, checkId: string, more: Row = {}): Row => ({
  ...{ tenant_id: tenantId, id: ctx.newId(), account_id: of.accountId, check_id: checkId, subject: "user" },
  ...{
    subject_id: ctx.newId(),
    resource_name: "ada",
    owner: null,
    is_open: true,
    is_provisional: false,
    severity: "high",
  },
  ...{ sentence: "So it is.", facts: [], first_opened_at: NOW, opened_at: NOW, times_opened: 1, resolved_at: null },
  ...more,
});

test("a point tells states, the share within the deadline without the excepted, and what began and ended since the one before", async () => {
  await insertRows("rotation_day", [
    row(shop, "ada", "2026-03-01", { ok: 4, due_soon: 1, overdue: 3, unused: 2, excepted: 4, unknown: 5 }),
    row(shop, "ada", "2026-03-04", { ok: 1, excepted: 1 }),
    row(bank, "", "2026-03-02", { unknown: 7 }),
  ]);
  const user = userRow(shop, { user_name: "ada" });
  await insertRows("iam_user", [user]);
  const key = (createdAt: string, goneAt: string | null) =>
    credentialRow(shop, {
      ...{ user_record_id: user.id, owner: "ada", created_at: createdAt, first_seen_at: createdAt, gone_at: goneAt },
      ...{ last_use: "at", last_used_at: createdAt },
    });
  await insertRows("credential", [
    key("2026-01-01T00:00:00Z", "2026-03-04T06:00:00Z"),
    key("2026-03-02T00:00:00Z", null),
    key("2026-03-05T06:00:00Z", null),
  ]);
  await rollUpRotations(tenantId);
  await ctx.db.inTenant(tenantId, (tx) => rotation.writeKeyRotations(tx, { ...shop, since: new Date(0) }));
  const daily = { from: "2026-03-01", to: "2026-12-31", interval: "day" } as const;
  const series = await getRotationSeries(ctx, daily);
  expect(series).toMatchObject({
    from: "2026-03-01",
    to: "2026-03-05",
    medianCutOverDays: 2,
    inNameOnly: 0,
    deadlocked: 0,
  });
  expect(series.points[0]).toEqual({
    ...{ day: "2026-03-01", accountsCarried: 0, activeKeys: 17, activeKeysOverdue: 3, compliantPercent: 62.5 },
    states: { ok: 4, dueSoon: 1, overdue: 3, unused: 2, excepted: 4, unknown: 5 },
    ...{ rotationsStarted: 0, rotationsCompleted: 0 },
  });
  const brief = (points: (typeof series)["points"]) =>
    points.map((p) => [
      p.day,
      p.activeKeys,
      p.compliantPercent,
      p.accountsCarried,
      p.rotationsStarted,
      p.rotationsCompleted,
    ]);
  expect(brief(series.points).slice(1)).toEqual([
    ["2026-03-02", 24, 62.5, 2, 1, 0],
    ["2026-03-03", 24, 62.5, 2, 0, 0],
    ["2026-03-04", 9, 100, 2, 0, 1],
    ["2026-03-05", 9, 100, 1, 1, 0],
  ]);
  const monthly = await getRotationSeries(ctx, { ...daily, interval: "month" });
  expect(brief(monthly.points)).toEqual([["2026-03-05", 9, 100, 1, 2, 1]]);
  const ofBank = await getRotationSeries(ctx, { ...daily, awsAccountId: bank.awsAccountId });
  expect(brief(ofBank.points).at(-1)).toEqual(["2026-03-05", 7, null, 1, 0, 0]);
  expect(ofBank.medianCutOverDays).toBeNull();
  const ofNobody = await getRotationSeries(ctx, { ...daily, owner: "" });
  expect(brief(ofNobody.points)[0]).toEqual(["2026-03-02", 7, null, 1, 0, 0]);
});

test("what goes wrong today are open findings of connected accounts, excepted or not", async () => {
  const left = await makeAccount(tenantId, { status: "disconnected" });
  await insertRows("finding", [
    finding(shop, "rotated_in_name_only", { owner: "ada" }),
    finding(shop, "rotated_in_name_only", { is_open: false, resolved_at: NOW }),
    finding(bank, "rotated_in_name_only"),
    finding(bank, "two_key_deadlock"),
    finding(bank, "credential_overdue"),
    finding(left, "two_key_deadlock"),
  ]);
  await rollUpFindings(tenantId);
  const counts = async (filter: { awsAccountId?: string; owner?: string; unitId?: string }) => {
    const { inNameOnly, deadlocked } = await getRotationSeries(ctx, { interval: "month", ...filter });
    return [inNameOnly, deadlocked];
  };
  expect(await counts({})).toEqual([2, 1]);
  expect(await counts({ awsAccountId: shop.awsAccountId })).toEqual([1, 0]);
  expect(await counts({ owner: "ada" })).toEqual([1, 0]);
  expect(await counts({ owner: "" })).toEqual([1, 1]);
  expect(await counts({ unitId: "ou-none" })).toEqual([0, 0]);
});

test("a range that ends before it begins is refused, and one of the future has no points", async () => {
  await expect(getRotationSeries(ctx, { from: "2026-03-02", to: "2026-03-01", interval: "day" })).rejects.toMatchObject(
    {
      code: "INVALID",
    },
  );
  expect((await getRotationSeries(ctx, { from: "2027-01-01", to: "2027-01-02", interval: "day" })).points).toEqual([]);
});

test("accounts, units and owners stand by their last rows, the worst first", async () => {
  const left = await makeAccount(tenantId, { status: "disconnected", last_scan_at: "2026-03-01T00:00:00Z" });
  await insertRows("rotation_day", [
    row(shop, "ada", "2026-03-01", { overdue: 50 }),
    row(shop, "ada", "2026-03-04", { ok: 3, overdue: 1, excepted: 9 }),
    row(shop, "", "2026-03-02", { ok: 4 }),
    row(bank, "ada", "2026-03-02", { ok: 1, overdue: 3 }),
    row(bank, "eve", "2026-03-01", { ok: 1 }),
    row(bank, "eve", "2026-03-03", {}),
    row(bank, "bob", "2026-03-03", { unknown: 2 }),
    row(bank, "ada", "2026-03-06", { ok: 100 }),
    row(left, "ada", "2026-03-01", { overdue: 100 }),
  ]);
  const units = [
    { unitId: "ou-prod", parentId: "r-1", name: "Production" },
    { unitId: "ou-shop", parentId: "ou-prod", name: "Shops" },
  ];
  await insertRows("organization", [
    {
      ...{ tenant_id: tenantId, connection_id: shop.connectionId, units },
      ...{ chosen_unit_ids: [], chosen_account_ids: [], left_out_account_ids: [] },
    },
  ]);
  await insertRows("organization_account", [
    {
      ...{ tenant_id: tenantId, connection_id: shop.connectionId, aws_account_id: shop.awsAccountId, name: "Shop" },
      ...{ state: "ACTIVE", unit_ids: ["r-1", "ou-prod", "ou-shop"], first_seen_at: NOW, is_chosen: true },
      ...{ status: "active", checks: [] },
    },
  ]);
  const standings = async (by: "account" | "unit" | "owner") =>
    (await listRotationStandings(ctx, { by })).map((one) => [one.id, one.name, one.compliantPercent]);
  expect(await standings("owner")).toEqual([
    ["ada", "ada", 50],
    ["", "No owner", 100],
    ["bob", "bob", null],
  ]);
  expect(await standings("account")).toEqual([
    [bank.awsAccountId, "Bank", 25],
    [shop.awsAccountId, "Shop", 87.5],
  ]);
  expect(await standings("unit")).toEqual([
    ["", "In no organisational unit", 25],
    ["ou-prod", "Production", 87.5],
    ["r-1", "r-1", 87.5],
    ["ou-shop", "Shops", 87.5],
  ]);
  expect((await listRotationStandings(ctx, { by: "account" }))[1]).toEqual({
    ...{ id: shop.awsAccountId, name: "Shop", compliantPercent: 87.5 },
    ...{ ok: 7, dueSoon: 0, overdue: 1, unused: 0, excepted: 9, unknown: 0 },
  });
});
