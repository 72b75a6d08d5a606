import { oidcProviderOf } from "@rolecall/aws-emulator";
import { ACCOUNTS, type AccountName, accountId } from "./accounts.ts";
import { awsManaged, customerManaged } from "./groups-and-policies.ts";
import * as keyLines from "./key-lines.ts";
import type { AccountChange, RolePlan, Scene, StoryLine, UserPlan } from "./plans.ts";
import { randomOf } from "./random.ts";
import { iamCall } from "./trail.ts";
import { trustOidc } from "./trust.ts";

const GITHUB = "token.actions.githubusercontent.com";
const GITHUB_ORG = "fernhill-logistics";
const CIRCLECI_ORG = "5b7c1d1e-2f64-4c0b-9a1d-7f3f0e6c2a90";
const CIRCLECI = `oidc.circleci.com/org/${CIRCLECI_ORG}`;
const BITBUCKET = "api.bitbucket.org/2.0/workspaces/fernhill/pipelines-config/identity/oidc";
const BITBUCKET_AUDIENCE = "ari:cloud:bitbucket::workspace/1f0a7c55-8a0b-4f61-b8f1-6f1c2f0d9f10";
const TERRAFORM = "app.terraform.io";

type Provider = { url: string; clientIds: string[]; accounts: Partial<Record<AccountName, number>> };

/** OIDC providers, and the day on which each account got them. */
const PROVIDERS: readonly Provider[] = [
  {
    url: GITHUB,
    clientIds: ["sts.amazonaws.com"],
    accounts: { production: 24, staging: 20, development: -150, shared: 24, data: 61, sandbox: 40, legacy: 250 },
  },
  { url: "gitlab.com", clientIds: ["https://gitlab.com"], accounts: { data: 58, staging: 70 } },
  { url: CIRCLECI, clientIds: [CIRCLECI_ORG], accounts: { development: 66, staging: 66 } },
  { url: "agent.buildkite.com", clientIds: ["sts.amazonaws.com"], accounts: { development: 80, shared: 80 } },
  { url: BITBUCKET, clientIds: [BITBUCKET_AUDIENCE], accounts: { legacy: 240 } },
  { url: TERRAFORM, clientIds: ["aws.workload.identity"], accounts: { production: 75, staging: 75, shared: 75 } },
];

function providerChanges(): AccountChange[] {
  return PROVIDERS.flatMap(({ url, clientIds, accounts }) =>
    Object.entries(accounts).map(
      ([account, day]): AccountChange => ({
        account: account as AccountName,
        day,
        what: `OIDC provider ${url} created`,
        calls: [
          iamCall(
            "CreateOpenIDConnectProvider",
            { url: `https://${url}`, clientIDList: clientIds },
            `arn:aws:iam::${accountId(account as AccountName)}:oidc-provider/${url}`,
          ),
        ],
        apply: (state, at) => {
          const tags = [{ key: "CreatedBy", value: "terraform" }];
          state.oidcProviders.push(
            oidcProviderOf(state.awsAccountId, { host: url, clientIds: [...clientIds], createdAt: at, tags }),
          );
        },
      }),
    ),
  );
}

/** A pipeline's user: when its OIDC role takes over (null: never) and which role that is. */
type PipelineUser = { userName: string; account: AccountName; movesDay: number | null; role: string };

const PIPELINE_USERS: readonly PipelineUser[] = [
  { userName: "github-actions-web", account: "production", movesDay: 48, role: "github-deploy-web" },
  { userName: "github-actions-api", account: "production", movesDay: 62, role: "github-deploy-api" },
  { userName: "github-actions-web", account: "staging", movesDay: 34, role: "github-deploy-web" },
  { userName: "github-actions-api", account: "staging", movesDay: 41, role: "github-deploy-api" },
  { userName: "github-actions-mobile", account: "development", movesDay: 230, role: "github-deploy-mobile" },
  { userName: "github-actions-infra", account: "shared", movesDay: 71, role: "github-deploy-infra" },
  { userName: "gitlab-deployer", account: "data", movesDay: 84, role: "gitlab-deploy-pipelines" },
  { userName: "gitlab-runner", account: "staging", movesDay: 96, role: "gitlab-deploy-reports" },
  { userName: "circleci-deploy", account: "development", movesDay: 92, role: "circleci-build" },
  { userName: "circleci-deploy", account: "staging", movesDay: 245, role: "circleci-build" },
  { userName: "buildkite-agent", account: "development", movesDay: 262, role: "buildkite-tests" },
  { userName: "buildkite-agent", account: "shared", movesDay: 104, role: "buildkite-images" },
  { userName: "bitbucket-pipelines", account: "legacy", movesDay: 268, role: "bitbucket-deploy-portal" },
  { userName: "terraform-cloud", account: "production", movesDay: 99, role: "hcp-terraform-apply" },
  { userName: "terraform-cloud", account: "staging", movesDay: 90, role: "hcp-terraform-apply" },
  { userName: "terraform-cloud", account: "shared", movesDay: 236, role: "hcp-terraform-apply" },
  { userName: "ci-deploy-reports", account: "data", movesDay: null, role: "" },
  { userName: "deploy-cdn", account: "production", movesDay: null, role: "" },
];

