import type { Partition } from "../../primitives.ts";
import type { MigrationTarget } from "../target/target.ts";

/** A value that only the owner knows, such as the repository. */
export type OwnersValue = {
  /** As it stands in templates, such as REPOSITORY. */
  name: string;
  /** A question to the owner. */
  question: string;
  example: string;
  /** What it has to look like. */
  pattern: RegExp;
};

type Where = { awsAccountId: string; partition: Partition };
type Values = Readonly<Record<string, string>>;
type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

type SuccessorTrust = {
  values: readonly OwnersValue[];
  /** Actions that the principal needs to come in. */
  actions: readonly string[];
  principal(where: Where, values: Values): Readonly<Record<string, string>>;
  condition(where: Where, values: Values): Condition | null;
  /** The provider that has to exist in the account, by its URL without https://; null: none. */
  provider: ((values: Values, partition: Partition) => string) | null;
  /** The page of the vendor that says so. */
  source: string;
};

const text = (name: string, question: string, example: string, pattern = /^[\w.@:/-]+$/): OwnersValue => ({
  name,
  question,
  example,
  pattern,
});
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const REGION = text("REGION", "In which Region does it run?", "eu-central-1", /^[a-z]{2}(-[a-z]+)+-\d$/);
const CLUSTER = text("CLUSTER", "What is the cluster called?", "production");
const NAMESPACE = text("NAMESPACE", "In which namespace does it run?", "billing", /^[a-z0-9-]+$/);
const SERVICE_ACCOUNT = text("SERVICE_ACCOUNT", "Which service account does it use?", "invoices", /^[a-z0-9.-]+$/);
const BRANCH = text("BRANCH", "From which branch may it deploy?", "main");
const ORGANIZATION = text("ORGANIZATION", "What is the organisation called there?", "fernhill", /^[\w.-]+$/);
const PROJECT = text("PROJECT", "What is the project called there?", "web", /^[\w.-]+$/);

