import { createHash } from "node:crypto";
import {
  type AccessKeyFact,
  type CredentialKind,
  type CredentialStatus,
  credentialDeadlines,
  type LastUse,
  ownerFromTags,
  type RoleFact,
  type RootFact,
  roleKind,
  summarizeTrust,
  type UserFact,
} from "@rolecall/domain";

/**
 * A row of a reading: its identity in AWS, what it is (content, versioned) and how it was used (volatile, not versioned).
 * The columns named in `unread` could not be read this time: what is known of them from before stays.
 */
export type Found = {
  identity: string;
  content: Record<string, unknown>;
  volatile: Record<string, unknown>;
  unread: readonly string[];
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** JSON that does not depend on the order of keys, so that content read twice is equal. */
export const canonicalJson = (content: unknown): string =>
  JSON.stringify(content, (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

export const contentHash = (content: unknown): string =>
  createHash("sha256").update(canonicalJson(content)).digest("base64url");

const usage = (use: LastUse) => ({
  last_use: use.kind,
  last_used_at: use.kind === "at" ? iso(use.at) : null,
  last_used_region: use.kind === "at" ? use.region : null,
});

/** The latest use of any of a user's credentials; unknown as soon as one of them is unknown and none tells a time. */
export function lastActivityOf(uses: readonly LastUse[]): {
  last_activity: LastUse["kind"];
  last_activity_at: string | null;
} {
  const times = uses.flatMap((use) => (use.kind === "at" ? [use.at.getTime()] : []));
  if (times.length > 0) return { last_activity: "at", last_activity_at: new Date(Math.max(...times)).toISOString() };
  return { last_activity: uses.some((use) => use.kind === "unknown") ? "unknown" : "never", last_activity_at: null };
}

const UNREAD: LastUse = { kind: "unknown", reason: "not read" };

const LAST_USE_COLUMNS = ["last_use", "last_used_at", "last_used_region", "last_used_service", "unused_at"] as const;
const ACTIVITY_COLUMNS = ["last_activity", "last_activity_at"] as const;

/** What the user's access keys say of the user; null keys were never read. */
function keyFacts(keys: readonly AccessKeyFact[] | null) {
  if (keys === null) return { active: null, oldestAt: null, uses: [UNREAD] };
  const active = keys.filter((key) => key.status === "Active");
  const madeAt = active.flatMap((key) => (key.createdAt ? [key.createdAt.getTime()] : []));
  const oldestAt = madeAt.length > 0 ? new Date(Math.min(...madeAt)) : null;
  return { active: active.length, oldestAt, uses: keys.map((key) => key.lastUse) };
}

/**
 * @param keys the user's access keys, those carried over from an earlier scan included; null if never read.
 * @param knownActivityAt the latest activity known from before: it holds as long as not all uses could be read.
 */
export function userRow(user: UserFact, keys: readonly AccessKeyFact[] | null, knownActivityAt?: Date): Found {
  const password = user.consolePassword.state === "read" ? user.consolePassword.value : null;
  const { active, oldestAt, uses } = keyFacts(keys);
  const unread = [
    ...(password === null ? ["has_console_password"] : []),
    ...(user.mfa.state === "unread" ? ["mfa"] : []),
    ...(active === null ? ["active_access_keys", "oldest_active_key_at"] : []),
    ...(user.reportFingerprint === null ? ["report_fingerprint"] : []),
  ];
  const passwordUse: LastUse = password === null ? UNREAD : password.exists ? password.lastUse : { kind: "never" };
  const readUses = [passwordUse, ...uses];
  const isIncomplete = readUses.some((use) => use.kind === "unknown");
  const knownUse: LastUse[] =
    isIncomplete && knownActivityAt ? [{ kind: "at", at: knownActivityAt, service: null, region: null }] : [];
  const activity = lastActivityOf([...readUses, ...knownUse]);
  return {
    identity: user.userId,
    unread: activity.last_activity === "unknown" ? [...unread, ...ACTIVITY_COLUMNS] : unread,
    content: {
      user_id: user.userId,
      user_name: user.userName,
      arn: user.arn,
      path: user.path,
      created_at: iso(user.createdAt),
      tags: [...user.tags].sort((a, b) => (a.key < b.key ? -1 : 1)),
      group_names: [...user.groupNames].sort(),
      attached_policy_arns: [...user.attachedPolicyArns].sort(),
      inline_policy_names: [...user.inlinePolicyNames].sort(),
      permissions_boundary_arn: user.permissionsBoundaryArn,
      owner: ownerFromTags(user.tags),
      has_console_password: password === null ? null : password.exists,
      mfa: user.mfa.state === "read" ? user.mfa.value : "unknown",
      active_access_keys: active,
    },
    volatile: {
      oldest_active_key_at: iso(oldestAt),
      ...activity,
      report_fingerprint: user.reportFingerprint,
    },
  };
}

type CredentialFact = {
  identity: string;
  kind: CredentialKind;
  status: CredentialStatus;
  createdAt: Date | null;
  lastUse: LastUse;
  accessKeyId?: string;
  user?: UserFact;
};

function credentialRow({ identity, kind, status, createdAt, lastUse, accessKeyId, user }: CredentialFact): Found {
  const { deadlineAt, unusedAt } = credentialDeadlines({ kind, status, createdAt, lastUse });
  return {
    identity,
    unread: lastUse.kind === "unknown" ? LAST_USE_COLUMNS : [],
    content: {
      kind,
      identity,
      access_key_id: accessKeyId ?? null,
      user_name: user?.userName ?? "<root_account>",
      user_id: user?.userId ?? null,
      owner: user ? ownerFromTags(user.tags) : null,
      status,
      created_at: iso(createdAt),
      deadline_at: iso(deadlineAt),
    },
    volatile: {
      ...usage(lastUse),
      last_used_service: lastUse.kind === "at" ? lastUse.service : null,
      unused_at: iso(unusedAt),
    },
  };
}

const KEY_STATUS = { Active: "active", Inactive: "inactive", Expired: "expired" } as const;

export const accessKeyRow = (key: AccessKeyFact, user: UserFact): Found =>
  credentialRow({
    identity: key.accessKeyId,
    kind: "access_key",
    status: KEY_STATUS[key.status],
    createdAt: key.createdAt,
    lastUse: key.lastUse,
    accessKeyId: key.accessKeyId,
    user,
  });

/** The console password of a user who has one; null otherwise. */
export function passwordRow(user: UserFact): Found | null {
  if (user.consolePassword.state === "unread" || !user.consolePassword.value.exists) return null;
  const { lastChangedAt, lastUse } = user.consolePassword.value;
  return credentialRow({
    identity: `${user.userId}:console_password`,
    kind: "console_password",
    status: "active",
    createdAt: lastChangedAt,
    lastUse,
    user,
  });
}

/** The root user's long-lived secrets. It has no id in AWS and at most two keys, told apart by their slot in the report. */
export function rootRows(root: RootFact): Found[] {
  const keys = root.accessKeys.map((key) =>
    credentialRow({
      identity: `root:access_key_${key.slot}`,
      kind: "root_access_key",
      status: "active",
      createdAt: key.lastRotatedAt,
      lastUse: key.lastUse,
    }),
  );
  const password = root.hasPassword
    ? [
        credentialRow({
          identity: "root:password",
          kind: "root_password",
          status: "active",
          createdAt: null,
          lastUse: root.passwordLastUse,
        }),
      ]
    : [];
  return [...keys, ...password];
}

export function roleRow(role: RoleFact, awsAccountId: string): Found {
  const trust = summarizeTrust(role.trustPolicy);
  return {
    identity: role.roleId,
    unread: [
      // ListRoles alone tells both; without it neither is known to have changed.
      ...(role.maxSessionDurationSeconds === null ? ["max_session_duration_seconds", "description"] : []),
      ...(role.lastUse.kind === "unknown" ? LAST_USE_COLUMNS : []),
    ],
    content: {
      role_id: role.roleId,
      role_name: role.roleName,
      arn: role.arn,
      path: role.path,
      description: role.description,
      created_at: iso(role.createdAt),
      kind: roleKind({ path: role.path, awsAccountId, principals: trust.principals }),
      max_session_duration_seconds: role.maxSessionDurationSeconds,
      trust,
      tags: [...role.tags].sort((a, b) => (a.key < b.key ? -1 : 1)),
      attached_policy_arns: [...role.attachedPolicyArns].sort(),
      inline_policy_names: [...role.inlinePolicyNames].sort(),
      permissions_boundary_arn: role.permissionsBoundaryArn,
    },
    volatile: usage(role.lastUse),
  };
}
