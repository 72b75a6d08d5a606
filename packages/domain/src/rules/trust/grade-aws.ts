import type { TrustCheckId } from "../../judgement/check.ts";
import type { TrustOutcome } from "../../judgement/trust.ts";
import type { Conditions } from "../../policy/conditions.ts";
import { type Reach, reachOf, writtenReach } from "./aws-reach.ts";
import { EXTERNAL_ID_CHECKS, type ExternalIdJudgement, judgeExternalId } from "./external-id.ts";
import { readMfa } from "./mfa.ts";
import { capitalized } from "./phrases.ts";
import { recommendAws, recommendDeleted, recommendPublic } from "./recommend-aws.ts";
import { type AssessedStatement, type Assessment, failed, withPassed } from "./trust-assessment.ts";
import type { TrustStatement } from "./trust-statements.ts";
import { vendorOf } from "./vendors.ts";

/** Callers by long-term access keys carry no MFA key, so that IfExists lets them pass. Roles cannot carry one: IfExists is for them. */
function mfaFailures(conditions: Conditions, written: Reach): TrustOutcome[] {
  const { loose } = readMfa(conditions);
  if (!loose || /^(?:role|session) /.test(written.who)) return [];
  const sentence = `MFA is asked for under ${loose}, which lets in long-term access keys without MFA: use ${loose.replace(/IfExists$/i, "")}.`;
  return [failed("trust_mfa_optional", "ok", sentence, `${loose} aws:MultiFactorAuthPresent`)];
}

const coversPrincipal = ({ principals }: TrustStatement, type: string, value: string): boolean =>
  principals.isExcept ||
  principals.named.some((other) => other.type === type && (other.value === value || other.value === "*"));

function taggingFailures({ unlimitedTagging }: AssessedStatement, type: string, value: string, who: string) {
  if (!unlimitedTagging.some((statement) => coversPrincipal(statement, type, value))) return [];
  const sentence = `${capitalized(who)} may set any session tag, and so pass for whatever a policy grants by tag: limit aws:TagKeys.`;
  return [failed("trust_session_tags_unlimited", "weak", sentence, "sts:TagSession without aws:TagKeys")];
}

/** 0.0.0.0/0 and ::/0 are everywhere. */
const isAddressBound = (conditions: Conditions): boolean =>
  conditions
    .on("aws:sourceip")
    .some(
      ({ operator, isOptional, values }) =>
        operator === "ipaddress" && !isOptional && values.length > 0 && values.every((range) => !range.endsWith("/0")),
    );

function publicFailure(conditions: Conditions, externalId: ExternalIdJudgement): TrustOutcome {
  if (isAddressBound(conditions))
    return failed(
      "trust_public",
      "weak",
      "Any AWS account of the world may assume the role from the named addresses: name the accounts or the organisation.",
      "aws:SourceIp",
    );
  const also = externalId.isAsked ? " An External ID does not change that: it is no secret." : "";
  return failed(
    "trust_public",
    "critical",
    `Any AWS account of the world may assume the role: name the accounts or the organisation.${also}`,
  );
}

function externalFailures(
  { power, statement: { conditions } }: AssessedStatement,
  reach: Reach,
  externalId: ExternalIdJudgement,
): readonly TrustOutcome[] {
  const isMfaHeld = readMfa(conditions).isHeld;
  // Where MFA is demanded an External ID that is no good makes nothing worse.
  if (externalId.isAsked)
    return externalId.failures.map((failure) => ({ ...failure, grade: isMfaHeld ? "ok" : failure.grade }));
  if (isMfaHeld) return [];
  const isGrave = power === "admin" && reach.scope !== "principal" && !isAddressBound(conditions);
  const gravity = isGrave ? " The role is an administrator's." : "";
  const outsider = reach.scope === "principal" ? reach.who : `anyone of ${reach.who}`;
  return [
    failed(
      "trust_external_without_id",
      isGrave ? "critical" : "weak",
      `${capitalized(outsider)} may assume the role without an External ID, so that another customer of theirs can trick them into it.${gravity}`,
    ),
  ];
}

const OF_AWS: readonly TrustCheckId[] = ["trust_public", "trust_not_principal", "trust_deleted_principal"];

function fineSentence(reach: Reach, written: Reach, externalId: ExternalIdJudgement, conditions: Conditions): string {
  if (reach.scope === "network") return `Only ${reach.who} may assume the role.`;
  if (reach.place === "external") {
    if (externalId.isAsked)
      return `${capitalized(reach.who)} must send an External ID that nobody could guess.${externalId.note}`;
    return `${capitalized(reach.who)} must come with MFA, which no vendor's software can supply.`;
  }
  if (reach.place === "own_organization") {
    const belongs =
      reach.scope === "organization" ? "is your own" : "belongs to your organisation or is connected here";
    return `${capitalized(reach.who)} ${belongs}.`;
  }
  return reach.scope === "account" && written.scope === "account" && written.place !== "public"
    ? "Anyone of this account whose own policies allow sts:AssumeRole on the role: the account decides itself."
    : `${capitalized(reach.who)} may assume the role${conditions.keys.length > 0 ? " under the conditions of the statement" : ""}.`;
}

