import { arns } from "../../../identity/arns.ts";
import { element, encodePolicy, list, wrap } from "../../../protocol/query-xml.ts";
import type {
  AttachedPolicy,
  EmulatedAccount,
  EmulatedGroup,
  EmulatedInstanceProfile,
  EmulatedRole,
  EmulatedUser,
  InlinePolicy,
  Tag,
} from "../../../world/model.ts";
import { lastUse } from "../../../world/usage.ts";

/** IAM's entities as XML. What they have in common first; what only some actions show is added by those. */

export const tagsXml = (tags: readonly Tag[]): string => (tags.length === 0 ? "" : allTagsXml(tags));

/** As the actions have it that show an empty list too. */
export const allTagsXml = (tags: readonly Tag[]): string =>
  list("Tags", tags, ({ key, value }) => element("Key", key) + element("Value", value));

export const attachedXml = (name: string, policies: readonly AttachedPolicy[]): string =>
  list(name, policies, (policy) => element("PolicyName", policy.name) + element("PolicyArn", policy.arn));

export const inlineXml = (name: string, policies: readonly InlinePolicy[]): string =>
  list(
    name,
    policies,
    (policy) => element("PolicyName", policy.name) + element("PolicyDocument", encodePolicy(policy.document)),
  );

export const boundaryXml = (arn: string | null): string =>
  arn === null
    ? ""
    : wrap(
        "PermissionsBoundary",
        element("PermissionsBoundaryType", "Policy") + element("PermissionsBoundaryArn", arn),
      );

export const userXml = (account: EmulatedAccount, user: EmulatedUser): string =>
  element("Path", user.path) +
  element("UserName", user.userName) +
  element("UserId", user.userId) +
  element("Arn", arns.user(account, user)) +
  element("CreateDate", user.createdAt);

export const roleXml = (account: EmulatedAccount, role: EmulatedRole): string =>
  element("Path", role.path) +
  element("RoleName", role.roleName) +
  element("RoleId", role.roleId) +
  element("Arn", arns.role(account, role)) +
  element("CreateDate", role.createdAt) +
  element("AssumeRolePolicyDocument", encodePolicy(role.trustPolicy));

/** What ListRoles and GetRole show, and the account's details do not. */
export const roleSettingsXml = (role: EmulatedRole): string =>
  element("Description", role.description) + element("MaxSessionDuration", role.maxSessionDurationSeconds);

export const groupXml = (account: EmulatedAccount, group: EmulatedGroup): string =>
  element("Path", group.path) +
  element("GroupName", group.groupName) +
  element("GroupId", group.groupId) +
  element("Arn", arns.group(account, group)) +
  element("CreateDate", group.createdAt);

const ROLE_TRACKING_MS = 400 * 86_400_000;

/** IAM keeps the last use of a role for 400 days; before that it looks as if there was none. */
export function roleLastUsedXml(role: EmulatedRole, now: Date): string {
  const used = lastUse(role.usage, now);
  if (!used || now.getTime() - used.at.getTime() > ROLE_TRACKING_MS) return "<RoleLastUsed></RoleLastUsed>";
  return wrap("RoleLastUsed", element("LastUsedDate", used.at) + element("Region", used.region));
}

export const instanceProfileXml = (account: EmulatedAccount, profile: EmulatedInstanceProfile): string =>
  element("Path", profile.path) +
  element("InstanceProfileName", profile.instanceProfileName) +
  element("InstanceProfileId", profile.instanceProfileId) +
  element("Arn", arns.instanceProfile(account, profile)) +
  element("CreateDate", profile.createdAt) +
  list("Roles", rolesIn(account, profile), (held) => roleXml(account, held));

/** One at most. */
function rolesIn(account: EmulatedAccount, { roleName }: EmulatedInstanceProfile): EmulatedRole[] {
  const role = roleName === null ? undefined : account.roles.get(roleName.toLowerCase());
  return role ? [role] : [];
}

/** The account's instance profiles by the name of the role that they hold, in lower case. */
export function instanceProfilesByRole(account: EmulatedAccount): Map<string, EmulatedInstanceProfile[]> {
  const byRole = new Map<string, EmulatedInstanceProfile[]>();
  for (const profile of account.instanceProfiles.values()) {
    if (profile.roleName === null) continue;
    const key = profile.roleName.toLowerCase();
    byRole.set(key, [...(byRole.get(key) ?? []), profile]);
  }
  return byRole;
}