function pipelineUser(scene: Scene, { userName, account, movesDay, role }: PipelineUser): UserPlan {
  const random = randomOf(scene.seed, "pipeline", account, userName);
  const createdDay = Math.max(-random.int(200, 1500), 20 - ACCOUNTS[account].createdDaysBefore);
  const rhythm = { everyHours: random.pick([2, 4, 12, 24]), services: "deployment" as const };
  return {
    account,
    userName,
    path: "/ci/",
    createdDay,
    deletedDay: movesDay === null ? undefined : movesDay + random.int(35, 60),
    tags: [{ key: "team", value: "platform" }, ...(movesDay === null ? [] : [{ key: "replaced-by", value: role }])],
    groups: account === "data" ? [] : ["deployers"],
    attached: [customerManaged(account, "deploy-stacks")],
    keys:
      movesDay === null ? keyLines.steady(createdDay, rhythm) : keyLines.retired(createdDay, rhythm, movesDay, random),
  };
}

/** A pipeline's role; `condition` keys are the claims, and what each row shows is said in `trust-coverage.ts`. */
type PipelineRole = {
  role: string;
  accounts: readonly AccountName[];
  provider: string;
  condition: Parameters<typeof trustOidc>[2];
  createdDay: number;
};

const aud = "sts.amazonaws.com";
const repo = (rest: string) => `repo:${GITHUB_ORG}/${rest}`;
const exactly = (sub: string) => ({ StringEquals: { aud, sub } });
const like = (sub: string) => ({ StringEquals: { aud }, StringLike: { sub } });