type AwsFindings = { written: Reach; reach: Reach; externalId: ExternalIdJudgement };

function outcomesOf(
  assessed: AssessedStatement,
  type: string,
  value: string,
  { written, reach, externalId }: AwsFindings,
): TrustOutcome[] {
  const { conditions } = assessed.statement;
  const mfa = mfaFailures(conditions, written);
  const asked: TrustCheckId[] = [...OF_AWS, ...(readMfa(conditions).isAsked ? (["trust_mfa_optional"] as const) : [])];
  if (reach.place === "public") return withPassed([publicFailure(conditions, externalId), ...mfa], asked);
  if (reach.place !== "external" || reach.scope === "network") return withPassed(mfa, asked);
  return withPassed(
    [...externalFailures(assessed, reach, externalId), ...taggingFailures(assessed, type, value, reach.who), ...mfa],
    [
      ...asked,
      "trust_external_without_id",
      ...(externalId.isAsked ? EXTERNAL_ID_CHECKS : []),
      "trust_session_tags_unlimited",
    ],
  );
}

function deleted(assessed: AssessedStatement, value: string): Assessment {
  const sentence = `${value} is the id of a user or role that was deleted: nobody can come in by it, and a new one of the same name neither. Take it out.`;
  return {
    origin: "deleted",
    awsAccountId: null,
    vendor: null,
    who: value,
    outcomes: withPassed([failed("trust_deleted_principal", "weak", sentence)], OF_AWS),
    fine: "",
    isKnown: true,
    recommend: () => recommendDeleted(assessed),
  };
}

/** A value that is no form of principal that IAM knows. */
const unknownPrincipal = (value: string): Assessment => ({
  origin: "external",
  awsAccountId: null,
  vendor: null,
  who: value,
  outcomes: [],
  fine: `"${value}" is no form of principal that AWS documents: whom it lets in cannot be told.`,
  isKnown: false,
  recommend: () => ({ statements: [] }),
});

/** What of a statement for everybody counts once it is held to accounts outside. */
const outsideOf = (
  { statement: { conditions }, surroundings }: AssessedStatement,
  failing: readonly TrustCheckId[],
) => ({
  failing: readMfa(conditions).loose === null ? failing : [...failing, "trust_mfa_optional" as const],
  externalId: judgeExternalId(conditions, surroundings),
  isMfaHeld: readMfa(conditions).isHeld,
});

/** NotPrincipal under Allow lets in all the rest of the world, whatever the conditions. */
function everybodyBut(assessed: AssessedStatement): Assessment {
  const sentence =
    "The statement lets in everybody but those whom NotPrincipal names: name those who may come in under Principal.";
  return {
    origin: "public",
    awsAccountId: null,
    vendor: null,
    who: "everybody",
    outcomes: withPassed([failed("trust_not_principal", "critical", sentence)], ["trust_not_principal"]),
    fine: "",
    isKnown: true,
    recommend: () => recommendPublic(assessed, "*", outsideOf(assessed, ["trust_not_principal"])),
  };
}

/**
 * Grades an AWS principal: an account, a user, role or session, a deleted one, or everybody, with the conditions on who the caller is
 * and on the External ID.
 */
export function assessAws(assessed: AssessedStatement, type: string, value: string): Assessment {
  if (assessed.statement.principals.isExcept) return everybodyBut(assessed);
  const { statement, surroundings } = assessed;
  const written = writtenReach(value, surroundings);
  if (written === "deleted") return deleted(assessed, value);
  if (written === "unknown") return unknownPrincipal(value);
  const reach = reachOf(written, statement.conditions, surroundings);
  const externalId = judgeExternalId(statement.conditions, surroundings);
  const outcomes = outcomesOf(assessed, type, value, { written, reach, externalId });
  const failing = outcomes.filter(({ isFailed }) => isFailed).map(({ checkId }) => checkId);
  return {
    origin: reach.place,
    awsAccountId: reach.awsAccountId,
    vendor: reach.awsAccountId ? vendorOf(reach.awsAccountId) : null,
    who: reach.who,
    outcomes,
    fine: fineSentence(reach, written, externalId, statement.conditions),
    isKnown: true,
    recommend: () =>
      reach.place === "public"
        ? recommendPublic(assessed, value, outsideOf(assessed, failing))
        : recommendAws(assessed, { value, awsAccountId: reach.awsAccountId, failing, externalId }),
  };
}
