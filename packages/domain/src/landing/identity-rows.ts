import { ownerFromTags } from "../inventory/owner.ts";
import { roleKind } from "../inventory/role-kind.ts";
import { summarizeTrust } from "../policy/trust-summary.ts";
import type { AccessKeyFact, GroupFact, LastUse, MfaKind, Read, RoleFact, UserFact } from "../scans/reading.ts";
import { lastUseAtAge } from "../scans/use-record.ts";
import { keepKnown, keepUnread, keepUnreadPolicies } from "./merge-rules.ts";
import type { LandingScope, MergeRules, WholeRow } from "./rows.ts";
import { byKey, iso, isoOrNull, sorted, storedDevices, storedPolicies, useColumns } from "./stored-values.ts";
import type { ColumnsOf } from "./tables.ts";

type UserColumns = ColumnsOf<"iam_user">;

const UNREAD: LastUse = { kind: "unknown", reason: "not read" };

/** The latest of several uses; where none has a time, what the least is known of. */
function latestUse(uses: readonly LastUse[]): LastUse {
  const [latest] = uses.filter((use) => use.kind === "at").sort((a, b) => b.at.getTime() - a.at.getTime());
  const unsaid = (["unknown", "before_record"] as const).flatMap((kind) => uses.find((use) => use.kind === kind) ?? []);
  return latest ?? unsaid[0] ?? { kind: "never" };
}

/** What the user's access keys say of the user. Unread keys say nothing. */
function keyFacts(keys: Read<AccessKeyFact[]>) {
  if (keys.state === "unread") return { active: null, oldestAt: null, uses: [UNREAD] };
  const active = keys.value.filter((key) => key.status === "Active");
  const madeAt = active.flatMap((key) => (key.createdAt ? [key.createdAt.getTime()] : []));
  return {
    active: active.length,
    oldestAt: madeAt.length > 0 ? new Date(Math.min(...madeAt)) : null,
    uses: keys.value.map((key) => lastUseAtAge("access_key", key.createdAt, key.lastUse)),
  };
}

const passwordUse = ({ consolePassword }: UserFact): LastUse => {
  if (consolePassword.state === "unread") return UNREAD;
  if (!consolePassword.value.exists) return { kind: "never" };
  const { lastChangedAt, lastUse } = consolePassword.value;
  return lastUseAtAge("console_password", lastChangedAt, lastUse);
};

const DEVICES: readonly MfaKind[] = ["virtual", "fido", "hardware"];
/** A device whose kind was not read is the one that is known. */
const keepDevice = (read: MfaKind, known: MfaKind): MfaKind => (DEVICES.includes(known) ? known : read);

type Devices = UserColumns["mfa_devices"];
/** Of a user who has devices now, to have had none says nothing. */
const keepDevices = (read: Devices, known: Devices): Devices => (known && known.length > 0 ? known : read);

function mfaColumns({ mfa, mfaDevices }: UserFact) {
  const kind = mfa.state === "read" ? mfa.value : null;
  const devices = mfaDevices.state === "read" ? mfaDevices.value : kind === "none" ? [] : null;
  const columns = {
    has_mfa: kind && kind !== "none",
    mfa: kind ?? "unknown",
    mfa_devices: devices && storedDevices(devices),
  } satisfies Partial<UserColumns>;
  const merge = {
    has_mfa: kind === null && keepKnown,
    mfa: kind === null ? keepKnown : kind === "unknown" && keepDevice,
    mfa_devices: devices === null && (kind === null ? keepKnown : keepDevices),
  } satisfies MergeRules<"iam_user">;
  return { columns, merge };
}

/**
 * The digest by which the next scan takes a user for unchanged. An upload's is not kept, as it names no keys; nor is that of a
 * user whose keys or certificates were not read, so that they are asked for again.
 */
function fingerprintOf(user: UserFact, isUpload: boolean): string | null {
  const wereRead = user.accessKeys.state === "read" && user.signingCertificates.state === "read";
  return wereRead && !isUpload ? user.reportFingerprint : null;
}

const keysReadAt = ({ accessKeys }: UserFact): string | null =>
  accessKeys.state === "read" && accessKeys.source === "live_api" ? iso(accessKeys.observedAt) : null;

