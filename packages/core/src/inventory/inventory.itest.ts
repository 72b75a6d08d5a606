import { ownerSql } from "@rolecall/db/testing";
import type { Page } from "@rolecall/domain";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { type FullTenant, makeFullTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { listChanges } from "./changes.ts";
import {
  getAccountSettings,
  getGroup,
  getIdentityProvider,
  getInstanceProfile,
  getPermissionSet,
  getPolicy,
  getRolesAnywhereResource,
  listCredentialActivity,
  listGroups,
  listIdentityProviders,
  listInstanceProfiles,
  listPermissionSets,
  listPolicies,
  listPolicyAttachments,
  listRolesAnywhere,
} from "./entities.ts";
import { getCredential, getRole, getUser, listCredentials, listRoles, listUsers } from "./inventory.ts";

const NOW = new Date("2026-01-03T00:00:00Z");
const limit = 50;

let tenant: FullTenant;
let ctx: Ctx;
beforeAll(async () => {
  tenant = await makeFullTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenant.tenantId);
});

type AsOf = { asOf?: Date };
type Rows = Page<unknown>;
const LISTS: [string, (input: AsOf) => Promise<Rows>][] = [
  ["users", (input) => listUsers(ctx, { limit, sort: "userName", ...input })],
  ["credentials", (input) => listCredentials(ctx, { limit, sort: "-age", ...input })],
  ["roles", (input) => listRoles(ctx, { limit, sort: "roleName", ...input })],
  ["policies", (input) => listPolicies(ctx, { limit, ...input })],
  ["groups", (input) => listGroups(ctx, { limit, ...input })],
  ["instance profiles", (input) => listInstanceProfiles(ctx, { limit, ...input })],
  ["identity providers", (input) => listIdentityProviders(ctx, { limit, ...input })],
  ["permission sets", (input) => listPermissionSets(ctx, { limit, ...input })],
  ["Roles Anywhere", (input) => listRolesAnywhere(ctx, { limit, ...input })],
];
const DETAILS: [string, (input: AsOf) => Promise<unknown>][] = [
  ["a user", (input) => getUser(ctx, { id: tenant.userId, ...input })],
  ["a credential", (input) => getCredential(ctx, { id: tenant.credentialId, ...input })],
  ["a role", (input) => getRole(ctx, { id: tenant.roleId, ...input })],
  ["a policy", (input) => getPolicy(ctx, { id: tenant.policyId, ...input })],
  ["a policy's attachments", (input) => listPolicyAttachments(ctx, { id: tenant.policyId, limit, ...input })],
  ["a group", (input) => getGroup(ctx, { id: tenant.groupId, ...input })],
  ["an instance profile", (input) => getInstanceProfile(ctx, { id: tenant.instanceProfileId, ...input })],
  ["an identity provider", (input) => getIdentityProvider(ctx, { id: tenant.identityProviderId, ...input })],
  ["a permission set", (input) => getPermissionSet(ctx, { id: tenant.permissionSetId, ...input })],
  ["a resource of Roles Anywhere", (input) => getRolesAnywhereResource(ctx, { id: tenant.rolesAnywhereId, ...input })],
  ["an account's settings", (input) => getAccountSettings(ctx, { awsAccountId: tenant.awsAccountId, ...input })],
];

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

describe.each(LISTS)("%s", (_, list) => {
  test("are there now, and were not before the first scan", async () => {
    expect((await list({})).items.length).toBeGreaterThan(0);
    expect(await list({ asOf: LONG_AGO })).toEqual({ items: [], nextCursor: null });
  });

  test("of the future are refused: nothing is known of it", async () => {
    const refused = { code: "INVALID", details: { field: "asOf" } };
    await expect(list({ asOf: new Date(NOW.getTime() + 1) })).rejects.toMatchObject(refused);
    await expect(list({ asOf: new Date(-8.64e15) })).rejects.toMatchObject(refused);
  });
});

describe.each(DETAILS)("%s", (_, get) => {
  test("is there now, was not before the first scan, and is not known of the future", async () => {
    await expect(get({})).resolves.toBeDefined();
    await expect(get({ asOf: LONG_AGO })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(get({ asOf: new Date(NOW.getTime() + 1) })).rejects.toMatchObject({ code: "INVALID" });
  });
});

test("a user of then has the groups of then", async () => {
  const at = (hour: number) => getUser(ctx, { id: tenant.userId, asOf: new Date(Date.UTC(2026, 0, 1, hour)) });
  expect([(await at(5)).groupNames, (await at(6)).groupNames]).toEqual([[], ["ops"]]);
});

test("a version that kept only the names of inline policies does not claim that there were none", async () => {
  const asOf = new Date("2026-01-01T01:00:00Z");
  await ownerSql(
    `UPDATE entity_version SET content = content - 'inline_policies' || '{"inline_policy_names": ["s3"]}' WHERE subject_id = $1 AND change = 'created'`,
    [tenant.userId],
  );
  const problem = expect.stringMatching(/^Not read/);
  expect(await getUser(ctx, { id: tenant.userId, asOf })).toMatchObject({
    inlinePolicies: [{ name: "s3", document: null, problem }],
  });
});

test.each([
  ["none", false],
  ["virtual", true],
  ["unknown", null],
])("a version that kept only the kind of MFA, %s, tells by it whether MFA is active", async (mfa, hasMfa) => {
  const asOf = new Date("2026-01-01T01:00:00Z");
  await ownerSql(
    `UPDATE entity_version SET content = content - 'has_mfa' || jsonb_build_object('mfa', $2::text) WHERE subject_id = $1 AND change = 'created'`,
    [tenant.userId, mfa],
  );
  expect(await getUser(ctx, { id: tenant.userId, asOf })).toMatchObject({ mfa, hasMfa });
});

test("an account of which no settings are known says so", async () => {
  const asOf = LONG_AGO;
  await expect(getAccountSettings(ctx, { awsAccountId: tenant.awsAccountId, asOf })).rejects.toThrow(
    `No settings of account ${tenant.awsAccountId} had been read by 2020-01-01T00:00:00.000Z`,
  );
});

test("activity is that of the record", async () => {
  const { credentialId: id } = tenant;
  expect(await listCredentialActivity(ctx, { id })).toMatchObject([{ day: "2026-01-01", service: "s3" }]);
});

test("changes since a year of six digits are refused, not a fault", async () => {
  const asked = listChanges(ctx, { limit, firstSeen: false, since: new Date(8.64e15) });
  await expect(asked).rejects.toMatchObject({ code: "INVALID", details: { field: "since" } });
});
