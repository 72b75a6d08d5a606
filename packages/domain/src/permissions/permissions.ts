import type { ResourceKind } from "../scans/coverage.ts";

/**
 * Groups of actions that are granted together. `core` is what every connection grants; the others are the customer's choice,
 * and what they would tell is unknown without them.
 */
export const PERMISSION_PACKS = ["core", "cloudtrail", "roles_anywhere", "organization"] as const;
export type PermissionPack = (typeof PERMISSION_PACKS)[number];

/** One action that Rolecall asks a customer for, and what is missing without it. */
export type ReadPermission = {
  action: string;
  pack: PermissionPack;
  /** Without a required action a connection cannot become active; without another one its evidence is unknown. */
  required: boolean;
  /** The kinds of resource that are unknown without it. */
  feeds: readonly ResourceKind[];
  purpose: string;
};

const BULK = "iam:GetAccountAuthorizationDetails";

type Row<Action extends string> = readonly [action: Action, feeds: readonly ResourceKind[], purpose: string];

const required = <const Action extends string>(...[action, feeds, purpose]: Row<Action>) =>
  ({ action, pack: "core", required: true, feeds, purpose }) as const;
const optional = <const Action extends string>(...[action, feeds, purpose]: Row<Action>) =>
  ({ action, pack: "core", required: false, feeds, purpose }) as const;
const inPack = <const Action extends string, const Pack extends PermissionPack>(
  pack: Pack,
  ...[action, feeds, purpose]: Row<Action>
) => ({ action, pack, required: false, feeds, purpose }) as const;

/** What every scan reads with. Each of these is a check at connect time. */
export const CHECKED_PERMISSIONS = [
  required(BULK, ["users", "roles", "groups", "policies"], "users, roles, groups, policies and trust policies"),
  required("iam:GenerateCredentialReport", ["credential_report"], "asking for the credential report"),
  required("iam:GetCredentialReport", ["credential_report"], "passwords, MFA and last use of keys"),
  required("iam:ListAccessKeys", ["access_keys"], "access key ids and creation dates"),
  optional("iam:GetAccessKeyLastUsed", ["access_keys"], "last use of a key that the report cannot tell apart"),
  optional("iam:ListRoles", ["role_session_durations"], "maximum session duration of roles"),
  optional("iam:ListVirtualMFADevices", ["mfa_devices"], "telling virtual MFA devices from hardware"),
  optional("iam:ListMFADevices", ["mfa_devices"], "telling FIDO keys from hardware tokens"),
  optional("iam:ListSigningCertificates", ["signing_certificates"], "X.509 signing certificates of users"),
  optional("iam:ListSSHPublicKeys", ["ssh_public_keys"], "SSH keys for CodeCommit"),
  optional(
    "iam:ListServiceSpecificCredentials",
    ["service_specific_credentials"],
    "CodeCommit and Keyspaces passwords, long-term API keys",
  ),
  optional("iam:ListServerCertificates", ["server_certificates"], "server certificates and their expiry"),
  optional("iam:ListInstanceProfiles", ["instance_profiles"], "instance profiles"),
  optional("iam:ListOpenIDConnectProviders", ["oidc_providers"], "OIDC providers"),
  optional("iam:GetOpenIDConnectProvider", ["oidc_providers"], "audiences of OIDC providers"),
  optional("iam:ListSAMLProviders", ["saml_providers"], "SAML providers and their expiry"),
  optional("iam:GetAccountPasswordPolicy", ["password_policy"], "the account's password policy"),
  optional("iam:GetAccountSummary", ["account_summary"], "quotas and the root user's credentials"),
  optional("iam:ListAccountAliases", ["account_alias"], "the account's alias"),
  optional(
    "iam:GenerateServiceLastAccessedDetails",
    ["service_last_accessed"],
    "asking which services a user calls, to plan its migration",
  ),
  optional("iam:GetServiceLastAccessedDetails", ["service_last_accessed"], "which services a user calls"),
] as const satisfies readonly ReadPermission[];

/**
 * What a scan reads with where one of the above, `fallbackFor`, is denied or does not exist: endpoints other than AWS's own do
 * not have every action. They are checked only then. Most of them also read one user anew.
 */