export function userRow(user: UserFact, { isUpload }: Pick<LandingScope, "isUpload">): WholeRow<"iam_user"> {
  const password = user.consolePassword.state === "read" ? user.consolePassword.value.exists : null;
  const { active, oldestAt, uses } = keyFacts(user.accessKeys);
  const lastUse = latestUse([passwordUse(user), ...uses]);
  const mfa = mfaColumns(user);
  const fingerprint = fingerprintOf(user, isUpload);
  return {
    identity: user.userId,
    lastUse,
    columns: {
      user_id: user.userId,
      user_name: user.userName,
      arn: user.arn,
      path: user.path,
      created_at: iso(user.createdAt),
      tags: byKey(user.tags),
      group_names: sorted(user.groupNames),
      attached_policy_arns: sorted(user.attachedPolicyArns),
      inline_policies: storedPolicies(user.inlinePolicies),
      permissions_boundary_arn: user.permissionsBoundaryArn,
      owner: ownerFromTags(user.tags),
      has_console_password: password,
      ...mfa.columns,
      active_access_keys: active,
      last_activity: lastUse.kind,
      oldest_active_key_at: isoOrNull(oldestAt),
      last_activity_at: lastUse.kind === "at" ? iso(lastUse.at) : null,
      report_fingerprint: fingerprint,
      keys_read_at: keysReadAt(user),
      rechecked_at: null,
    },
    merge: {
      tags: keepUnread(user, "tags"),
      owner: keepUnread(user, "tags"),
      group_names: keepUnread(user, "groupNames"),
      attached_policy_arns: keepUnread(user, "attachedPolicyArns"),
      inline_policies: keepUnreadPolicies(user),
      permissions_boundary_arn: keepUnread(user, "permissionsBoundaryArn"),
      ...mfa.merge,
      has_console_password: password === null && keepKnown,
      active_access_keys: active === null && keepKnown,
      oldest_active_key_at: active === null && keepKnown,
      report_fingerprint: fingerprint === null && keepKnown,
    },
  };
}

export function roleRow(role: RoleFact, { awsAccountId }: Pick<LandingScope, "awsAccountId">): WholeRow<"iam_role"> {
  const trust = summarizeTrust(role.trustPolicy);
  const isTrustUnread = trust.unread !== undefined;
  return {
    identity: role.roleId,
    columns: {
      role_id: role.roleId,
      role_name: role.roleName,
      arn: role.arn,
      path: role.path,
      description: role.description,
      created_at: iso(role.createdAt),
      kind: roleKind({ path: role.path, awsAccountId, principals: trust.principals }),
      max_session_duration_seconds: role.maxSessionDurationSeconds,
      trust,
      tags: byKey(role.tags),
      attached_policy_arns: sorted(role.attachedPolicyArns),
      inline_policies: storedPolicies(role.inlinePolicies),
      instance_profile_names: sorted(role.instanceProfileNames),
      permissions_boundary_arn: role.permissionsBoundaryArn,
      ...useColumns(role.lastUse),
    },
    merge: {
      tags: keepUnread(role, "tags"),
      attached_policy_arns: keepUnread(role, "attachedPolicyArns"),
      inline_policies: keepUnreadPolicies(role),
      permissions_boundary_arn: keepUnread(role, "permissionsBoundaryArn"),
      // Both come from ListRoles alone; without it neither is known to have changed.
      max_session_duration_seconds: role.maxSessionDurationSeconds === null && keepKnown,
      description: role.maxSessionDurationSeconds === null && keepKnown,
      trust: isTrustUnread && keepKnown,
      kind: isTrustUnread && keepKnown,
    },
  };
}

export const groupRow = (group: GroupFact): WholeRow<"iam_group"> => ({
  identity: group.groupId,
  columns: {
    group_id: group.groupId,
    group_name: group.groupName,
    arn: group.arn,
    path: group.path,
    created_at: iso(group.createdAt),
    attached_policy_arns: sorted(group.attachedPolicyArns),
    inline_policies: storedPolicies(group.inlinePolicies),
  },
  merge: {
    attached_policy_arns: keepUnread(group, "attachedPolicyArns"),
    inline_policies: keepUnreadPolicies(group),
  },
});
