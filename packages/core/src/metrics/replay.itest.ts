import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { planMigration, withdrawPlan } from "../migrations/plan-migration.ts";
import { assignOwner } from "../owners/assign-owner.ts";
import { getRotationSeries } from "../rotation/get-rotation-series.ts";
import { type FullTenant, makeFullTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getKeyAgeSeries, getOverview } from "./metrics.ts";
import { endReplay, getReplay, showReplay } from "./replay.ts";

const NOW = new Date("2026-01-10T12:00:00Z");
const RUN = {
  fromAt: new Date("2025-12-01T00:00:00Z"),
  toAt: new Date("2026-01-10T00:00:00Z"),
  runStartedAt: new Date("2026-01-10T11:59:00Z"),
};
const SERIES = { from: "2025-12-30", to: "2026-01-10", interval: "day" } as const;
let ctx: Ctx;
let tenant: FullTenant;

/** Has days of its own on 2026-01-01. */
beforeEach(async () => {
  tenant = await makeFullTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenant.tenantId);
  await endReplay(ctx);
});

const reached = (day: string | null) =>
  showReplay(ctx, RUN, { reachedAt: day ? new Date(`${day}T00:00:00Z`) : null, daysDone: 33, daysLeft: 7, at: NOW });
const lastDays = async () => {
  const series = [
    await getKeyAgeSeries(ctx, SERIES),
    await getKeyAgeSeries(ctx, { ...SERIES, kind: "all" }),
    await getRotationSeries(ctx, SERIES),
  ];
  return series.map(({ points }) => points.at(-1)?.day);
};

test("a history that is whole has no replay, and its series go on to today", async () => {
  expect(await getReplay(ctx)).toBeNull();
  expect((await lastDays()).slice(0, 2)).toEqual(["2026-01-10", "2026-01-10"]);
});

test("series and overview end where the replay is, with nothing carried on from there", async () => {
  await reached("2026-01-03");
  expect(await getReplay(ctx)).toMatchObject({ reachedAt: new Date("2026-01-03T00:00:00Z"), isStopped: false });
  for (const day of (await lastDays()).slice(0, 2)) expect(day).toBe("2026-01-03");
  expect((await getOverview(ctx, {})).today?.day).toBe("2026-01-03");
});

test("before the first day there is no point, and no state of today", async () => {
  await reached(null);
  expect(await lastDays()).toEqual([undefined, undefined, undefined]);
  expect((await getOverview(ctx, {})).today).toBeNull();
});

test("nobody decides about a user until the history has come to today: the replay could not go on from there", async () => {
  await reached("2026-01-03");
  const refusal = { code: "CONFLICT", message: expect.stringContaining("has reached 2026-01-03") };
  const { userId } = tenant;
  const plan = { userId, target: "remove", reason: "Unused", owner: "ann", dueOn: "2026-02-01", values: {} } as const;
  await expect(planMigration(ctx, plan)).rejects.toMatchObject(refusal);
  await expect(withdrawPlan(ctx, { userId })).rejects.toMatchObject(refusal);
  await expect(assignOwner(ctx, { userIds: [userId], owner: "ann" })).rejects.toMatchObject(refusal);
});

test("a replay that has ended holds nothing back", async () => {
  await reached("2026-01-03");
  await endReplay(ctx);
  expect(await getReplay(ctx)).toBeNull();
  expect((await lastDays())[0]).toBe("2026-01-10");
});
