import { z } from "zod";
import type { Subject } from "../inventory/change.ts";
import { CredentialKind, CredentialStatus, LastUseKind } from "../inventory/credential.ts";
import { AccountSettings, IdentityProvider, PermissionSet, RolesAnywhereResource } from "../inventory/entities.ts";
import { RoleKind } from "../inventory/role.ts";
import { InlinePolicyView, Mfa, MfaDevice, Tag } from "../inventory/user.ts";
import { AwsAccountId } from "../primitives.ts";

const text = z.string();
const texts = z.array(z.string());
const count = z.int();
/** An instant in UTC, as `Date.toISOString` writes it. */
const time = z.iso.datetime({ precision: 3 });
const counts = z.record(z.string(), z.int());

/** A policy document as it is kept: null with the problem where it could not be read, or is not JSON. */
const StoredDocument = InlinePolicyView.omit({ name: true });
export type StoredDocument = z.infer<typeof StoredDocument>;
/** An inline policy as it is kept. */
export type StoredPolicy = InlinePolicyView;

const StoredDevice = MfaDevice.extend({ enabledAt: time.nullable() });
/** Whom a trust policy names, see `summarizeTrust`. */
const StoredTrust = z.object({
  principals: z.array(z.object({ type: text, value: text })),
  requiresExternalId: z.boolean(),
  document: z.unknown(),
  unread: text.optional(),
});

type Columns = { readonly [column: string]: z.ZodType };

/**
 * A table that landings write. `identity` is unique within an account. `content` is what the thing is: hashed, and kept in
 * versions under the names of the columns. `volatile` is how it was used and what follows from the content: never versioned.
 * `index` are columns of the content that a landing needs of every row, not only of those that it changes. `judged` are columns
 * that follow from the row: a judgement or the database itself writes them, and a landing leaves them alone.
 */
type TableOf<
  Content extends Columns,
  Volatile extends Columns,
  Identity extends keyof Content & string,
  Index extends keyof Content & string,
  Judged extends string,
> = {
  readonly subject: Subject;
  readonly identity: Identity;
  readonly content: Content;
  readonly volatile: Volatile;
  readonly index: readonly Index[];
  readonly judged: readonly Judged[];
};

const table = <
  Content extends Columns,
  Volatile extends Columns,
  Identity extends keyof Content & string,
  Index extends keyof Content & string = never,
  Judged extends string = never,
>(
  of: TableOf<Content, Volatile, Identity, Index, Judged>,
): TableOf<Content, Volatile, Identity, Index, Judged> => of;

