import type { ResourceKind } from "../scans/coverage.ts";

/** One IAM action that Rolecall asks a customer for, and what is missing without it. */
export type ReadPermission = {
  action: string;
  /** Without a required action a connection cannot become active; without another one its evidence is unknown. */
  required: boolean;
  /** The kinds of resource that are unknown without it. */
  feeds: readonly ResourceKind[];
  purpose: string;
};

/** What every scan reads with. Each of these is a check at connect time. */
export const CHECKED_PERMISSIONS = [
  {
    action: "iam:GetAccountAuthorizationDetails",
    required: true,
    feeds: ["users", "roles"],
    purpose: "users, roles and trust policies",
  },
  {
    action: "iam:GenerateCredentialReport",
    required: true,
    feeds: ["credential_report"],
    purpose: "asking for the credential report",
  },
  {
    action: "iam:GetCredentialReport",
    required: true,
    feeds: ["credential_report"],
    purpose: "passwords, MFA and last use of keys",
  },
  {
    action: "iam:ListAccessKeys",
    required: true,
    feeds: ["access_keys"],
    purpose: "access key ids and creation dates",
  },
  {
    action: "iam:GetAccessKeyLastUsed",
    required: false,
    feeds: ["access_keys"],
    purpose: "last use of a key that the report cannot tell apart",
  },
  {
    action: "iam:ListRoles",
    required: false,
    feeds: ["role_session_durations"],
    purpose: "maximum session duration of roles",
  },
  {
    action: "iam:ListVirtualMFADevices",
    required: false,
    feeds: ["mfa_devices"],
    purpose: "telling virtual MFA devices from hardware",
  },
  {
    action: "iam:ListMFADevices",
    required: false,
    feeds: ["mfa_devices"],
    purpose: "telling FIDO keys from hardware tokens",
  },
  {
    action: "iam:GetAccountSummary",
    required: false,
    feeds: ["account_summary"],
    purpose: "quotas and the root user's credentials",
  },
  { action: "iam:ListAccountAliases", required: false, feeds: ["account_alias"], purpose: "the account's alias" },
] as const satisfies readonly ReadPermission[];

/**
 * What a scan reads with where one of the above, `fallbackFor`, is denied or does not exist: endpoints other than AWS's own do
 * not have every action. They are checked only then.
 */
export const FALLBACK_PERMISSIONS = [
  fallback("iam:ListUsers", "users", "users"),
  fallback("iam:GetUser", "users", "tags and permissions boundaries of users"),
  fallback("iam:ListGroupsForUser", "users", "groups of users"),
  fallback("iam:ListAttachedUserPolicies", "users", "attached policies of users"),
  fallback("iam:ListUserPolicies", "users", "inline policies of users"),
  fallback("iam:GetRole", "roles", "tags, permissions boundaries and last use of roles"),
  fallback("iam:ListAttachedRolePolicies", "roles", "attached policies of roles"),
  fallback("iam:ListRolePolicies", "roles", "inline policies of roles"),
] as const satisfies readonly ReadPermission[];

function fallback<Action extends string>(action: Action, kind: ResourceKind, told: string) {
  const fallbackFor = "iam:GetAccountAuthorizationDetails";
  const purpose = `${told}, where ${fallbackFor} is not available`;
  return { action, required: false, feeds: [kind], purpose, fallbackFor } as const;
}

/**
 * The least that Rolecall reads with. The customer's role, the session policy, the checks at connect time and the scan all
 * use this one table.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const READ_PERMISSIONS = [...CHECKED_PERMISSIONS, ...FALLBACK_PERMISSIONS] as const;

export type ReadAction = (typeof READ_PERMISSIONS)[number]["action"];

/** The policy that limits every session to reading, whatever the customer's role could do. At most 2,048 characters. */
export function readOnlySessionPolicy(): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: READ_PERMISSIONS.map((permission) => permission.action), Resource: "*" }],
  });
}
