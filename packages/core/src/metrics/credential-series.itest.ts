import { ownerSql } from "@rolecall/db/testing";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeFullTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getKeyAgeSeries, getOverview } from "./metrics.ts";

const NOW = new Date("2026-01-02T12:00:00Z");
let ctx: Ctx;
let awsAccountId: string;

beforeAll(async () => {
  const tenant = await makeFullTenant();
  awsAccountId = tenant.awsAccountId;
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenant.tenantId);
  for (const [table, key] of [
    ["tenant_credential_day", "tenant_id"],
    ["account_credential_day", "tenant_id, account_id"],
  ]) {
    await ownerSql(
      `INSERT INTO ${table} (${key}, day, kind, active, d0_30, d31_60, d61_90, d91_180, d181_365, d366, age_unknown, overdue, due_soon, unused)
       SELECT ${key}, day, 'ssh_public_key', 4, 0, 0, 1, 2, 0, 0, 1, 2, 0, 0 FROM ${table} WHERE tenant_id = $1`,
      [tenant.tenantId],
    );
  }
});

const days = { from: "2026-01-01", to: "2026-01-02", interval: "day" } as const;
const counts = async (kind?: "access_key" | "ssh_public_key" | "server_certificate" | "all", more: object = {}) => {
  const { points } = await getKeyAgeSeries(ctx, { ...days, ...more, ...(kind ? { kind } : {}) });
  return points.map((point) => [point.day, point.activeKeys, point.activeKeysOverdue, point.ageUnknown]);
};

test("a series is of access keys unless another kind is asked for, and a day without a scan carries the last one on", async () => {
  const keys = [
    ["2026-01-01", 1, 0, 0],
    ["2026-01-02", 1, 0, 0],
  ];
  expect(await counts()).toEqual(keys);
  expect(await counts("access_key")).toEqual(keys);
  const sshKeys = [
    ["2026-01-01", 4, 2, 1],
    ["2026-01-02", 4, 2, 1],
  ];
  expect(await counts("ssh_public_key")).toEqual(sshKeys);
  expect(await counts("ssh_public_key", { awsAccountId })).toEqual(sshKeys);
  expect((await counts("all"))[0]).toEqual(["2026-01-01", 5, 2, 1]);
  expect((await counts("server_certificate"))[0]).toEqual(["2026-01-01", 0, 0, 0]);
  expect(await counts("all", { from: "2026-02-01", to: "2026-02-02" })).toEqual([]);
});

test("the overview counts credentials by kind, the most first", async () => {
  const { credentials } = await getOverview(ctx, {});
  expect(credentials).toEqual([
    { kind: "ssh_public_key", active: 4, overdue: 2, unused: 0, ageUnknown: 1 },
    { kind: "access_key", active: 1, overdue: 0, unused: 0, ageUnknown: 0 },
  ]);
});

test("before credentials were counted by kind the overview says nothing of them, not that there are none", async () => {
  const early = { ...ctx, now: () => new Date("2025-12-01T00:00:00Z") };
  expect(await getOverview(early, {})).not.toHaveProperty("credentials");
});
