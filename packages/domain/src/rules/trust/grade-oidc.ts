import type { TrustCheckId } from "../../judgement/check.ts";
import type { TrustOutcome } from "../../judgement/trust.ts";
import { type Conditions, describeDemand } from "../../policy/conditions.ts";
import { issuerOf, issuerUrlOf } from "./find-issuer.ts";
import type { Issuer } from "./issuer.ts";
import { type ClaimReading, namedParts, readClaims } from "./oidc-claims.ts";
import { capitalized, inOrder } from "./phrases.ts";
import { isAudienceHeld, recommendOidc } from "./recommend-oidc.ts";
import { type AssessedStatement, type Assessment, failed, withPassed } from "./trust-assessment.ts";

const OF_OIDC: readonly TrustCheckId[] = [
  "trust_oidc_without_subject",
  "trust_oidc_any_tenant",
  "trust_oidc_broad_subject",
  "trust_oidc_optional_claim",
];

function missingTenant(issuer: Issuer, url: string, reading: ClaimReading): TrustOutcome {
  const { claim } = issuer.recommended;
  if (issuer.isOfOneTenant)
    return failed(
      "trust_oidc_without_subject",
      "weak",
      `Whoever gets a token of ${url} may assume the role: nothing says who. Demand ${claim}.`,
      reading.demand,
    );
  return reading.isAsked
    ? failed(
        "trust_oidc_any_tenant",
        "critical",
        `"${reading.demand}" fits tenants of ${issuer.name} that are not yours: name the tenant and what of it before any wildcard.`,
        reading.demand,
      )
    : failed(
        "trust_oidc_without_subject",
        "critical",
        `Every customer of ${issuer.name} may assume the role: nothing names the tenant. Demand ${claim}.`,
      );
}

/** Who comes in, as the statement itself names it, where it names one. */
function nameOf(part: "tenant" | "project", { issuer, url, conditions }: IssuerOfStatement): string {
  const named = inOrder(namedParts(conditions, url, issuer, part));
  if (part === "tenant")
    return named.length === 0 ? `the tenant of ${issuer.name}` : `${named.join(" and ")} (${issuer.name})`;
  if (named.length === 0) return "the project";
  const [tenant, ...others] = inOrder(namedParts(conditions, url, issuer, "tenant"));
  const isWhole = tenant === undefined || others.length > 0 || named.some((name) => name.startsWith(tenant));
  return named.map((name) => (isWhole ? name : `${tenant}/${name}`)).join(" and ");
}

type IssuerOfStatement = { issuer: Issuer; url: string; conditions: Conditions };

function levelFailures(of: IssuerOfStatement, reading: ClaimReading): TrustOutcome[] {
  const { issuer, url } = of;
  const { level, demand } = reading;
  if (level === 0) return [missingTenant(issuer, url, reading)];
  if (level >= issuer.enough) return [];
  const { project, part } = issuer.words ?? { project: "project", part: "part" };
  const by = capitalized(demand ? `by "${demand}"` : "by its issuer alone");
  if (level === 1) {
    const sentence = `${by} every ${project} of ${nameOf("tenant", of)} may assume the role, new ones too: name the ${project}.`;
    return [failed("trust_oidc_broad_subject", "weak", sentence, demand)];
  }
  const sentence = `${by} any ${part} of ${nameOf("project", of)} may assume the role: name which.`;
  return [failed(issuer.projectCheck ?? "trust_oidc_broad_subject", "weak", sentence, demand)];
}

const LOOSE: Readonly<Record<"optional" | "for_any_value", string>> = {
  optional: "lets in tokens without the claim: use StringEquals or StringLike alone",
  for_any_value: "is for keys with many values, and the claim has one: use StringEquals or StringLike alone",
};

const looseFailures = ({ loose, demand }: ClaimReading): TrustOutcome[] =>
  loose === null ? [] : [failed("trust_oidc_optional_claim", "weak", `"${demand}" ${LOOSE[loose]}.`, demand)];

/** The audience, where tokens of the issuer have one of their own. */
export function audienceFailures(
  { statement: { conditions }, surroundings }: AssessedStatement,
  principal: string,
  url: string,
): TrustOutcome[] {
  if (isAudienceHeld(conditions, url)) return [];
  const key = `${url}:aud`.toLowerCase();
  const [loose] = conditions.demands(key).filter(({ isOptional }) => isOptional);
  if (loose)
    return [
      failed(
        "trust_oidc_optional_claim",
        "weak",
        `The audience is asked for under ${loose.operator}, which lets in tokens without one: use StringEquals.`,
        describeDemand(key, loose),
      ),
    ];
  const clientIds = inOrder(surroundings.providers.get(principal)?.clientIds ?? []);
  const filter = clientIds.length > 0 ? ` Only the provider's list (${clientIds.join(", ")}) still filters.` : "";
  return [failed("trust_oidc_without_audience", "weak", `No audience is demanded: add ${url}:aud.${filter}`)];
}

function fineSentence(issuer: Issuer, { demand }: ClaimReading): string {
  const names = /(?:^|:)(?:repo|repository|project_path|organization):/.test(demand?.split(" ").at(-1) ?? "");
  const isImmutable = /repository_id|repo:[^/]+@\d+\//.test(demand ?? "");
  const note =
    names && !isImmutable
      ? " It goes by names: after a rename or deletion somebody else may take the name; an id would not change hands."
      : "";
  return `Only what the condition names of ${issuer.name} may assume the role.${note}`;
}

/**
 * Grades an OIDC provider by how far the claims that are demanded tell who comes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function assessOidc(assessed: AssessedStatement, principal: string): Assessment {
  const { conditions } = assessed.statement;
  const url = issuerUrlOf(principal);
  const issuer = issuerOf(url, conditions);
  const reading = readClaims(conditions, url, issuer);
  const subject = [...levelFailures({ issuer, url, conditions }, reading), ...looseFailures(reading)];
  const audience = issuer.audience === "" ? [] : audienceFailures(assessed, principal, url);
  const looseAudience = audience.filter(({ checkId }) => !subject.some((failure) => failure.checkId === checkId));
  return {
    origin: "identity_provider",
    awsAccountId: null,
    vendor: null,
    who: issuer.name,
    outcomes: withPassed(
      [...subject, ...looseAudience],
      [
        ...OF_OIDC,
        ...(issuer.projectCheck ? [issuer.projectCheck] : []),
        ...(issuer.audience === "" ? [] : (["trust_oidc_without_audience"] as const)),
      ],
    ),
    fine: fineSentence(issuer, reading),
    isKnown: true,
    recommend: () => recommendOidc(assessed, principal, url, issuer),
  };
}
