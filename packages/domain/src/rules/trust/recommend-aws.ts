import type { TrustCheckId } from "../../judgement/check.ts";
import type { Json } from "../../policy/json.ts";
import { NARROWING_KEYS } from "./aws-reach.ts";
import { EXTERNAL_ID_CHECKS, type ExternalIdJudgement } from "./external-id.ts";
import { actionsOf, rewriteStatement } from "./rewrite-statement.ts";
import type { AssessedStatement } from "./trust-assessment.ts";
import { vendorOf } from "./vendors.ts";

type Failing = readonly TrustCheckId[];
type Condition = Record<string, Record<string, unknown>>;

/** Whoever comes with MFA says so by this key; a request without it is refused. */
const MFA: Condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const MFA_KEY = "aws:multifactorauthpresent";
const ID_KEY = "sts:externalid";

const mfaOf = (failing: Failing): { drop: string[]; add: Condition } =>
  failing.includes("trust_mfa_optional")
    ? { drop: [MFA_KEY, "aws:multifactorauthage"], add: MFA }
    : { drop: [], add: {} };

/** A user or role in the place of one that was deleted. */
export function recommendDeleted({ statement: { raw }, surroundings }: AssessedStatement): Json {
  const principal = {
    AWS: `arn:${surroundings.partition}:iam::${surroundings.awsAccountId}:role/REPLACE-WITH-ROLE-NAME`,
  };
  return rewriteStatement(raw, { principal, action: actionsOf(raw, "sts:AssumeRole") });
}

/** For a statement that lets in everybody: the organisation where it is known, else one named account with an External ID. */
export function recommendPublic({ statement: { raw }, surroundings }: AssessedStatement, failing: Failing): Json {
  const mfa = mfaOf(failing);
  const action = "sts:AssumeRole";
  const drop = [...NARROWING_KEYS, ID_KEY, ...mfa.drop];
  const { organizationIds, partition } = surroundings;
  if (organizationIds.length > 0)
    return rewriteStatement(raw, {
      principal: "*",
      action,
      drop,
      add: {
        ...mfa.add,
        StringEquals: { "aws:PrincipalOrgID": organizationIds.length === 1 ? organizationIds[0]! : organizationIds },
      },
    });
  return rewriteStatement(raw, {
    principal: { AWS: `arn:${partition}:iam::REPLACE-WITH-ACCOUNT-ID:root` },
    action,
    drop,
    add: { ...mfa.add, StringEquals: { "sts:ExternalId": "REPLACE-WITH-EXTERNAL-ID-ISSUED-BY-THE-OTHER-SIDE" } },
  });
}

type AwsPrincipal = {
  value: string;
  awsAccountId: string | null;
  failing: Failing;
  externalId: ExternalIdJudgement;
};

/** Only who issues the External ID knows it, unless the statement has one that is sound. */
function externalIdValue({ awsAccountId, externalId, failing }: AwsPrincipal): string | readonly string[] {
  const mayStay = !failing.includes("trust_external_id_wildcard") && !failing.includes("trust_external_id_reused");
  const [first, ...others] = mayStay ? externalId.soundValues : [];
  if (first !== undefined) return others.length > 0 ? [first, ...others] : first;
  const issuer = (awsAccountId && (vendorOf(awsAccountId) ?? awsAccountId)) || "the other side";
  return `REPLACE-WITH-EXTERNAL-ID-ISSUED-BY-${issuer.toUpperCase().replace(/[^A-Z0-9]+/g, "-")}`;
}

/** The statement with an External ID that is exact, MFA that is demanded, and without session tags of the caller's choice. */
export function recommendAws({ statement: { raw } }: AssessedStatement, principal: AwsPrincipal): Json {
  const { failing, value } = principal;
  const touchesId = failing.some((id) => id === "trust_external_without_id" || EXTERNAL_ID_CHECKS.includes(id));
  const mfa = mfaOf(failing);
  const id: Condition = touchesId ? { StringEquals: { "sts:ExternalId": externalIdValue(principal) } } : {};
  return rewriteStatement(raw, {
    principal: value === "*" ? "*" : { AWS: value },
    action: failing.includes("trust_session_tags_unlimited") ? "sts:AssumeRole" : actionsOf(raw, "sts:AssumeRole"),
    drop: [...mfa.drop, ...(touchesId ? [ID_KEY] : [])],
    add: { ...mfa.add, ...id },
  });
}
