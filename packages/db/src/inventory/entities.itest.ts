import {
  ListGroupsInput,
  ListIdentityProvidersInput,
  ListInstanceProfilesInput,
  ListPermissionSetsInput,
  ListPoliciesInput,
  ListRolesAnywhereInput,
} from "@rolecall/domain";
import { beforeAll, describe, expect, test } from "vitest";
import type { TenantTx } from "../sql/transaction.ts";
import {
  type FullTenant,
  insertRows,
  makeAccount,
  makeFullTenant,
  ownerSql,
  roleRow,
  testDb,
  userRow,
} from "../testing/index.ts";
import { findAccountSettings } from "./account-settings.ts";
import { readActivity } from "./activity.ts";
import {
  findGroup,
  findIdentityProvider,
  findPolicy,
  listGroupRows,
  listIdentityProviderRows,
  listInstanceProfileRows,
  listPermissionSetRows,
  listPolicyRows,
  listRolesAnywhereRows,
} from "./entities.ts";
import { listPolicyAttachmentRows } from "./policy-attachments.ts";

const THEN = new Date("2026-01-01T03:00:00Z");
const LATER = "2026-01-02T00:00:00Z";

let tenant: FullTenant;
let policyArn: string;
beforeAll(async () => {
  tenant = await makeFullTenant();
  const { rows } = await ownerSql<{ arn: string }>("SELECT arn FROM iam_policy WHERE id = $1", [tenant.policyId]);
  policyArn = String(rows[0]?.arn);
  const provider = `arn:aws:iam::${tenant.awsAccountId}:saml-provider/corp`;
  const trusting = (value: string) => ({
    trust: { principals: [{ type: "Federated", value }], requiresExternalId: false, document: {} },
  });
  await insertRows("iam_user", [
    userRow(tenant, { user_name: "ada", group_names: ["ops", "dev"], permissions_boundary_arn: policyArn }),
    userRow(tenant, {
      user_name: "bob",
      group_names: ["ops"],
      attached_policy_arns: [policyArn],
      permissions_boundary_arn: policyArn,
    }),
    userRow(tenant, {
      user_name: "gone",
      group_names: ["ops"],
      attached_policy_arns: [policyArn],
      gone_at: LATER,
      permissions_boundary_arn: null,
    }),
  ]);
  const elsewhere = await makeAccount(tenant.tenantId, { status: "ok" });
  await insertRows("iam_user", [userRow(elsewhere, { group_names: ["ops"], attached_policy_arns: [policyArn] })]);
  await insertRows("iam_role", [
    { ...roleRow(tenant, { role_name: "sso", ...trusting(provider) }), attached_policy_arns: [policyArn] },
    roleRow(tenant, { role_name: "other", ...trusting(`${provider}2`) }),
    roleRow(tenant, { role_name: "gone", gone_at: LATER, ...trusting(provider) }),
  ]);
});

const read = <T>(query: (tx: TenantTx) => Promise<T>): Promise<T> => testDb().inTenant(tenant.tenantId, query);

type ListedRows = { items: Record<string, unknown>[] };
type Kind = {
  subject: string;
  table: string;
  id: keyof FullTenant;
  list: (tx: TenantTx, input: object) => Promise<ListedRows>;
  /** A filter that leaves nothing. */
  none: object;
};
const KINDS: Kind[] = [
  {
    subject: "policy",
    table: "iam_policy",
    id: "policyId",
    list: (tx, input) => listPolicyRows(tx, ListPoliciesInput.parse(input)),
    none: { isAwsManaged: "true" },
  },
  {
    subject: "group",
    table: "iam_group",
    id: "groupId",
    list: (tx, input) => listGroupRows(tx, ListGroupsInput.parse(input)),
    none: { q: "nobody" },
  },
  {
    subject: "instance_profile",
    table: "instance_profile",
    id: "instanceProfileId",
    list: (tx, input) => listInstanceProfileRows(tx, ListInstanceProfilesInput.parse(input)),
    none: { q: "nobody" },
  },
  {
    subject: "identity_provider",
    table: "identity_provider",
    id: "identityProviderId",
    list: (tx, input) => listIdentityProviderRows(tx, ListIdentityProvidersInput.parse(input)),
    none: { kind: "oidc" },
  },
  {
    subject: "permission_set",
    table: "permission_set",
    id: "permissionSetId",
    list: (tx, input) => listPermissionSetRows(tx, ListPermissionSetsInput.parse(input)),
    none: { q: "nobody" },
  },
  {
    subject: "roles_anywhere",
    table: "roles_anywhere_resource",
    id: "rolesAnywhereId",
    list: (tx, input) => listRolesAnywhereRows(tx, ListRolesAnywhereInput.parse(input)),
    none: { kind: "profile" },
  },
];

