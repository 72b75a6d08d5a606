import type { ClaimRule, Issuer } from "./issuer.ts";

const GITHUB_SUBJECT: ClaimRule = {
  exact: 3,
  exactOf: [
    [/^(?:repository_owner|repository_owner_id|organization|enterprise|enterprise_id):[^:]+$/, 1],
    [/^(?:repo|repository):[^/:]+\/[^:*]+(?::pull_request)?$/, 2],
    [/^repository_id:\d+$/, 2],
    [/:pull_request$/, 2],
  ],
  // An immutable subject has numbers behind the names: repo:ORG@1/REPO@2:...
  tenant:
    /^(?:repo|repository):([^/:@]+)[/@]|^(?:repository_owner|repository_owner_id|organization|enterprise|enterprise_id):([^:]+):/,
  project: /^(?:repo|repository):([^/:]+\/[^:]+):|^repository_id:(\d+):/,
  workload:
    /^(?:repo|repository):[^/:]+\/[^:]+:(?:ref:refs\/heads\/.|ref:refs\/tags\/.|environment:.|job_workflow_ref:.|workflow:.)/,
};

const GITHUB_CLAIMS: Readonly<Record<string, ClaimRule>> = {
  sub: GITHUB_SUBJECT,
  repository: { exact: 2, tenant: /^([^/]+)\// },
  repository_id: { exact: 2 },
  repository_owner_id: { exact: 1 },
  enterprise_id: { exact: 1 },
  // Who may call a public workflow is not told by its name: alone it tells no more than a tenant.
  job_workflow_ref: { exact: 1, tenant: /^([^/]+)\// },
};

const github = {
  claims: GITHUB_CLAIMS,
  narrowing: ["ref", "environment", "workflow", "job_workflow_ref"],
  enough: 3,
  words: { project: "repository", part: "branch, tag or pull request" },
} as const;
const GITHUB_RECOMMENDED = { claim: "sub", value: "repo:{project}:ref:refs/heads/main" } as const;

/** Tenant and one project are enough where the subject has no more, or what follows is different with every run. */
const simple = (tenant: RegExp, project: RegExp): ClaimRule => ({ exact: 3, tenant, project });

const VERCEL = {
  claims: {
    aud: { exact: 1, tenant: /^https:\/\/vercel\.com\/([^/:]+):/ },
    sub: { exact: 3, tenant: /^owner:([^:]+):/, project: /^owner:([^:]+:project:[^:]+):/, workload: /:environment:./ },
  },
  words: { project: "project", part: "deployment, previews too" },
  enough: 3,
  projectCheck: "trust_oidc_pull_requests",
  audience: "https://vercel.com/REPLACE-WITH-TEAM",
  recommended: { claim: "sub", value: "owner:{project}:environment:production" },
} as const;

/** The clusters in which the vendor runs its service for all its customers, as AWS lists them. */
const TURBONOMIC = new RegExp(
  `^(?:${[
    ["rh-oidc.s3.us-east-1.amazonaws.com", "22ejnvnnturfmt6km08idd0nt4hekbn7"],
    ["rh-oidc.s3.us-east-1.amazonaws.com", "23e3sd27sju1hoou6ohfs68vbno607tr"],
    ["rh-oidc.s3.us-east-1.amazonaws.com", "23ne21h005qjl3n33d8dui5dlrmv2tmg"],
    ["rh-oidc.s3.us-east-1.amazonaws.com", "24jrf12m5dj7ljlfb4ta2frhrcoadm26"],
    ["oidc.op1.openshiftapps.com", "2f785sojlpb85i7402pk3qogugim5nfb"],
    ["oidc.op1.openshiftapps.com", "2c51blsaqa9gkjt0o9rt11mle8mmropu"],
  ]
    .map(([host = "", id]) => `${host.replaceAll(".", "\\.")}/${id}`)
    .join("|")})$`,
);

/**
 * Issuers whose tokens are not of one organisation alone, and which part of the claims names the customer. An issuer that is not
 * here is taken for the customer's own: GitHub Enterprise Server, GitLab on own hosts, Okta, Entra ID and the like.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const ISSUERS: readonly Issuer[] = [
  {
    ...github,
    name: "GitHub Actions",
    matches: /^(?:token|vstoken)\.actions\.githubusercontent\.com$/,
    projectCheck: "trust_oidc_pull_requests",
    audience: "sts.amazonaws.com",
    recommended: GITHUB_RECOMMENDED,
  },
  {
    ...github,
    name: "GitHub Actions of one enterprise",
    matches: /^token\.actions\.githubusercontent\.com\/(.+)$|^token\.actions\.([a-z0-9-]+)\.ghe\.com$/,
    isOfOneTenant: true,
    projectCheck: "trust_oidc_pull_requests",
    audience: "sts.amazonaws.com",
    recommended: GITHUB_RECOMMENDED,
  },
  {
    name: "GitHub audit log",
    matches: /^oidc-configuration\.audit-log\.githubusercontent\.com$/,
    claims: { sub: { exact: 3 } },
    enough: 1,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "https://github.com/{tenant}" },
  },
  {
    name: "GitLab.com",
    matches: /^gitlab\.com$/,
    claims: {
      sub: {
        exact: 3,
        tenant: /^project_path:([^/:]+)\//,
        project: /^project_path:([^/:]+\/[^:]+):/,
        workload: /^project_path:[^/:]+\/[^:]+:ref_type:(?:branch|tag):ref:./,
      },
    },
    words: { project: "project", part: "branch, tag or merge request" },
    enough: 3,
    projectCheck: "trust_oidc_pull_requests",
    audience: "https://gitlab.com",
    recommended: { claim: "sub", value: "project_path:{project}:ref_type:branch:ref:main" },
  },
  {
    name: "CircleCI",
    matches: /^oidc\.circleci\.com\/org\/(.+)$/,
    isOfOneTenant: true,
    claims: {
      sub: simple(/^org\/([^/]+)\//, /^org\/([^/]+\/project\/[^/]+)\//),
      "oidc.circleci.com/project-id": { exact: 2 },
    },
    enough: 2,
    audience: "REPLACE-WITH-ORGANIZATION-ID",
    recommended: { claim: "sub", value: "org/{project}/user/*", isPattern: true },
  },
  {
    name: "CircleCI",
    matches: /^oidc\.circleci\.com$/,
    claims: { sub: simple(/^org\/([^/]+)\//, /^org\/([^/]+\/project\/[^/]+)\//) },
    enough: 2,
    audience: "REPLACE-WITH-ORGANIZATION-ID",
    recommended: { claim: "sub", value: "org/{project}/user/*", isPattern: true },
  },
  {
    name: "Buildkite",
    matches: /^agent\.buildkite\.com$/,
    claims: {
      sub: {
        exact: 3,
        tenant: /^organization:([^:]+):/,
        project: /^organization:([^:]+:pipeline:[^:]+):/,
        workload: /^organization:[^:]+:pipeline:[^:]+:ref:[^:]+:/,
      },
    },
    words: { project: "pipeline", part: "branch or pull request" },
    enough: 3,
    projectCheck: "trust_oidc_pull_requests",
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "organization:{project}:ref:refs/heads/main:commit:*:step:*", isPattern: true },
  },
  {
    name: "Bitbucket Pipelines",
    matches: /^api\.bitbucket\.org\/2\.0\/workspaces\/([^/]+)\/pipelines-config\/identity\/oidc$/,
    isOfOneTenant: true,
    claims: { sub: { exact: 3, project: /^(\{[^}]+\}):/ } },
    enough: 2,
    audience: "ari:cloud:bitbucket::workspace/REPLACE-WITH-WORKSPACE-ID",
    recommended: { claim: "sub", value: "{project}:*", isPattern: true },
  },
  {
    name: "HCP Terraform",
    matches: /^app\.terraform\.io$/,
    claims: {
      sub: {
        exact: 3,
        tenant: /^organization:([^:]+):/,
        project: /^organization:([^:]+:project:[^:]+):/,
        workload: /^organization:[^:]+:project:[^:]+:workspace:[^:]+:/,
      },
    },
    words: { project: "project", part: "workspace" },
    enough: 3,
    audience: "aws.workload.identity",
    recommended: { claim: "sub", value: "organization:{project}:workspace:REPLACE-WITH-WORKSPACE:run_phase:apply" },
  },
  {
    name: "Google",
    matches: /^accounts\.google\.com$/,
    // Google puts the authorised party, which nobody else can be, into the key of the audience.
    claims: { sub: { exact: 3 }, aud: { exact: 3 } },
    enough: 1,
    audience: "REPLACE-WITH-CLIENT-ID",
    recommended: { claim: "sub", value: "REPLACE-WITH-GOOGLE-ACCOUNT-ID" },
  },
  {
    name: "Facebook",
    matches: /^graph\.facebook\.com$/,
    claims: { app_id: { exact: 3 }, id: { exact: 3 } },
    enough: 1,
    audience: "",
    recommended: { claim: "app_id", value: "REPLACE-WITH-APP-ID" },
  },
  {
    name: "Login with Amazon",
    matches: /^www\.amazon\.com$/,
    claims: { app_id: { exact: 3 }, user_id: { exact: 3 } },
    enough: 1,
    audience: "",
    recommended: { claim: "app_id", value: "REPLACE-WITH-APP-ID" },
  },
  { ...VERCEL, name: "Vercel", matches: /^oidc\.vercel\.com$/ },
  { ...VERCEL, name: "Vercel of one team", matches: /^oidc\.vercel\.com\/(.+)$/, isOfOneTenant: true },
  {
    name: "Pulumi Cloud",
    matches: /^api\.pulumi\.com\/oidc$/,
    claims: {
      aud: { exact: 1, tenant: /^(?:aws:)?(?!aws:$)([^:]+):$/ },
      sub: simple(
        /^pulumi:(?:deploy|environments):(?:org|pulumi\.organization\.login):([^:]+):/,
        /^pulumi:(?:deploy|environments):(?:org|pulumi\.organization\.login):([^:]+:(?:project|env|currentEnvironment\.name):[^:]+):/,
      ),
    },
    enough: 2,
    audience: "aws:REPLACE-WITH-ORGANIZATION",
    recommended: { claim: "sub", value: "pulumi:deploy:org:{project}:*", isPattern: true },
  },
  {
    name: "Codefresh",
    matches: /^oidc\.codefresh\.io$/,
    claims: { sub: simple(/^account:([^:]+):/, /^account:([^:]+:pipeline:[^:]+):/) },
    enough: 2,
    audience: "https://g.codefresh.io",
    recommended: { claim: "sub", value: "account:{project}:*", isPattern: true },
  },
  {
    name: "Scalr",
    matches: /^scalr\.io$/,
    claims: { sub: simple(/^account:([^:]+):/, /^account:([^:]+:environment:[^:]+):/) },
    enough: 2,
    audience: "aws.scalr-run-workload",
    recommended: { claim: "sub", value: "account:{project}:workspace:REPLACE-WITH-WORKSPACE" },
  },
  {
    name: "Upbound",
    matches: /^proidc\.upbound\.io$/,
    claims: { sub: simple(/^mcp:([^/:]+)\//, /^mcp:([^/:]+\/[^:]+):/) },
    enough: 2,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "mcp:{project}:provider:provider-aws" },
  },
  {
    name: "DVC Studio",
    matches: /^studio\.datachain\.ai\/api$/,
    claims: { sub: simple(/^credentials:([^/:]+)\//, /^credentials:([^/:]+\/[^/:]+)[/:]/) },
    enough: 2,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "credentials:{project}" },
  },
  {
    name: "Shisho Cloud",
    matches: /^tokens\.cloud\.shisho\.dev$/,
    claims: { sub: simple(/^job:([^:]+):/, /^job:([^:]+:[^:]+):/) },
    enough: 1,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "job:{tenant}:REPLACE-WITH-JOB" },
  },
  {
    name: "sandboxes.cloud",
    matches: /^sandboxes\.cloud$/,
    claims: { aud: { exact: 3 }, sub: { exact: 3 } },
    enough: 1,
    audience: "REPLACE-WITH-ORGANIZATION",
    recommended: { claim: "aud", value: "REPLACE-WITH-ORGANIZATION" },
  },
  {
    name: "Microsoft Sentinel",
    matches: /^sts\.windows\.net\/33e01921-4d64-4f8c-a055-5bdaffd5e33d$/,
    claims: { "sts:RoleSessionName": { exact: 3 } },
    enough: 1,
    audience: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
    recommended: { claim: "sts:RoleSessionName", value: "MicrosoftSentinel_REPLACE-WITH-WORKSPACE-ID" },
  },
  {
    name: "IBM Turbonomic",
    // These six alone are the vendor's; all else on the same hosts is one customer's cluster.
    matches: TURBONOMIC,
    claims: { sub: { exact: 3 } },
    enough: 1,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "system:serviceaccount:{tenant}:REPLACE-WITH-SERVICE-ACCOUNT" },
  },
];
