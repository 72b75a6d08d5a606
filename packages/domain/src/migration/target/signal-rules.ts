import { activeOf, type MigrationFacts, type MovedCredential, type Observed } from "./facts.ts";
import type { SignalRule, Weight } from "./signals.ts";
import type { MigrationTarget } from "./target.ts";

type Found = { what: string; at?: Date | null } | null;

const tagOf = ({ tags }: MigrationFacts, ...keys: string[]): string | null =>
  tags.find(({ key, value }) => keys.includes(key.toLowerCase()) && value.trim())?.value.trim() ?? null;

const first = (value: string | undefined | null): Found => (value ? { what: value } : null);

const newest = (seen: readonly Observed[], pattern: RegExp): Found => {
  const hits = seen.filter(({ value }) => pattern.test(value)).sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime());
  return hits[0] ? { what: hits[0].value, at: hits[0].lastAt } : null;
};

const credentialFor =
  (kind: MovedCredential["kind"], service: RegExp | null) =>
  (facts: MigrationFacts): Found => {
    const found = activeOf(facts, kind).find(({ serviceName }) => !service || service.test(serviceName ?? ""));
    return found ? { what: found.serviceName ?? found.name ?? kind, at: found.lastUsedAt } : null;
  };

/** A client that says what it is, as CloudTrail shows it. */
const byUserAgent = (
  target: MigrationTarget,
  pattern: RegExp,
  where: string,
  weight: Weight = "strong",
): SignalRule => ({
  target,
  weight,
  source: "cloudtrail",
  find: ({ observed }) => (observed ? newest(observed.userAgents, pattern) : null),
  sentence: (what) => `CloudTrail shows calls by "${what}", which runs ${where}.`,
});

const byName = (target: MigrationTarget, pattern: RegExp, of: string): SignalRule => ({
  target,
  weight: "name",
  source: "name",
  find: ({ userName, path }) => (pattern.test(userName) || pattern.test(path) ? { what: userName } : null),
  sentence: (what) => `The name ${what} is one of ${of}.`,
});

const byTag = (target: MigrationTarget, keys: string[], pattern: RegExp, of: string): SignalRule => ({
  target,
  weight: "fair",
  source: "tag",
  find: (facts) => first(keys.map((key) => tagOf(facts, key)).find((value) => value && pattern.test(value))),
  sentence: (what) => `A tag says "${what}": ${of}.`,
});

/** Only where everything that it may do is this. */
const byPolicies = (target: MigrationTarget, services: readonly string[], of: string): SignalRule => ({
  target,
  weight: "fair",
  source: "policies",
  find: ({ allowedServices }) =>
    allowedServices && allowedServices.length > 0 && allowedServices.every((service) => services.includes(service))
      ? { what: allowedServices.join(", ") }
      : null,
  sentence: (what) => `Its policies allow ${what} alone: ${of}.`,
});

const byLastService = (target: MigrationTarget, pattern: RegExp, of: string): SignalRule => ({
  target,
  weight: "fair",
  source: "use",
  find: (facts) => {
    const used = activeOf(facts, "access_key").filter(({ lastUsedService }) => lastUsedService !== null);
    const [key] = used;
    return key?.lastUsedService && used.every(({ lastUsedService }) => pattern.test(lastUsedService ?? ""))
      ? { what: key.lastUsedService, at: key.lastUsedAt }
      : null;
  },
  sentence: (what) => `The last use of its keys was of ${what}: ${of}.`,
});

const BREAK_GLASS_NAME = /break-?glass|emergency/i;

/**
 * What speaks for which target, in the order of preference between equals: what a user must stay a user for comes first, then what people
 * and pipelines show, then where software runs.
 */
