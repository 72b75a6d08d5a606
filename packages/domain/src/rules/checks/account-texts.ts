import { type CheckTexts, CIS, SECURITY_HUB, USER_GUIDE } from "./check-text.ts";

/** Checks of an account as a whole, and of its root user. */
export const ACCOUNT_TEXTS = {
  root_access_key: {
    title: "The root user has no access key",
    subject: "credential",
    severity: "critical",
    why: "A key of the root user may do everything, cannot be limited by any policy of the account, and needs no MFA.",
    fix: "Sign in as the root user, open Security credentials and delete the access key; in a member account, the management account can delete it by sts:AssumeRoot with IAMDeleteRootUserCredentials.",
    source: `${SECURITY_HUB}#iam-4`,
  },
  root_mfa: {
    title: "The root user signs in with MFA",
    subject: "account",
    severity: "critical",
    why: "Whoever has the root user's password, or its mailbox, has the whole account unless a second factor is asked for.",
    fix: "Sign in as the root user, open Security credentials and assign an MFA device; in a member account, delete the root user's password centrally instead.",
    source: `${SECURITY_HUB}#iam-9`,
  },
  root_hardware_mfa: {
    title: "The root user signs in with a hardware device or passkey",
    subject: "account",
    severity: "medium",
    why: "The seed of a virtual device can be copied together with the phone or the backup that it lives in.",
    fix: "Sign in as the root user, open Security credentials, assign a hardware TOTP token or a FIDO2 security key, and remove the virtual device.",
    source: `${SECURITY_HUB}#iam-6`,
  },
  root_recently_used: {
    title: "The root user is not used for daily work",
    subject: "account",
    severity: "high",
    why: "Hardly any task needs the root user; what it does cannot be limited, and is not done by a person that could be named.",
    fix: "Use a role for administration, and the root user only for the tasks that AWS lists as requiring it. The finding ends 30 days after the last use.",
    source: `${CIS} 7.0.0, 2.7 asks that it is not used daily and names no number of days: 30 are taken, a month`,
  },
  root_centrally_managed: {
    title: "The organisation manages its members' root credentials centrally",
    subject: "account",
    severity: "medium",
    why: "Member accounts then need no root password or key at all, and there is nothing of theirs that could leak.",
    fix: "In the management account, open IAM, Root access management, and enable Root credentials management and Privileged root actions (iam:EnableOrganizationsRootCredentialsManagement, iam:EnableOrganizationsRootSessions).",
    source: `${CIS} 7.0.0, 2.1.1; ${USER_GUIDE}/id_root-enable-root-access.html`,
  },
  password_policy_length: {
    title: "Passwords have at least 14 characters",
    subject: "account",
    severity: "medium",
    why: "Short passwords can be guessed. AWS's default asks for 8 characters.",
    fix: "Open IAM, Account settings, Password policy, Edit and set Password minimum length to 14 or more (iam:UpdateAccountPasswordPolicy, MinimumPasswordLength).",
    source: `${SECURITY_HUB}#iam-15`,
  },
  password_policy_reuse: {
    title: "The last 24 passwords cannot be used again",
    subject: "account",
    severity: "low",
    why: "A password that is used again after a change brings back whoever knew it.",
    fix: "Open IAM, Account settings, Password policy, Edit and set Prevent password reuse to 24 (iam:UpdateAccountPasswordPolicy, PasswordReusePrevention).",
    source: `${SECURITY_HUB}#iam-16`,
  },
  password_policy_strength: {
    title: "The password policy asks for all kinds of characters",
    subject: "account",
    severity: "medium",
    why: "AWS's default policy is weaker than what Security Hub asks for, and many passwords that it allows are on lists of leaked ones.",
    fix: "Open IAM, Account settings, Password policy, Edit, choose Custom and require uppercase, lowercase, numbers and symbols, with 8 characters at least (iam:UpdateAccountPasswordPolicy).",
    source: `${SECURITY_HUB}#iam-7`,
  },
  support_role: {
    title: "Somebody may open cases with AWS Support",
    subject: "account",
    severity: "low",
    why: "In an incident it is too late to give somebody the permission to ask AWS for help.",
    fix: "Create a role for those who handle incidents and attach the AWS managed policy AWSSupportAccess to it.",
    source: `${SECURITY_HUB}#iam-18`,
  },
  federation_in_place: {
    title: "People sign in through an identity provider",
    subject: "account",
    severity: "low",
    why: "IAM users with passwords stay when people leave; with an identity provider access ends in one place.",
    fix: "Enable IAM Identity Center, or add a SAML or OIDC provider, give people roles through it and delete the console passwords of their IAM users.",
    source: `${CIS} 7.0.0, 2.19`,
  },
} as const satisfies CheckTexts<
  | "root_access_key"
  | "root_mfa"
  | "root_hardware_mfa"
  | "root_recently_used"
  | "root_centrally_managed"
  | "password_policy_length"
  | "password_policy_reuse"
  | "password_policy_strength"
  | "support_role"
  | "federation_in_place"
>;
