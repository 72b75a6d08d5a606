import { landing } from "@rolecall/db";
import { insertRows, makeAccount, ownerSql, type Row, roleRow } from "@rolecall/db/testing";
import type { JudgementContext, TrustMapInput } from "@rolecall/domain";
import { DEFAULT_ROTATION_POLICIES } from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { judgeInventory } from "../judgement/judge-inventory.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getTrustMap } from "./get-trust-map.ts";
import { getTrustVerdict } from "./get-trust-verdict.ts";

const NOW = new Date("2026-03-05T12:00:00Z");
const OUTSIDE = "999999999999";
type Account = Awaited<ReturnType<typeof makeAccount>>;

let ctx: Ctx;
let tenantId: string;
let hub: Account;
let shop: Account;
beforeEach(async () => {
  ({ tenantId } = await makeTenant());
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  hub = await makeAccount(tenantId, { status: "ok", name: "Hub" });
  shop = await makeAccount(tenantId, { status: "ok", name: "Shop" });
});

const arnOf = (of: Account, name: string) => `arn:aws:iam::${of.awsAccountId}:role/${name}`;
const assuming = (arn: string) => ({ name: "assume", document: allowing("sts:AssumeRole", arn), problem: null });
const byService = (service: string) => ({ type: "Service", value: service });
const byAws = (value: string) => ({ type: "AWS", value });

const kept = () => ({ content_hash: "hash", created_at: NOW, first_seen_at: NOW });
const allowing = (Action: string, Resource: string | string[] = "*") => ({
  Statement: [{ Effect: "Allow", Action, Resource }],
});
/** A managed policy of the hub. */
const policyRow = (name: string, document: object) => ({
  tenant_id: tenantId,
  id: ctx.newId(),
  account_id: hub.accountId,
  policy_id: `ANPA${name}`,
  policy_name: name,
  arn: `arn:aws:iam::${hub.awsAccountId}:policy/${name}`,
  path: "/",
  is_aws_managed: false,
  default_version_id: "v1",
  policy: { document, problem: null },
  ...kept(),
});

/** A role that lets in one principal, under a condition if there is one. */
function role(
  of: Account,
  name: string,
  principal: { type: string; value: string },
  more: Row = {},
  condition?: object,
) {
  const statement = {
    ...{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { [principal.type]: principal.value } },
    ...(condition ? { Condition: condition } : {}),
  };
  const trust = { principals: [principal], requiresExternalId: false, document: { Statement: [statement] } };
  return roleRow(of, {
    ...{ role_name: name, arn: arnOf(of, name), kind: "cross_account", trust, trust_grade: "weak", power: "write" },
    ...more,
  });
}

/** The map after all connected accounts were judged. */
async function readMap(input: TrustMapInput) {
  for (const { accountId } of [hub, shop])
    await ctx.db.inTenant(tenantId, async (tx) => {
      const account = (await landing.holdAccount(tx, accountId))!;
      await judgeInventory(
        { ctx, tx, account },
        { asOf: NOW, scan: null, userRecordId: null, freshness: {}, unread: {} },
      );
    });
  return getTrustMap(ctx, input);
}

const entrances = (map: Awaited<ReturnType<typeof readMap>>) =>
  map.outsiders.flatMap(({ id, entrances: ways }) => ways.map((way) => `${id} > ${way.accountName}/${way.roleName}`));
const chains = (map: Awaited<ReturnType<typeof readMap>>) =>
  map.chains.map(({ from, steps }) =>
    [from, ...steps.map((step) => `${step.accountName}/${step.roleName}`)].join(" > "),
  );

