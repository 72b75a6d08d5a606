import type { TrustCheckId } from "../../judgement/check.ts";
import { capitalized } from "./phrases.ts";

/** Whom the statement that would be right refuses, where today's lets them in, by the check that it mends; null: nobody. */
export const LOCKED_OUT: Readonly<Record<TrustCheckId, (who: string) => string | null>> = {
  trust_public: () => "Callers of accounts and organisations that the recommended policy does not name.",
  trust_not_principal: () =>
    "Callers of accounts and organisations that the recommended policy does not name, services and identity providers.",
  trust_external_without_id: (who) => `${capitalized(who)}, until it sends the External ID: agree on it first.`,
  trust_external_id_optional: (who) => `Callers of ${who} that send no External ID.`,
  trust_external_id_wildcard: (who) => `Callers of ${who} that send another External ID than the one that is put in.`,
  trust_external_id_guessable: (who) =>
    `${capitalized(who)}, as long as it sends the old External ID: change both sides together.`,
  trust_external_id_reused: (who) =>
    `${capitalized(who)}, as long as it sends the old External ID: change both sides together.`,
  trust_service_without_source: (who) => `${who} where it acts for resources of other accounts.`,
  trust_oidc_without_subject: (who) => `Tokens of ${who} for anybody but the subject that is put in.`,
  trust_oidc_any_tenant: (who) => `Tokens of ${who} for anybody but the tenant and project that are put in.`,
  trust_oidc_broad_subject: (who) => `Tokens of ${who} for other projects than the one that is put in.`,
  trust_oidc_pull_requests: (who) =>
    `Tokens of ${who} for other branches, environments and pull requests than those that are put in.`,
  trust_oidc_optional_claim: (who) => `Tokens of ${who} without the claims that are demanded.`,
  trust_oidc_without_audience: (who) => `Tokens of ${who} for another audience than the one that is put in.`,
  trust_eks_whole_cluster: (who) => `Service accounts of ${who} other than the one that is put in.`,
  trust_saml_audience: (who) => `Assertions of ${who} for another address than AWS's sign-in page.`,
  trust_cognito_pool: () =>
    "Users of identity pools other than the one that is put in, and guests unless the role is for them.",
  trust_roles_anywhere_any_certificate: () =>
    "Certificates, and those of trust anchors, other than the ones that are put in.",
  trust_mfa_optional: (who) =>
    `Callers of ${who} without MFA: access keys, and sessions of roles, which never come with it.`,
  trust_session_tags_unlimited: (who) => `Calls of ${who} that set session tags.`,
  trust_deleted_principal: () => null,
};
