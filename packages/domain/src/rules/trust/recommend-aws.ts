import type { TrustCheckId } from "../../judgement/check.ts";
import { isAccountId } from "../../policy/arns.ts";
import type { Json } from "../../policy/json.ts";
import { accountOfPrincipal, readAwsPrincipal } from "../../policy/principals.ts";
import { EXTERNAL_ID_CHECKS, type ExternalIdJudgement } from "./external-id.ts";
import { blockIn, type Guard, leavesRoomFor } from "./guards.ts";
import { MFA_KEYS } from "./mfa.ts";
import { inOrder } from "./phrases.ts";
import { type Change, rewriteStatement } from "./rewrite-statement.ts";
import { fitOfCaller } from "./role-callers.ts";
import type { AssessedStatement, Recommendation } from "./trust-assessment.ts";
import type { TrustStatement } from "./trust-statements.ts";
import { vendorOf } from "./vendors.ts";

type Failing = readonly TrustCheckId[];
type Changes = Omit<Change, "principal">;

const ID_KEY = "sts:ExternalId";
const ENTERING = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];
const WITHOUT_TAGS = ["sts:AssumeRole", "sts:SetSourceIdentity"];

const rootOf = (awsAccountId: string, partition: string): string => `arn:${partition}:iam::${awsAccountId}:root`;
const oneOrAll = <T>(values: readonly T[]): T | readonly T[] => (values.length === 1 ? values[0]! : values);

const mfaOf = (failing: Failing): Changes => (failing.includes("trust_mfa_optional") ? { held: MFA_KEYS } : {});

/** A user or role in the place of one that was deleted. */
export const recommendDeleted = ({ statement: { raw }, surroundings }: AssessedStatement): Recommendation => ({
  statements: [
    rewriteStatement(raw, {
      principal: { AWS: `arn:${surroundings.partition}:iam::${surroundings.awsAccountId}:role/REPLACE-WITH-ROLE-NAME` },
      actions: ENTERING,
    }),
  ],
});

/** Who of everybody is meant, as conditions: an ARN with wildcards, or all but those whom NotPrincipal names. */
function meant({ principals: { isExcept, named } }: TrustStatement, value: string): Guard[] {
  if (!isExcept) return value === "*" ? [] : [{ operator: "ArnLike", key: "aws:PrincipalArn", values: value }];
  const principals = named
    .filter(({ type }) => type === "AWS")
    .map(({ value }) => ({ value, ...readAwsPrincipal(value) }));
  if (principals.some(({ form }) => form === "everybody"))
    return [{ operator: "StringNotLike", key: "aws:PrincipalAccount", values: "*" }];
  const arns = principals.flatMap((one) =>
    one.form === "identity" && (one.type === "user" || one.type === "role") ? one.value : [],
  );
  const accounts = principals.flatMap((one) =>
    (one.form === "account" || one.form === "identity") && !arns.includes(one.value) ? one.awsAccountId : [],
  );
  return [
    ...(arns.length > 0 ? ([{ operator: "ArnNotEquals", key: "aws:PrincipalArn", values: arns }] as const) : []),
    ...(accounts.length > 0
      ? ([{ operator: "StringNotEquals", key: "aws:PrincipalAccount", values: inOrder(accounts) }] as const)
      : []),
  ];
}

type Outside = { failing: Failing; externalId: ExternalIdJudgement; isMfaHeld: boolean };

/** An External ID that nobody knows yet, in the place of one that is no good, where no MFA stands for it. */
function newExternalId(awsAccountId: string, { externalId, isMfaHeld }: Outside): Changes {
  if (isMfaHeld || (externalId.isAsked && externalId.failures.length === 0)) return {};
  return { replaced: [ID_KEY.toLowerCase()], guards: [externalIdGuard(externalId.soundValues, awsAccountId)] };
}

