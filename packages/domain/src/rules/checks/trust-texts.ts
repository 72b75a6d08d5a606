import type { TrustCheckId } from "../../judgement/check.ts";
import { type CheckTexts, USER_GUIDE } from "./check-text.ts";
import { TRUST_FEDERATION_TEXTS } from "./trust-federation-texts.ts";

const PRINCIPAL = `${USER_GUIDE}/reference_policies_elements_principal.html`;
const DEPUTY = `${USER_GUIDE}/confused-deputy.html`;
const EXTERNAL_ID = `${USER_GUIDE}/id_roles_common-scenarios_third-party.html`;
const TRUST_EDITOR = "Open IAM, Roles, the role, Trust relationships, Edit trust policy";

/** Checks of the trust policy of a role: who may assume it. */
export const TRUST_TEXTS = {
  ...TRUST_FEDERATION_TEXTS,
  trust_public: {
    title: "No role lets in everybody",
    subject: "role",
    severity: "critical",
    why: "Any AWS account in the world can assume the role. An External ID does not help, as it is no secret.",
    fix: `${TRUST_EDITOR} and name the principals, or add a condition on aws:PrincipalOrgID.`,
    source: PRINCIPAL,
  },
  trust_not_principal: {
    title: "No role lets in everybody but a few",
    subject: "role",
    severity: "critical",
    why: "Allow with NotPrincipal lets in all the world except those that it names.",
    fix: `${TRUST_EDITOR} and replace NotPrincipal by Principal with those who are meant.`,
    source: `${USER_GUIDE}/reference_policies_elements_notprincipal.html`,
  },
  trust_external_without_id: {
    title: "Roles for other companies ask for an External ID",
    subject: "role",
    severity: "medium",
    why: "Without it a vendor can be tricked by another customer into using this role for them (confused deputy).",
    fix: `${TRUST_EDITOR} and add the condition StringEquals sts:ExternalId with the value that the vendor has made for you.`,
    source: EXTERNAL_ID,
  },
  trust_external_id_optional: {
    title: "The External ID must be there",
    subject: "role",
    severity: "medium",
    why: "StringEqualsIfExists lets in whoever sends no External ID at all.",
    fix: `${TRUST_EDITOR} and replace StringEqualsIfExists by StringEquals.`,
    source: EXTERNAL_ID,
  },
  trust_external_id_wildcard: {
    title: "The External ID is one value",
    subject: "role",
    severity: "medium",
    why: "A pattern that any value matches asks for nothing.",
    fix: `${TRUST_EDITOR} and replace StringLike by StringEquals with the one value.`,
    source: EXTERNAL_ID,
  },
  trust_external_id_guessable: {
    title: "The External ID cannot be guessed",
    subject: "role",
    severity: "medium",
    why: "An account number, a company's name or a short word can be tried by other customers of the vendor.",
    fix: "Ask the vendor for an External ID that it makes for you, such as a UUID, and put that into the trust policy.",
    source: EXTERNAL_ID,
  },
  trust_external_id_reused: {
    title: "An External ID is for one vendor",
    subject: "role",
    severity: "medium",
    why: "Each of the vendors that have been given it can act for the other one.",
    fix: "Ask each vendor for an External ID of its own, and put that into the trust policy of its role.",
    source: EXTERNAL_ID,
  },
  trust_service_without_source: {
    title: "AWS services act for the account's own resources only",
    subject: "role",
    severity: "medium",
    why: "Without the source in the condition, a resource of somebody else can make the service use this role.",
    fix: `${TRUST_EDITOR} and add a condition on aws:SourceArn, or on aws:SourceAccount or aws:SourceOrgID.`,
    source: DEPUTY,
  },
  trust_mfa_optional: {
    title: "MFA is asked for of everybody",
    subject: "role",
    severity: "medium",
    why: "BoolIfExists lets in callers whose request says nothing of MFA, which is every call with a long-term key.",
    fix: `${TRUST_EDITOR} and replace BoolIfExists by Bool on aws:MultiFactorAuthPresent.`,
    source: `${USER_GUIDE}/id_credentials_mfa_configure-api-require.html`,
  },
  trust_session_tags_unlimited: {
    title: "Others may set named session tags only",
    subject: "role",
    severity: "medium",
    why: "Whoever may tag the session as they like passes every policy that decides by tags.",
    fix: `${TRUST_EDITOR} and limit sts:TagSession by conditions on aws:RequestTag and aws:TagKeys.`,
    source: `${USER_GUIDE}/id_session-tags.html`,
  },
  trust_deleted_principal: {
    title: "Trust policies name no deleted users and roles",
    subject: "role",
    severity: "low",
    why: "A principal shown by its id (AIDA, AROA) does not exist any more: the policy is not looked after.",
    fix: `${TRUST_EDITOR} and remove the principal, or delete the role if nobody else uses it.`,
    source: PRINCIPAL,
  },
} as const satisfies CheckTexts<TrustCheckId>;
