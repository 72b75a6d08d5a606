import { oidcProviderOf } from "@rolecall/aws-emulator";
import {
  ACCOUNT_NAMES,
  ACCOUNTS,
  type AccountName,
  accountId,
  MANAGEMENT_ACCOUNT_ID,
  ORGANIZATION_ID,
} from "./accounts.ts";
import { monthDay } from "./calendar.ts";
import { awsManaged, inlinePolicy } from "./groups-and-policies.ts";
import type { AccountChange, RolePlan, Scene, StoryLine } from "./plans.ts";
import { randomOf } from "./random.ts";
import { iamCall } from "./trail.ts";
import { accountRoot, trustAws, trustOidc, trustPodIdentity, trustService } from "./trust.ts";

const WORKLOAD_ACCOUNTS: readonly AccountName[] = ["production", "staging", "development", "data", "shared", "legacy"];

type ServiceLinked = { name: string; service: string; accounts: readonly AccountName[] | "all"; createdDay?: number };

const SERVICE_LINKED: readonly ServiceLinked[] = [
  { name: "Organizations", service: "organizations", accounts: "all" },
  { name: "Support", service: "support", accounts: "all" },
  { name: "TrustedAdvisor", service: "trustedadvisor", accounts: "all" },
  { name: "CloudTrail", service: "cloudtrail", accounts: "all" },
  { name: "Config", service: "config", accounts: "all" },
  { name: "AmazonGuardDuty", service: "guardduty", accounts: "all", createdDay: -300 },
  { name: "SecurityHub", service: "securityhub", accounts: "all", createdDay: -200 },
  { name: "SSO", service: "sso", accounts: "all", createdDay: monthDay(3) - 7 },
  { name: "AccessAnalyzer", service: "access-analyzer", accounts: "all", createdDay: monthDay(7) + 1 },
  { name: "AutoScaling", service: "autoscaling", accounts: WORKLOAD_ACCOUNTS },
  { name: "ElasticLoadBalancing", service: "elasticloadbalancing", accounts: WORKLOAD_ACCOUNTS },
  { name: "RDS", service: "rds", accounts: WORKLOAD_ACCOUNTS },
  { name: "ECS", service: "ecs", accounts: ["production", "staging", "development", "data"] },
  { name: "AmazonEKS", service: "eks", accounts: ["production", "staging", "development"] },
  { name: "ElastiCache", service: "elasticache", accounts: ["production", "staging", "legacy"] },
];

/** The day on which an account has what every account has; the acquired one brings it along when it joins. */
const early = (account: AccountName, day: number) => Math.max(day, 3 - ACCOUNTS[account].createdDaysBefore);

function serviceLinkedRoles(scene: Scene): RolePlan[] {
  return SERVICE_LINKED.flatMap(({ name, service, accounts, createdDay }) =>
    (accounts === "all" ? ACCOUNT_NAMES : accounts).map((account): RolePlan => {
      const random = randomOf(scene.seed, "service-linked", name, account);
      const joinDay = monthDay(ACCOUNTS[account].joinsMonth);
      return {
        account,
        roleName: `AWSServiceRoleFor${name}`,
        path: `/aws-service-role/${service}.amazonaws.com/`,
        createdDay: Math.max(
          early(account, createdDay ?? -random.int(400, 1800)),
          createdDay === undefined ? -4000 : joinDay + 2,
        ),
        description: `Service-linked role of ${service}.amazonaws.com`,
        trust: trustService(`${service}.amazonaws.com`),
        attached: [awsManaged(`aws-service-role/AWS${name}ServiceRolePolicy`)],
        usage:
          random.next() < 0.75
            ? [{ fromDay: createdDay ?? -390, untilDay: null, everyHours: 12, services: "monitoring" }]
            : [],
      };
    }),
  );
}

/** Who speaks with AWS Support when something is down: the platform team, from its own account. */
const supportRole = (account: AccountName): RolePlan => ({
  account,
  roleName: "SupportCases",
  createdDay: early(account, -610),
  description: "Opens and follows cases with AWS Support",
  trust: trustAws(accountRoot(accountId("shared")), { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION_ID } }),
  attached: [awsManaged("AWSSupportAccess")],
  usage: [{ fromDay: -590, untilDay: null, everyHours: 900, services: "monitoring" }],
});

