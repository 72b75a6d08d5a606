import { PART, PROJECT, PROJECT_OF_TENANT, REF, REPOSITORY, TENANT, TENANT_AND_PROJECT } from "./claim-meanings.ts";
import type { Issuer } from "./issuer.ts";

/**
 * An organisation chooses which claims make the subject, and their order.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
const github = {
  claims: {
    repository_owner: TENANT,
    repository_owner_id: TENANT,
    organization: TENANT,
    enterprise: TENANT,
    enterprise_id: TENANT,
    repo: REPOSITORY,
    repository: REPOSITORY,
    repository_id: PROJECT,
    // Who may call a public workflow is not told by its name.
    job_workflow_ref: { names: "workflow", tenant: /^([^/]+)\// },
    ref: REF,
    environment: PART,
    workflow: PART,
    workflow_ref: PART,
    actor: PART,
    actor_id: PART,
  },
  subject: { separator: ":", isEscaped: true, markers: ["pull_request"] },
  enough: 3,
  words: { project: "repository", part: "branch, tag or pull request" },
  recommended: {
    claim: "sub",
    value: "repo:{project}:ref:refs/heads/main",
    project: "{tenant}/REPLACE-WITH-REPOSITORY",
    keys: [
      { claim: "repository", value: "{project}" },
      { claim: "workflow", value: "REPLACE-WITH-WORKFLOW" },
    ],
  },
} as const satisfies Partial<Issuer>;

/** @see https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/ */
const CIRCLECI = {
  claims: {
    org: { ...TENANT, key: "oidc.circleci.com/org-id" },
    project: { ...PROJECT, key: "oidc.circleci.com/project-id" },
    user: PART,
    "vcs-origin": { ...PART, key: "oidc.circleci.com/vcs-origin" },
    "vcs-ref": { ...REF, key: "oidc.circleci.com/vcs-ref" },
  },
  subject: { separator: "/" },
  enough: 2,
  audience: "REPLACE-WITH-ORGANIZATION-ID",
  recommended: {
    claim: "sub",
    value: "org/{tenant}/project/{project}/user/*",
    isPattern: true,
    project: "REPLACE-WITH-PROJECT-ID",
    keys: [{ claim: "oidc.circleci.com/project-id", value: "REPLACE-WITH-PROJECT-ID" }],
  },
} as const satisfies Partial<Issuer>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Services that run pipelines: of their subjects tenants choose what stands in them. */
export const PIPELINE_ISSUERS: readonly Issuer[] = [
  {
    ...github,
    name: "GitHub Actions",
    matches: /^(?:token|vstoken)\.actions\.githubusercontent\.com$/,
    projectCheck: "trust_oidc_pull_requests",
    audience: "sts.amazonaws.com",
  },
  {
    ...github,
    name: "GitHub Actions of one enterprise",
    matches: /^token\.actions\.githubusercontent\.com\/(.+)$|^token\.actions\.([a-z0-9-]+)\.ghe\.com$/,
    isOfOneTenant: true,
    projectCheck: "trust_oidc_pull_requests",
    audience: "sts.amazonaws.com",
  },
  {
    name: "GitHub audit log",
    matches: /^oidc-configuration\.audit-log\.githubusercontent\.com$/,
    claims: { sub: TENANT },
    enough: 1,
    audience: "sts.amazonaws.com",
    recommended: { claim: "sub", value: "https://github.com/{tenant}" },
  },
  {
    name: "GitLab.com",
    matches: /^gitlab\.com$/,
    claims: {
      namespace_path: TENANT,
      namespace_id: TENANT,
      project_path: TENANT_AND_PROJECT,
      project_id: PROJECT,
      ref: PART,
      ref_path: REF,
      environment: PART,
      user_id: PART,
      user_login: PART,
    },
    // A project chooses which claims follow its path: https://docs.gitlab.com/ci/secrets/id_token_authentication/
    subject: { separator: ":", isEscaped: true },
    words: { project: "project", part: "branch, tag or merge request" },
    enough: 3,
    projectCheck: "trust_oidc_pull_requests",
    audience: "https://gitlab.com",
    recommended: {
      claim: "sub",
      value: "project_path:{project}:ref_type:branch:ref:main",
      project: "{tenant}/REPLACE-WITH-PROJECT",
    },
  },
  { ...CIRCLECI, name: "CircleCI", matches: /^oidc\.circleci\.com\/org\/(.+)$/, isOfOneTenant: true },
  { ...CIRCLECI, name: "CircleCI", matches: /^oidc\.circleci\.com$/ },
  {
    name: "Buildkite",
    matches: /^agent\.buildkite\.com$/,
    claims: {
      organization: TENANT,
      organization_slug: TENANT,
      organization_id: TENANT,
      cluster_id: TENANT,
      pipeline: PROJECT_OF_TENANT,
      pipeline_slug: PROJECT_OF_TENANT,
      pipeline_id: PROJECT,
      ref: REF,
      build_branch: PART,
      step: PART,
      step_key: PART,
    },
    // A job may ask for one claim that never changes as its subject: https://github.com/buildkite/agent/pull/3784
    subject: { separator: ":", alone: { form: UUID, names: "tenant" } },
    words: { project: "pipeline", part: "branch or pull request" },
    enough: 3,
    projectCheck: "trust_oidc_pull_requests",
    audience: "sts.amazonaws.com",
    recommended: {
      claim: "sub",
      value: "organization:{tenant}:pipeline:{project}:ref:refs/heads/main:commit:*:step:*",
      isPattern: true,
      project: "REPLACE-WITH-PIPELINE",
    },
  },
  {
    name: "Bitbucket Pipelines",
    matches: /^api\.bitbucket\.org\/2\.0\/workspaces\/([^/]+)\/pipelines-config\/identity\/oidc$/,
    isOfOneTenant: true,
    claims: { sub: { names: "project", named: /^\{[^}]+\}:/ } },
    enough: 2,
    audience: "ari:cloud:bitbucket::workspace/REPLACE-WITH-WORKSPACE-ID",
    recommended: {
      claim: "sub",
      value: "{project}:*",
      isPattern: true,
      project: "{REPLACE-WITH-REPOSITORY-ID}",
    },
  },
];
