import { insertRows, makeAccount, ownerSql } from "@rolecall/db/testing";
import { DEFAULT_ROTATION_POLICIES, RotationPolicies } from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getRotationPolicies, setRotationPolicies } from "./rotation-policies.ts";

const START = new Date("2026-06-01T00:00:00Z");
const UNIT = "ou-ab12-cdef3456";

let now: Date;
let ctx: Ctx;
let awsAccountId: string;
beforeEach(async () => {
  now = START;
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => now }), tenantId);
  const account = await makeAccount(tenantId, { status: "ok" });
  awsAccountId = account.awsAccountId;
  await insertRows("organization", [
    {
      tenant_id: tenantId,
      connection_id: account.connectionId,
      units: [{ unitId: UNIT, parentId: null, name: "Production" }],
      delegated_administrator_ids: [],
      chosen_unit_ids: [],
      chosen_account_ids: [],
      left_out_account_ids: [],
    },
  ]);
});

const policies = (more: object = {}): RotationPolicies =>
  RotationPolicies.parse({ ...DEFAULT_ROTATION_POLICIES, ...more });
const override = (more: object = {}) => ({
  name: "Vendors",
  match: { pathPrefix: "/vendors/" },
  limits: { rotationDays: 30 },
  ...more,
});
const set = (more: object) => setRotationPolicies(ctx, policies(more));
const dueAts = async () =>
  (await ownerSql("SELECT judge_due_at AS at FROM aws_account WHERE tenant_id = $1", [ctx.tenantId])).rows.map(
    (row) => row.at,
  );
const audits = async () =>
  (
    await ownerSql(
      "SELECT action, detail FROM audit_event WHERE tenant_id = $1 AND action LIKE 'rotation%' ORDER BY at, id",
      [ctx.tenantId],
    )
  ).rows;

test("the defaults hold until somebody sets others", async () => {
  expect(await getRotationPolicies(ctx)).toEqual({ ...DEFAULT_ROTATION_POLICIES, setAt: null, setBy: null });
});

test("what is set holds, is on record beside what held before, and has all accounts judged again", async () => {
  const first = await set({ overrides: [override({ match: { awsAccountIds: [awsAccountId], unitIds: [UNIT] } })] });
  expect(first).toMatchObject({ setAt: START, setBy: "member@rolecall.test", overrides: [{ name: "Vendors" }] });
  expect(await dueAts()).toEqual([START]);
  now = new Date("2026-06-02T00:00:00Z");
  const second = await set({ overrides: [] });
  expect(await getRotationPolicies(ctx)).toEqual(second);
  expect(await dueAts()).toEqual([now]);
  const history = await ownerSql("SELECT set_at FROM rotation_policy WHERE tenant_id = $1 ORDER BY 1", [ctx.tenantId]);
  expect(history.rows.map((row) => row.set_at)).toEqual([START, now]);
  expect(await audits()).toMatchObject([
    {
      action: "rotation_policies.set",
      detail: { before: { overrides: [] }, after: { overrides: [{ name: "Vendors" }] } },
    },
    {
      action: "rotation_policies.set",
      detail: { before: { overrides: [{ name: "Vendors" }] }, after: { overrides: [] } },
    },
  ]);
});

test("what holds already is not written again, whatever the order of its fields", async () => {
  const overrides = [override({ limits: { rotationDays: 30, unusedDays: 20 } })];
  const first = await set({ overrides });
  await ownerSql("UPDATE aws_account SET judge_due_at = NULL WHERE tenant_id = $1", [ctx.tenantId]);
  now = new Date("2026-06-02T00:00:00Z");
  const turned = [override({ limits: { unusedDays: 20, rotationDays: 30 } })];
  expect(await set({ overrides: turned })).toEqual(first);
  expect(await dueAts()).toEqual([null]);
  expect(await audits()).toHaveLength(1);
});

test("setting what is the default anyway writes nothing", async () => {
  expect(await set({})).toMatchObject({ setAt: null, setBy: null });
  expect(await audits()).toEqual([]);
});

test("two who set at the same instant are both on record", async () => {
  const [a, b] = [override({ name: "A" }), override({ name: "B" })];
  await Promise.all([set({ overrides: [a] }), set({ overrides: [b] })]);
  const history = await ownerSql("SELECT set_at FROM rotation_policy WHERE tenant_id = $1", [ctx.tenantId]);
  expect(history.rows).toHaveLength(2);
  const [, last] = await audits();
  const { overrides } = await getRotationPolicies(ctx);
  expect(last).toMatchObject({ detail: { after: { overrides } } });
});

const human = (more: object) => ({ human: { ...DEFAULT_ROTATION_POLICIES.human, ...more } });

describe("what contradicts itself is refused, by its field", () => {
  test.each<[string, () => object, string]>([
    ["nothing is ever due", () => human({ rotationDays: null, unusedDays: null }), "human.rotationDays"],
    [
      "nothing is ever due for machines",
      () => ({ machine: { ...DEFAULT_ROTATION_POLICIES.machine, rotationDays: null, unusedDays: null } }),
      "machine.rotationDays",
    ],
    ["stages out of order", () => human({ warnDaysBefore: [7, 14] }), "human.warnDaysBefore"],
    ["a stage twice", () => human({ warnDaysBefore: [7, 7] }), "human.warnDaysBefore"],
    ["a stage as long as the limit", () => human({ rotationDays: 30, warnDaysBefore: [30] }), "human.warnDaysBefore"],
    [
      "stages of an override out of order",
      () => ({ overrides: [override({ limits: { warnDaysBefore: [1, 2] } })] }),
      "overrides.0.limits.warnDaysBefore",
    ],
    [
      "a stage of an override as long as its limit",
      () => ({ overrides: [override(), override({ name: "B", limits: { rotationDays: 5, warnDaysBefore: [5] } })] }),
      "overrides.1.limits.warnDaysBefore",
    ],
    ["a name twice", () => ({ overrides: [override(), override()] }), "overrides.1.name"],
    [
      "an account that is not known",
      () => ({
        overrides: [override(), override({ name: "B", match: { awsAccountIds: [awsAccountId, "000000000000"] } })],
      }),
      "overrides.1.match.awsAccountIds",
    ],
    [
      "a unit that is not known",
      () => ({ overrides: [override({ match: { unitIds: [UNIT, "ou-none-1"] } })] }),
      "overrides.0.match.unitIds",
    ],
  ])("%s", async (_, more, field) => {
    const problem = { code: "INVALID", details: { field }, message: expect.stringMatching(new RegExp(`^${field}: `)) };
    await expect(set(more())).rejects.toMatchObject(problem);
    expect(await getRotationPolicies(ctx)).toMatchObject({ setAt: null });
    expect(await dueAts()).toEqual([null]);
  });

  test("places of another tenant are not known either", async () => {
    const { tenantId } = await makeTenant();
    const other = { ...ctx, tenantId };
    const foreign = policies({ overrides: [override({ match: { awsAccountIds: [awsAccountId] } })] });
    const problem = { code: "INVALID", details: { field: "overrides.0.match.awsAccountIds" } };
    await expect(setRotationPolicies(other, foreign)).rejects.toMatchObject(problem);
  });

  test("but no rotation at all where unused credentials are told is fine", async () => {
    expect(await set(human({ rotationDays: null }))).toMatchObject({ human: { rotationDays: null } });
  });
});
