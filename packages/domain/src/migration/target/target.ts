import { z } from "zod";

/** What should take the place of an IAM user, or why nothing does. */
export const MigrationTarget = z.enum([
  "ec2_instance_profile",
  "lambda_execution_role",
  "ecs_task_role",
  "eks_pod_identity",
  "eks_irsa",
  "service_role",
  "github_actions_oidc",
  "gitlab_oidc",
  "circleci_oidc",
  "buildkite_oidc",
  "bitbucket_oidc",
  "hcp_terraform_oidc",
  "other_oidc",
  "identity_center",
  "saml_federation",
  "third_party_role",
  "roles_anywhere",
  "ses_smtp",
  "keyspaces",
  "codecommit",
  "api_key",
  "break_glass",
  "remove",
  "split",
  "ask_owner",
]);
export type MigrationTarget = z.infer<typeof MigrationTarget>;

/** How well the evidence bears a target. A name alone never gives more than low. */
export const Confidence = z.enum(["high", "medium", "low"]);
export type Confidence = z.infer<typeof Confidence>;

/** `moved`: a role or permission set took over. `retired`: nothing had to. `kept`: it stays, by an exception. `open`: not decided. */
export type MigrationEnd = "moved" | "retired" | "kept" | "open";

type TargetFacts = {
  /** As a noun phrase, for lists and headings. */
  label: string;
  end: MigrationEnd;
  /** Whether it is the work of a person that moves. */
  holder: "person" | "software" | "either";
};

const software = (label: string): TargetFacts => ({ label, end: "moved", holder: "software" });
const kept = (label: string): TargetFacts => ({ label, end: "kept", holder: "software" });

export const TARGETS: Readonly<Record<MigrationTarget, TargetFacts>> = {
  ec2_instance_profile: software("Instance profile of an EC2 instance"),
  lambda_execution_role: software("Execution role of a Lambda function"),
  ecs_task_role: software("Task role of an ECS task"),
  eks_pod_identity: software("EKS Pod Identity"),
  eks_irsa: software("IAM role for a service account of EKS"),
  service_role: software("Service role"),
  github_actions_oidc: software("Role for GitHub Actions"),
  gitlab_oidc: software("Role for GitLab pipelines"),
  circleci_oidc: software("Role for CircleCI"),
  buildkite_oidc: software("Role for Buildkite"),
  bitbucket_oidc: software("Role for Bitbucket Pipelines"),
  hcp_terraform_oidc: software("Role for HCP Terraform"),
  other_oidc: software("Role for another OIDC provider"),
  identity_center: { label: "Permission set of IAM Identity Center", end: "moved", holder: "person" },
  saml_federation: { label: "Role for sign-in by SAML", end: "moved", holder: "person" },
  third_party_role: software("Role for a third party, with an External ID"),
  roles_anywhere: software("Role by IAM Roles Anywhere"),
  ses_smtp: kept("SMTP credentials of Amazon SES"),
  keyspaces: kept("Credentials of Amazon Keyspaces"),
  codecommit: kept("Git credentials of CodeCommit"),
  api_key: kept("API key with an expiry"),
  break_glass: { label: "Break-glass user", end: "kept", holder: "person" },
  remove: { label: "Removal without a successor", end: "retired", holder: "either" },
  split: { label: "Split into a person and software", end: "open", holder: "either" },
  ask_owner: { label: "A question to the owner", end: "open", holder: "either" },
};
