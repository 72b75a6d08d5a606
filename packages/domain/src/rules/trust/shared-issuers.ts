import { PART, PROJECT, PROJECT_OF_TENANT, TENANT, TENANT_AND_PROJECT } from "./claim-meanings.ts";
import type { Issuer } from "./issuer.ts";
import { PIPELINE_ISSUERS } from "./pipeline-issuers.ts";

const VERCEL = {
  claims: {
    aud: { names: "tenant", tenant: /^https:\/\/vercel\.com\/([^/:]+)$/ },
    owner: TENANT,
    owner_id: TENANT,
    project: PROJECT_OF_TENANT,
    project_id: PROJECT,
    environment: PART,
  },
  subject: { separator: ":" },
  words: { project: "project", part: "deployment, previews too" },
  enough: 3,
  projectCheck: "trust_oidc_pull_requests",
  audience: "https://vercel.com/REPLACE-WITH-TEAM",
  recommended: {
    claim: "sub",
    value: "owner:{tenant}:project:{project}:environment:production",
    project: "REPLACE-WITH-PROJECT",
  },
} as const satisfies Partial<Issuer>;

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
  ...PIPELINE_ISSUERS,
  {
    name: "HCP Terraform",
    matches: /^app\.terraform\.io$/,
    claims: { organization: TENANT, project: PROJECT_OF_TENANT, workspace: PART },
    subject: { separator: ":" },
    words: { project: "project", part: "workspace" },
    enough: 3,
    audience: "aws.workload.identity",
    recommended: {
      claim: "sub",
      value: "organization:{tenant}:project:{project}:workspace:REPLACE-WITH-WORKSPACE:run_phase:*",
      isPattern: true,
      project: "REPLACE-WITH-PROJECT",
    },
  },
  {
    name: "Google",
    matches: /^accounts\.google\.com$/,
    // Google puts the authorised party, which nobody else can be, into the key of the audience.
    claims: { sub: TENANT, aud: TENANT },
    enough: 1,
    audience: "REPLACE-WITH-CLIENT-ID",
    recommended: { claim: "sub", value: "REPLACE-WITH-GOOGLE-ACCOUNT-ID" },
  },
  {
    name: "Facebook",
    matches: /^graph\.facebook\.com$/,
    claims: { app_id: TENANT, id: TENANT },
    enough: 1,
    audience: "",
    recommended: { claim: "app_id", value: "REPLACE-WITH-APP-ID" },
  },
  {
    name: "Login with Amazon",
    matches: /^www\.amazon\.com$/,
    claims: { app_id: TENANT, user_id: TENANT },
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
      aud: { names: "tenant", tenant: /^(?:aws:)?(?!aws$)([^:]+)$/ },
      org: TENANT,
      "pulumi.organization.login": TENANT,
      project: PROJECT_OF_TENANT,
      env: PROJECT_OF_TENANT,
      "currentEnvironment.name": PROJECT_OF_TENANT,
      "rootEnvironment.name": PROJECT_OF_TENANT,
      stack: PART,
      "pulumi.user.login": PART,
    },
    // An environment chooses its subject's attributes: https://www.pulumi.com/docs/esc/environments/configuring-oidc/aws/
    subject: { separator: ":" },
    enough: 2,
    audience: "aws:REPLACE-WITH-ORGANIZATION",
    recommended: {
      claim: "sub",
      value: "pulumi:deploy:org:{tenant}:project:{project}:*",
      isPattern: true,
      project: "REPLACE-WITH-PROJECT",
    },
  },
  {
    name: "Codefresh",
    matches: /^oidc\.codefresh\.io$/,
    claims: { account: TENANT, pipeline: PROJECT_OF_TENANT, initiator: PART },
    subject: { separator: ":" },
    enough: 2,
    audience: "https://g.codefresh.io",
    recommended: {
      claim: "sub",
      value: "account:{tenant}:pipeline:{project}:*",
      isPattern: true,
      project: "REPLACE-WITH-PIPELINE-ID",
    },
  },
  {
    name: "Scalr",
    matches: /^scalr\.io$/,
    claims: { account: TENANT, environment: PROJECT_OF_TENANT, workspace: PART },
    subject: { separator: ":" },
    enough: 2,
    audience: "aws.scalr-run-workload",
    recommended: {
      claim: "sub",
      value: "account:{tenant}:environment:{project}:workspace:REPLACE-WITH-WORKSPACE",
      project: "REPLACE-WITH-ENVIRONMENT-ID",
    },
  },
  {
    name: "Upbound",
    matches: /^proidc\.upbound\.io$/,
    claims: { mcp: TENANT_AND_PROJECT, provider: PART },
    subject: { separator: ":" },
    enough: 2,
    audience: "sts.amazonaws.com",
    recommended: {
      claim: "sub",
      value: "mcp:{project}:provider:provider-aws",
      project: "{tenant}/REPLACE-WITH-CONTROL-PLANE",
    },
  },
  {
    name: "DVC Studio",
    matches: /^studio\.datachain\.ai\/api$/,
    claims: { credentials: { ...TENANT_AND_PROJECT, named: /^[^/:]+\/[^/:]+\// } },
    subject: { separator: ":" },
    enough: 2,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "credentials:{project}", project: "{tenant}/REPLACE-WITH-PROJECT" },
  },
  {
    name: "Shisho Cloud",
    matches: /^tokens\.cloud\.shisho\.dev$/,
    claims: { job: TENANT },
    subject: { separator: ":" },
    enough: 1,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "job:{tenant}:REPLACE-WITH-JOB" },
  },
  {
    name: "sandboxes.cloud",
    matches: /^sandboxes\.cloud$/,
    claims: { aud: TENANT, sub: TENANT },
    enough: 1,
    audience: "REPLACE-WITH-ORGANIZATION",
    recommended: { claim: "aud", value: "REPLACE-WITH-ORGANIZATION" },
  },
  {
    name: "Microsoft Sentinel",
    matches: /^sts\.windows\.net\/33e01921-4d64-4f8c-a055-5bdaffd5e33d$/,
    claims: { "sts:RoleSessionName": TENANT },
    enough: 1,
    audience: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
    recommended: { claim: "sts:RoleSessionName", value: "MicrosoftSentinel_REPLACE-WITH-WORKSPACE-ID" },
  },
  {
    name: "IBM Turbonomic",
    // These six alone are the vendor's; all else on the same hosts is one customer's cluster.
    matches: TURBONOMIC,
    claims: { sub: TENANT },
    enough: 1,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "system:serviceaccount:{tenant}:REPLACE-WITH-SERVICE-ACCOUNT" },
  },
];