/** Where people of a partition sign in. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
const SIGN_IN_HOSTS: Readonly<Record<Partition, string>> = {
  aws: "signin.aws.amazon.com",
  "aws-cn": "signin.amazonaws.cn",
  "aws-us-gov": "signin.amazonaws-us-gov.com",
};
const EKS_DOMAINS: Readonly<Record<Partition, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-us-gov": "amazonaws.com",
};

const USER_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const ofService = (
  service: string,
  condition: SuccessorTrust["condition"],
  source: string,
  values: readonly OwnersValue[] = [],
): SuccessorTrust => ({
  values,
  actions: ["sts:AssumeRole"],
  principal: () => ({ Service: service }),
  condition,
  provider: null,
  source,
});

const ofIssuer = (given: {
  values: readonly OwnersValue[];
  issuer: (values: Values, partition: Partition) => string;
  audience: (values: Values) => string;
  subject: (values: Values) => string;
  source: string;
}): SuccessorTrust => ({
  values: given.values,
  actions: ["sts:AssumeRoleWithWebIdentity"],
  principal: ({ awsAccountId, partition }, values) => ({
    Federated: `arn:${partition}:iam::${awsAccountId}:oidc-provider/${given.issuer(values, partition)}`,
  }),
  condition: ({ partition }, values): Condition => {
    const issuer = given.issuer(values, partition);
    const subject = given.subject(values);
    const audience = { [`${issuer}:aud`]: given.audience(values) };
    return subject.includes("*")
      ? { StringEquals: audience, StringLike: { [`${issuer}:sub`]: subject } }
      : { StringEquals: { ...audience, [`${issuer}:sub`]: subject } };
  },
  provider: given.issuer,
  source: given.source,
});

const sourceAccount = ({ awsAccountId }: Where): Condition => ({ StringEquals: { "aws:SourceAccount": awsAccountId } });

/** Whom the successor of each target lets in, and nobody else. Targets without an entry need no trust policy of ours. */
export const SUCCESSOR_TRUSTS: Readonly<Partial<Record<MigrationTarget, SuccessorTrust>>> = {
  ec2_instance_profile: ofService("ec2.amazonaws.com", () => null, `${USER_GUIDE}/id_roles_use_switch-role-ec2.html`),
  lambda_execution_role: ofService(
    "lambda.amazonaws.com",
    sourceAccount,
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  ),
  ecs_task_role: ofService(
    "ecs-tasks.amazonaws.com",
    ({ awsAccountId, partition }, { REGION: region }) => ({
      ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${awsAccountId}:*` },
      StringEquals: { "aws:SourceAccount": awsAccountId },
    }),
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    [REGION],
  ),
  eks_pod_identity: {
    ...ofService(
      "pods.eks.amazonaws.com",
      ({ awsAccountId }, { CLUSTER: cluster, NAMESPACE: namespace, SERVICE_ACCOUNT: account }) => ({
        StringEquals: {
          "aws:SourceAccount": awsAccountId,
          "aws:RequestTag/eks-cluster-name": cluster ?? "",
          "aws:RequestTag/kubernetes-namespace": namespace ?? "",
          "aws:RequestTag/kubernetes-service-account": account ?? "",
        },
      }),
      "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
      [CLUSTER, NAMESPACE, SERVICE_ACCOUNT],
    ),
    actions: ["sts:AssumeRole", "sts:TagSession"],
  },
  eks_irsa: ofIssuer({
    values: [
      REGION,
      text(
        "CLUSTER_ID",
        "Which id stands at the end of the cluster's OIDC issuer?",
        "EXAMPLED539D4633E53DE1B71EXAMPLE",
        /^[0-9A-Z]{32}$/,
      ),
      NAMESPACE,
      SERVICE_ACCOUNT,
    ],
    issuer: ({ REGION: region, CLUSTER_ID: id }, partition) => `oidc.eks.${region}.${EKS_DOMAINS[partition]}/id/${id}`,
    audience: () => "sts.amazonaws.com",
    subject: ({ NAMESPACE: namespace, SERVICE_ACCOUNT: account }) => `system:serviceaccount:${namespace}:${account}`,
    source: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  }),
  service_role: ofService("codebuild.amazonaws.com", sourceAccount, `${USER_GUIDE}/confused-deputy.html`),
  github_actions_oidc: ofIssuer({
    values: [ORGANIZATION, text("REPOSITORY", "Which repository deploys it?", "web", /^[\w.-]+$/), BRANCH],
    issuer: () => "token.actions.githubusercontent.com",
    audience: () => "sts.amazonaws.com",
    subject: ({ ORGANIZATION: organization, REPOSITORY: repository, BRANCH: branch }) =>
      `repo:${organization}/${repository}:ref:refs/heads/${branch}`,
    source: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  }),
  gitlab_oidc: ofIssuer({
    values: [text("GROUP", "In which group is the project?", "fernhill"), PROJECT, BRANCH],
    issuer: () => "gitlab.com",
    audience: () => "https://gitlab.com",
    subject: ({ GROUP: group, PROJECT: project, BRANCH: branch }) =>
      `project_path:${group}/${project}:ref_type:branch:ref:${branch}`,
    source: "https://docs.gitlab.com/ci/cloud_services/aws/",
  }),
  circleci_oidc: ofIssuer({
    values: [
      text(
        "ORGANIZATION_ID",
        "Which id has the organisation in CircleCI?",
        "1c3e5a7f-0b2d-4c6e-8f1a-3b5d7f9a1c3e",
        UUID,
      ),
      text("PROJECT_ID", "Which id has the project in CircleCI?", "2d4f6b8a-1c3e-4d5f-9a2b-4c6e8f0a2b4d", UUID),
    ],
    issuer: ({ ORGANIZATION_ID: id }) => `oidc.circleci.com/org/${id}`,
    audience: ({ ORGANIZATION_ID: id }) => id ?? "",
    subject: ({ ORGANIZATION_ID: id, PROJECT_ID: project }) => `org/${id}/project/${project}/user/*`,
    source: "https://circleci.com/docs/openid-connect-tokens/",
  }),
  buildkite_oidc: ofIssuer({
    values: [ORGANIZATION, text("PIPELINE", "What is the pipeline called?", "web-deploy", /^[\w-]+$/), BRANCH],
    issuer: () => "agent.buildkite.com",
    audience: () => "sts.amazonaws.com",
    subject: ({ ORGANIZATION: organization, PIPELINE: pipeline, BRANCH: branch }) =>
      `organization:${organization}:pipeline:${pipeline}:ref:refs/heads/${branch}:commit:*:step:*`,
    source: "https://buildkite.com/docs/pipelines/security/oidc/aws",
  }),
  bitbucket_oidc: ofIssuer({
    values: [
      text("WORKSPACE", "What is the workspace called?", "fernhill", /^[\w-]+$/),
      text("WORKSPACE_ID", "Which id has the workspace?", "3e5a7c9b-2d4f-4e6a-8b3c-5d7f9b1d3f5a", UUID),
      text("REPOSITORY_ID", "Which id has the repository?", "4f6b8d0c-3e5a-4f7b-9c4d-6e8a0c2e4a6b", UUID),
    ],
    issuer: ({ WORKSPACE: workspace }) =>
      `api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
    audience: ({ WORKSPACE_ID: id }) => `ari:cloud:bitbucket::workspace/${id}`,
    subject: ({ REPOSITORY_ID: id }) => `{${id}}:*`,
    source:
      "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
  }),
  hcp_terraform_oidc: ofIssuer({
    values: [ORGANIZATION, PROJECT, text("WORKSPACE", "Which workspace runs it?", "network", /^[\w-]+$/)],
    issuer: () => "app.terraform.io",
    audience: () => "aws.workload.identity",
    subject: ({ ORGANIZATION: organization, PROJECT: project, WORKSPACE: workspace }) =>
      `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:apply`,
    source:
      "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
  }),
  other_oidc: ofIssuer({
    values: [
      text(
        "ISSUER",
        "Which address has the issuer of the tokens, without https://?",
        "oidc.fernhill.example",
        /^[\w.:/-]+$/,
      ),
      text("AUDIENCE", "Which audience do its tokens name?", "sts.amazonaws.com"),
      text("SUBJECT", "Which subject do the tokens of this workload name?", "project:web:branch:main"),
    ],
    issuer: ({ ISSUER: issuer }) => issuer ?? "",
    audience: ({ AUDIENCE: audience }) => audience ?? "",
    subject: ({ SUBJECT: subject }) => subject ?? "",
    source: `${USER_GUIDE}/id_roles_create_for-idp_oidc.html`,
  }),
  saml_federation: {
    values: [text("PROVIDER", "What is the SAML provider called in the account?", "Okta", /^[\w.-]+$/)],
    actions: ["sts:AssumeRoleWithSAML"],
    principal: ({ awsAccountId, partition }, { PROVIDER: provider }) => ({
      Federated: `arn:${partition}:iam::${awsAccountId}:saml-provider/${provider}`,
    }),
    condition: ({ partition }) => ({ StringEquals: { "SAML:aud": `https://${SIGN_IN_HOSTS[partition]}/saml` } }),
    provider: null,
    source: `${USER_GUIDE}/id_roles_providers_create_saml.html`,
  },
  third_party_role: {
    values: [
      text("VENDOR_ACCOUNT", "Which AWS account does the vendor call from?", "999988887777", /^\d{12}$/),
      text(
        "EXTERNAL_ID",
        "Which External ID did the vendor give out?",
        "7d1f3b5a-9c2e-4a6d-8b0f-1e3c5a7b9d2f",
        /^[\w+=,.@:/-]{2,1224}$/,
      ),
    ],
    actions: ["sts:AssumeRole"],
    principal: ({ partition }, { VENDOR_ACCOUNT: account }) => ({ AWS: `arn:${partition}:iam::${account}:root` }),
    condition: (_where, { EXTERNAL_ID: id }) => ({ StringEquals: { "sts:ExternalId": id ?? "" } }),
    provider: null,
    source: `${USER_GUIDE}/id_roles_common-scenarios_third-party.html`,
  },
  roles_anywhere: {
    ...ofService(
      "rolesanywhere.amazonaws.com",
      ({ awsAccountId, partition }, { REGION: region, TRUST_ANCHOR_ID: anchor, COMMON_NAME: name }) => ({
        StringEquals: { "aws:PrincipalTag/x509Subject/CN": name ?? "" },
        ArnEquals: {
          "aws:SourceArn": `arn:${partition}:rolesanywhere:${region}:${awsAccountId}:trust-anchor/${anchor}`,
        },
      }),
      "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
      [
        REGION,
        text("TRUST_ANCHOR_ID", "Which id has the trust anchor?", "5a7c9e1d-4f6b-4a8c-8d5e-7f9b1d3f5b7c", UUID),
        text(
          "COMMON_NAME",
          "Which common name stands in the machine's certificate?",
          "backup.fernhill.example",
          /^[\w.-]+$/,
        ),
      ],
    ),
    actions: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
  },
};

export type TrustPolicy = { Version: "2012-10-17"; Statement: Record<string, unknown>[] };

/** The placeholder of a value that is not known yet. */
export const placeholder = ({ name }: OwnersValue): string => `REPLACE-WITH-${name.replaceAll("_", "-")}`;

/**
 * The trust policy of a target's role in an account. Values that are not given stand there as placeholders.
 *
 * @returns null where the target needs no role of ours: Identity Center makes its own, and what stays or goes has none.
 */
export function successorTrustPolicy(
  target: MigrationTarget,
  where: Where,
  given: Values,
): { policy: TrustPolicy; missing: OwnersValue[] } | null {
  const trust = SUCCESSOR_TRUSTS[target];
  if (!trust) return null;
  const values = Object.fromEntries(trust.values.map((value) => [value.name, given[value.name] ?? placeholder(value)]));
  const [only] = trust.actions;
  const condition = trust.condition(where, values);
  const statement = {
    Effect: "Allow",
    Principal: trust.principal(where, values),
    Action: trust.actions.length === 1 ? only : trust.actions,
    ...(condition ? { Condition: condition } : {}),
  };
  return {
    policy: { Version: "2012-10-17", Statement: [statement] },
    missing: trust.values.filter(({ name }) => given[name] === undefined),
  };
}
