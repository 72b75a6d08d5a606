import type { Severity, TrustCheckId } from "../../judgement/check.ts";

/** What a verdict says when nobody fails the check, and how grave a failure is that does not make the policy critical. */
type TrustCheck = { passed: string; severity: Severity };

export const TRUST_CHECKS_TOLD: Readonly<Record<TrustCheckId, TrustCheck>> = {
  trust_public: { severity: "medium", passed: "Not every AWS account of the world is let in." },
  trust_not_principal: { severity: "medium", passed: "No statement lets in everybody but those whom it names." },
  trust_external_without_id: {
    severity: "medium",
    passed: "Whoever comes from outside must send an External ID or come with MFA.",
  },
  trust_external_id_optional: { severity: "medium", passed: "No caller from outside can leave the External ID out." },
  trust_external_id_wildcard: { severity: "medium", passed: "Every External ID is demanded in full." },
  trust_external_id_guessable: { severity: "medium", passed: "No External ID can be guessed." },
  trust_external_id_reused: { severity: "medium", passed: "No External ID is given to different outsiders." },
  trust_service_without_source: {
    severity: "medium",
    passed: "Services that act across accounts are held to what the condition names.",
  },
  trust_oidc_without_subject: { severity: "medium", passed: "The condition says who of the issuer may come in." },
  trust_oidc_any_tenant: { severity: "medium", passed: "The condition names the tenant of the issuer." },
  trust_oidc_broad_subject: { severity: "medium", passed: "The condition names the project." },
  trust_oidc_pull_requests: { severity: "low", passed: "The condition names the branch, the environment or the like." },
  trust_oidc_optional_claim: { severity: "medium", passed: "No token can leave out a claim that is asked for." },
  trust_oidc_without_audience: { severity: "low", passed: "The audience is demanded." },
  trust_eks_whole_cluster: { severity: "medium", passed: "The condition names the namespace." },
  trust_saml_audience: { severity: "medium", passed: "Only assertions for AWS's sign-in page are taken." },
  trust_cognito_pool: { severity: "medium", passed: "Only signed-in users of the named identity pool come in." },
  trust_roles_anywhere_any_certificate: {
    severity: "medium",
    passed: "Only the named certificates of one trust anchor open the role.",
  },
  trust_mfa_optional: { severity: "medium", passed: "Nobody passes the demand for MFA without MFA." },
  trust_session_tags_unlimited: { severity: "medium", passed: "Nobody from outside may set session tags at will." },
  trust_deleted_principal: { severity: "low", passed: "No deleted user or role is named." },
};