export const SIGNAL_RULES: readonly SignalRule[] = [
  {
    target: "break_glass",
    weight: "decides",
    source: "tag",
    find: (facts) => first(tagOf(facts, "rolecall:break-glass")),
    sentence: () => "Its tag rolecall:break-glass says that it is for emergencies.",
  },
  byName("break_glass", BREAK_GLASS_NAME, "users for emergencies"),
  {
    target: "ses_smtp",
    weight: "decides",
    source: "groups",
    find: ({ groupNames }) => first(groupNames.find((name) => name === "AWSSESSendingGroupDoNotRename")),
    sentence: (what) => `It is in the group ${what}, which the console of SES makes for senders of mail.`,
  },
  byPolicies("ses_smtp", ["ses"], "it sends mail"),
  byLastService("ses_smtp", /^ses$/, "it sends mail"),
  byName("ses_smtp", /^ses-smtp-user\./i, "senders that the console of SES makes"),
  {
    target: "keyspaces",
    weight: "decides",
    source: "credential",
    find: credentialFor("service_specific_credential", /^cassandra\./),
    sentence: () => "It has an active credential of Amazon Keyspaces.",
  },
  {
    target: "codecommit",
    weight: "decides",
    source: "credential",
    find: (facts) =>
      credentialFor("service_specific_credential", /^codecommit\./)(facts) ??
      credentialFor("ssh_public_key", null)(facts),
    sentence: () => "It has active Git credentials of CodeCommit.",
  },
  {
    target: "api_key",
    weight: "decides",
    source: "credential",
    find: credentialFor("api_key", null),
    sentence: (what) => `It has an active API key of ${what}.`,
  },
  byName("api_key", /^BedrockAPIKey-/, "users that the console of Bedrock makes"),
  byUserAgent("identity_center", /^Mozilla\/|console\.amazonaws\.com|signin\.amazonaws\.com/, "in a browser"),
  {
    target: "identity_center",
    weight: "strong",
    source: "credential",
    find: (facts) => (facts.hasConsolePassword ? { what: facts.userName } : null),
    sentence: () => "It has a console password, which only a person uses.",
  },
  byTag(
    "identity_center",
    ["rolecall:holder", "type", "usertype", "kind"],
    /^(human|person|people|employee)$/i,
    "a person",
  ),
  byName("identity_center", /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i, "a person, an e-mail address"),
  byName("identity_center", /^[a-z]{2,}\.[a-z-]{2,}\d{0,2}$/i, "a person, a first and a last name"),
  byUserAgent(
    "github_actions_oidc",
    /configure-aws-credentials-for-github-actions|GitHub-?Actions/i,
    "in GitHub Actions",
  ),
  byUserAgent("gitlab_oidc", /gitlab-?(runner|ci)/i, "in a GitLab pipeline"),
  byUserAgent("circleci_oidc", /circleci/i, "in CircleCI"),
  byUserAgent("buildkite_oidc", /buildkite/i, "in Buildkite"),
  byUserAgent("bitbucket_oidc", /bitbucket/i, "in Bitbucket Pipelines"),
  byUserAgent("hcp_terraform_oidc", /\b(TFC|HCP-?Terraform|terraform-cloud)\b/i, "in HCP Terraform"),
  // Terraform runs in any pipeline, and on laptops too.
  byUserAgent("hcp_terraform_oidc", /HashiCorp\/.*Terraform\//, "wherever Terraform runs", "fair"),
  byName("github_actions_oidc", /github/i, "GitHub"),
  byName("gitlab_oidc", /gitlab/i, "GitLab"),
  byName("circleci_oidc", /circle-?ci/i, "CircleCI"),
  byName("buildkite_oidc", /buildkite/i, "Buildkite"),
  byName("bitbucket_oidc", /bitbucket/i, "Bitbucket"),
  byName("hcp_terraform_oidc", /terraform-?cloud|tfc|hcp/i, "HCP Terraform"),
  byUserAgent("ecs_task_role", /exec-env\/AWS_ECS/i, "in an ECS task"),
  byUserAgent("lambda_execution_role", /exec-env\/AWS_Lambda/i, "in a Lambda function"),
  byUserAgent("ec2_instance_profile", /exec-env\/(AWS_)?EC2/i, "on an EC2 instance"),
  byUserAgent("eks_pod_identity", /exec-env\/AWS_EKS|kubernetes|kube2iam|\beks\b/i, "in a Kubernetes cluster"),
  byTag("third_party_role", ["vendor", "third-party", "rolecall:vendor"], /./, "it is held by a third party"),
  byName(
    "third_party_role",
    /datadog|newrelic|fivetran|segment|snowflake|cloudhealth|lacework|wiz|prisma-?cloud|vanta|drata|vendor/i,
    "a vendor",
  ),
  byUserAgent("roles_anywhere", /rclone|veeam|restic|duplicity|commvault|WordPress/i, "outside of AWS"),
  byName("roles_anywhere", /on-?prem|datacent(er|re)|wordpress|veeam|\berp\b|nas\b/i, "something outside of AWS"),
];
