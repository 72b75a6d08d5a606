import { arns } from "../identity/arns.ts";
import { findManagedPolicy, type ManagedPolicy } from "../identity/managed-policies.ts";
import type {
  AttachedPolicy,
  EmulatedAccount,
  EmulatedGroup,
  EmulatedPolicy,
  EmulatedRole,
  EmulatedUser,
  InlinePolicy,
  Tag,
} from "../model.ts";
import { element, encodePolicy, list, wrap } from "../protocol/query-xml.ts";
import { lastUse } from "../usage.ts";

/** IAM's entities as XML. What they have in common first; what only some actions show is added by those. */

export const tagsXml = (tags: readonly Tag[]): string =>
  tags.length === 0 ? "" : list("Tags", tags, ({ key, value }) => element("Key", key) + element("Value", value));

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

/** An instance profile holds one role and bears, in the emulated accounts, no path of its own. */
export const instanceProfileXml = (account: EmulatedAccount, role: EmulatedRole, name: string): string =>
  element("Path", "/") +
  element("InstanceProfileName", name) +
  element("InstanceProfileId", `AIPA${role.roleId.slice(4)}`) +
  element("Arn", arns.instanceProfile(account, name)) +
  element("CreateDate", role.createdAt) +
  list("Roles", [role], (held) => roleXml(account, held));

/** A managed policy, of AWS or of the account, as one shape. */
export type AnyPolicy = {
  arn: string;
  name: string;
  path: string;
  policyId: string;
  versionId: string;
  createdAt: Date;
  document: string;
};

export const ofAccount = (account: EmulatedAccount, policy: EmulatedPolicy): AnyPolicy => ({
  ...policy,
  name: policy.policyName,
  arn: arns.policy(account, policy),
});

export const ofAws = (arn: string, policy: ManagedPolicy): AnyPolicy => ({ ...policy, arn });

/** The managed policy with this ARN; undefined if there is none. */
export function findPolicy(account: EmulatedAccount, arn: string): AnyPolicy | undefined {
  const awsManaged = findManagedPolicy(arn);
  if (awsManaged) return ofAws(arn, awsManaged);
  const policy = account.policies.get(arn.slice(arn.lastIndexOf("/") + 1).toLowerCase());
  return policy && arns.policy(account, policy) === arn ? ofAccount(account, policy) : undefined;
}

export type PolicyUse = { attachments: number; boundaries: number };

/** How often each managed policy of the account is in use, by ARN. */
export function policyUse(account: EmulatedAccount): Map<string, PolicyUse> {
  const uses = new Map<string, PolicyUse>();
  const add = (arn: string, field: keyof PolicyUse) => {
    const use = uses.get(arn);
    if (use) use[field] += 1;
    else uses.set(arn, { attachments: 0, boundaries: 0, [field]: 1 });
  };
  for (const holders of [account.users, account.roles]) {
    for (const { attachedPolicies, permissionsBoundaryArn } of holders.values()) {
      for (const { arn } of attachedPolicies) add(arn, "attachments");
      if (permissionsBoundaryArn !== null) add(permissionsBoundaryArn, "boundaries");
    }
  }
  for (const { attachedPolicies } of account.groups.values()) {
    for (const { arn } of attachedPolicies) add(arn, "attachments");
  }
  return uses;
}

export const policyXml = (policy: AnyPolicy, use: PolicyUse | undefined): string =>
  element("PolicyName", policy.name) +
  element("PolicyId", policy.policyId) +
  element("Arn", policy.arn) +
  element("Path", policy.path) +
  element("DefaultVersionId", policy.versionId) +
  element("AttachmentCount", use?.attachments ?? 0) +
  element("PermissionsBoundaryUsageCount", use?.boundaries ?? 0) +
  element("IsAttachable", true) +
  element("CreateDate", policy.createdAt) +
  element("UpdateDate", policy.createdAt);

export const policyVersionXml = (policy: AnyPolicy): string =>
  element("Document", encodePolicy(policy.document)) +
  element("VersionId", policy.versionId) +
  element("IsDefaultVersion", true) +
  element("CreateDate", policy.createdAt);
