import type { TrustOutcome } from "../../judgement/trust.ts";
import { type ConditionValue, demandsAll, demandsExact, readConditions } from "../../policy/conditions.ts";
import type { Json } from "../../policy/json.ts";
import { isClusterIssuer } from "./cluster-issuers.ts";
import { issuerUrlOf } from "./find-issuer.ts";
import { assessOidc, audienceFailures } from "./grade-oidc.ts";
import { blockIn, type Guard, leavesRoomFor } from "./guards.ts";
import { audienceGuards } from "./recommend-oidc.ts";
import { changedBlock, rewriteStatement } from "./rewrite-statement.ts";
import {
  type AssessedStatement,
  type Assessment,
  failed,
  type Recommendation,
  withPassed,
} from "./trust-assessment.ts";
import type { TrustStatement } from "./trust-statements.ts";

type Found = Pick<Assessment, "who" | "outcomes" | "fine" | "recommend">;

const WEB_IDENTITY = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"];

/**
 * Where the sign-in page of each partition stands; a Region may stand before it.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/signin-service.html
 */
const SIGN_IN_HOSTS: Readonly<Record<string, string>> = {
  aws: "signin.aws.amazon.com",
  "aws-cn": "signin.amazonaws.cn",
  "aws-us-gov": "signin.amazonaws-us-gov.com",
  "aws-eusc": "signin.amazonaws-eusc.eu",
  "aws-iso": "signin.c2shome.ic.gov",
  "aws-iso-b": "signin.sc2shome.sgov.gov",
  "aws-iso-e": "signin.csphome.adc-e.uk",
  "aws-iso-f": "signin.csphome.hci.ic.gov",
};

/**
 * The address that takes assertions: one for all, or one for the provider, whose id stands at its end.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
const SIGN_IN = /^https:\/\/(?:[a-z0-9-]+\.)?(signin\.[a-z.-]+)\/saml(?:\/acs\/[A-Za-z0-9]+)?$/;
/** The same with wildcards for the Region and for what ends the path. */
const SIGN_INS =
  /^https:\/\/(?:[a-z0-9*-]+\.)?(signin\.[a-z.-]+)\/saml(?:\*|\/(?:acs\/[A-Za-z0-9]*)?\*|\/acs\/[A-Za-z0-9]+)?$/;

const SAML_KEY = "saml:aud";

function isSignIn({ text, isExact }: ConditionValue, host: string): boolean {
  const [, found] = (isExact ? SIGN_IN : SIGN_INS).exec(text) ?? [];
  return found === host;
}

function assessSaml({ statement, surroundings }: AssessedStatement, principal: string): Found {
  const host = SIGN_IN_HOSTS[surroundings.partition] ?? SIGN_IN_HOSTS.aws!;
  const audience = `https://${host}/saml`;
  const isRight = demandsAll(statement.conditions, SAML_KEY, (value) => isSignIn(value, host));
  const isAsked = statement.conditions.demands(SAML_KEY).length > 0;
  const sentence = isAsked
    ? `SAML:aud is not held to ${audience}, AWS's sign-in page, so that assertions for other applications are taken or none is.`
    : `No audience is demanded, so that assertions for other applications are taken: demand SAML:aud ${audience}.`;
  return {
    who: providerName(principal),
    outcomes: withPassed(isRight ? [] : [failed("trust_saml_audience", "weak", sentence)], ["trust_saml_audience"]),
    fine: "Only assertions for AWS's sign-in page are taken.",
    recommend: () => recommendSaml(statement, principal, host),
  };
}

const providerName = (principal: string): string => principal.slice(principal.indexOf("/") + 1);

/**
 * What of the audience is right stays; where nothing of it is, all addresses of the sign-in page, as only the identity provider knows
 * which of them it is set to.
 */
function recommendSaml({ raw, conditions }: TrustStatement, principal: string, host: string): Recommendation {
  const standing = conditions.demands(SAML_KEY).flatMap(({ values }) => values);
  const right = standing.filter((value) => isSignIn(value, host));
  const isExact = right.length > 0 && right.every((value) => value.isExact);
  const anywhere = [`https://${host}/saml*`, `https://*.${host}/saml*`];
  const isOpen = leavesRoomFor(blockIn(raw.Condition), SAML_KEY, anywhere);
  const statement = rewriteStatement(raw, {
    principal: { Federated: principal },
    actions: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"],
    held: [SAML_KEY],
    replaced: right.length > 0 || isOpen ? [] : [SAML_KEY],
    guards: [
      {
        operator: isExact ? "StringEquals" : "StringLike",
        key: "SAML:aud",
        values: right.length > 0 ? right.map(({ text }) => text) : anywhere,
      },
    ],
  });
  return { statements: [statement] };
}

const COGNITO = "cognito-identity.amazonaws.com";

function cognitoFailure(hasPool: boolean, isAuthenticated: boolean): TrustOutcome[] {
  if (!hasPool)
    return [
      failed(
        "trust_cognito_pool",
        "critical",
        `Every Cognito identity pool of the world opens the role: demand ${COGNITO}:aud with the id of your pool.`,
      ),
    ];
  if (isAuthenticated) return [];
  return [
    failed(
      "trust_cognito_pool",
      "weak",
      `Guests of the pool, who have not signed in, may assume the role: demand ${COGNITO}:amr authenticated.`,
    ),
  ];
}

