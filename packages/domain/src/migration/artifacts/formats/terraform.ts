import type { OwnersValue } from "../../replacement/successor-trust.ts";
import { commented } from "../languages/comments.ts";
import { expression, type HclBlock, hclBlock, hclText } from "../languages/hcl.ts";
import { slug, snakeCase } from "../languages/names.ts";
import { isMadeInOwnAccount, roleOf } from "../made/plan.ts";
import { renderingOf } from "../made/renderings.ts";
import { aboutOf, type Plan } from "./written.ts";

const variable = ({ name, question, example, pattern }: OwnersValue): HclBlock => ({
  type: "variable",
  labels: [snakeCase(name)],
  attributes: { description: `${question} For example ${example}`, type: expression("string") },
  blocks: [
    {
      type: "validation",
      labels: [],
      attributes: {
        condition: expression(`can(regex(${hclText(pattern.source)}, var.${snakeCase(name)}))`),
        error_message: `This cannot be the answer to: ${question} For example ${example}.`,
      },
    },
  ],
});

const OIDC_PROVIDER_EXISTS: HclBlock = {
  type: "variable",
  labels: ["oidc_provider_exists"],
  attributes: {
    description: "Does the account have an OIDC provider of this address already?",
    type: expression("bool"),
    default: false,
  },
};

const SAML_METADATA_FILE: HclBlock = {
  type: "variable",
  labels: ["saml_metadata_file"],
  attributes: {
    description: "File with the metadata of your identity provider. Empty: the SAML provider exists already",
    type: expression("string"),
    default: "",
  },
};

function settings({ given, region }: Plan): HclBlock[] {
  return [
    {
      type: "terraform",
      labels: [],
      attributes: { required_version: ">= 1.3" },
      blocks: [
        {
          type: "required_providers",
          labels: [],
          attributes: { aws: { object: { source: "hashicorp/aws", version: ">= 5.81" } } },
        },
      ],
    },
    {
      type: "provider",
      labels: ["aws"],
      attributes: {
        region,
        // Credentials of another account are refused before anything is made there.
        allowed_account_ids: isMadeInOwnAccount(given.target) ? [given.awsAccountId] : undefined,
      },
    },
  ];
}

function switches({ made }: Plan): HclBlock[] {
  const kinds = new Set(made.map(({ kind }) => kind));
  return [
    ...(kinds.has("oidc_provider") ? [OIDC_PROVIDER_EXISTS] : []),
    ...(kinds.has("saml_provider") ? [SAML_METADATA_FILE] : []),
  ];
}

/** A Terraform configuration in one file. */
export function terraform(plan: Plan) {
  const { given, made, open } = plan;
  const surroundings = { ...given, role: roleOf(given) };
  const blocks = [
    ...settings(plan),
    ...open.map(variable),
    ...switches(plan),
    ...made.flatMap((one) => renderingOf(one).terraform(one, surroundings)),
  ];
  const texts = blocks.map((block) => (block.comment ? `${commented("#", block.comment)}\n` : "") + hclBlock(block));
  const about = commented(
    "#",
    ...aboutOf(given),
    "  terraform init",
    "  terraform apply",
    "Way back:",
    "  terraform destroy",
  );
  return [
    {
      name: `${slug(given.user.userName)}.tf`,
      contentType: "text/plain; charset=utf-8",
      body: `${about}\n\n${texts.join("\n\n")}\n`,
    },
  ];
}
