import { type CheckTexts, USER_GUIDE } from "./check-text.ts";

const OIDC = `${USER_GUIDE}/id_roles_create_for-idp_oidc.html`;
const TRUST_EDITOR = "Open IAM, Roles, the role, Trust relationships, Edit trust policy";

/** Checks of roles that are entered through an identity provider or with a certificate. */
export const TRUST_FEDERATION_TEXTS = {
  trust_oidc_without_subject: {
    title: "Roles for OIDC tokens ask for a subject",
    subject: "role",
    severity: "critical",
    why: "Every customer of a shared issuer gets tokens with the same audience: any of them can assume the role.",
    fix: `${TRUST_EDITOR} and add StringEquals on the provider's sub claim with the exact workload.`,
    source: OIDC,
  },
  trust_oidc_any_tenant: {
    title: "The subject names one organisation of the issuer",
    subject: "role",
    severity: "critical",
    why: "The wildcard stands before the name of the organisation ends, so that others can register a name that matches.",
    fix: `${TRUST_EDITOR} and write the whole name of the organisation, with the slash or colon behind it, before any wildcard.`,
    source: OIDC,
  },
  trust_oidc_broad_subject: {
    title: "The subject names one repository or project",
    subject: "role",
    severity: "medium",
    why: "Every repository of the organisation has access, and so has each new one.",
    fix: `${TRUST_EDITOR} and name the repository with its branch or environment in the sub claim.`,
    source: OIDC,
  },
  trust_oidc_pull_requests: {
    title: "The subject names a branch or environment",
    subject: "role",
    severity: "low",
    why: "Any branch or pull request of the repository gets the role, before anybody has reviewed it.",
    fix: `${TRUST_EDITOR} and name the branch (ref) or a protected environment in the sub claim.`,
    source: OIDC,
  },
  trust_oidc_optional_claim: {
    title: "The claims of the token must be there",
    subject: "role",
    severity: "medium",
    why: "ForAllValues and IfExists are true where the claim is missing.",
    fix: `${TRUST_EDITOR} and use StringEquals or StringLike on sub and aud.`,
    source: `${USER_GUIDE}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  },
  trust_oidc_without_audience: {
    title: "Roles for OIDC tokens ask for an audience",
    subject: "role",
    severity: "low",
    why: "Tokens that were issued for something else are taken too, as far as the provider's list of clients allows.",
    fix: `${TRUST_EDITOR} and add StringEquals on the provider's aud claim, such as sts.amazonaws.com.`,
    source: OIDC,
  },
  trust_eks_whole_cluster: {
    title: "Roles for pods name a service account",
    subject: "role",
    severity: "medium",
    why: "Every pod of the cluster can assume the role.",
    fix: `${TRUST_EDITOR} and add StringEquals on the sub claim with system:serviceaccount:<namespace>:<name>.`,
    source: "https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html",
  },
  trust_saml_audience: {
    title: "Roles for SAML check the audience",
    subject: "role",
    severity: "medium",
    why: "An assertion that was made for another service could be used to enter.",
    fix: `${TRUST_EDITOR} and add StringEquals SAML:aud with the sign-in addresses that your identity provider is set to, such as https://signin.aws.amazon.com/saml or the one of the provider, which ends in /saml/acs/ and an id.`,
    source: `${USER_GUIDE}/id_roles_providers_create_saml_assertions.html`,
  },
  trust_cognito_pool: {
    title: "Roles for Cognito name the identity pool",
    subject: "role",
    severity: "critical",
    why: "Without the pool any identity pool of any account gets in; without amr also those who have not signed in.",
    fix: `${TRUST_EDITOR} and add StringEquals cognito-identity.amazonaws.com:aud with the pool's id and ForAnyValue:StringLike amr authenticated.`,
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
  },
  trust_roles_anywhere_any_certificate: {
    title: "Roles for Roles Anywhere name a trust anchor and certificate",
    subject: "role",
    severity: "medium",
    why: "Any certificate of any trust anchor in the account can assume the role.",
    fix: `${TRUST_EDITOR} and add conditions on aws:SourceArn (the trust anchor) and aws:PrincipalTag/x509Subject/CN.`,
    source: "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
  },
} as const satisfies CheckTexts<
  | "trust_oidc_without_subject"
  | "trust_oidc_any_tenant"
  | "trust_oidc_broad_subject"
  | "trust_oidc_pull_requests"
  | "trust_oidc_optional_claim"
  | "trust_oidc_without_audience"
  | "trust_eks_whole_cluster"
  | "trust_saml_audience"
  | "trust_cognito_pool"
  | "trust_roles_anywhere_any_certificate"
>;