/** The tables of the inventory with their columns, in an order in which what is referred to comes first. */
export const LANDING_TABLES = {
  iam_user: table({
    subject: "user",
    identity: "user_id",
    content: {
      user_id: text,
      user_name: text,
      arn: text,
      path: text,
      created_at: time,
      tags: z.array(Tag),
      group_names: texts,
      attached_policy_arns: texts,
      inline_policies: z.array(InlinePolicyView),
      permissions_boundary_arn: text.nullable(),
      owner: text.nullable(),
      has_console_password: z.boolean().nullable(),
      has_mfa: z.boolean().nullable(),
      mfa: Mfa,
      mfa_devices: z.array(StoredDevice).nullable(),
      active_access_keys: count.nullable(),
      last_activity: LastUseKind,
    },
    volatile: {
      oldest_active_key_at: time.nullable(),
      last_activity_at: time.nullable(),
      report_fingerprint: text.nullable(),
      keys_read_at: time.nullable(),
      rechecked_at: time.nullable(),
    },
    index: ["user_name", "owner"],
    judged: ["power"],
  }),
  credential: table({
    subject: "credential",
    identity: "identity",
    content: {
      kind: CredentialKind,
      identity: text,
      access_key_id: text.nullable(),
      user_record_id: text.nullable(),
      user_name: text,
      user_id: text.nullable(),
      owner: text.nullable(),
      name: text.nullable(),
      service_name: text.nullable(),
      status: CredentialStatus,
      created_at: time.nullable(),
      expires_at: time.nullable(),
      last_use: LastUseKind,
    },
    volatile: { last_used_at: time.nullable(), last_used_service: text.nullable(), last_used_region: text.nullable() },
    index: ["kind", "access_key_id", "user_record_id", "user_name", "user_id", "owner", "status", "created_at"],
    judged: ["deadline_at", "due_soon_at", "unused_at", "assigned_owner", "owned_by"],
  }),
  iam_role: table({
    subject: "role",
    identity: "role_id",
    content: {
      role_id: text,
      role_name: text,
      arn: text,
      path: text,
      description: text.nullable(),
      created_at: time,
      kind: RoleKind,
      max_session_duration_seconds: count.nullable(),
      trust: StoredTrust,
      tags: z.array(Tag),
      attached_policy_arns: texts,
      inline_policies: z.array(InlinePolicyView),
      instance_profile_names: texts,
      permissions_boundary_arn: text.nullable(),
      last_use: LastUseKind,
    },
    volatile: { last_used_at: time.nullable(), last_used_region: text.nullable() },
    index: [],
    judged: ["external_ids", "trust_grade", "power"],
  }),
  iam_policy: table({
    subject: "policy",
    identity: "policy_id",
    content: {
      policy_id: text,
      policy_name: text,
      arn: text,
      path: text,
      is_aws_managed: z.boolean(),
      created_at: time,
      updated_at: time.nullable(),
      default_version_id: text,
      policy: StoredDocument,
    },
    volatile: { attachment_count: count.nullable() },
    index: [],
    judged: [],
  }),
  iam_group: table({
    subject: "group",
    identity: "group_id",
    content: {
      group_id: text,
      group_name: text,
      arn: text,
      path: text,
      created_at: time,
      attached_policy_arns: texts,
      inline_policies: z.array(InlinePolicyView),
    },
    volatile: {},
    index: [],
    judged: [],
  }),
  instance_profile: table({
    subject: "instance_profile",
    identity: "instance_profile_id",
    content: {
      instance_profile_id: text,
      instance_profile_name: text,
      arn: text,
      path: text,
      created_at: time,
      role_id: text.nullable(),
      role_name: text.nullable(),
    },
    volatile: {},
    index: [],
    judged: [],
  }),
  identity_provider: table({
    subject: "identity_provider",
    identity: "identity",
    content: {
      identity: text,
      arn: text,
      kind: IdentityProvider.shape.kind,
      name: text,
      created_at: time,
      client_ids: texts,
      thumbprints: texts,
      valid_until: time.nullable(),
      tags: z.array(Tag),
    },
    volatile: {},
    index: ["kind"],
    judged: [],
  }),
  permission_set: table({
    subject: "permission_set",
    identity: "arn",
    content: {
      arn: text,
      name: text,
      description: text.nullable(),
      session_duration_seconds: count.nullable(),
      created_at: time.nullable(),
      assignments: PermissionSet.shape.assignments,
    },
    volatile: {},
    index: [],
    judged: [],
  }),
  roles_anywhere_resource: table({
    subject: "roles_anywhere",
    identity: "arn",
    content: {
      kind: RolesAnywhereResource.shape.kind,
      arn: text,
      name: text,
      region: text,
      enabled: z.boolean(),
      created_at: time.nullable(),
      role_arns: texts,
      x509_subject: text.nullable(),
    },
    volatile: { last_seen_at: time.nullable() },
    index: [],
    judged: [],
  }),
  account_settings: table({
    subject: "account",
    identity: "aws_account_id",
    content: {
      aws_account_id: AwsAccountId,
      alias: text.nullable(),
      password_policy_state: AccountSettings.shape.passwordPolicyState,
      password_policy: AccountSettings.shape.passwordPolicy,
      quotas: counts.nullable(),
      root: AccountSettings.shape.root,
    },
    volatile: { quota_usage: counts.nullable() },
    index: [],
    judged: [],
  }),
};
export type LandingTable = keyof typeof LANDING_TABLES;