describe("the map of trust", () => {
  const vendor = (of: Account, more: Row = {}) => role(of, "Vendor", byAws(`arn:aws:iam::${OUTSIDE}:root`), more);

  test("shows who outside enters which account, and with what in hand", async () => {
    const gone = vendor(hub, { role_name: "Gone", gone_at: NOW });
    const left = await makeAccount(tenantId, { status: "disconnected" });
    const linked = role(shop, "Linked", byService("ops.amazonaws.com"), { kind: "service_linked" });
    const lambda = role(shop, "Lambda", byService("lambda.amazonaws.com"), { kind: "service" });
    const unread = roleRow(shop, {
      trust: { principals: [], requiresExternalId: false, document: null, unread: "denied" },
    });
    const hidden = { ...vendor(left), id: ctx.newId() };
    await insertRows(
      "iam_role",
      [vendor(hub), gone, linked, lambda, hidden, unread].map((one) => ({ ...vendor(hub), ...one })),
    );
    const map = await readMap({});
    expect(entrances(map)).toEqual([`${OUTSIDE} > Hub/Vendor`]);
    expect(map.outsiders[0]?.entrances[0]).toMatchObject({ grade: "weak", power: "none", requiresExternalId: false });
    expect(map.unread).toBe(1);
    expect(await readMap({ awsAccountId: shop.awsAccountId })).toMatchObject({ outsiders: [], unread: 1 });
    expect(await readMap({ awsAccountId: hub.awsAccountId })).toMatchObject({
      unread: 0,
      outsiders: [{ id: OUTSIDE }],
    });
  });

  test("goes on over roles whose policies let them: inline, attached, and not past a boundary", async () => {
    const policy = policyRow("AssumeDeploy", allowing("sts:AssumeRole", arnOf(shop, "Deploy")));
    const boundary = policyRow("ReadOnly", allowing("s3:Get*"));
    await insertRows("iam_policy", [policy, boundary]);
    const attached = { role_name: "Attached", arn: arnOf(hub, "Attached"), attached_policy_arns: [policy.arn] };
    const inline = { role_name: "Inline", arn: arnOf(hub, "Inline"), inline_policies: [assuming("*")] };
    const powerless = { role_name: "Powerless", arn: arnOf(hub, "Powerless") };
    const bounded = {
      ...inline,
      role_name: "Bounded",
      arn: arnOf(hub, "Bounded"),
      permissions_boundary_arn: boundary.arn,
    };
    const deploy = role(shop, "Deploy", byAws(`arn:aws:iam::${hub.awsAccountId}:root`));
    await insertRows("iam_role", [
      ...[attached, inline, powerless, bounded].map((more) => vendor(hub, { permissions_boundary_arn: null, ...more })),
      deploy,
    ]);
    const map = await readMap({});
    const both = [`Account ${OUTSIDE} > Hub/Attached > Shop/Deploy`, `Account ${OUTSIDE} > Hub/Inline > Shop/Deploy`];
    expect(chains(map).sort()).toEqual(both);
    const ofShop = await readMap({ awsAccountId: shop.awsAccountId });
    expect([entrances(ofShop), chains(ofShop).sort()]).toEqual([[], both]);
  });

  test("begins with a service's role where another account names that role", async () => {
    const runner = role(hub, "Runner", byService("ec2.amazonaws.com"), {
      ...{ kind: "service", inline_policies: [assuming(arnOf(shop, "Deploy"))] },
    });
    await insertRows("iam_role", [runner, role(shop, "Deploy", byAws(arnOf(hub, "Runner")))]);
    expect(chains(await readMap({}))).toEqual(["Hub > Hub/Runner > Shop/Deploy"]);
  });

  test("takes accounts of a connected organisation for the tenant's own", async () => {
    await insertRows("iam_role", [vendor(hub)]);
    await insertRows("organization", [
      {
        ...{ tenant_id: tenantId, connection_id: hub.connectionId, organization_id: "o-own", units: [] },
        ...{ chosen_unit_ids: [], chosen_account_ids: [], left_out_account_ids: [] },
      },
    ]);
    const member = {
      ...{
        tenant_id: tenantId,
        connection_id: hub.connectionId,
        aws_account_id: OUTSIDE,
        name: "Own",
        state: "ACTIVE",
      },
      ...{ unit_ids: [], first_seen_at: NOW, left_at: NOW, is_chosen: false, status: "not_verified", checks: [] },
    };
    await insertRows("organization_account", [member]);
    expect(entrances(await readMap({}))).toHaveLength(1);
    await ownerSql("UPDATE organization_account SET left_at = NULL WHERE tenant_id = $1", [tenantId]);
    expect(entrances(await readMap({}))).toEqual([]);
  });
});

