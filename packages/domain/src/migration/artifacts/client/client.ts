import type { MigrationTarget } from "../../target/target.ts";
import type { ArtifactFile, ArtifactInput } from "../artifact-input.ts";
import { commented } from "../languages/comments.ts";
import { marksIn, written } from "../languages/marks.ts";
import { type Given, placeholderOf, roleOf } from "../made/plan.ts";
import { ownersValuesOf } from "../owners-values.ts";
import { type ClientFiles, openQuestions } from "./client-file.ts";
import { API_KEY, CODECOMMIT, KEYSPACES, SES } from "./kept.ts";
import { BREAK_GLASS, IDENTITY_CENTER_CLIENT, SAML_CLIENT, THIRD_PARTY } from "./people.ts";
import { BITBUCKET, BUILDKITE, CIRCLECI, GITHUB, GITLAB, HCP_TERRAFORM, OTHER_OIDC } from "./pipelines.ts";
import { CODEBUILD, EC2, ECS, IRSA, LAMBDA, POD_IDENTITY_CLIENT, ROLES_ANYWHERE_CLIENT } from "./workloads.ts";

const NOTHING: ClientFiles = () => [];

/** What the client of each target changes, so that it uses the replacement. */
const CLIENTS: Readonly<Record<MigrationTarget, ClientFiles>> = {
  ec2_instance_profile: EC2,
  lambda_execution_role: LAMBDA,
  ecs_task_role: ECS,
  eks_pod_identity: POD_IDENTITY_CLIENT,
  eks_irsa: IRSA,
  service_role: CODEBUILD,
  github_actions_oidc: GITHUB,
  gitlab_oidc: GITLAB,
  circleci_oidc: CIRCLECI,
  buildkite_oidc: BUILDKITE,
  bitbucket_oidc: BITBUCKET,
  hcp_terraform_oidc: HCP_TERRAFORM,
  other_oidc: OTHER_OIDC,
  identity_center: IDENTITY_CENTER_CLIENT,
  saml_federation: SAML_CLIENT,
  third_party_role: THIRD_PARTY,
  roles_anywhere: ROLES_ANYWHERE_CLIENT,
  ses_smtp: SES,
  keyspaces: KEYSPACES,
  codecommit: CODECOMMIT,
  api_key: API_KEY,
  break_glass: BREAK_GLASS,
  remove: NOTHING,
  split: NOTHING,
  ask_owner: NOTHING,
};

/** The questions behind a file's placeholders, where the file can say them. */
function withQuestions(file: ArtifactFile, questions: readonly string[]): ArtifactFile {
  if (questions.length === 0 || file.contentType === "application/json") return file;
  if (file.name.endsWith(".txt")) return { ...file, body: `${file.body}\nFill in:\n${questions.join("\n")}\n` };
  const asked = `${commented("#", "Fill in:", ...questions)}\n`;
  const shebang = /^#!.*\n/.exec(file.body)?.[0] ?? "";
  return { ...file, body: shebang + asked + file.body.slice(shebang.length) };
}

/** The client's files, and the names of the owner's values that are open in them. */
export function clientFilesOf(input: ArtifactInput, { filled }: Given): { files: ArtifactFile[]; open: string[] } {
  const values = Object.fromEntries(
    Object.entries(filled).map(([name, text]) => [name, written(text, (literal) => literal, placeholderOf)]),
  );
  const files = CLIENTS[input.target]({ input, roleArn: roleOf(input).arn, values });
  const open = new Set(marksIn(filled));
  const asked = ownersValuesOf(input.target).filter(({ name }) => open.has(name));
  const isIn = (name: string, body: string): boolean => new RegExp(`${placeholderOf(name)}(?![A-Z-])`).test(body);
  return {
    files: files.map((file) =>
      withQuestions(
        file,
        openQuestions(
          asked.filter(({ name }) => isIn(name, file.body)),
          placeholderOf,
        ),
      ),
    ),
    open: asked.map(({ name }) => name).filter((name) => files.some(({ body }) => isIn(name, body))),
  };
}
