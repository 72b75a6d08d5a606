import type { MigrationFacts } from "./facts.ts";
import { byUserAgent, isNamed, runsIn, words } from "./find-signals.ts";
import { acceptedOf, signsIn } from "./seen-use.ts";
import type { SignalRule } from "./signals.ts";

/** A browser shows up with the credentials of a session; with a key alone it is a page that holds the key. */
const hasPassword = (facts: MigrationFacts): boolean => facts.hasConsolePassword !== false;

/** Platforms whose functions are Lambda functions and containers on AWS, in accounts of theirs. */
export const HOSTED = {
  other_oidc: words(/vercel|fly-?io/i),
  third_party_role: words(/heroku|netlify/i),
} as const;

/** Addresses of private networks: CloudTrail shows them of calls by a VPC endpoint. */
const PRIVATE = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|f[cd][0-9a-f]{2}:)/i;

const BROWSER = /^\[?Mozilla\/|console\.amazonaws\.com|signin\.amazonaws\.com/;
const DESKTOP =
  /cyberduck|mountain ?duck|s3 ?browser|winscp|\btransmit\/|forklift|filezilla|cloudberry explorer|expandrive|commander one|dbeaver|datagrip|toolkit-for-/i;
/** Browsers name the system too, and show up with whatever page holds a key. */
const MAC = /^(?!\[?Mozilla\/).*(darwin|os\/macos|mac ?os ?x)/i;
const CLOUD_SHELL = /exec-env\/CloudShell/i;

/** People at work, by what they work with. */
export const PERSON_CLIENTS: readonly SignalRule[] = [
  byUserAgent("identity_center", "strong", BROWSER, runsIn("in a browser"), hasPassword),
  byUserAgent("identity_center", "strong", CLOUD_SHELL, runsIn("in CloudShell, where a person signed in")),
  byUserAgent("identity_center", "strong", DESKTOP, runsIn("on a person's desktop")),
  byUserAgent("identity_center", "fair", MAC, runsIn("on a Mac")),
  byUserAgent("identity_center", "fair", /microsoft-standard/i, runsIn("on a PC, in Linux on Windows")),
];

/** Whether any of its calls came from a client that a person works with. */
export const worksByHand = ({ observed }: MigrationFacts): boolean =>
  acceptedOf(observed?.userAgents ?? []).some(({ value }) =>
    [BROWSER, DESKTOP, MAC, CLOUD_SHELL, /microsoft-standard/i].some((pattern) => pattern.test(value)),
  );

/** Terraform with such a name runs there. */
const OTHER_PIPELINES =
  /github|gitlab|circle-?ci|buildkite|bitbucket|jenkins|atlantis|azure-?(devops|pipelines)|spacelift|scalr|env0/i;

/** Pipelines that say which they are. */
export const PIPELINE_CLIENTS: readonly SignalRule[] = [
  byUserAgent(
    "github_actions_oidc",
    "strong",
    /configure-aws-credentials-for-github-actions|GitHub-?Actions/i,
    runsIn("in GitHub Actions"),
  ),
  byUserAgent("gitlab_oidc", "strong", /gitlab-?(runner|ci)/i, runsIn("in a GitLab pipeline")),
  byUserAgent("circleci_oidc", "strong", /circleci/i, runsIn("in CircleCI")),
  byUserAgent("buildkite_oidc", "strong", /buildkite/i, runsIn("in Buildkite")),
  byUserAgent("bitbucket_oidc", "strong", /bitbucket/i, runsIn("in Bitbucket Pipelines")),
  byUserAgent("hcp_terraform_oidc", "strong", /\b(TFC|HCP-?Terraform|terraform-cloud)\b/i, runsIn("in HCP Terraform")),
  byUserAgent(
    "other_oidc",
    "strong",
    /\b(spacelift|scalr|env0|codefresh|semaphore|azure-?(devops|pipelines)|aws-vsts|harness|pulumi-cloud)/i,
    runsIn("in a pipeline with OIDC tokens of its own"),
  ),
  // Terraform runs in any pipeline, and on laptops too.
  byUserAgent(
    "hcp_terraform_oidc",
    "hint",
    /HashiCorp\/.*Terraform\//,
    (what) => `CloudTrail shows calls by "${what}": Terraform, which may run in HCP Terraform or elsewhere.`,
    (facts) => !isNamed(facts, OTHER_PIPELINES),
  ),
  byUserAgent(
    "github_actions_oidc",
    "hint",
    /\d-azure\b/,
    (what) => `CloudTrail shows calls by "${what}", on a machine of Azure, as GitHub's hosted runners are.`,
  ),
  byUserAgent("other_oidc", "hint", /\d-(gcp|gke)\b/, runsIn("on a machine of Google Cloud, which has OIDC tokens")),
];

const hostedAs =
  (target: keyof typeof HOSTED) =>
  (facts: MigrationFacts): boolean =>
    isNamed(facts, HOSTED[target]);
const hostedSentence = (what: string) =>
  `CloudTrail shows calls by "${what}" from AWS, and its name is one of a platform that runs its customers' code on AWS.`;

/** Software that says where it runs. */
export const WORKLOAD_CLIENTS: readonly SignalRule[] = [
  byUserAgent("other_oidc", "strong", /exec-env\/AWS_(Lambda|ECS)/i, hostedSentence, hostedAs("other_oidc")),
  byUserAgent(
    "third_party_role",
    "strong",
    /exec-env\/AWS_(Lambda|ECS)/i,
    hostedSentence,
    hostedAs("third_party_role"),
  ),
  byUserAgent("ecs_task_role", "strong", /exec-env\/AWS_ECS/i, runsIn("in an ECS task")),
  byUserAgent("lambda_execution_role", "strong", /exec-env\/AWS_Lambda/i, runsIn("in a Lambda function")),
  byUserAgent("ec2_instance_profile", "strong", /exec-env\/(AWS_)?EC2/i, runsIn("on an EC2 instance")),
  byUserAgent(
    "service_role",
    "strong",
    /\b(AWS_?Glue|GlueSpark|CodeBuild|AWS_?SageMaker|SageMaker-|EMR-?Serverless|AWS_?Batch|App-?Runner)/i,
    runsIn("in a service of AWS that takes up a role itself"),
  ),
  byUserAgent(
    "eks_pod_identity",
    "strong",
    /exec-env\/AWS_EKS|kubernetes|kube2iam|kube-|k8s|cert-manager|external-?dns|external-secrets|velero|karpenter|cluster-autoscaler|crossplane|argo-?cd|-csi-driver/i,
    runsIn("in a Kubernetes cluster"),
  ),
  byUserAgent(
    "other_oidc",
    "strong",
    /aws-sdk-(android|ios)|amplify-(android|ios|swift|flutter)|dalvik/i,
    runsIn("on phones: an app that holds a key, where Cognito gives each its own session"),
  ),
  byUserAgent(
    "other_oidc",
    "fair",
    /^\[?Mozilla\//,
    (what) =>
      `CloudTrail shows calls by "${what}", though it has no console password: a web page holds its key, where Cognito gives each visitor a session.`,
    (facts) => !hasPassword(facts),
  ),
  byUserAgent(
    "roles_anywhere",
    "strong",
    /veeam|commvault|synology|hyper ?backup|qnap|netbackup|rubrik|cohesity|acronis|arcserve|nakivo|msp360|storagegrid/i,
    runsIn("on a backup appliance outside of AWS"),
  ),
  byUserAgent(
    "roles_anywhere",
    "fair",
    /rclone|restic|duplicity|duplicati|borg|s3cmd|wordpress/i,
    runsIn("on servers, most of them outside of AWS"),
  ),
  byUserAgent("roles_anywhere", "hint", /-v[678]l?\+|raspi/i, runsIn("on a Raspberry Pi")),
  {
    target: "ec2_instance_profile",
    weight: "fair",
    source: "cloudtrail",
    find: ({ observed }) => {
      const inside = acceptedOf(observed?.sourceIpAddresses ?? []).find(({ value }) => PRIVATE.test(value));
      return inside ? { what: inside.value, at: inside.lastAt } : null;
    },
    sentence: (what) =>
      `Its calls come from ${what}, a private address: it runs in a VPC, or in a network connected to one.`,
  },
  byUserAgent(
    "ec2_instance_profile",
    "hint",
    /\.amzn|\d-aws\b/,
    (what) => `CloudTrail shows calls by "${what}", on a machine of AWS, which may be a vendor's.`,
  ),
];

/** A person signs in: by use, where it is known. */
export const SIGN_IN: SignalRule = {
  target: "identity_center",
  weight: "strong",
  source: "credential",
  find: (facts) => (signsIn(facts) === "yes" ? { what: facts.userName } : null),
  sentence: () => "Somebody signs in with its console password, which only a person does.",
};
