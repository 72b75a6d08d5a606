import {
  type AccessKeyFact,
  type GroupFact,
  type LastUse,
  type MfaDeviceFact,
  ownerFromTags,
  type Read,
  type RoleFact,
  roleKind,
  summarizeTrust,
  type UserFact,
} from "@rolecall/domain";
import {
  byKey,
  type Found,
  iso,
  type Keep,
  keepDetails,
  keeping,
  keepKnown,
  type LandingScope,
  sorted,
  storedPolicies,
  usage,
} from "./found-row.ts";

const UNREAD: LastUse = { kind: "unknown", reason: "not read" };

/** The latest of several uses; unknown as soon as one of them is unknown and none tells a time. */
export function latestUse(uses: readonly LastUse[]): LastUse {
  const [latest] = uses.filter((use) => use.kind === "at").sort((a, b) => b.at.getTime() - a.at.getTime());
  return latest ?? uses.find((use) => use.kind === "unknown") ?? { kind: "never" };
}

/** What the user's access keys say of the user. Unread keys say nothing. */
function keyFacts(keys: Read<AccessKeyFact[]>) {
  if (keys.state === "unread") return { active: null, oldestAt: null, uses: [UNREAD] };
  const active = keys.value.filter((key) => key.status === "Active");
  const madeAt = active.flatMap((key) => (key.createdAt ? [key.createdAt.getTime()] : []));
  return {
    active: active.length,
    oldestAt: madeAt.length > 0 ? new Date(Math.min(...madeAt)) : null,
    uses: keys.value.map((key) => key.lastUse),
  };
}

const passwordUse = ({ consolePassword }: UserFact): LastUse => {
  if (consolePassword.state === "unread") return UNREAD;
  return consolePassword.value.exists ? consolePassword.value.lastUse : { kind: "never" };
};

const DEVICES = ["virtual", "fido", "hardware"];
/** A device whose kind was not read is the one that is known. */
const keepDevice: Keep = (told, known) => (DEVICES.includes(String(known)) ? known : told);
/** Of a user who has devices now, to have had none tells nothing. */
const keepDevices: Keep = (told, known) => (Array.isArray(known) && known.length > 0 ? known : told);

export const storedDevices = (devices: readonly MfaDeviceFact[]) =>
  devices
    .map(({ kind, serialNumber, enabledAt }) => ({ kind, serialNumber, enabledAt: iso(enabledAt) }))
    .sort((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1));

function mfaColumns({ mfa, mfaDevices }: UserFact) {
  const kind = mfa.state === "read" ? mfa.value : null;
  const devices = mfaDevices.state === "read" ? mfaDevices.value : kind === "none" ? [] : null;
  return {
    values: {
      has_mfa: kind && kind !== "none",
      mfa: kind ?? "unknown",
      mfa_devices: devices && storedDevices(devices),
    },
    keep: {
      ...(kind === null ? keeping(["has_mfa", "mfa"]) : kind === "unknown" ? { mfa: keepDevice } : {}),
      ...(devices === null ? { mfa_devices: kind === null ? keepKnown : keepDevices } : {}),
    } as Record<string, Keep>,
  };
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

export function userRow(user: UserFact, { isUpload }: Pick<LandingScope, "isUpload">): Found {
  const password = user.consolePassword.state === "read" ? user.consolePassword.value.exists : null;
  const { active, oldestAt, uses } = keyFacts(user.accessKeys);
  const lastUse = latestUse([passwordUse(user), ...uses]);
  const mfa = mfaColumns(user);
  const fingerprint = fingerprintOf(user, isUpload);
  return {
    identity: user.userId,
    lastUse,
    values: {
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
      ...mfa.values,
      active_access_keys: active,
      last_activity: lastUse.kind,
      oldest_active_key_at: iso(oldestAt),
      last_activity_at: lastUse.kind === "at" ? iso(lastUse.at) : null,
      report_fingerprint: fingerprint,
      keys_read_at: keysReadAt(user),
      rechecked_at: null,
    },
    keep: {
      ...keepDetails(user),
      ...mfa.keep,
      ...(password === null ? keeping(["has_console_password"]) : {}),
      ...(active === null ? keeping(["active_access_keys", "oldest_active_key_at"]) : {}),
      ...(fingerprint === null ? keeping(["report_fingerprint"]) : {}),
    },
  };
}

export function roleRow(role: RoleFact, awsAccountId: string): Found {
  const trust = summarizeTrust(role.trustPolicy);
  return {
    identity: role.roleId,
    values: {
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
      ...usage(role.lastUse),
    },
    keep: {
      ...keepDetails(role),
      // ListRoles alone tells both; without it neither is known to have changed.
      ...(role.maxSessionDurationSeconds === null ? keeping(["max_session_duration_seconds", "description"]) : {}),
      ...(trust.unread === undefined ? {} : keeping(["trust", "kind"])),
    },
  };
}

export const groupRow = (group: GroupFact): Found => ({
  identity: group.groupId,
  values: {
    group_id: group.groupId,
    group_name: group.groupName,
    arn: group.arn,
    path: group.path,
    created_at: iso(group.createdAt),
    attached_policy_arns: sorted(group.attachedPolicyArns),
    inline_policies: storedPolicies(group.inlinePolicies),
  },
  keep: keepDetails(group),
});