/** Only who issues the External ID knows it, unless the statement has one that is sound. */
function externalIdGuard(sound: readonly string[], awsAccountId: string | null): Guard {
  const known = awsAccountId !== null && isAccountId(awsAccountId);
  const issuer = known ? (vendorOf(awsAccountId) ?? awsAccountId) : "the other side";
  const placeholder = `REPLACE-WITH-EXTERNAL-ID-ISSUED-BY-${issuer.toUpperCase().replace(/[^A-Z0-9]+/g, "-")}`;
  return { operator: "StringEquals", key: ID_KEY, values: sound.length > 0 ? oneOrAll(sound) : placeholder };
}

/** Accounts of callers that were seen and that this statement may have let in. */
function accountsSeen({ statement, callers }: AssessedStatement): string[] {
  return inOrder(
    callers
      .filter((caller) => fitOfCaller(statement, caller) > 0)
      .flatMap((caller) => accountOfPrincipal(caller) ?? []),
  );
}

/**
 * For a statement that lets in everybody: the accounts that were seen to come in, and the organisation where it is known and no External
 * ID tells of somebody outside; where nothing tells who is meant, one account that is to be put in.
 */
export function recommendPublic(assessed: AssessedStatement, value: string, outside: Outside): Recommendation {
  const { statement, surroundings } = assessed;
  const { organizationIds, ownAccountIds, partition } = surroundings;
  const common = mfaOf(outside.failing);
  const guards = meant(statement, value);
  const toOutside = (awsAccountId: string): Json => {
    const id = newExternalId(awsAccountId, outside);
    return rewriteStatement(statement.raw, {
      ...{ ...common, ...id, guards: [...guards, ...(id.guards ?? [])] },
      principal: { AWS: rootOf(awsAccountId, partition) },
      actions: WITHOUT_TAGS,
    });
  };
  const toOwn = (principal: Json | "*", more: readonly Guard[] = []): Json =>
    rewriteStatement(statement.raw, { ...common, principal, actions: ENTERING, guards: [...guards, ...more] });
  const seen = accountsSeen(assessed);
  const own = seen.filter((account) => ownAccountIds.has(account));
  const statements = [
    ...seen.filter((account) => !ownAccountIds.has(account)).map(toOutside),
    ...(own.length > 0 ? [toOwn({ AWS: oneOrAll(own.map((account) => rootOf(account, partition))) })] : []),
  ];
  const isOrganizationMeant =
    organizationIds.length > 0 &&
    !outside.externalId.isAsked &&
    leavesRoomFor(blockIn(statement.raw.Condition), "aws:PrincipalOrgID", organizationIds);
  if (isOrganizationMeant) {
    const organization = {
      operator: "StringEquals",
      key: "aws:PrincipalOrgID",
      values: oneOrAll(organizationIds),
    } as const;
    statements.push(toOwn("*", [organization]));
  }
  return { statements: statements.length > 0 ? statements : [toOutside("REPLACE-WITH-ACCOUNT-ID")] };
}

type AwsPrincipal = {
  value: string;
  awsAccountId: string | null;
  failing: Failing;
  externalId: ExternalIdJudgement;
};

function externalIdChange({ failing, externalId, awsAccountId }: AwsPrincipal): Changes {
  if (!failing.some((id) => id === "trust_external_without_id" || EXTERNAL_ID_CHECKS.includes(id))) return {};
  const mayStay = !failing.includes("trust_external_id_wildcard") && !failing.includes("trust_external_id_reused");
  const guard = externalIdGuard(mayStay ? externalId.soundValues : [], awsAccountId);
  return { replaced: [ID_KEY.toLowerCase()], guards: [guard] };
}

/** The statement with an External ID that is exact, MFA that is demanded, and without session tags of the caller's choice. */
export function recommendAws({ statement: { raw } }: AssessedStatement, principal: AwsPrincipal): Recommendation {
  const { failing, value } = principal;
  const statement = rewriteStatement(raw, {
    ...mfaOf(failing),
    ...externalIdChange(principal),
    principal: value === "*" ? "*" : { AWS: value },
    actions: failing.includes("trust_session_tags_unlimited") ? WITHOUT_TAGS : ENTERING,
  });
  return { statements: [statement] };
}
