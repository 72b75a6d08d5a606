import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { insertRows } from "@rolecall/db/testing";
import {
  PowerView,
  RoleTrust,
  RotationHistory,
  RotationSeries,
  RotationStanding,
  TrustMap,
  UsagePattern,
} from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { handleRest } from "./rest.ts";

const NOW = new Date("2026-01-02T12:00:00Z");
let tenant: FullTenant;
beforeAll(async () => {
  tenant = await makeFullTenant();
  const counts = { ok: 3, due_soon: 0, overdue: 1, unused: 0, excepted: 2, unknown: 0 };
  const { tenantId, accountId } = tenant;
  await insertRows("rotation_day", [
    { tenant_id: tenantId, account_id: accountId, owner: "ada", day: "2026-01-01", ...counts },
  ]);
});

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const caller = {
    tenantId: tenant.tenantId,
    actor: { kind: "person", id: null, label: "member@rolecall.test" },
  } as const;
  const unexpected: unknown[] = [];
  const response = await handleRest(
    new Request(`https://rolecall.test/api/v1${path}`),
    async () => ({ caller, deps: testDeps({ now: () => NOW }) }),
    (error) => unexpected.push(error),
  );
  expect(unexpected).toEqual([]);
  return { status: response.status, body: await response.json() };
}

test("each address answers in the shape that the contract names", async () => {
  const shapes: readonly (readonly [string, z.ZodType])[] = [
    [`/users/${tenant.userId}/rotations`, RotationHistory],
    [`/credentials/${tenant.credentialId}/usage`, UsagePattern],
    [`/users/${tenant.userId}/power`, PowerView],
    [`/roles/${tenant.roleId}/power`, PowerView],
    [`/roles/${tenant.roleId}/trust`, RoleTrust],
    ["/trust-map", TrustMap],
    [`/trust-map?awsAccountId=${tenant.awsAccountId}`, TrustMap],
    ["/metrics/rotation", RotationSeries],
    ["/metrics/rotation/standings?by=unit", z.array(RotationStanding)],
  ];
  for (const [path, shape] of shapes) {
    const { status, body } = await get(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect({ path, issues: shape.safeParse(body).error?.issues }).toEqual({ path, issues: undefined });
  }
});

test("the series is asked for by owner, who may be nobody, and by unit", async () => {
  const activeKeys = async (query: string) => {
    const { body } = await get(`/metrics/rotation?from=2026-01-01&to=2026-01-01&${query}`);
    return RotationSeries.parse(body).points.map((point) => [point.activeKeys, point.compliantPercent]);
  };
  expect(await activeKeys("owner=ada")).toEqual([[6, 75]]);
  expect(await activeKeys("owner=")).not.toEqual([[6, 75]]);
  expect(await activeKeys("unitId=ou-none")).toEqual([]);
});

test("standings say by what they stand", async () => {
  expect(await get("/metrics/rotation/standings")).toMatchObject({ status: 400 });
  expect(await get("/metrics/rotation/standings?by=owner")).toMatchObject({
    status: 200,
    body: expect.arrayContaining([
      expect.objectContaining({ id: "ada", overdue: 1, excepted: 2, compliantPercent: 75 }),
    ]),
  });
});

test("the past is asked for where it is kept, and the future refused", async () => {
  for (const path of [
    `/users/${tenant.userId}/rotations`,
    `/credentials/${tenant.credentialId}/usage`,
    `/users/${tenant.userId}/power`,
    `/roles/${tenant.roleId}/power`,
    `/roles/${tenant.roleId}/trust`,
  ]) {
    expect(await get(`${path}?asOf=2999-01-01T00:00:00Z`)).toMatchObject({ status: 400 });
    expect(await get(`${path}?asOf=2020-01-01T00:00:00Z`)).toMatchObject({ status: 404 });
  }
});
