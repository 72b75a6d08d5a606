import {
  type AccountSettings,
  type IamGroup,
  type IamPolicy,
  type IdentityProvider,
  INVENTORY,
  type InstanceProfile,
  type InventoryKind,
  type ListGroupsInput,
  type ListIdentityProvidersInput,
  type ListInstanceProfilesInput,
  type ListPermissionSetsInput,
  type ListPoliciesInput,
  type ListRolesAnywhereInput,
  type Page,
  type PageInput,
  type PermissionSet,
  type RolesAnywhereResource,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { containing, keyset } from "../sql/paging.ts";
import { type Listed, type ListedRow, selectRows } from "./inventory-list.ts";
import { withSources } from "./inventory-sources.ts";

type Kind<T> = {
  listed: Listed;
  /** The column by which its lists are sorted and searched. */
  nameColumn: string;
  kindOf: (row: ListedRow<T>) => InventoryKind;
  /** Adds what other tables tell of a page of rows. */
  complete?: (tx: TenantTx, slice: Slice, rows: ListedRow<T>[]) => Promise<ListedRow<T>[]>;
};
type Asked = PageInput & { asOf?: Date | undefined; awsAccountId?: string | undefined; q?: string | undefined };

async function select<T extends { id: string; sources: unknown }>(
  tx: TenantTx,
  kind: Kind<T>,
  slice: Slice,
  conditions: (Prisma.Sql | null)[],
  { limit, cursor }: PageInput,
): Promise<Page<T>> {
  const column = (name: string) => Prisma.raw(`e.${name}`);
  const names = { name: { expression: column(kind.nameColumn), type: "text", required: true } } as const;
  const order = keyset(names, "name", column("id"), cursor);
  const page = await selectRows<T>(tx, kind.listed, { slice, conditions, order, limit });
  const rows = kind.complete ? await kind.complete(tx, slice, page.items) : page.items;
  return {
    ...page,
    items: (await withSources(tx, slice, rows, (row) => INVENTORY[kind.kindOf(row)].tellings)) as unknown as T[],
  };
}

function list<T extends { id: string; sources: unknown }>(
  tx: TenantTx,
  kind: Kind<T>,
  { q, asOf, awsAccountId, ...paging }: Asked,
  condition: Prisma.Sql | null = null,
): Promise<Page<T>> {
  const search = q ? Prisma.sql`${Prisma.raw(`e.${kind.nameColumn}`)} ILIKE ${containing(q)}` : null;
  return select(tx, kind, { asOf, awsAccountId }, [search, condition], paging);
}

const find =
  <T extends { id: string; sources: unknown }>(kind: Kind<T>) =>
  async (tx: TenantTx, id: string, asOf?: Date): Promise<T | null> =>
    (await select(tx, kind, { id, asOf }, [], { limit: 1 })).items[0] ?? null;

const POLICY: Kind<IamPolicy> = {
  listed: {
    table: "iam_policy",
    alias: "e",
    columns: [
      "policy_name",
      "policy_id",
      "arn",
      "path",
      "is_aws_managed",
      "created_at",
      "updated_at",
      "default_version_id",
      "attachment_count",
    ],
    more: Prisma.sql`e.policy->'document' AS document, e.policy->>'problem' AS problem`,
  },
  nameColumn: "policy_name",
  kindOf: () => "policy",
};
/** One page of the managed policies that exist, or existed at `input.asOf`, by name. */
export const listPolicyRows = (tx: TenantTx, input: ListPoliciesInput): Promise<Page<IamPolicy>> =>
  list(
    tx,
    POLICY,
    input,
    input.isAwsManaged === undefined ? null : Prisma.sql`e.is_aws_managed = ${input.isAwsManaged}`,
  );
/** One policy, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findPolicy = find(POLICY);

type Counted = { accountId: string; value: string; count: number };
const countOf = (counts: Counted[], accountId: string, value: string): number =>
  counts.find((row) => row.accountId === accountId && row.value === value)?.count ?? 0;

/** Tells each group how many users were in it. Of a group that is gone nobody is. */
async function withMembers(tx: TenantTx, { asOf }: Slice, rows: ListedRow<IamGroup>[]) {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const names = [...new Set(rows.map((row) => row.groupName))];
  const counts = await tx.$queryRaw<Counted[]>`
    SELECT u.account_id AS "accountId", name AS value, count(*)::int AS count
    FROM ${inventorySql("iam_user", "u", { asOf }, false)} CROSS JOIN unnest(u.group_names) name
    WHERE u.gone_at IS NULL AND u.account_id = ANY(${accountIds}::uuid[]) AND name = ANY(${names}::text[])
    GROUP BY 1, 2`;
  return rows.map((row) => ({ ...row, members: row.goneAt ? 0 : countOf(counts, row.accountId, row.groupName) }));
}

const GROUP: Kind<IamGroup> = {
  listed: {
    table: "iam_group",
    alias: "e",
    columns: ["group_name", "group_id", "arn", "path", "created_at", "attached_policy_arns", "inline_policies"],
  },
  nameColumn: "group_name",
  kindOf: () => "group",
  complete: withMembers,
};
/** One page of the groups that exist, or existed at `input.asOf`, by name. */
export const listGroupRows = (tx: TenantTx, input: ListGroupsInput): Promise<Page<IamGroup>> => list(tx, GROUP, input);
/** One group, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findGroup = find(GROUP);

const INSTANCE_PROFILE: Kind<InstanceProfile> = {
  listed: {
    table: "instance_profile",
    alias: "e",
    columns: ["instance_profile_name", "instance_profile_id", "arn", "path", "created_at", "role_name", "role_id"],
  },
  nameColumn: "instance_profile_name",
  kindOf: () => "instance_profile",
};
/** One page of the instance profiles that exist, or existed at `input.asOf`, by name. */
export const listInstanceProfileRows = (
  tx: TenantTx,
  input: ListInstanceProfilesInput,
): Promise<Page<InstanceProfile>> => list(tx, INSTANCE_PROFILE, input);
/** One instance profile, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findInstanceProfile = find(INSTANCE_PROFILE);

/** Tells each provider how many roles of its account let its sessions in. */
async function withRoles(tx: TenantTx, { asOf }: Slice, rows: ListedRow<IdentityProvider>[]) {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const arns = [...new Set(rows.map((row) => row.arn))];
  const counts = await tx.$queryRaw<Counted[]>`
    SELECT r.account_id AS "accountId", principal->>'value' AS value, count(DISTINCT r.id)::int AS count
    FROM ${inventorySql("iam_role", "r", { asOf }, false)} CROSS JOIN jsonb_array_elements(r.trust->'principals') principal
    WHERE r.gone_at IS NULL AND r.account_id = ANY(${accountIds}::uuid[])
      AND principal->>'type' = 'Federated' AND principal->>'value' = ANY(${arns}::text[])
    GROUP BY 1, 2`;
  return rows.map((row) => ({ ...row, roles: countOf(counts, row.accountId, row.arn) }));
}

const IDENTITY_PROVIDER: Kind<IdentityProvider> = {
  listed: {
    table: "identity_provider",
    alias: "e",
    columns: ["arn", "kind", "name", "created_at", "client_ids", "thumbprints", "valid_until", "tags"],
  },
  nameColumn: "name",
  kindOf: (row) => row.kind,
  complete: withRoles,
};
/** One page of the identity providers that exist, or existed at `input.asOf`, by name. */
export const listIdentityProviderRows = (
  tx: TenantTx,
  input: ListIdentityProvidersInput,
): Promise<Page<IdentityProvider>> =>
  list(tx, IDENTITY_PROVIDER, input, input.kind ? Prisma.sql`e.kind = ${input.kind}` : null);
/** One identity provider, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findIdentityProvider = find(IDENTITY_PROVIDER);

const PERMISSION_SET: Kind<PermissionSet> = {
  listed: {
    table: "permission_set",
    alias: "e",
    columns: ["arn", "name", "description", "session_duration_seconds", "created_at", "assignments"],
  },
  nameColumn: "name",
  kindOf: () => "permission_set",
};
/** One page of the permission sets that exist, or existed at `input.asOf`, by name. */
export const listPermissionSetRows = (tx: TenantTx, input: ListPermissionSetsInput): Promise<Page<PermissionSet>> =>
  list(tx, PERMISSION_SET, input);
/** One permission set, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findPermissionSet = find(PERMISSION_SET);

const ROLES_ANYWHERE: Kind<RolesAnywhereResource> = {
  listed: {
    table: "roles_anywhere_resource",
    alias: "e",
    columns: ["kind", "arn", "name", "region", "enabled", "created_at", "role_arns", "x509_subject", "last_seen_at"],
  },
  nameColumn: "name",
  kindOf: () => "roles_anywhere",
};
/** One page of what Roles Anywhere has, or had at `input.asOf`, by name. */
export const listRolesAnywhereRows = (
  tx: TenantTx,
  input: ListRolesAnywhereInput,
): Promise<Page<RolesAnywhereResource>> =>
  list(tx, ROLES_ANYWHERE, input, input.kind ? Prisma.sql`e.kind = ${input.kind}` : null);
/** One resource of Roles Anywhere, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export const findRolesAnywhere = find(ROLES_ANYWHERE);

type SettingsRow = Omit<AccountSettings, "quotas"> & {
  quotas: Record<string, number> | null;
  quotaUsage: Record<string, number> | null;
};
const SETTINGS: Listed = {
  table: "account_settings",
  alias: "e",
  columns: ["alias", "password_policy_state", "password_policy", "quotas", "quota_usage", "root"],
};

/** What holds for an account as a whole; null if nothing is known of it, or was at `asOf`. */
export async function findAccountSettings(
  tx: TenantTx,
  awsAccountId: string,
  asOf?: Date,
): Promise<AccountSettings | null> {
  const record = await tx.accountSettings.findFirst({ where: { awsAccountId }, select: { id: true } });
  if (!record) return null;
  const slice = { id: record.id, asOf };
  const names = { alias: { expression: Prisma.sql`e.alias`, type: "text" } } as const;
  const order = keyset(names, "alias", Prisma.sql`e.id`, undefined);
  const { items } = await selectRows<SettingsRow>(tx, SETTINGS, { slice, conditions: [], order, limit: 1 });
  const [row] = await withSources(tx, slice, items, () => INVENTORY.account.tellings);
  if (!row) return null;
  const { quotaUsage, quotas, ...settings } = row;
  const named =
    quotas && Object.entries(quotas).map(([name, quota]) => ({ name, used: quotaUsage?.[name] ?? null, quota }));
  return { ...settings, quotas: named };
}