function assessCognito({ statement: { conditions, raw } }: AssessedStatement): Found {
  const hasPool = demandsExact(conditions, `${COGNITO}:aud`);
  const isAuthenticated = demandsAll(conditions, `${COGNITO}:amr`, ({ text }) => text === "authenticated");
  return {
    who: "Cognito identity pools",
    outcomes: withPassed(cognitoFailure(hasPool, isAuthenticated), ["trust_cognito_pool"]),
    fine: "Only signed-in users of the named identity pool may assume the role.",
    recommend: () => recommendCognito(raw, hasPool, isAuthenticated),
  };
}

const AUTHENTICATED = "authenticated";
const GUESTS =
  "The role is for guests of the pool: if it is meant to be, allow it nothing that a stranger may not do; if not, demand amr authenticated.";

function recommendCognito(raw: Json, hasPool: boolean, isAuthenticated: boolean): Recommendation {
  const isForGuests = !leavesRoomFor(blockIn(raw.Condition), `${COGNITO}:amr`, [AUTHENTICATED]);
  if (isForGuests && hasPool) return { statements: [], advice: GUESTS };
  const pool: Guard = { operator: "StringEquals", key: `${COGNITO}:aud`, values: "REPLACE-WITH-IDENTITY-POOL-ID" };
  const signedIn: Guard = { operator: "ForAnyValue:StringLike", key: `${COGNITO}:amr`, values: AUTHENTICATED };
  const statement = rewriteStatement(raw, {
    principal: { Federated: COGNITO },
    actions: WEB_IDENTITY,
    held: [`${COGNITO}:aud`],
    guards: [...(hasPool ? [] : [pool]), ...(isAuthenticated || isForGuests ? [] : [signedIn])],
  });
  return { statements: [statement], ...(isForGuests ? { advice: GUESTS } : {}) };
}

const NAMESPACE = /^system:serviceaccount:[^:]+:/;

function assessCluster(assessed: AssessedStatement, principal: string, url: string): Found {
  const { conditions } = assessed.statement;
  const subject = `${url}:sub`;
  const isBound = demandsAll(conditions, subject.toLowerCase(), ({ prefix }) => NAMESPACE.test(prefix));
  const isExact = demandsExact(conditions, subject.toLowerCase());
  const audience = audienceFailures(assessed, principal, url);
  const cluster = failed(
    "trust_eks_whole_cluster",
    "weak",
    "Service accounts of every namespace of the cluster may assume the role: demand sub with namespace and service account.",
  );
  return {
    who: "the cluster",
    outcomes: withPassed(
      [...(isBound ? [] : [cluster]), ...audience],
      ["trust_eks_whole_cluster", "trust_oidc_without_audience", "trust_oidc_optional_claim"],
    ),
    fine: isExact
      ? "Only the named service accounts of the cluster may assume the role."
      : "Service accounts of the named namespaces may assume the role.",
    recommend: () => recommendCluster(assessed, principal, url),
  };
}

const SERVICE_ACCOUNT = "system:serviceaccount:REPLACE-WITH-NAMESPACE:REPLACE-WITH-SERVICE-ACCOUNT";

function recommendCluster(assessed: AssessedStatement, principal: string, url: string): Recommendation {
  const { raw } = assessed.statement;
  const keys = [`${url}:sub`, `${url}:aud`].map((key) => key.toLowerCase());
  const change = { principal: { Federated: principal }, actions: WEB_IDENTITY, held: keys };
  const standing = readConditions(changedBlock(raw, change));
  const isBound = demandsAll(standing, keys[0]!, ({ prefix }) => NAMESPACE.test(prefix));
  if (!isBound && !leavesRoomFor(blockIn(raw.Condition), `${url}:sub`, [SERVICE_ACCOUNT]))
    return {
      statements: [],
      advice: `Demand ${url}:sub with namespace and service account in the place of what is demanded now.`,
    };
  const subject: Guard = { operator: "StringEquals", key: `${url}:sub`, values: SERVICE_ACCOUNT };
  const audience = audienceGuards({ ...assessed, conditions: standing }, principal, url, "sts.amazonaws.com");
  return { statements: [rewriteStatement(raw, { ...change, guards: [...audience, ...(isBound ? [] : [subject])] })] };
}

/** Grades an identity provider: SAML, Cognito identity pools, Kubernetes clusters, other OIDC issuers. */
export function assessFederated(assessed: AssessedStatement, principal: string): Assessment {
  const common = { origin: "identity_provider", awsAccountId: null, vendor: null, isKnown: true } as const;
  if (/:saml-provider\//.test(principal)) return { ...common, ...assessSaml(assessed, principal) };
  if (principal.toLowerCase() === COGNITO) return { ...common, ...assessCognito(assessed) };
  const url = issuerUrlOf(principal);
  return isClusterIssuer(url)
    ? { ...common, ...assessCluster(assessed, principal, url) }
    : assessOidc(assessed, principal);
}