/** What other tables and scans tell of a row. */
const alone = ({ sources, members, roles, ...row }: Record<string, unknown>) => row;

describe.each(KINDS)("$subject", ({ subject, table, id, list, none }) => {
  test("is listed, also by account, and left out by a filter that does not fit", async () => {
    const one = { items: [{ id: tenant[id], awsAccountId: tenant.awsAccountId, goneAt: null }], nextCursor: null };
    expect(await read((tx) => list(tx, {}))).toMatchObject(one);
    expect(await read((tx) => list(tx, { awsAccountId: tenant.awsAccountId }))).toMatchObject(one);
    expect(await read((tx) => list(tx, none))).toMatchObject({ items: [] });
  });

  test("as of then is what its version tells", async () => {
    const { rows } = await ownerSql<{ content: object }>(
      `SELECT to_jsonb(t) AS content FROM ${table} t WHERE id = $1`,
      [tenant[id]],
    );
    await insertRows("entity_version", [
      {
        tenant_id: tenant.tenantId,
        subject,
        subject_id: tenant[id],
        valid_from: "2026-01-01T01:00:00Z",
        account_id: tenant.accountId,
        scan_id: tenant.scanId,
        change: "created",
        content_hash: "hash",
        content: rows[0]?.content,
      },
    ]);
    const now = await read((tx) => list(tx, {}));
    const then = await read((tx) => list(tx, { asOf: THEN }));
    expect(then.items.map(alone)).toEqual(now.items.map(alone));
    const before = new Date("2026-01-01T00:30:00Z");
    expect(await read((tx) => list(tx, { asOf: before }))).toEqual({ items: [], nextCursor: null });
  });
});

test("a group's members are the users of its account that are in it", async () => {
  expect(await read((tx) => findGroup(tx, tenant.groupId))).toMatchObject({ groupName: "ops", members: 2 });
});

test("a provider's roles are those of its account whose trust names it", async () => {
  expect(await read((tx) => findIdentityProvider(tx, tenant.identityProviderId))).toMatchObject({ roles: 1 });
});

test("a policy is told with its document, and those who have it a page at a time", async () => {
  expect(await read((tx) => findPolicy(tx, tenant.policyId))).toMatchObject({
    document: { Statement: [] },
    problem: null,
  });
  const page = (cursor?: string) =>
    read((tx) => listPolicyAttachmentRows(tx, { id: tenant.policyId, limit: 3, ...(cursor ? { cursor } : {}) }));
  const first = await page();
  const second = await page(first.nextCursor ?? undefined);
  expect([...first.items, ...second.items].map(({ subject, name, as }) => [subject, name, as])).toEqual([
    ["user", "ada", "permissions_boundary"],
    ["user", "bob", "attached"],
    ["group", "ops", "attached"],
    ["role", "sso", "attached"],
  ]);
  expect(second.nextCursor).toBeNull();
});

test("an account's settings are told with what is used of its quotas, as far as it is known", async () => {
  await ownerSql(
    `UPDATE account_settings SET quotas = '{"Users": 5000, "Roles": 1000}', quota_usage = '{"Users": 12}' WHERE account_id = $1`,
    [tenant.accountId],
  );
  expect(await read((tx) => findAccountSettings(tx, tenant.awsAccountId))).toMatchObject({
    awsAccountId: tenant.awsAccountId,
    passwordPolicy: null,
    passwordPolicyState: "aws_default",
    quotas: expect.arrayContaining([
      { name: "Users", used: 12, quota: 5000 },
      { name: "Roles", used: null, quota: 1000 },
    ]),
  });
  expect(await read((tx) => findAccountSettings(tx, tenant.awsAccountId, THEN))).toBeNull();
});

test("activity is that of the last 400 days", async () => {
  const activity = (now: string) => read((tx) => readActivity(tx, "credential", tenant.credentialId, new Date(now)));
  expect(await activity("2026-06-01T00:00:00Z")).toEqual([
    {
      day: "2026-01-01",
      service: "s3",
      region: "eu-west-1",
      lastAt: new Date("2026-01-01T00:00:00Z"),
      source: "last_used",
    },
  ]);
  expect(await activity("2027-06-01T00:00:00Z")).toEqual([]);
});
