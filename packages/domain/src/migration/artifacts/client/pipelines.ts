import { commented } from "../languages/comments.ts";
import { hclBlock } from "../languages/hcl.ts";
import { word } from "../languages/shell.ts";
import { Remarked, yaml } from "../languages/yaml.ts";
import { answerOf, type Client, type ClientFiles, clientFile } from "./client-file.ts";

const OLD_KEYS =
  "Then delete AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from its secrets: set, they come before the role.";

/** Longer tokens than an hour need a role that allows them. */
const sessionOf = ({ input }: Client): number => input.role.maxSessionDurationSeconds;

/** What has a meaning of its own in a pipeline's file, even within quotes. */
const ESCAPES = {
  // An expression of GitHub that gives the sign which opens an expression.
  github: (text: string): string => text.replaceAll(/\$(?=\{\{)/g, `\${{ '$$' }}`),
  circleci: (text: string): string => text.replaceAll("<<", "\\<<"),
  // Variables are put in when the pipeline is uploaded.
  buildkite: (text: string): string => text.replaceAll("$", "$$$$"),
  none: (text: string): string => text,
} as const;

/** Any SDK and the CLI take the role by themselves where these stand in their environment, with the file of the token. */
const webIdentity = (client: Client, escaped: (text: string) => string) => ({
  AWS_ROLE_ARN: escaped(client.roleArn),
  AWS_REGION: answerOf(client, "REGION"),
});

/** A file of its own for each job: machines that run several may share a folder for temporary files. */
const NEW_TOKEN_FILE = "export AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)";

const pipeline = (name: string, about: string[], structure: unknown) => [
  clientFile(name, "yml", `${commented("#", ...about, OLD_KEYS)}\n${yaml(structure)}`),
];

export const GITHUB: ClientFiles = (client) =>
  pipeline(".github/workflows/deploy.yml", ["The job signs in by the role; its other steps stay as they are."], {
    name: "Deploy",
    on: { push: { branches: [answerOf(client, "BRANCH")] } },
    permissions: new Remarked("# GitHub gives out no token without id-token: write.", {
      "id-token": "write",
      contents: "read",
    }),
    jobs: {
      deploy: {
        "runs-on": "ubuntu-latest",
        steps: [
          { uses: "actions/checkout@v5" },
          {
            name: "Sign in to AWS",
            uses: "aws-actions/configure-aws-credentials@v6",
            with: {
              "role-to-assume": ESCAPES.github(client.roleArn),
              "aws-region": answerOf(client, "REGION"),
              "role-duration-seconds": new Remarked(
                "# The action asks for one hour where nothing is said; the role allows no more than this.",
                sessionOf(client),
              ),
            },
          },
          { run: "aws sts get-caller-identity" },
        ],
      },
    },
  });

export const GITLAB: ClientFiles = (client) =>
  pipeline(".gitlab-ci.yml", ["The job signs in by the role; its other steps stay as they are."], {
    deploy: {
      image: { name: "public.ecr.aws/aws-cli/aws-cli:latest", entrypoint: [""] },
      rules: [{ if: `$CI_COMMIT_BRANCH == "${answerOf(client, "BRANCH")}"` }],
      id_tokens: { AWS_ID_TOKEN: { aud: "https://gitlab.com" } },
      variables: Object.fromEntries(
        Object.entries(webIdentity(client, ESCAPES.none)).map(([name, value]) => [name, { value, expand: false }]),
      ),
      script: [
        NEW_TOKEN_FILE,
        `printf '%s' "$AWS_ID_TOKEN" >"$AWS_WEB_IDENTITY_TOKEN_FILE"`,
        "aws sts get-caller-identity",
      ],
    },
  });

export const CIRCLECI: ClientFiles = (client) =>
  pipeline(".circleci/config.yml", ["The job signs in by the role; its other steps stay as they are."], {
    version: 2.1,
    jobs: {
      deploy: {
        docker: [{ image: "cimg/aws:2024.03" }],
        environment: {
          ...webIdentity(client, ESCAPES.circleci),
          // The steps of a job have a container, but no shell, in common.
          AWS_WEB_IDENTITY_TOKEN_FILE: "/tmp/aws-web-identity-token",
        },
        steps: [
          "checkout",
          {
            run: {
              name: "Sign in to AWS",
              command: `printf '%s' "$CIRCLE_OIDC_TOKEN" >"$AWS_WEB_IDENTITY_TOKEN_FILE"\naws sts get-caller-identity`,
            },
          },
        ],
      },
    },
    workflows: { deploy: { jobs: ["deploy"] } },
  });

export const BUILDKITE: ClientFiles = (client) =>
  pipeline(".buildkite/pipeline.yml", ["The step signs in by the role; its other commands stay as they are."], {
    steps: [
      {
        label: ":aws: Deploy",
        branches: answerOf(client, "BRANCH"),
        env: webIdentity(client, ESCAPES.buildkite),
        commands: [
          ESCAPES.buildkite(NEW_TOKEN_FILE),
          ESCAPES.buildkite(
            `buildkite-agent oidc request-token --audience sts.amazonaws.com >"$AWS_WEB_IDENTITY_TOKEN_FILE"`,
          ),
          "aws sts get-caller-identity",
        ],
      },
    ],
  });

export const BITBUCKET: ClientFiles = (client) =>
  pipeline("bitbucket-pipelines.yml", ["The step signs in by the role; its other commands stay as they are."], {
    pipelines: {
      default: [
        {
          step: {
            name: "Deploy",
            image: "amazon/aws-cli:latest",
            oidc: new Remarked("# Without it the step gets no token.", true),
            script: [
              ...Object.entries(webIdentity(client, ESCAPES.none)).map(
                ([name, value]) => `export ${name}=${word(value)}`,
              ),
              NEW_TOKEN_FILE,
              `printf '%s' "$BITBUCKET_STEP_OIDC_TOKEN" >"$AWS_WEB_IDENTITY_TOKEN_FILE"`,
              "aws sts get-caller-identity",
            ],
          },
        },
      ],
    },
  });

export const OTHER_OIDC: ClientFiles = (client) => [
  clientFile(
    "web-identity.sh",
    "sh",
    `#!/bin/sh
${commented("#", "Source it where the workload starts. Any SDK and the AWS CLI then take the role by themselves.", OLD_KEYS)}
${Object.entries(webIdentity(client, ESCAPES.none))
  .map(([name, value]) => `export ${name}=${word(value)}`)
  .join("\n")}
${NEW_TOKEN_FILE}

# The issuer's token has to stand in that file. Put in how it gets there:
#   printf '%s' "$TOKEN" >"$AWS_WEB_IDENTITY_TOKEN_FILE"
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
aws sts get-caller-identity`,
  ),
];

const tfeVariable = (label: string, key: string, value: string, comment: string): string => {
  const block = hclBlock({
    type: "resource",
    labels: ["tfe_variable", label],
    attributes: { workspace_id: { expression: "data.tfe_workspace.it.id" }, category: "env", key, value },
  });
  return `${commented("#", comment)}\n${block}`;
};

export const HCP_TERRAFORM: ClientFiles = (client) => [
  clientFile(
    "hcp-terraform-variables.tf",
    "tf",
    `${commented(
      "#",
      "Environment variables of the workspace, by the provider tfe. They may be typed in by hand as well.",
      "Then delete AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from the workspace and its variable sets.",
    )}
${hclBlock({
  type: "data",
  labels: ["tfe_workspace", "it"],
  attributes: { organization: answerOf(client, "ORGANIZATION"), name: answerOf(client, "WORKSPACE") },
})}

${tfeVariable("auth", "TFC_AWS_PROVIDER_AUTH", "true", "Turns on sign-in by tokens.")}

${tfeVariable(
  "apply_role",
  "TFC_AWS_APPLY_ROLE_ARN",
  client.roleArn,
  "The role lets in the apply phase alone. Plans need a role of their own that reads: TFC_AWS_PLAN_ROLE_ARN.",
)}`,
  ),
];
