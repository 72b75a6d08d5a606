import { type CheckTexts, SECURITY_HUB } from "./check-text.ts";

/** Checks of what policies give, and to whom. */
export const POLICY_TEXTS = {
  quarantine_policy: {
    title: "AWS has not quarantined the user",
    subject: "user",
    severity: "critical",
    why: "AWS attaches AWSCompromisedKeyQuarantine when it finds a key of the user in public: the key has leaked.",
    fix: "Follow the support case that AWS has opened: rotate and delete the leaked key, look through CloudTrail for what was done with it, remove what was created, and only then detach the policy.",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV4.html",
  },
  user_direct_policies: {
    title: "Users get their permissions from groups only",
    subject: "user",
    severity: "low",
    why: "What is attached to one user is forgotten when that person changes jobs, and has to be looked for user by user.",
    fix: "Attach the policy to a group, add the user to the group, and detach it from the user (iam:DetachUserPolicy, iam:DeleteUserPolicy).",
    source: `${SECURITY_HUB}#iam-2`,
  },
  admin_policy: {
    title: "No policy of the account allows everything",
    subject: "policy",
    severity: "high",
    why: "Whoever gets such a policy is an administrator, and its name seldom says so.",
    fix: "Open IAM, Policies, the policy, and replace Action * by the actions that are needed (iam:CreatePolicyVersion); for administrators use AWS's own AdministratorAccess, which everybody recognises.",
    source: `${SECURITY_HUB}#iam-1`,
  },
  service_wildcard_policy: {
    title: "No policy of the account allows all actions of a service",
    subject: "policy",
    severity: "low",
    why: "It also allows what the service will offer tomorrow, and usually what raises one's own rights.",
    fix: "Open IAM, Policies, the policy, and replace service:* by the actions that are needed; the last accessed information of the policy's users helps.",
    source: `${SECURITY_HUB}#iam-21`,
  },
  inline_admin_policy: {
    title: "No inline policy allows everything",
    subject: "user",
    severity: "high",
    why: "An inline policy is seen in no list of policies, so that an administrator by one is easily overlooked.",
    fix: "Delete the inline policy (iam:DeleteUserPolicy, iam:DeleteRolePolicy, iam:DeleteGroupPolicy) and give what is needed by a managed policy.",
    source: `${SECURITY_HUB}#iam-1, which leaves inline policies out`,
  },
  cloudshell_full_access: {
    title: "AWSCloudShellFullAccess is attached to nobody",
    subject: "user",
    severity: "medium",
    why: "CloudShell with full access can upload and download files, which is a way to take data out past the network's controls.",
    fix: "Detach AWSCloudShellFullAccess and, where CloudShell is needed, attach a policy without cloudshell:GetFileDownloadUrls and cloudshell:GetFileUploadUrls.",
    source: `${SECURITY_HUB}#iam-27`,
  },
} as const satisfies CheckTexts<
  | "quarantine_policy"
  | "user_direct_policies"
  | "admin_policy"
  | "service_wildcard_policy"
  | "inline_admin_policy"
  | "cloudshell_full_access"
>;