describe("the verdict on one role", () => {
  const context = (more: Partial<JudgementContext>): JudgementContext => ({
    ...{ awsAccountId: hub.awsAccountId, partition: "aws", unitIds: [], rotationPolicies: DEFAULT_ROTATION_POLICIES },
    ...{ organizationIds: [], ownAccountIds: [hub.awsAccountId], isRootCentrallyManaged: null, externalIdUses: {} },
    ...more,
  });
  const judged = async (at: string, content: JudgementContext) => {
    const hash = ctx.newId();
    await insertRows("judgement_context", [{ tenant_id: tenantId, hash, content }]);
    await insertRows("judgement", [
      { tenant_id: tenantId, account_id: hub.accountId, judged_at: at, context_hash: hash, checks: {} },
    ]);
  };
  const version = (of: Row & { id: string }, subject: string, from: string) => ({
    ...{ tenant_id: tenantId, subject, subject_id: of.id, account_id: hub.accountId, scan_id: hub.accountId },
    ...{ content_hash: "hash", valid_from: from, valid_to: null, change: "created", content: of },
  });

  test("is unknown before the account was judged, and says so", async () => {
    const vendor = role(hub, "Vendor", byAws(OUTSIDE));
    await insertRows("iam_role", [vendor]);
    expect(await getTrustVerdict(ctx, { id: vendor.id })).toEqual({
      grade: "unknown",
      sentence: expect.stringContaining(`${hub.awsAccountId} has not been judged yet`),
      principals: [],
      recommendedPolicy: null,
      principalCount: 0,
      nextCursor: null,
      lockedOut: [],
      callers: [],
      advice: [],
    });
    await expect(getTrustVerdict(ctx, { id: ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is by the context of the last judgement until then", async () => {
    const vendor = role(hub, "Vendor", byAws(`arn:aws:iam::${OUTSIDE}:root`));
    await insertRows("iam_role", [vendor]);
    await insertRows("entity_version", [version(vendor, "role", "2026-03-01T00:00:00Z")]);
    await judged("2026-03-02T00:00:00Z", context({}));
    await judged("2026-03-04T00:00:00Z", context({ ownAccountIds: [hub.awsAccountId, OUTSIDE] }));
    const origin = async (asOf?: string) => {
      const { principals } = await getTrustVerdict(ctx, { id: vendor.id, asOf: asOf ? new Date(asOf) : undefined });
      return principals.map((principal) => principal.origin);
    };
    expect(await origin()).toEqual(["own_organization"]);
    expect(await origin("2026-03-03T00:00:00Z")).toEqual(["external"]);
    expect(await getTrustVerdict(ctx, { id: vendor.id, asOf: new Date("2026-03-01T12:00:00Z") })).toMatchObject({
      grade: "unknown",
      sentence: expect.stringContaining("had not been judged by 2026-03-01T12:00:00.000Z"),
    });
    await expect(getTrustVerdict(ctx, { id: vendor.id, asOf: new Date("2026-02-01T00:00:00Z") })).rejects.toMatchObject(
      { code: "NOT_FOUND" },
    );
  });

  test("weighs what the role may do by its policies of then", async () => {
    const policy = policyRow("Admin", allowing("*"));
    const harmless = policyRow("Admin", allowing("s3:GetObject")).policy;
    const vendor = role(hub, "Vendor", byAws(`arn:aws:iam::${OUTSIDE}:root`), { attached_policy_arns: [policy.arn] });
    await insertRows("iam_policy", [policy]);
    await insertRows("iam_role", [vendor]);
    await insertRows("entity_version", [
      version(vendor, "role", "2026-03-01T00:00:00Z"),
      {
        ...version({ ...policy, policy: harmless }, "policy", "2026-03-01T00:00:00Z"),
        valid_to: "2026-03-03T00:00:00Z",
      },
      version(policy, "policy", "2026-03-03T00:00:00Z"),
    ]);
    await judged("2026-03-02T00:00:00Z", context({}));
    expect((await getTrustVerdict(ctx, { id: vendor.id })).grade).toBe("critical");
    expect((await getTrustVerdict(ctx, { id: vendor.id, asOf: new Date("2026-03-02T12:00:00Z") })).grade).toBe("weak");
  });

  test("of a policy beyond all quotas, which an older version let in, is that it cannot be read, in a small answer", async () => {
    const named = Array.from({ length: 20_000 }, (_, n) => `arn:aws:iam::${100_000_000_000 + n}:root`);
    const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: named } };
    const huge = role(hub, "Huge", byAws(OUTSIDE), {
      trust: { document: { Statement: [statement] }, principals: [], requiresExternalId: false },
    });
    await insertRows("iam_role", [huge]);
    await judged("2026-03-02T00:00:00Z", context({}));
    const verdict = await getTrustVerdict(ctx, { id: huge.id });
    expect(verdict).toMatchObject({ grade: "unknown", principalCount: 0, nextCursor: null });
    expect(JSON.stringify(verdict).length).toBeLessThan(10_000);
  });

  test("of a policy at AWS's quota comes in pages of bounded size", async () => {
    const named = Array.from({ length: 500 }, (_, n) => String(100_000_000_000 + n));
    const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: named } };
    const large = role(hub, "Large", byAws(OUTSIDE), {
      trust: { document: { Statement: [statement] }, principals: [], requiresExternalId: false },
    });
    await insertRows("iam_role", [large]);
    await judged("2026-03-02T00:00:00Z", context({}));
    const first = await getTrustVerdict(ctx, { id: large.id });
    expect(first).toMatchObject({ principalCount: 500, nextCursor: expect.any(String) });
    expect(JSON.stringify(first).length).toBeLessThan(300 * 1024);
    const values = new Set<string>();
    for (let page = first; ; page = await getTrustVerdict(ctx, { id: large.id, cursor: page.nextCursor! })) {
      for (const { value } of page.principals) values.add(value);
      if (page.nextCursor === null) break;
    }
    expect(values.size).toBe(500);
  });

  test("knows the account's providers", async () => {
    const issuer = `arn:aws:iam::${hub.awsAccountId}:oidc-provider/token.actions.githubusercontent.com`;
    const provider = {
      tenant_id: tenantId,
      id: ctx.newId(),
      account_id: hub.accountId,
      identity: `${issuer} 1`,
      arn: issuer,
      kind: "oidc",
      name: "token.actions.githubusercontent.com",
      client_ids: ["audience-of-the-provider"],
      thumbprints: [],
      tags: [],
      ...kept(),
    };
    const ci = role(hub, "Ci", { type: "Federated", value: issuer }, { kind: "federated" });
    await insertRows("identity_provider", [provider]);
    await insertRows("iam_role", [ci]);
    await judged("2026-03-02T00:00:00Z", context({}));
    const { grade, principals } = await getTrustVerdict(ctx, { id: ci.id });
    expect(grade).toBe("critical");
    expect(JSON.stringify(principals)).toContain("audience-of-the-provider");
  });
});
