import { HOSTED, PERSON_CLIENTS, PIPELINE_CLIENTS, SIGN_IN, WORKLOAD_CLIENTS } from "./client-rules.ts";
import type { MigrationFacts } from "./facts.ts";
import {
  byLastService,
  byName,
  byPolicies,
  byTag,
  credentialFor,
  foundIf,
  isNamed,
  lastServices,
  mayOnly,
  tagValues,
  words,
} from "./find-signals.ts";
import { keysInUse, signsIn } from "./seen-use.ts";
import type { SignalRule } from "./signals.ts";

const SENDERS = "AWSSESSendingGroupDoNotRename";
const isSender = ({ groupNames }: MigrationFacts): boolean => groupNames.includes(SENDERS);

/** Nothing says that its key does more than send mail. */
const sendsOnly = (facts: MigrationFacts): boolean =>
  (facts.allowedServices === null || mayOnly(facts, ["ses"])) && lastServices(facts).every((each) => each === "ses");

/** Words of software within a name of the form first.last. */
const NO_PERSON = words(
  /svc|srv|service|services|app|apps|api|bot|robot|ci|cd|cicd|deploy|deployer|prod|production|stage|staging|dev|test|qa|backup|machine|system|sys|cron|job|worker|runner|build|release|web|www|mail|smtp|db|data|etl|monitoring|agent|client|server|user|github|gitlab|jenkins|terraform/i,
);

const KIND_TAGS = ["rolecall:holder", "type", "usertype", "kind"];
const isTaggedSoftware = (facts: MigrationFacts): boolean =>
  tagValues(facts, ...KIND_TAGS).some((value) =>
    /^(machine|software|service|service[ _-]?account|system|bot|robot|application|app|technical)$/i.test(value),
  );
const mayBePerson = (facts: MigrationFacts): boolean => !isNamed(facts, NO_PERSON) && !isTaggedSoftware(facts);

/** What must stay a user, or is held by one of its kinds of credentials. */
const KEPT: readonly SignalRule[] = [
  {
    target: "break_glass",
    weight: "decides",
    source: "tag",
    find: (facts) => foundIf(tagValues(facts, "rolecall:break-glass")[0]),
    sentence: () => "Its tag rolecall:break-glass says that it is for emergencies.",
  },
  byName("break_glass", /break-?glass|emergency/i, "a user for emergencies"),
  {
    target: "ses_smtp",
    weight: "decides",
    source: "groups",
    find: (facts) => (isSender(facts) && sendsOnly(facts) ? { what: SENDERS } : null),
    sentence: (what) => `It is in the group ${what}, which the console of SES makes for senders of mail.`,
  },
  {
    target: "ses_smtp",
    weight: "fair",
    source: "groups",
    find: (facts) => (isSender(facts) && !sendsOnly(facts) ? { what: SENDERS } : null),
    sentence: (what) =>
      `It is in the group ${what} for senders of mail, though its key may do, or did, more than that.`,
  },
  byPolicies("ses_smtp", ["ses"], "it sends mail"),
  byLastService("ses_smtp", "ses", "it sends mail"),
  byName("ses_smtp", /^ses-smtp-user\./i, "a sender of mail that the console of SES made"),
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
  byName("api_key", /^BedrockAPIKey-/, "an API key that the console of Bedrock made"),
];

const PEOPLE: readonly SignalRule[] = [
  SIGN_IN,
  {
    target: "identity_center",
    weight: "fair",
    source: "credential",
    // With a key in use beside it, a password of unknown use says nothing about who holds the key.
    find: (facts) =>
      facts.hasConsolePassword && signsIn(facts) === "unknown" && keysInUse(facts).length === 0
        ? { what: facts.userName }
        : null,
    sentence: () => "It has a console password, which only a person uses.",
  },
  {
    target: "identity_center",
    weight: "fair",
    source: "mfa",
    find: ({ hasMfa, userName }) => (hasMfa ? { what: userName } : null),
    sentence: () => "It has an MFA device, which only a person holds.",
  },
  {
    target: "identity_center",
    weight: "fair",
    source: "policies",
    find: ({ conditionKeys }) => foundIf(conditionKeys?.filter((key) => /^aws:multifactorauth/.test(key)).sort()[0]),
    sentence: (what) => `Its policies ask for MFA (${what}), which only a person can give.`,
  },
  byTag("identity_center", KIND_TAGS, /^(human|person|people|employee)$/i, "a person"),
  ...PERSON_CLIENTS,
  byName("identity_center", /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i, "a person: it is an e-mail address"),
  byName("identity_center", /^[a-z]+\.[a-z-]{2,}\d{0,2}$/i, "a person: it is a first and a last name", mayBePerson),
];

const PIPELINES: readonly SignalRule[] = [
  ...PIPELINE_CLIENTS,
  byName("github_actions_oidc", /github/i, "GitHub"),
  byName("gitlab_oidc", /gitlab/i, "GitLab"),
  byName("circleci_oidc", /circle-?ci/i, "CircleCI"),
  byName("buildkite_oidc", /buildkite/i, "Buildkite"),
  byName("bitbucket_oidc", /bitbucket/i, "Bitbucket"),
  byName("hcp_terraform_oidc", words(/terraform-?cloud|tfc|hcp/i), "HCP Terraform"),
  byName(
    "other_oidc",
    words(/spacelift|scalr|env0|codefresh|semaphore-?ci|azure-?devops|azure-?pipelines|harness|pulumi-?cloud/i),
    "a pipeline with OIDC tokens of its own",
  ),
  byName("other_oidc", HOSTED.other_oidc, "a platform with OIDC tokens of its own"),
];

const WORKLOADS: readonly SignalRule[] = [
  ...WORKLOAD_CLIENTS,
  byName(
    "eks_pod_identity",
    words(
      /eks|k8s|kube|kubernetes|velero|external-?dns|external-?secrets|cert-?manager|cluster-?autoscaler|karpenter|loki|mimir|thanos|argo-?cd|crossplane|fluent-?bit/i,
    ),
    "software that runs in Kubernetes",
  ),
  byTag("third_party_role", ["vendor", "third-party", "rolecall:vendor"], /./, "it is held by a third party"),
  byName(
    "third_party_role",
    words(
      /data-?dog|new-?relic|fivetran|segment|snowflake|databricks|airbyte|stitch|hevo|cloud-?health|cloudability|lacework|wiz|orca|prisma-?cloud|sysdig|sumo-?logic|splunk-?cloud|vanta|drata|zapier|workato|mulesoft|boomi|vendor/i,
    ),
    "a vendor",
  ),
  byName("third_party_role", HOSTED.third_party_role, "a platform of somebody else"),
  byName(
    "roles_anywhere",
    words(
      /on-?prem(ises)?|data-?cent(er|re)|wordpress|wp|veeam|commvault|qnap|synology|hyper-?backup|certbot|sap|erp|nas/i,
    ),
    "something outside of AWS",
  ),
];

/**
 * What speaks for which target, in the order of preference between equals: what a user must stay a user for comes first, then what people
 * and pipelines show, then where software runs.
 */
export const SIGNAL_RULES: readonly SignalRule[] = [...KEPT, ...PEOPLE, ...PIPELINES, ...WORKLOADS];
