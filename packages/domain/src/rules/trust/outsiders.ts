import type { FoundOutsider } from "../../judgement/trust-map.ts";
import { type Conditions, heldDemands } from "../../policy/conditions.ts";
import { reachOf, writtenReach } from "./aws-reach.ts";
import { isClusterIssuer } from "./cluster-issuers.ts";
import { issuerUrlOf, sharedIssuer } from "./find-issuer.ts";
import { namedParts, namedValues, readClaims } from "./oidc-claims.ts";
import type { TrustSurroundings } from "./trust-assessment.ts";
import type { ReadTrust, TrustStatement } from "./trust-statements.ts";
import { vendorOf } from "./vendors.ts";

const EVERYBODY: FoundOutsider = {
  kind: "everybody",
  id: "*",
  name: "Any AWS account of the world",
  isVendor: false,
  requiresExternalId: null,
};
const COGNITO = "cognito-identity.amazonaws.com";

const requiresExternalId = (conditions: Conditions): boolean =>
  heldDemands(conditions, "sts:externalid").some(({ values }) => values.every(({ isExact }) => isExact));

function awsOutsiders(
  { conditions, principals: { isExcept } }: TrustStatement,
  value: string,
  surroundings: TrustSurroundings,
): FoundOutsider[] {
  if (isExcept) return [EVERYBODY];
  const written = writtenReach(value, surroundings);
  if (written === "deleted" || written === "unknown") return [];
  const reach = reachOf(written, conditions, surroundings);
  if (reach.place === "public") return [{ ...EVERYBODY, requiresExternalId: requiresExternalId(conditions) }];
  const { awsAccountId, organizationId, place } = reach;
  const id = awsAccountId ?? organizationId;
  if (place === "same_account" || id === null) return [];
  const vendor = awsAccountId === null ? null : vendorOf(awsAccountId);
  return [
    {
      kind: "aws_account",
      id,
      name: vendor ?? (awsAccountId === null ? `Organisation ${id}` : `Account ${id}`),
      isVendor: vendor !== null,
      requiresExternalId: requiresExternalId(conditions),
    },
  ];
}

const oidc = (id: string, name: string): FoundOutsider => ({
  kind: "oidc",
  id,
  name,
  isVendor: false,
  requiresExternalId: null,
});

function cognitoOutsiders(conditions: Conditions): FoundOutsider[] {
  const pools = heldDemands(conditions, `${COGNITO}:aud`).flatMap(({ values }) => values);
  if (pools.length === 0 || pools.some(({ isExact }) => !isExact))
    return [oidc(COGNITO, "Users of any Cognito identity pool")];
  return pools.map(({ text }) => oidc(`${COGNITO} ${text}`, `Users of the Cognito identity pool ${text}`));
}

/** The tenant of a shared issuer as the statement names it; an own issuer is one tenant as a whole. */
function issuerOutsiders(url: string, conditions: Conditions): FoundOutsider[] {
  const issuer = sharedIssuer(url);
  if (!issuer) return [oidc(url, url)];
  if (issuer.isOfOneTenant) {
    const [, ...groups] = issuer.matches.exec(url.toLowerCase()) ?? [];
    return [oidc(url, `${issuer.name}: ${groups.find((group) => group !== undefined) ?? url}`)];
  }
  if (readClaims(conditions, url, issuer).level === 0) return [oidc(url, `Any customer of ${issuer.name}`)];
  const tenants = namedParts(conditions, url, issuer, "tenant");
  const names = tenants.length > 0 ? tenants : namedValues(conditions, url, issuer);
  return [...new Set(names)].map((name) => oidc(`${url} ${name}`, `${issuer.name}: ${name}`));
}

function federatedOutsiders({ conditions }: TrustStatement, value: string): FoundOutsider[] {
  if (value.includes(":saml-provider/"))
    return [
      { kind: "saml", id: value, name: value.slice(value.indexOf("/") + 1), isVendor: false, requiresExternalId: null },
    ];
  if (value.toLowerCase() === COGNITO) return cognitoOutsiders(conditions);
  const url = issuerUrlOf(value);
  // A cluster of one's own is not outside.
  return isClusterIssuer(url) ? [] : issuerOutsiders(url, conditions);
}

function outsidersOfPrincipal(
  statement: TrustStatement,
  { type, value }: { type: string; value: string },
  surroundings: TrustSurroundings,
): FoundOutsider[] {
  const { isExcept } = statement.principals;
  if (type === "Service" && !isExcept) return [];
  return type === "Federated" && !isExcept
    ? federatedOutsiders(statement, value)
    : awsOutsiders(statement, value, surroundings);
}

/**
 * Who comes in by a trust policy from elsewhere than the role's account, each once; which of them are the tenant's own changes without
 * the role, so that it is asked later. An External ID counts only if every statement for that outsider has one.
 */
export function findOutsiders({ statements }: ReadTrust, surroundings: TrustSurroundings): FoundOutsider[] {
  const found = new Map<string, FoundOutsider>();
  for (const statement of statements.filter(({ letsIn }) => letsIn))
    for (const principal of statement.principals.named)
      for (const outsider of outsidersOfPrincipal(statement, principal, surroundings)) {
        const key = `${outsider.kind} ${outsider.id}`;
        const known = found.get(key);
        const isAsked = known?.requiresExternalId === false ? false : outsider.requiresExternalId;
        found.set(key, { ...outsider, requiresExternalId: isAsked });
      }
  return [...found.values()];
}
