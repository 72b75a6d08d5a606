type Value = string | readonly string[];
type Condition = Record<string, Record<string, Value>>;
type Principal = "*" | Record<string, Value>;
export type Statement = {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Principal;
  NotPrincipal?: Principal;
  Action: Value;
  Condition?: Condition;
};

/** The text of a trust policy. */
export const trustOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const allow = (Principal: Principal, Action: Value, Condition?: Condition): string =>
  trustOf({ Effect: "Allow", Principal, Action, ...(Condition ? { Condition } : {}) });

export const accountRoot = (awsAccountId: string) => `arn:aws:iam::${awsAccountId}:root`;

export const trustAws = (principals: Value, condition?: Condition) =>
  allow({ AWS: principals }, "sts:AssumeRole", condition);

export const trustEverybody = (condition?: Condition) => allow("*", "sts:AssumeRole", condition);

export const trustService = (services: Value, condition?: Condition) =>
  allow({ Service: services }, "sts:AssumeRole", condition);

/** A vendor's account with an External ID, as most vendors ask for it. */
export const trustVendor = (awsAccountId: string, externalId: string) =>
  trustAws(accountRoot(awsAccountId), { StringEquals: { "sts:ExternalId": externalId } });

/** An OIDC provider, with a condition whose keys are written without the provider: `aud`, `sub`. */
export function trustOidc(awsAccountId: string, provider: string, condition?: Condition): string {
  const principal = { Federated: `arn:aws:iam::${awsAccountId}:oidc-provider/${provider}` };
  if (!condition) return allow(principal, "sts:AssumeRoleWithWebIdentity");
  const full = Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [`${provider}:${key}`, value])),
    ]),
  );
  return allow(principal, "sts:AssumeRoleWithWebIdentity", full);
}

export const trustSaml = (awsAccountId: string, provider: string, audience?: string) =>
  allow(
    { Federated: `arn:aws:iam::${awsAccountId}:saml-provider/${provider}` },
    ["sts:AssumeRoleWithSAML", "sts:TagSession"],
    audience === undefined ? undefined : { StringEquals: { "SAML:aud": audience } },
  );

export const trustCognito = (condition?: Condition) =>
  allow({ Federated: "cognito-identity.amazonaws.com" }, "sts:AssumeRoleWithWebIdentity", condition);

export const trustPodIdentity = (awsAccountId: string, cluster: string, namespace: string, serviceAccount: string) =>
  allow({ Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"], {
    StringEquals: {
      "aws:SourceAccount": awsAccountId,
      "aws:RequestTag/eks-cluster-name": cluster,
      "aws:RequestTag/kubernetes-namespace": namespace,
      "aws:RequestTag/kubernetes-service-account": serviceAccount,
    },
  });

export const trustRolesAnywhere = (condition?: Condition) =>
  allow(
    { Service: "rolesanywhere.amazonaws.com" },
    ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    condition,
  );