/** What Organizations and the platform team put into each account. */
function baselineRoles(): RolePlan[] {
  return ACCOUNT_NAMES.filter((account) => account !== "management" && account !== "legacy").flatMap(
    (account): RolePlan[] => {
      const id = accountId(account);
      return [
        {
          account,
          roleName: "OrganizationAccountAccessRole",
          createdDay: early(account, -3000),
          trust: trustAws(accountRoot(MANAGEMENT_ACCOUNT_ID)),
          attached: [awsManaged("AdministratorAccess")],
          usage: [{ fromDay: -500, untilDay: account === "lab" ? -430 : 60, everyHours: 700, services: "platform" }],
        },
        {
          account,
          roleName: "stacksets-exec-baseline",
          createdDay: early(account, -620),
          description: "Deploys the baseline stacks",
          trust: trustAws(
            `arn:aws:iam::${MANAGEMENT_ACCOUNT_ID}:role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin`,
          ),
          attached: [awsManaged("AdministratorAccess")],
          usage: [{ fromDay: -600, untilDay: null, everyHours: 336, services: "platform" }],
        },
        supportRole(account),
        {
          account,
          roleName: "ConfigRecorder",
          path: "/service-role/",
          createdDay: early(account, -600),
          trust: trustService("config.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } }),
          attached: [awsManaged("service-role/AWS_ConfigRole")],
          usage: [{ fromDay: -600, untilDay: null, everyHours: 6, services: "auditor" }],
        },
      ];
    },
  );
}

type Compute = "ec2" | "lambda" | "ecs" | "irsa" | "pod" | "glue" | "states" | "codebuild";

/** Programs that never had a user: roles from the start, or for some from the month in which they were written. */
const WORKLOADS: readonly {
  name: string;
  compute: Compute;
  accounts: readonly AccountName[];
  month?: number;
  idle?: boolean;
}[] = [
  { name: "web-frontend", compute: "ecs", accounts: ["production", "staging", "development"] },
  { name: "order-api", compute: "ecs", accounts: ["production", "staging", "development"] },
  { name: "tracking-api", compute: "irsa", accounts: ["production", "staging", "development"] },
  { name: "geo-cache", compute: "irsa", accounts: ["production", "staging"] },
  { name: "carrier-adapter", compute: "pod", accounts: ["production", "staging", "development"], month: 4 },
  { name: "driver-push", compute: "pod", accounts: ["production", "staging"], month: 6 },
  { name: "image-resize", compute: "lambda", accounts: ["production", "staging", "development"] },
  { name: "address-check", compute: "lambda", accounts: ["production", "staging", "development"], month: 2 },
  { name: "pdf-render", compute: "lambda", accounts: ["production", "staging"] },
  { name: "slack-notify", compute: "lambda", accounts: ["shared", "security"] },
  { name: "bastion", compute: "ec2", accounts: ["production", "staging", "legacy"] },
  { name: "build-host", compute: "ec2", accounts: ["shared", "development"] },
  { name: "matlab-host", compute: "ec2", accounts: ["sandbox", "data"], idle: true },
  { name: "pw-webserver", compute: "ec2", accounts: ["legacy"] },
  { name: "pw-database", compute: "ec2", accounts: ["legacy"] },
  { name: "nightly-crawl", compute: "glue", accounts: ["data"] },
  { name: "shipment-facts", compute: "glue", accounts: ["data"], month: 1 },
  { name: "settlement-flow", compute: "states", accounts: ["production", "staging"], month: 5 },
  { name: "image-build", compute: "codebuild", accounts: ["shared", "development"] },
  { name: "old-demo", compute: "lambda", accounts: ["sandbox", "development"], idle: true },
  { name: "proof-of-delivery", compute: "lambda", accounts: ["production", "staging", "development"], month: 9 },
];

const EKS_ACCOUNTS = ["production", "staging", "development"] as const;

/** The issuer of an account's EKS cluster. */
export const eksProvider = (scene: Scene, account: AccountName) =>
  `oidc.eks.eu-central-1.amazonaws.com/id/${scene.ids.hex(32, "eks", account).toUpperCase()}`;

function workloadTrust(scene: Scene, compute: Compute, account: AccountName, name: string): string {
  const id = accountId(account);
  const basic = (service: string) => () => trustService(`${service}.amazonaws.com`);
  const trusts: Record<Compute, () => string> = {
    ec2: basic("ec2"),
    lambda: basic("lambda"),
    glue: basic("glue"),
    states: () => trustService("states.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } }),
    codebuild: basic("codebuild"),
    ecs: () =>
      trustService("ecs-tasks.amazonaws.com", {
        ArnLike: { "aws:SourceArn": `arn:aws:ecs:eu-central-1:${id}:*` },
        StringEquals: { "aws:SourceAccount": id },
      }),
    irsa: () =>
      trustOidc(id, eksProvider(scene, account), {
        StringEquals: { aud: "sts.amazonaws.com", sub: `system:serviceaccount:apps:${name}` },
      }),
    pod: () => trustPodIdentity(id, `${account}-main`, "apps", name),
  };
  return trusts[compute]();
}

function workloadRoles(scene: Scene): RolePlan[] {
  return WORKLOADS.flatMap(({ name, compute, accounts, month, idle }) =>
    accounts.map((account): RolePlan => {
      const random = randomOf(scene.seed, "workload", name, account);
      const createdDay =
        month === undefined ? early(account, -random.int(150, 1300)) : monthDay(month) + random.int(0, 25);
      return {
        account,
        roleName: `${name}-${compute}`,
        path: compute === "lambda" ? "/service-role/" : "/",
        createdDay,
        trust: workloadTrust(scene, compute, account, name),
        tags: random.pick([
          [
            { key: "service", value: name },
            { key: "CreatedBy", value: "terraform" },
          ],
          [{ key: "aws:cloudformation:stack-name", value: `${name}-${account}` }],
          [],
        ]),
        attached: compute === "lambda" ? [awsManaged("service-role/AWSLambdaBasicExecutionRole")] : [],
        inline: [inlinePolicy("access", ["s3:GetObject", "s3:PutObject", "dynamodb:*", "sqs:*"])],
        hasInstanceProfile: compute === "ec2",
        usage: [
          {
            fromDay: createdDay + 1,
            untilDay: idle ? createdDay + 40 : null,
            everyHours: random.pick([1, 1, 2, 24]),
            services: "application",
          },
        ],
      };
    }),
  );
}

const eksProviders = (scene: Scene): AccountChange[] =>
  EKS_ACCOUNTS.map((account) => ({
    account,
    day: -1400,
    what: "OIDC provider of the EKS cluster created",
    calls: [iamCall("CreateOpenIDConnectProvider", { url: `https://${eksProvider(scene, account)}` })],
    apply: (state, at) => {
      const host = eksProvider(scene, account);
      state.oidcProviders.push(oidcProviderOf(state.awsAccountId, { host, createdAt: at }));
    },
  }));

/** Roles of AWS services and of programs. */
export function workloadRolesAndProviders(scene: Scene): StoryLine {
  return {
    roles: [...serviceLinkedRoles(scene), ...baselineRoles(), supportRole("management"), ...workloadRoles(scene)],
    changes: eksProviders(scene),
  };
}
