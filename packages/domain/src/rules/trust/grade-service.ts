import type { TrustOutcome } from "../../judgement/trust.ts";
import { accountOfArn } from "../../policy/arns.ts";
import {
  type Conditions,
  type ConditionValue,
  demandsAll,
  demandsExact,
  heldDemands,
  readConditions,
} from "../../policy/conditions.ts";
import type { Json } from "../../policy/json.ts";
import { type Guard, leavesRoomFor } from "./guards.ts";
import { isOwnOrganization, tiedToAccount, WITH_VARIABLES } from "./resource-variables.ts";
import { changedBlock, rewriteStatement } from "./rewrite-statement.ts";
import { crossServiceArn, serviceName } from "./services.ts";
import {
  type AssessedStatement,
  type Assessment,
  failed,
  type Recommendation,
  withPassed,
} from "./trust-assessment.ts";

/** Services in whose ARNs the account is left out. */
const ARNS_WITHOUT_ACCOUNT: readonly string[] = ["apigateway"];
const SOURCE_KEYS = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

/** Whether an ARN names the account, or, where its ARNs have none, the thing itself. */
function namesSource({ isExact, text, prefix }: ConditionValue): boolean {
  if (isExact) return text !== "";
  if (accountOfArn(text)) return true;
  const [, , , , account, resource = ""] = prefix.split(":");
  return account === "" && resource.split("/").filter(Boolean).length >= 2;
}

const namesOrganization = ({ text, prefix }: ConditionValue): boolean =>
  isOwnOrganization(text.split("/", 1)[0]!) || /^o-[a-z0-9]+(?:\/|$)/.test(prefix);

/** Whether the service is held to an account, an organisation or one thing; Firehose and Cognito send an External ID for that. */
const isSourceHeld = (conditions: Conditions): boolean =>
  demandsAll(conditions, "aws:sourcearn", namesSource) ||
  demandsExact(conditions, "aws:sourceaccount") ||
  demandsAll(conditions, "aws:sourceorgid", namesOrganization) ||
  demandsAll(conditions, "aws:sourceorgpaths", namesOrganization) ||
  demandsExact(conditions, "sts:externalid");

function assessCrossService({ statement, surroundings }: AssessedStatement, value: string, arnService: string) {
  const isHeld = isSourceHeld(statement.conditions);
  const { awsAccountId, partition } = surroundings;
  const failures: TrustOutcome[] = isHeld
    ? []
    : [
        failed(
          "trust_service_without_source",
          "weak",
          `${value} may be made to use the role by somebody of another account: demand aws:SourceArn or aws:SourceAccount.`,
        ),
      ];
  return {
    outcomes: withPassed(failures, ["trust_service_without_source"]),
    fine: `${value} may use the role only for what the condition names.`,
    recommend: () => recommendSource(statement.raw, value, { awsAccountId, partition, arnService }),
  };
}

type Source = { awsAccountId: string; partition: string; arnService: string };

/** What stands is held, and the account demanded besides; an ARN only where none stands, and where ARNs of the service have an account. */
function recommendSource(raw: Json, value: string, { awsAccountId, partition, arnService }: Source): Recommendation {
  const change = { principal: { Service: value }, held: SOURCE_KEYS };
  const block = changedBlock(raw, change);
  if (isSourceHeld(tiedToAccount(readConditions(block), WITH_VARIABLES, awsAccountId)))
    return { statements: [rewriteStatement(raw, change)] };
  if (!leavesRoomFor(block, "aws:SourceAccount", [awsAccountId]))
    return {
      statements: [],
      advice: `Demand aws:SourceAccount ${awsAccountId} of ${value} in the place of what is demanded now.`,
    };
  const hasArn = readConditions(block).on("aws:sourcearn").length > 0;
  const guards: Guard[] = [
    ...(hasArn || ARNS_WITHOUT_ACCOUNT.includes(arnService)
      ? []
      : ([
          { operator: "ArnLike", key: "aws:SourceArn", values: `arn:${partition}:${arnService}:*:${awsAccountId}:*` },
        ] as const)),
    { operator: "StringEquals", key: "aws:SourceAccount", values: awsAccountId },
  ];
  return { statements: [rewriteStatement(raw, { ...change, guards })] };
}

