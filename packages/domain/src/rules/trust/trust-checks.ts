import type { TrustCheckId } from "../../judgement/check.ts";

/** What a verdict says when nobody fails the check. */
export const TRUST_CHECKS_PASSED: Readonly<Record<TrustCheckId, string>> = {
  trust_public: "Not every AWS account of the world is let in.",
  trust_not_principal: "No statement lets in everybody but those whom it names.",
  trust_external_without_id: "Whoever comes from outside must send an External ID or come with MFA.",
  trust_external_id_optional: "No caller from outside can leave the External ID out.",
  trust_external_id_wildcard: "Every External ID is demanded in full.",
  trust_external_id_guessable: "No External ID can be guessed.",
  trust_external_id_reused: "No External ID is given to different outsiders.",
  trust_service_without_source: "Services that act across accounts are held to what the condition names.",
  trust_oidc_without_subject: "The condition says who of the issuer may come in.",
  trust_oidc_any_tenant: "The condition names the tenant of the issuer.",
  trust_oidc_broad_subject: "The condition names the project.",
  trust_oidc_pull_requests: "The condition names the branch, the environment or the like.",
  trust_oidc_optional_claim: "No token can leave out a claim that is asked for.",
  trust_oidc_without_audience: "The audience is demanded.",
  trust_eks_whole_cluster: "The condition names the namespace.",
  trust_saml_audience: "Only assertions for AWS's sign-in page are taken.",
  trust_cognito_pool: "Only signed-in users of the named identity pool come in.",
  trust_roles_anywhere_any_certificate: "Only the named certificates of one trust anchor open the role.",
  trust_mfa_optional: "Nobody passes the demand for MFA without MFA.",
  trust_session_tags_unlimited: "Nobody from outside may set session tags at will.",
  trust_deleted_principal: "No deleted user or role is named.",
};
