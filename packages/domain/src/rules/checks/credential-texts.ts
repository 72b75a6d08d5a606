import { type CheckTexts, CIS, SECURITY_HUB, USER_GUIDE } from "./check-text.ts";

/** Checks of credentials, and of users by the credentials that they have. */
export const CREDENTIAL_TEXTS = {
  console_user_mfa: {
    title: "Users with a console password sign in with MFA",
    subject: "credential",
    severity: "high",
    why: "A password alone is enough to sign in for whoever learns it.",
    fix: "Open IAM, Users, the user, Security credentials, Assign MFA device; a passkey or security key is best. If nobody signs in with it, choose Manage console access and disable it (iam:DeleteLoginProfile).",
    source: `${SECURITY_HUB}#iam-5`,
  },
  credential_overdue: {
    title: "Credentials are rotated in time",
    subject: "credential",
    severity: "medium",
    why: "The longer a secret is in use, the more places it has been copied to, and the longer one that has leaked works.",
    fix: "Create a second credential (for keys iam:CreateAccessKey), put it to use everywhere, watch until the old one is not used any more, set that to Inactive (iam:UpdateAccessKey) and delete it. Better: replace it by a role.",
    source: `${SECURITY_HUB}#iam-3; ${CIS} 7.0.0, 2.12: 90 days pass, 91 do not`,
  },
  credential_unused: {
    title: "Credentials that nobody uses are taken away",
    subject: "credential",
    severity: "medium",
    why: "Nobody notices when a secret that is not used is misused, and nobody would miss it.",
    fix: "Set the access key to Inactive (iam:UpdateAccessKey) or disable console access (iam:DeleteLoginProfile), and delete it after a while if nothing has broken.",
    source: `${SECURITY_HUB}#iam-22; ${CIS} 7.0.0, 2.11: unused for 45 days or more`,
  },
  api_key_without_expiry: {
    title: "Long-term API keys expire",
    subject: "credential",
    severity: "medium",
    why: "An API key is sent with each request as it is; one that never expires works for ever once it has leaked.",
    fix: "Create an API key with an expiry (iam:CreateServiceSpecificCredential, CredentialAgeDays), put it to use and delete this one; in production use short-term keys from a role's session.",
    source: `${USER_GUIDE}/id_credentials_api_keys_for_aws_services.html`,
  },
  one_active_key: {
    title: "Users have one active access key",
    subject: "credential",
    severity: "medium",
    why: "Two keys are for the time of a rotation; a second one that stays doubles what can leak and leaves no room for the next rotation.",
    fix: "Finish the rotation: move what still uses the older key to the newer one, set the older key to Inactive (iam:UpdateAccessKey) and delete it (iam:DeleteAccessKey).",
    source: `${CIS} 6.0.0, 2.12 and 5.0.0, 1.12; removed in 7.0.0`,
  },
  key_made_with_user: {
    title: "Access keys are not made together with a console user",
    subject: "credential",
    severity: "low",
    why: "A key that was ticked when a person's user was set up was often never asked for; who needs one makes it later, knowingly.",
    fix: "Ask whether the key is needed. If not, set it to Inactive (iam:UpdateAccessKey) and delete it; if so, rotate it once to a key that was asked for.",
    source: `${CIS} 6.0.0, 2.10 and 5.0.0, 1.10; removed in 7.0.0`,
  },
  rotated_in_name_only: {
    title: "A rotated access key is not used any more",
    subject: "credential",
    severity: "medium",
    why: "The new key is in use, and so is the old one: the secret that was to be replaced still works somewhere.",
    fix: "Find what still signs with the old key (its last used service and Region, CloudTrail by AccessKeyId), move it to the new key, and set the old one to Inactive.",
    source: `${USER_GUIDE}/id-credentials-access-keys-update.html`,
  },
  two_key_deadlock: {
    title: "A rotation can begin: one of two access keys is free",
    subject: "user",
    severity: "medium",
    why: "A user has room for two access keys. If both are in use and one is overdue, there is no room for its successor.",
    fix: "Move everything from one of the two keys to the other, set it to Inactive and delete it; then rotate. Two applications with a key each need a user each, or better a role each.",
    source: `${USER_GUIDE}/reference_iam-quotas.html: two access keys for each user`,
  },
  server_certificate_expired: {
    title: "Expired server certificates are removed",
    subject: "credential",
    severity: "medium",
    why: "An expired certificate may be put on a load balancer or distribution by mistake, and breaks trust in it.",
    fix: "Replace it where it is in use, preferably with AWS Certificate Manager, and delete it (iam:DeleteServerCertificate; the console does not show it).",
    source: `${SECURITY_HUB}#iam-26`,
  },
  saml_provider_expired: {
    title: "The metadata of SAML providers is valid",
    subject: "identity_provider",
    severity: "medium",
    why: "When the metadata expires nobody can sign in through the provider, and what people then use instead are long-lived credentials.",
    fix: "Download new metadata from the identity provider and open IAM, Identity providers, Replace metadata (iam:UpdateSAMLProvider).",
    source: `${USER_GUIDE}/id_roles_providers_create_saml.html`,
  },
} as const satisfies CheckTexts<
  | "console_user_mfa"
  | "credential_overdue"
  | "credential_unused"
  | "api_key_without_expiry"
  | "one_active_key"
  | "key_made_with_user"
  | "rotated_in_name_only"
  | "two_key_deadlock"
  | "server_certificate_expired"
  | "saml_provider_expired"
>;
