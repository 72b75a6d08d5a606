import { v7 as uuidv7 } from "uuid";
import { type AccountIds, insertRows, type Row } from "./rows.ts";

const AT = "2026-01-01T00:00:00Z";

/** Ids of the rows that a full tenant has beside users, credentials and roles. */
export type FullInventory = {
  policyId: string;
  groupId: string;
  instanceProfileId: string;
  identityProviderId: string;
  permissionSetId: string;
  rolesAnywhereId: string;
  uploadId: string;
  lookupId: string;
};

/** Writes one row of each kind of entity into an account, and an upload and a lookup besides. */
export async function makeFullInventory(
  { tenantId, accountId, awsAccountId, connectionId }: AccountIds,
  of: { userId: string; credentialId: string },
): Promise<FullInventory> {
  const entity = <Given extends Row>(row: Given) => ({
    tenant_id: tenantId,
    id: uuidv7(),
    account_id: accountId,
    created_at: AT,
    content_hash: "hash",
    first_seen_at: AT,
    ...row,
  });
  const arn = (resource: string) => `arn:aws:iam::${awsAccountId}:${resource}`;
  const policy = entity({
    policy_id: "ANPADEPLOY",
    policy_name: "Deploy",
    arn: arn("policy/Deploy"),
    path: "/",
    is_aws_managed: false,
    default_version_id: "v1",
    policy: { document: { Statement: [] }, problem: null },
  });
  const named = { path: "/", attached_policy_arns: [policy.arn], inline_policies: [] };
  const group = entity({ group_id: "AGPAOPS", group_name: "ops", arn: arn("group/ops"), ...named });
  const profile = entity({
    instance_profile_id: "AIPAWEB",
    instance_profile_name: "web",
    arn: arn("instance-profile/web"),
    path: "/",
  });
  const provider = entity({
    identity: `${arn("saml-provider/corp")} ${AT}`,
    arn: arn("saml-provider/corp"),
    kind: "saml",
    name: "corp",
    client_ids: [],
    thumbprints: [],
    tags: [],
  });
  const permissionSet = entity({ arn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1", name: "Admin", assignments: [] });
  const anchor = entity({
    kind: "trust_anchor",
    arn: `arn:aws:rolesanywhere:eu-west-1:${awsAccountId}:trust-anchor/1`,
    name: "ca",
    region: "eu-west-1",
    enabled: true,
    role_arns: [],
  });
  const { created_at: _, ...settings } = entity({ aws_account_id: awsAccountId, password_policy_state: "aws_default" });
  await insertRows("iam_policy", [policy]);
  await insertRows("iam_group", [group]);
  await insertRows("instance_profile", [profile]);
  await insertRows("identity_provider", [provider]);
  await insertRows("permission_set", [permissionSet]);
  await insertRows("roles_anywhere_resource", [anchor]);
  await insertRows("account_settings", [settings]);
  await insertRows("activity_day", [
    {
      tenant_id: tenantId,
      subject: "credential",
      subject_id: of.credentialId,
      day: AT.slice(0, 10),
      service: "s3",
      region: "eu-west-1",
      account_id: accountId,
      source: "last_used",
      last_at: AT,
      first_observed_at: AT,
    },
  ]);
  const credentialDay = {
    tenant_id: tenantId,
    day: AT.slice(0, 10),
    kind: "access_key",
    active: 1,
    ...Object.fromEntries(["d31_60", "d61_90", "d91_180", "d181_365", "d366"].map((band) => [band, 0])),
    ...{ d0_30: 1, age_unknown: 0, overdue: 0, due_soon: 0, unused: 0, excepted: 0 },
  };
  await insertRows("account_credential_day", [{ ...credentialDay, account_id: accountId }]);
  await insertRows("tenant_credential_day", [credentialDay]);
  await insertRows("trail_event", [
    {
      tenant_id: tenantId,
      account_id: accountId,
      event_id: uuidv7(),
      at: AT,
      event_name: "CreateUser",
      resource_names: ["ada"],
    },
  ]);
  const [lookupId, uploadId] = [uuidv7(), uuidv7()];
  await insertRows("trail_lookup", [
    {
      tenant_id: tenantId,
      id: lookupId,
      account_id: accountId,
      subject: "user",
      subject_id: of.userId,
      status: "failed",
      requested_at: AT,
      finished_at: AT,
      error: "Denied",
      api_calls: { total: 1, throttled: 0, byAction: {} },
    },
  ]);
  const accessed = { account_id: accountId, user_id: of.userId, status: "failed", requested_at: AT, finished_at: AT };
  await insertRows("last_accessed_lookup", [{ ...accessed, tenant_id: tenantId, id: uuidv7(), error: "Denied" }]);
  await insertRows("upload", [
    { tenant_id: tenantId, id: uploadId, status: "receiving", uploaded_by: "member@rolecall.test", created_at: AT },
  ]);
  await insertRows("upload_part", [{ tenant_id: tenantId, upload_id: uploadId, seq: 0, kind: "users", facts: [] }]);
  await insertRows("organization", [
    {
      tenant_id: tenantId,
      connection_id: connectionId,
      units: [],
      delegated_administrator_ids: [],
      chosen_unit_ids: [],
      chosen_account_ids: [],
      left_out_account_ids: [],
    },
  ]);
  await insertRows("organization_account", [
    {
      tenant_id: tenantId,
      connection_id: connectionId,
      aws_account_id: awsAccountId,
      name: "Production",
      state: "active",
      unit_ids: [],
      first_seen_at: AT,
      is_chosen: true,
      status: "active",
      checks: [],
    },
  ]);
  return {
    policyId: policy.id,
    groupId: group.id,
    instanceProfileId: profile.id,
    identityProviderId: provider.id,
    permissionSetId: permissionSet.id,
    rolesAnywhereId: anchor.id,
    uploadId,
    lookupId,
  };
}
