import type { landing } from "@rolecall/db";
import type { ResourceKind } from "@rolecall/domain";
import {
  type Before,
  isSame,
  isUnread,
  type LandingScope,
  type StoredDocument,
  type StoredPolicy,
} from "./found-row.ts";

type Table = landing.LandingTable;
/** Whether a column's value that is there says no more than that nothing is known. `told` is what is to replace it. */
type Unknown = (before: Before, told: unknown, scope: LandingScope) => boolean;

const isNull =
  (column: string): Unknown =>
  (before) =>
    (before[column] ?? null) === null;
const is =
  (column: string, unknown: string): Unknown =>
  (before) =>
    before[column] === unknown;
/** A kind of resource that was never wholly read may have left details out, which are then kept as empty. */
const neverRead =
  (resource: ResourceKind): Unknown =>
  (_before, _told, scope) =>
    !scope.everRead.has(resource);

/** The same policies, and a difference only in documents that were not read before. */
const documentsUnread: Unknown = (before, told) => {
  const [known, now] = [(before.inline_policies ?? []) as StoredPolicy[], told as StoredPolicy[]];
  return (
    known.length === now.length &&
    now.every((policy, index) => {
      const other = known[index];
      return other?.name === policy.name && (isUnread(other) || isSame(other, policy));
    })
  );
};
const anyOf =
  (...rules: Unknown[]): Unknown =>
  (...given) =>
    rules.some((rule) => rule(...given));

const details = (resource: ResourceKind, ...columns: string[]): Record<string, Unknown> =>
  Object.fromEntries(columns.map((column) => [column, neverRead(resource)]));

const isTrustUnread: Unknown = (before) => (before.trust as { unread?: string } | null)?.unread !== undefined;
/** A slot of an uploaded report, of which a reading with ids tells the key. */
const isSlot: Unknown = (before) => before.kind === "access_key" && before.access_key_id === null;

/** Each part of the root user's that differs was unknown. */
const rootUnknown: Unknown = (before, told) => {
  const [known, now] = [before.root as Record<string, unknown> | null, told as Record<string, unknown> | null];
  if (!known || !now) return !known;
  return Object.entries(now).every(([part, value]) => (known[part] ?? null) === null || known[part] === value);
};

const LEARNED: Readonly<Partial<Record<Table, Readonly<Record<string, Unknown>>>>> = {
  iam_user: {
    ...details("users", "tags", "owner", "group_names", "attached_policy_arns", "permissions_boundary_arn"),
    inline_policies: anyOf(neverRead("users"), documentsUnread),
    has_mfa: isNull("has_mfa"),
    mfa: is("mfa", "unknown"),
    mfa_devices: isNull("mfa_devices"),
    has_console_password: isNull("has_console_password"),
    active_access_keys: isNull("active_access_keys"),
    last_activity: is("last_activity", "unknown"),
  },
  credential: {
    identity: isSlot,
    access_key_id: isSlot,
    created_at: anyOf(isSlot, isNull("created_at")),
    owner: neverRead("users"),
    last_use: is("last_use", "unknown"),
  },
  iam_role: {
    ...details("roles", "tags", "attached_policy_arns", "permissions_boundary_arn", "instance_profile_names"),
    inline_policies: anyOf(neverRead("roles"), documentsUnread),
    max_session_duration_seconds: isNull("max_session_duration_seconds"),
    description: isNull("max_session_duration_seconds"),
    trust: isTrustUnread,
    kind: isTrustUnread,
    last_use: is("last_use", "unknown"),
  },
  iam_policy: { policy: (before) => isUnread(before.policy as StoredDocument) },
  iam_group: {
    ...details("groups", "attached_policy_arns"),
    inline_policies: anyOf(neverRead("groups"), documentsUnread),
  },
  permission_set: { assignments: isNull("assignments") },
  account_settings: {
    alias: neverRead("account_alias"),
    password_policy_state: is("password_policy_state", "unknown"),
    password_policy: is("password_policy_state", "unknown"),
    quotas: isNull("quotas"),
    root: rootUnknown,
  },
};

/**
 * Whether the only difference is that something is known now that was not before: nothing changed in the account. A column that
 * is as it was is no difference, so that content which is merely hashed anew counts as learned too.
 */
export function isOnlyLearned(
  scope: LandingScope,
  table: Table,
  before: Before,
  content: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(content).every(
    ([column, value]) =>
      isSame(before[column] ?? null, value) || LEARNED[table]?.[column]?.(before, value, scope) === true,
  );
}
