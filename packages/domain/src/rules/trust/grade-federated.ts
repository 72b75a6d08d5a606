import type { TrustOutcome } from "../../judgement/trust.ts";
import { type ConditionValue, demandsAll, demandsExact } from "../../policy/conditions.ts";
import type { Json } from "../../policy/json.ts";
import { isClusterIssuer } from "./cluster-issuers.ts";
import { assessOidc, audienceFailures, issuerUrlOf } from "./grade-oidc.ts";
import { actionsOf, rewriteStatement } from "./rewrite-statement.ts";
import { type AssessedStatement, type Assessment, failed, withPassed } from "./trust-assessment.ts";

type Found = Pick<Assessment, "outcomes" | "fine" | "recommend">;

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

function isSignIn({ text, isExact }: ConditionValue, host: string): boolean {
  const [, found] = (isExact ? SIGN_IN : SIGN_INS).exec(text) ?? [];
  return found === host;
}

function assessSaml({ statement, surroundings }: AssessedStatement, principal: string): Found {
  const host = SIGN_IN_HOSTS[surroundings.partition] ?? SIGN_IN_HOSTS.aws!;
  const audience = `https://${host}/saml`;
  const isRight = demandsAll(statement.conditions, "saml:aud", (value) => isSignIn(value, host));
  const isAsked = statement.conditions.demands("saml:aud").length > 0;
  const sentence = isAsked
    ? `SAML:aud is not held to ${audience}, AWS's sign-in page, so that assertions for other applications are taken or none is.`
    : `No audience is demanded, so that assertions for other applications are taken: demand SAML:aud ${audience}.`;
  return {
    outcomes: withPassed(isRight ? [] : [failed("trust_saml_audience", "weak", sentence)], ["trust_saml_audience"]),
    fine: "Only assertions for AWS's sign-in page are taken.",
    recommend: () =>
      rewriteStatement(statement.raw, {
        principal: { Federated: principal },
        action: actionsOf(statement.raw, "sts:AssumeRoleWithSAML"),
        drop: ["saml:aud"],
        add: { StringEquals: { "SAML:aud": audience } },
      }),
  };
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
    outcomes: withPassed(cognitoFailure(hasPool, isAuthenticated), ["trust_cognito_pool"]),
    fine: "Only signed-in users of the named identity pool may assume the role.",
    recommend: () =>
      rewriteStatement(raw, {
        principal: { Federated: COGNITO },
        action: "sts:AssumeRoleWithWebIdentity",
        drop: [...(hasPool ? [] : [`${COGNITO}:aud`]), `${COGNITO}:amr`],
        add: {
          ...(hasPool ? {} : { StringEquals: { [`${COGNITO}:aud`]: "REPLACE-WITH-IDENTITY-POOL-ID" } }),
          "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" },
        },
      }),
  };
}

const NAMESPACE = /^system:serviceaccount:[^:]+:/;

function assessCluster(assessed: AssessedStatement, principal: string, url: string): Found {
  const { conditions, raw } = assessed.statement;
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
    outcomes: withPassed(
      [...(isBound ? [] : [cluster]), ...audience],
      ["trust_eks_whole_cluster", "trust_oidc_without_audience", "trust_oidc_optional_claim"],
    ),
    fine: isExact
      ? "Only the named service accounts of the cluster may assume the role."
      : "Service accounts of the named namespaces may assume the role.",
    recommend: (): Json =>
      rewriteStatement(raw, {
        principal: { Federated: principal },
        action: "sts:AssumeRoleWithWebIdentity",
        drop: [
          ...(isBound ? [] : [subject.toLowerCase()]),
          ...(audience.length > 0 ? [`${url}:aud`.toLowerCase()] : []),
        ],
        add: {
          StringEquals: {
            ...(audience.length > 0 ? { [`${url}:aud`]: "sts.amazonaws.com" } : {}),
            ...(isBound
              ? {}
              : { [subject]: "system:serviceaccount:REPLACE-WITH-NAMESPACE:REPLACE-WITH-SERVICE-ACCOUNT" }),
          },
        },
      }),
  };
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
