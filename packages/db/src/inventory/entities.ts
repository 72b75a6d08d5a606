import {
  IamGroup,
  IamPolicy,
  IdentityProvider,
  InstanceProfile,
  type ListGroupsInput,
  type ListIdentityProvidersInput,
  type ListInstanceProfilesInput,
  type ListPermissionSetsInput,
  type ListPoliciesInput,
  type ListRolesAnywhereInput,
  type Page,
  PermissionSet,
  RolesAnywhereResource,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { asItIs, entity } from "./entity.ts";
import { policyDocument } from "./policies.ts";

const OF_ACCOUNT = { accountId: z.uuid() };

const POLICIES = entity({
  table: "iam_policy",
  row: IamPolicy.omit({ sources: true }).extend(OF_ACCOUNT),
  expressions: policyDocument("e"),
  nameColumn: "policy_name",
  kindOf: () => "policy",
  complete: asItIs,
});
/** One page of the managed policies that exist, or existed at `input.asOf`, by name. */
export const listPolicyRows = (tx: TenantTx, input: ListPoliciesInput): Promise<Page<IamPolicy>> =>
  POLICIES.list(
    tx,
    input,
    input.isAwsManaged === undefined ? null : Prisma.sql`e.is_aws_managed = ${input.isAwsManaged}`,
  );
/** One policy, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findPolicy = POLICIES.find;

const Counted = z.object({ accountId: z.uuid(), value: z.string(), count: z.int() });
const countOf = (counts: z.output<typeof Counted>[], accountId: string, value: string): number =>
  counts.find((row) => row.accountId === accountId && row.value === value)?.count ?? 0;

const GroupRow = IamGroup.omit({ sources: true, members: true }).extend(OF_ACCOUNT);

/** Tells each group how many users were in it. Of a group that is gone nobody is. */
async function withMembers(tx: TenantTx, { asOf }: Slice, rows: z.output<typeof GroupRow>[]) {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const names = [...new Set(rows.map((row) => row.groupName))];
  const counts = await rowsOf(
    tx,
    Counted,
    Prisma.sql`
    SELECT u.account_id AS "accountId", name AS value, count(*)::int AS count
    FROM ${inventorySql("iam_user", "u", { asOf }, false)} CROSS JOIN unnest(u.group_names) name
    WHERE u.gone_at IS NULL AND u.account_id = ANY(${accountIds}::uuid[]) AND name = ANY(${names}::text[])
    GROUP BY 1, 2`,
  );
  return rows.map((row) => ({ ...row, members: row.goneAt ? 0 : countOf(counts, row.accountId, row.groupName) }));
}

const GROUPS = entity({
  table: "iam_group",
  row: GroupRow,
  nameColumn: "group_name",
  kindOf: () => "group",
  complete: withMembers,
});
/** One page of the groups that exist, or existed at `input.asOf`, by name. */
export const listGroupRows = (tx: TenantTx, input: ListGroupsInput): Promise<Page<IamGroup>> => GROUPS.list(tx, input);
/** One group, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findGroup = GROUPS.find;

const INSTANCE_PROFILES = entity({
  table: "instance_profile",
  row: InstanceProfile.omit({ sources: true }).extend(OF_ACCOUNT),
  nameColumn: "instance_profile_name",
  kindOf: () => "instance_profile",
  complete: asItIs,
});
/** One page of the instance profiles that exist, or existed at `input.asOf`, by name. */
export const listInstanceProfileRows = (
  tx: TenantTx,
  input: ListInstanceProfilesInput,
): Promise<Page<InstanceProfile>> => INSTANCE_PROFILES.list(tx, input);
/** One instance profile, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findInstanceProfile = INSTANCE_PROFILES.find;

const ProviderRow = IdentityProvider.omit({ sources: true, roles: true }).extend(OF_ACCOUNT);

/** Tells each provider how many roles of its account let its sessions in. */
async function withRoles(tx: TenantTx, { asOf }: Slice, rows: z.output<typeof ProviderRow>[]) {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const arns = [...new Set(rows.map((row) => row.arn))];
  const counts = await rowsOf(
    tx,
    Counted,
    Prisma.sql`
    SELECT r.account_id AS "accountId", principal->>'value' AS value, count(DISTINCT r.id)::int AS count
    FROM ${inventorySql("iam_role", "r", { asOf }, false)} CROSS JOIN jsonb_array_elements(r.trust->'principals') principal
    WHERE r.gone_at IS NULL AND r.account_id = ANY(${accountIds}::uuid[])
      AND principal->>'type' = 'Federated' AND principal->>'value' = ANY(${arns}::text[])
    GROUP BY 1, 2`,
  );
  return rows.map((row) => ({ ...row, roles: countOf(counts, row.accountId, row.arn) }));
}

const IDENTITY_PROVIDERS = entity({
  table: "identity_provider",
  row: ProviderRow,
  nameColumn: "name",
  kindOf: ({ kind }) => kind,
  complete: withRoles,
});
/** One page of the identity providers that exist, or existed at `input.asOf`, by name. */
export const listIdentityProviderRows = (
  tx: TenantTx,
  input: ListIdentityProvidersInput,
): Promise<Page<IdentityProvider>> =>
  IDENTITY_PROVIDERS.list(tx, input, input.kind ? Prisma.sql`e.kind = ${input.kind}` : null);
/** One identity provider, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findIdentityProvider = IDENTITY_PROVIDERS.find;

const PERMISSION_SETS = entity({
  table: "permission_set",
  row: PermissionSet.omit({ sources: true }).extend(OF_ACCOUNT),
  nameColumn: "name",
  kindOf: () => "permission_set",
  complete: asItIs,
});
/** One page of the permission sets that exist, or existed at `input.asOf`, by name. */
export const listPermissionSetRows = (tx: TenantTx, input: ListPermissionSetsInput): Promise<Page<PermissionSet>> =>
  PERMISSION_SETS.list(tx, input);
/** One permission set, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findPermissionSet = PERMISSION_SETS.find;

const ROLES_ANYWHERE = entity({
  table: "roles_anywhere_resource",
  row: RolesAnywhereResource.omit({ sources: true }).extend(OF_ACCOUNT),
  nameColumn: "name",
  kindOf: () => "roles_anywhere",
  complete: asItIs,
});
/** One page of what Roles Anywhere has, or had at `input.asOf`, by name. */
export const listRolesAnywhereRows = (
  tx: TenantTx,
  input: ListRolesAnywhereInput,
): Promise<Page<RolesAnywhereResource>> =>
  ROLES_ANYWHERE.list(tx, input, input.kind ? Prisma.sql`e.kind = ${input.kind}` : null);
/** One resource of Roles Anywhere, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findRolesAnywhere = ROLES_ANYWHERE.find;