type Table<T extends LandingTable> = (typeof LANDING_TABLES)[T];
type Values<Of extends Columns> = { [Column in keyof Of]: z.output<Of[Column]> };

/** What a thing is, by column. */
export type ContentOf<T extends LandingTable> = Values<Table<T>["content"]>;
/** How it was used, and what follows from its content. */
export type VolatileOf<T extends LandingTable> = Values<Table<T>["volatile"]>;
/** All that a reading says of a thing. */
export type ColumnsOf<T extends LandingTable> = ContentOf<T> & VolatileOf<T>;
/** Columns that a landing leaves alone. */
export type JudgedColumn<T extends LandingTable> = Table<T>["judged"][number];

const KEPT = { id: text, account_id: text, content_hash: text, first_seen_at: time, gone_at: time.nullable() };
type Kept = Values<typeof KEPT>;

/** A row as the inventory has it: all columns but the tenant's and those that are judged. Times are ISO strings in UTC. */
export type LandingRow<T extends LandingTable> = ColumnsOf<T> & Kept;

/** As much of a row as a landing needs to know whether it has to look at the rest. */
export type IndexRow<T extends LandingTable> = Pick<
  ContentOf<T>,
  (Table<T>["identity"] | Table<T>["index"][number]) & keyof ContentOf<T>
> &
  VolatileOf<T> &
  Omit<Kept, "account_id">;

/** The names of a table's columns, by what they are for. */
type ColumnNames<T extends LandingTable> = {
  readonly content: readonly (keyof ContentOf<T> & string)[];
  readonly volatile: readonly (keyof VolatileOf<T> & string)[];
  /** All of a row, in one order. */
  readonly row: readonly (keyof LandingRow<T> & string)[];
  readonly index: readonly (keyof IndexRow<T> & string)[];
  /** Those that hold instants. */
  readonly times: readonly (keyof LandingRow<T> & string)[];
};

const isTime = (column: z.ZodType): boolean =>
  column === time || (column instanceof z.ZodNullable && column.unwrap() === time);

const namesOf = ({ content, volatile, identity, index }: Table<LandingTable>) => {
  const [ofContent, ofVolatile] = [Object.keys(content), Object.keys(volatile)];
  const { account_id: _, ...kept } = KEPT;
  const all: Columns = { ...KEPT, ...content, ...volatile };
  return {
    content: ofContent,
    volatile: ofVolatile,
    row: ["id", "account_id", ...ofContent, ...ofVolatile, "content_hash", "first_seen_at", "gone_at"],
    index: [...new Set([identity, ...index, ...ofVolatile, ...Object.keys(kept)])],
    times: Object.keys(all).filter((column) => isTime(all[column]!)),
  };
};

const COLUMN_NAMES = Object.fromEntries(
  Object.entries(LANDING_TABLES).map(([name, of]) => [name, namesOf(of)]),
) as unknown as { readonly [T in LandingTable]: ColumnNames<T> };

export const columnNamesOf = <T extends LandingTable>(name: T): ColumnNames<T> => COLUMN_NAMES[name];

const schemasOf = ({ content, volatile }: Table<LandingTable>, { index }: { index: readonly string[] }) => {
  const all: Columns = { ...KEPT, ...content, ...volatile };
  const inIndex = index.map((column) => [column, all[column]!] as const);
  return { row: z.strictObject(all), index: z.strictObject(Object.fromEntries(inIndex)) };
};

const SCHEMAS = Object.fromEntries(
  Object.entries(LANDING_TABLES).map(([name, of]) => [name, schemasOf(of, COLUMN_NAMES[name as LandingTable])]),
) as Readonly<Record<LandingTable, ReturnType<typeof schemasOf>>>;

/** What the columns of `LandingRow` and `IndexRow` hold. */
export const landingSchemasOf = (name: LandingTable): ReturnType<typeof schemasOf> => SCHEMAS[name];
