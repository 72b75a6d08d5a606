import { type OwnersValue, SUCCESSOR_TRUSTS } from "../replacement/successor-trust.ts";
import type { MigrationTarget } from "../target/target.ts";

const REGION_ID = /^[a-z]{2}(-[a-z]+)+-\d$/;
const value = (name: string, question: string, example: string, pattern: RegExp): OwnersValue => ({
  name,
  question,
  example,
  pattern,
});

const REGION = value("REGION", "In which Region does it run?", "eu-central-1", REGION_ID);
const NAME = /^[\w.-]+$/;

const IDENTITY_CENTER = [
  value("SSO_REGION", "In which Region is IAM Identity Center?", "eu-central-1", REGION_ID),
  value(
    "INSTANCE_ARN",
    "Which ARN has the instance of IAM Identity Center?",
    "arn:aws:sso:::instance/ssoins-1234567890abcdef",
    /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[A-Za-z0-9.-]{16}$/,
  ),
  value(
    "GROUP_ID",
    "Which id has the person's group in IAM Identity Center?",
    "90676a1c2d-1f2e3d4c-5b6a-4788-99aa-bbccddeeff00",
    /^([0-9a-f]{10}-)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  ),
  value(
    "START_URL",
    "At which address do people sign in to AWS?",
    "https://fernhill.awsapps.com/start",
    /^https:\/\/[\w.-]+(\/[\w./#-]*)?$/,
  ),
];

/** What artefacts ask for beside the values of the trust policy. */
const FURTHER_VALUES: Readonly<Partial<Record<MigrationTarget, readonly OwnersValue[]>>> = {
  ec2_instance_profile: [
    REGION,
    value("INSTANCE_ID", "On which EC2 instance does it run?", "i-0abc12345def67890", /^i-[0-9a-f]{8,17}$/),
  ],
  lambda_execution_role: [
    REGION,
    value("FUNCTION_NAME", "What is the Lambda function called?", "invoices", /^[\w-]{1,64}$/),
  ],
  ecs_task_role: [
    value("TASK_FAMILY", "What is the family of the task definition called?", "invoices", /^[\w-]{1,255}$/),
    value("CLUSTER", "On which ECS cluster does it run?", "production", /^[\w-]{1,255}$/),
    value("SERVICE", "What is the ECS service called?", "invoices", /^[\w-]{1,255}$/),
  ],
  eks_pod_identity: [REGION],
  service_role: [REGION, value("PROJECT", "What is the CodeBuild project called?", "web", /^[A-Za-z0-9][\w-]{1,254}$/)],
  github_actions_oidc: [REGION],
  gitlab_oidc: [REGION],
  circleci_oidc: [REGION],
  buildkite_oidc: [REGION],
  bitbucket_oidc: [REGION],
  hcp_terraform_oidc: [REGION],
  other_oidc: [REGION],
  identity_center: IDENTITY_CENTER,
  saml_federation: [REGION],
  third_party_role: [REGION],
  roles_anywhere: [
    value(
      "PROFILE_ID",
      "Which id has the Roles Anywhere profile that was made for it?",
      "6b8d0f2e-5a7c-4b9d-9e6f-8a0c2e4d6f8b",
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    ),
  ],
  ses_smtp: [
    REGION,
    value("FROM_ADDRESS", "From which address does it send?", "billing@fernhill.example", /^[\w.+@-]+$/),
  ],
  keyspaces: [REGION],
  codecommit: [REGION, value("REPOSITORY", "What is the CodeCommit repository called?", "web", NAME)],
  api_key: [REGION],
  break_glass: [
    value("ALARM_EMAIL", "Who is told of each use, by e-mail?", "security@fernhill.example", /^[\w.+@-]+$/),
  ],
};

/** Everything that only the owner knows of a target: the trust policy's values first, then what the artefacts need. */
export function ownersValuesOf(target: MigrationTarget): OwnersValue[] {
  const ofTrust = SUCCESSOR_TRUSTS[target]?.values ?? [];
  return [
    ...ofTrust,
    ...(FURTHER_VALUES[target] ?? []).filter(({ name }) => !ofTrust.some((one) => one.name === name)),
  ];
}
