import type { AccountName } from "./accounts.ts";
import type { RolePlan, Scene } from "./plans.ts";
import { trustCognito, trustOidc, trustRolesAnywhere, trustService } from "./trust.ts";
import { eksProvider } from "./workload-roles.ts";

export const REGION = "eu-central-1";
const POOL = `${REGION}:0b8f6f4e-5b0b-4f0e-9a53-2f5a7e1c9d44`;
export const ANCHOR = "6f1c2d3e-98a7-4b1c-8c55-0a1b2c3d4e5f";

/** A role that shows one way of trusting; `trust` is given the id of its account. */
export type NotableRole = {
  roleName: string;
  account: AccountName;
  trust: (id: string) => string;
  policy?: string;
  inline?: RolePlan["inline"];
  createdDay: number;
  used: boolean;
  trustChanges?: RolePlan["trustChanges"];
};

/** Service principals that act across accounts, with and without a condition on the source. */
export function serviceRoles(): NotableRole[] {
  const sourced = (service: string, id: string, arn: string) =>
    trustService(`${service}.amazonaws.com`, {
      ArnLike: { "aws:SourceArn": arn },
      StringEquals: { "aws:SourceAccount": id },
    });
  return [
    {
      roleName: "SnsDeliveryFeedback",
      account: "production",
      trust: () => trustService("sns.amazonaws.com"),
      createdDay: -800,
      used: true,
    },
    {
      roleName: "SnsDeliveryStatus",
      account: "staging",
      trust: (id) => sourced("sns", id, `arn:aws:sns:${REGION}:${id}:*`),
      createdDay: -150,
      used: true,
    },
    {
      roleName: "ConfigAggregator",
      account: "security",
      trust: () => trustService("config.amazonaws.com"),
      createdDay: -900,
      used: true,
    },
    {
      roleName: "CloudTrailToLogs",
      account: "management",
      trust: () => trustService("cloudtrail.amazonaws.com"),
      createdDay: -1600,
      used: true,
    },
    {
      roleName: "CloudTrailDelivery",
      account: "logs",
      trust: (id) => sourced("cloudtrail", id, `arn:aws:cloudtrail:${REGION}:${id}:trail/organization`),
      createdDay: -300,
      used: true,
    },
    {
      roleName: "EventsInvokeTargets",
      account: "shared",
      trust: () => trustService("events.amazonaws.com"),
      createdDay: -500,
      used: true,
    },
    {
      roleName: "EventsToSecurity",
      account: "production",
      trust: (id) => sourced("events", id, `arn:aws:events:${REGION}:${id}:rule/*`),
      createdDay: 70,
      used: true,
    },
    {
      roleName: "ApiGatewayLogs",
      account: "production",
      trust: () => trustService("apigateway.amazonaws.com"),
      createdDay: -1200,
      used: true,
    },
    {
      roleName: "LambdaFromAnywhere",
      account: "development",
      trust: () => trustService(["lambda.amazonaws.com", "edgelambda.amazonaws.com"]),
      createdDay: -640,
      used: true,
    },
  ];
}

/** Web identity, Cognito, EKS and certificates. */
export function federatedRoles(scene: Scene): NotableRole[] {
  const eks = (account: AccountName, condition?: Parameters<typeof trustOidc>[2]) => (id: string) =>
    trustOidc(id, eksProvider(scene, account), condition);
  const cognito = "cognito-identity.amazonaws.com";
  const anchor = (id: string) => ({ "aws:SourceArn": `arn:aws:rolesanywhere:${REGION}:${id}:trust-anchor/${ANCHOR}` });
  return [
    {
      roleName: "external-dns",
      account: "staging",
      trust: eks("staging", { StringEquals: { aud: "sts.amazonaws.com" } }),
      createdDay: -600,
      used: true,
    },
    {
      roleName: "cluster-tools",
      account: "development",
      trust: eks("development", {
        StringEquals: { aud: "sts.amazonaws.com" },
        StringLike: { sub: "system:serviceaccount:*:*" },
      }),
      createdDay: -450,
      used: true,
    },
    {
      roleName: "cluster-autoscaler",
      account: "production",
      trust: eks("production", {
        StringEquals: { aud: "sts.amazonaws.com", sub: "system:serviceaccount:kube-system:cluster-autoscaler" },
      }),
      createdDay: -700,
      used: true,
    },
    {
      roleName: "CognitoDriverApp",
      account: "production",
      createdDay: -500,
      used: true,
      trust: () =>
        trustCognito({
          StringEquals: { [`${cognito}:aud`]: POOL },
          "ForAnyValue:StringLike": { [`${cognito}:amr`]: "authenticated" },
        }),
    },
    {
      roleName: "CognitoPrototype",
      account: "sandbox",
      createdDay: -480,
      used: false,
      trust: () => trustCognito({ "ForAnyValue:StringLike": { [`${cognito}:amr`]: "unauthenticated" } }),
    },
    {
      roleName: "OnPremisesBackup",
      account: "shared",
      createdDay: 214,
      used: true,
      trust: (id) =>
        trustRolesAnywhere({
          StringEquals: { "aws:PrincipalTag/x509Subject/CN": "backup-nas-01.fernhill.example" },
          ArnEquals: anchor(id),
        }),
    },
    {
      roleName: "OnPremisesAnything",
      account: "shared",
      createdDay: 120,
      used: true,
      trust: () => trustRolesAnywhere(),
    },
    {
      roleName: "WarehouseTerminals",
      account: "production",
      createdDay: 260,
      used: false,
      trust: (id) => trustRolesAnywhere({ ArnEquals: anchor(id) }),
    },
  ];
}