const PIPELINE_ROLES: readonly PipelineRole[] = [
  {
    role: "github-deploy-web",
    accounts: ["production", "staging"],
    provider: GITHUB,
    condition: exactly(repo("web:environment:production")),
    createdDay: 28,
  },
  {
    role: "github-deploy-api",
    accounts: ["production", "staging"],
    provider: GITHUB,
    condition: exactly(repo("api:ref:refs/heads/main")),
    createdDay: 30,
  },
  {
    role: "github-deploy-mobile",
    accounts: ["development"],
    provider: GITHUB,
    condition: like(repo("mobile:*")),
    createdDay: 215,
  },
  {
    role: "github-pull-request-preview",
    accounts: ["development"],
    provider: GITHUB,
    condition: exactly(repo("web:pull_request")),
    createdDay: 90,
  },
  {
    role: "github-deploy-infra",
    accounts: ["shared"],
    provider: GITHUB,
    condition: exactly(`repo:${GITHUB_ORG}@48215530/infra@771204913:ref:refs/heads/main`),
    createdDay: 60,
  },
  {
    role: "github-read-artifacts",
    accounts: ["shared", "data"],
    provider: GITHUB,
    condition: like(repo("*")),
    createdDay: 64,
  },
  {
    role: "github-dev-anything",
    accounts: ["development"],
    provider: GITHUB,
    condition: { StringEquals: { aud } },
    createdDay: -140,
  },
  {
    role: "github-org-prefix",
    accounts: ["sandbox"],
    provider: GITHUB,
    condition: like(`repo:${GITHUB_ORG}*`),
    createdDay: 44,
  },
  { role: "github-any-repository", accounts: ["sandbox"], provider: GITHUB, condition: like("repo:*"), createdDay: 46 },
  {
    role: "github-nightly-build",
    accounts: ["development"],
    provider: GITHUB,
    condition: { StringEquals: { aud }, "ForAllValues:StringLike": { sub: repo("nightly:*") } },
    createdDay: 130,
  },
  {
    role: "github-release-notes",
    accounts: ["shared"],
    provider: GITHUB,
    condition: { StringEquals: { aud }, StringEqualsIfExists: { sub: repo("release:ref:refs/heads/main") } },
    createdDay: 140,
  },
  {
    role: "github-docs-upload",
    accounts: ["production"],
    provider: GITHUB,
    condition: { StringEquals: { sub: repo("docs:ref:refs/heads/main") } },
    createdDay: 110,
  },
  {
    role: "gitlab-deploy-pipelines",
    accounts: ["data"],
    provider: "gitlab.com",
    condition: {
      StringEquals: { aud: "https://gitlab.com", sub: "project_path:fernhill/pipelines:ref_type:branch:ref:main" },
    },
    createdDay: 66,
  },
  {
    role: "gitlab-deploy-reports",
    accounts: ["staging"],
    provider: "gitlab.com",
    condition: { StringEquals: { aud: "https://gitlab.com" }, StringLike: { sub: "project_path:fernhill/*" } },
    createdDay: 78,
  },
  {
    role: "circleci-build",
    accounts: ["development", "staging"],
    provider: CIRCLECI,
    condition: {
      StringEquals: { aud: CIRCLECI_ORG },
      StringLike: { sub: `org/${CIRCLECI_ORG}/project/0d6f4c2a-7f7d-4f45-8a51-4b1f0a3f9c11/user/*` },
    },
    createdDay: 76,
  },
  {
    role: "buildkite-images",
    accounts: ["shared"],
    provider: "agent.buildkite.com",
    condition: like("organization:fernhill:pipeline:images:ref:refs/heads/main:commit:*:step:*"),
    createdDay: 88,
  },
  {
    role: "buildkite-tests",
    accounts: ["development"],
    provider: "agent.buildkite.com",
    condition: like("organization:fernhill:*"),
    createdDay: 91,
  },
  {
    role: "bitbucket-deploy-portal",
    accounts: ["legacy"],
    provider: BITBUCKET,
    condition: {
      StringEquals: { aud: BITBUCKET_AUDIENCE },
      StringLike: { sub: "{3b1e6a0e-90a6-4f0e-9a0e-2f6f3f1f7c55}:*" },
    },
    createdDay: 252,
  },
  {
    role: "hcp-terraform-apply",
    accounts: ["production", "staging", "shared"],
    provider: TERRAFORM,
    condition: {
      StringEquals: { aud: "aws.workload.identity" },
      StringLike: { sub: "organization:fernhill:project:core:workspace:main:run_phase:apply" },
    },
    createdDay: 82,
  },
  {
    role: "hcp-terraform-plan",
    accounts: ["production", "staging", "shared"],
    provider: TERRAFORM,
    condition: {
      StringEquals: { aud: "aws.workload.identity" },
      StringLike: { sub: "organization:fernhill:project:core:workspace:*:run_phase:plan" },
    },
    createdDay: 82,
  },
  { role: "github-deploy-parcelwise", accounts: ["legacy"], provider: GITHUB, condition: like("*"), createdDay: 256 },
];

function pipelineRoles({ role, accounts, provider, condition, createdDay }: PipelineRole): RolePlan[] {
  return accounts.map((account) => {
    const movesDay = PIPELINE_USERS.find((user) => user.role === role && user.account === account)?.movesDay;
    return {
      account,
      roleName: role,
      path: "/ci/",
      createdDay,
      description: "Assumed by a pipeline through OpenID Connect",
      trust: trustOidc(accountId(account), provider, condition),
      tags: [
        { key: "team", value: "platform" },
        { key: "CreatedBy", value: "terraform" },
      ],
      attached: [role.endsWith("-plan") ? awsManaged("ReadOnlyAccess") : customerManaged(account, "deploy-stacks")],
      usage: [{ fromDay: movesDay ?? createdDay + 3, untilDay: null, everyHours: 6, services: "deployment" }],
    };
  });
}

/** Pipelines: users with keys that give way to roles trusting an OIDC provider, with good and bad conditions. */
export function ci(scene: Scene): StoryLine {
  return {
    users: PIPELINE_USERS.map((row) => pipelineUser(scene, row)),
    roles: PIPELINE_ROLES.flatMap(pipelineRoles),
    changes: providerChanges(),
  };
}
