import type { TrustCheckId } from "../../judgement/check.ts";
import type { TrustOutcome } from "../../judgement/trust.ts";
import { type Conditions, describeDemand, heldDemands } from "../../policy/conditions.ts";
import type { Json } from "../../policy/json.ts";
import type { Issuer } from "./issuer.ts";
import { type ClaimReading, claimKey, claimNames, namedParts, readClaims } from "./oidc-claims.ts";
import { capitalized, inOrder } from "./phrases.ts";
import { rewriteStatement } from "./rewrite-statement.ts";
import { ISSUERS } from "./shared-issuers.ts";
import { type AssessedStatement, type Assessment, failed, withPassed } from "./trust-assessment.ts";

const OF_OIDC: readonly TrustCheckId[] = [
  "trust_oidc_without_subject",
  "trust_oidc_any_tenant",
  "trust_oidc_broad_subject",
  "trust_oidc_optional_claim",
];
const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";

/** The issuer of an OIDC principal: the ARN of its provider, or its bare name where AWS knows it without one. */
export function issuerUrlOf(principal: string): string {
  const marker = ":oidc-provider/";
  const at = principal.indexOf(marker);
  return at < 0 ? principal : principal.slice(at + marker.length);
}

/** An issuer that nobody shares. Any claim of it may tell who comes. */
function ownIssuer(url: string, conditions: Conditions): Issuer {
  const prefix = `${url.toLowerCase()}:`;
  const claims = conditions.keys
    .filter((key) => key.startsWith(prefix) && key !== `${prefix}aud`)
    .map((key) => [key.slice(prefix.length), { names: "project", named: /./ } as const] as const);
  return {
    name: url,
    matches: /^$/,
    isOfOneTenant: true,
    claims: Object.fromEntries(claims),
    enough: 2,
    audience: "REPLACE-WITH-AUDIENCE",
    recommended: { claim: "sub", value: "REPLACE-WITH-SUBJECT" },
  };
}

/** An issuer as the table knows it; one that it does not know is taken for the customer's own. */
export const issuerOf = (url: string, conditions: Conditions): Issuer =>
  sharedIssuer(url) ?? ownIssuer(url, conditions);

/** Issuers that were looked up; the roles of an account name few. */
const lookedUp = new Map<string, Issuer | null>();
const MOST_LOOKED_UP = 500;

/** Null: the issuer is in no table of shared ones. */
export function sharedIssuer(url: string): Issuer | null {
  const known = lookedUp.get(url);
  if (known !== undefined) return known;
  const lower = url.toLowerCase();
  const found = ISSUERS.find(({ matches }) => matches.test(lower)) ?? null;
  if (lookedUp.size >= MOST_LOOKED_UP) lookedUp.clear();
  lookedUp.set(url, found);
  return found;
}

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
  const key = `${url}:aud`.toLowerCase();
  const [demand] = heldDemands(conditions, key).filter(({ values }) => values.every(({ prefix }) => prefix !== ""));
  if (demand) return [];
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

/** A value with the tenant and project that the statement names already, where it names one. */
function filledIn({ value, project = "" }: Issuer["recommended"], conditions: Conditions, url: string, issuer: Issuer) {
  const only = (part: "tenant" | "project") => {
    const [first, ...others] = new Set(namedParts(conditions, url, issuer, part));
    return others.length === 0 ? (first ?? null) : null;
  };
  const tenant = only("tenant") ?? "REPLACE-WITH-TENANT";
  const known = only("project");
  // An id is no name, and a name without its tenant no project where both stand in one.
  const isFitting = known !== null && project.includes("/") === known.includes("/");
  return value.replace("{project}", () => (isFitting ? known : project)).replaceAll("{tenant}", () => tenant);
}

function audienceValue({ surroundings }: AssessedStatement, principal: string, issuer: Issuer): string {
  const clientIds = surroundings.providers.get(principal)?.clientIds ?? [];
  return clientIds.length === 1 ? clientIds[0]! : issuer.audience;
}

type OidcFindings = { url: string; issuer: Issuer; isRightSubject: boolean; isRightAudience: boolean };

function recommendOidc(assessed: AssessedStatement, principal: string, findings: OidcFindings): Json {
  const { url, issuer, isRightSubject, isRightAudience } = findings;
  const { raw, conditions } = assessed.statement;
  const { claim, isPattern } = issuer.recommended;
  const key = claim.startsWith("sts:") ? claim : `${url}:${claim}`;
  const subject = { [key]: filledIn(issuer.recommended, conditions, url, issuer) };
  const dropped = isRightSubject ? [] : claimNames(issuer).filter((name) => name !== "aud" || claim === "aud");
  const isAudienceAdded = !isRightAudience && issuer.audience !== "" && claim !== "aud";
  const equals = {
    ...(isRightSubject || isPattern ? {} : subject),
    ...(isAudienceAdded ? { [`${url}:aud`]: audienceValue(assessed, principal, issuer) } : {}),
  };
  return rewriteStatement(raw, {
    principal: { Federated: principal },
    action: WEB_IDENTITY,
    drop: [
      ...dropped.map((name) => claimKey(url, name)),
      ...(isRightSubject ? [] : [`${url}:sub`.toLowerCase()]),
      ...(isAudienceAdded ? [`${url}:aud`.toLowerCase()] : []),
    ],
    add: {
      ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
      ...(!isRightSubject && isPattern ? { StringLike: subject } : {}),
    },
  });
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
    recommend: () =>
      recommendOidc(assessed, principal, {
        url,
        issuer,
        isRightSubject: subject.length === 0,
        isRightAudience: audience.length === 0,
      }),
  };
}