/** All trust anchors of a Region. */
const ANCHORS = /^(arn:[^:*?$]+:rolesanywhere:[^:*?$]+:\d{12}):trust-anchor\/\*$/;
const namesAnchor = ({ isExact, text }: ConditionValue): boolean => isExact && /:trust-anchor\/./.test(text);
const isFilled = ({ prefix }: ConditionValue): boolean => prefix !== "";
const certificateKey = (key: string): boolean => /^aws:principaltag\/x509(?:subject|issuer|san)\//.test(key);

/** Roles Anywhere writes the certificate's common name into the source identity. */
const isCertificateHeld = (conditions: Conditions): boolean =>
  conditions.keys.some((key) => certificateKey(key) && demandsAll(conditions, key, isFilled)) ||
  demandsAll(conditions, "sts:sourceidentity", ({ prefix }) => prefix.replace(/^CN=/i, "") !== "");

const missingOf = (hasAnchor: boolean, hasCertificate: boolean): string =>
  hasAnchor
    ? "Any certificate of the named trust anchor opens the role: demand a part of the certificate, such as aws:PrincipalTag/x509Subject/CN."
    : hasCertificate
      ? "Certificates of every trust anchor of the account open the role: demand aws:SourceArn of one."
      : "Any certificate of any trust anchor of the account opens the role: demand aws:SourceArn and a part of the certificate.";

function assessRolesAnywhere({ statement, surroundings }: AssessedStatement, value: string) {
  const { conditions, raw } = statement;
  const hasAnchor = demandsAll(conditions, "aws:sourcearn", namesAnchor);
  const hasCertificate = isCertificateHeld(conditions);
  const isRight = hasAnchor && hasCertificate;
  const { awsAccountId, partition } = surroundings;
  const anchors = conditions
    .demands("aws:sourcearn")
    .flatMap(({ values }) => values.flatMap(({ text }) => ANCHORS.exec(text)?.[1] ?? []));
  const anchor = `${anchors[0] ?? `arn:${partition}:rolesanywhere:REPLACE-WITH-REGION:${awsAccountId}`}:trust-anchor/REPLACE-WITH-TRUST-ANCHOR-ID`;
  const failures = isRight
    ? []
    : [failed("trust_roles_anywhere_any_certificate", "weak", missingOf(hasAnchor, hasCertificate))];
  return {
    outcomes: withPassed(failures, ["trust_roles_anywhere_any_certificate"]),
    fine: "Only the named certificates of one trust anchor open the role.",
    recommend: (): Recommendation => ({
      statements: [
        rewriteStatement(raw, {
          principal: { Service: value },
          actions: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
          held: [...SOURCE_KEYS, ...conditions.keys.filter(certificateKey), "sts:sourceidentity"],
          guards: [
            ...(hasCertificate
              ? []
              : ([
                  {
                    operator: "StringEquals",
                    key: "aws:PrincipalTag/x509Subject/CN",
                    values: "REPLACE-WITH-COMMON-NAME",
                  },
                ] as const)),
            ...(hasAnchor ? [] : ([{ operator: "ArnEquals", key: "aws:SourceArn", values: anchor }] as const)),
          ],
        }),
      ],
    }),
  };
}

function assessPlain({ statement: { conditions } }: AssessedStatement, value: string) {
  const isHeld = SOURCE_KEYS.some((key) => heldDemands(conditions, key).length > 0);
  return {
    outcomes: [],
    fine: isHeld
      ? `${value} may use the role only for what the condition names.`
      : `${value} uses the role only for what somebody of this account gave it to (iam:PassRole).`,
    recommend: (): Recommendation => ({ statements: [] }),
  };
}

/**
 * Grades an AWS service.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function assessService(assessed: AssessedStatement, value: string): Assessment {
  const service = serviceName(value);
  const arnService = value === "*" ? "*" : crossServiceArn(service);
  const found =
    service === "rolesanywhere"
      ? assessRolesAnywhere(assessed, value)
      : arnService
        ? assessCrossService(assessed, value, arnService)
        : assessPlain(assessed, value);
  return { ...found, origin: "service", awsAccountId: null, vendor: null, who: value, isKnown: true };
}