export const FALLBACK_PERMISSIONS = [
  fallback("iam:ListUsers", ["users"], "users"),
  fallback("iam:GetUser", ["users"], "tags and permissions boundaries of users"),
  fallback("iam:GetLoginProfile", ["users"], "console passwords of users"),
  fallback("iam:ListGroupsForUser", ["users"], "groups of users"),
  fallback("iam:ListAttachedUserPolicies", ["users"], "attached policies of users"),
  fallback("iam:ListUserPolicies", ["users"], "inline policies of users"),
  fallback("iam:GetUserPolicy", ["users"], "inline policies of users"),
  fallback("iam:GetRole", ["roles"], "tags, permissions boundaries and last use of roles"),
  fallback("iam:ListAttachedRolePolicies", ["roles"], "attached policies of roles"),
  fallback("iam:ListRolePolicies", ["roles"], "inline policies of roles"),
  fallback("iam:GetRolePolicy", ["roles"], "inline policies of roles"),
  fallback("iam:ListGroups", ["groups"], "groups"),
  fallback("iam:ListAttachedGroupPolicies", ["groups"], "attached policies of groups"),
  fallback("iam:ListGroupPolicies", ["groups"], "inline policies of groups"),
  fallback("iam:GetGroupPolicy", ["groups"], "inline policies of groups"),
  fallback("iam:ListPolicies", ["policies"], "managed policies"),
  fallback("iam:GetPolicyVersion", ["policies"], "documents of managed policies"),
] as const satisfies readonly ReadPermission[];

function fallback<Action extends string>(action: Action, feeds: readonly ResourceKind[], told: string) {
  const purpose = `${told}, where ${BULK} is not available`;
  return { action, pack: "core", required: false, feeds, purpose, fallbackFor: BULK } as const;
}

/** What a customer may grant in addition. Checked where the connection has the pack. */
export const PACK_PERMISSIONS = [
  inPack(
    "cloudtrail",
    "cloudtrail:LookupEvents",
    [],
    "where one key is used from, who changed what and who assumes a role, on demand",
  ),
  inPack("roles_anywhere", "account:ListRegions", ["roles_anywhere"], "the Regions that are enabled"),
  inPack("roles_anywhere", "rolesanywhere:ListTrustAnchors", ["roles_anywhere"], "trust anchors of Roles Anywhere"),
  inPack("roles_anywhere", "rolesanywhere:ListProfiles", ["roles_anywhere"], "profiles of Roles Anywhere"),
  inPack("roles_anywhere", "rolesanywhere:ListSubjects", ["roles_anywhere"], "subjects of Roles Anywhere"),
  inPack("organization", "organizations:DescribeOrganization", [], "the organisation's id"),
  inPack("organization", "organizations:ListAccounts", [], "member accounts and their states"),
  inPack("organization", "organizations:ListRoots", [], "the tree of organisational units"),
  inPack("organization", "organizations:ListOrganizationalUnitsForParent", [], "the tree of organisational units"),
  inPack("organization", "organizations:ListAccountsForParent", [], "which accounts are in which unit"),
  inPack("organization", "organizations:ListDelegatedAdministrators", [], "delegated administrators"),
  inPack("organization", "iam:ListOrganizationsFeatures", [], "whether root access is managed centrally"),
  inPack("organization", "sso:ListInstances", ["permission_sets"], "the Identity Center instance"),
  inPack("organization", "sso:ListPermissionSets", ["permission_sets"], "permission sets"),
  inPack("organization", "sso:DescribePermissionSet", ["permission_sets"], "names and session durations"),
  inPack(
    "organization",
    "sso:ListAccountsForProvisionedPermissionSet",
    ["permission_sets"],
    "where a set is provisioned",
  ),
  inPack("organization", "sso:ListAccountAssignments", ["permission_sets"], "who is assigned to which account"),
] as const satisfies readonly ReadPermission[];

/**
 * The least that Rolecall reads with. The customer's role, the session policy, the checks at connect time and the scan all
 * use this one table.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const READ_PERMISSIONS = [...CHECKED_PERMISSIONS, ...FALLBACK_PERMISSIONS, ...PACK_PERMISSIONS] as const;

export type ReadAction = (typeof READ_PERMISSIONS)[number]["action"];

/** The actions of some packs, in the order of the table. */
export const actionsOf = (packs: readonly PermissionPack[]): ReadAction[] =>
  READ_PERMISSIONS.filter(({ pack }) => packs.includes(pack)).map(({ action }) => action);

/**
 * The policy that limits a session to reading, and to one purpose, whatever the customer's role could do. At most 2,048
 * characters, which is the limit of AWS: so a session is for one pack.
 */
export function readOnlySessionPolicy(pack: PermissionPack): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actionsOf([pack]), Resource: "*" }],
  });
}
