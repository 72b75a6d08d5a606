import { actionsOf } from "../permissions/permissions.ts";
import { memberTemplate } from "./cloudformation-template.ts";
import {
  actionLines,
  CUSTOMER_ROLE_NAME,
  EXTERNAL_ID_MIN_LENGTH,
  EXTERNAL_ID_RULE,
  grantedActions,
  literalInHcl,
  MAX_SESSION_SECONDS,
  MEMBER_PACKS,
  OPTIONAL_PACKS,
  PRINCIPAL_ARN_RULE,
  quoted,
  ROLE_DESCRIPTION,
  type ValuesOrBlank,
} from "./customer-role.ts";

const list = (actions: readonly string[], indent: string): string =>
  actionLines(actions, indent, (action) => `"${action}",`);

/** Variable and permissions of the packs that the user of a template without values may choose. */
function packVariable(): string {
  return `
variable "packs" {
  description = "What to grant beyond the core: ${OPTIONAL_PACKS.map(({ pack }) => pack).join(", ")}."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.packs, [${OPTIONAL_PACKS.map(({ pack }) => `"${pack}"`).join(", ")}])) == 0
    error_message = "There are: ${OPTIONAL_PACKS.map(({ pack }) => pack).join(", ")}."
  }
}

locals {
  pack_actions = {
${OPTIONAL_PACKS.map(({ pack }) => `    ${pack} = [\n${list(actionsOf([pack]), "      ")}\n    ]`).join("\n")}
  }
}
`;
}

const packStatement = (): string => `

  dynamic "statement" {
    for_each = var.packs

    content {
      effect    = "Allow"
      resources = ["*"]
      actions   = local.pack_actions[statement.value]
    }
  }`;

/** The StackSet that makes the role in the member accounts; its own template is in it. */
function stackSet(values: ValuesOrBlank): string {
  // The parameters come from the variables, so that one value has one place.
  const own = memberTemplate(values);
  const template = literalInHcl(own.replace(/^ {4}Default: "(?!no").*\n/gm, "")).replace(/^(?=.)/gm, "    ");
  const width = values ? 12 : Math.max(...MEMBER_PACKS.map(({ parameter }) => parameter.length));
  const choices = MEMBER_PACKS.map(
    ({ pack, parameter }) => `\n    ${parameter.padEnd(width)} = contains(var.packs, "${pack}") ? "yes" : "no"`,
  );
  return `
variable "organizational_unit_ids" {
  description = "Of an organization: the units, or the root, whose accounts get the role too. Apply with credentials of the management account then."
  type        = list(string)
  default     = []
}

# In exactly one Region, the provider's: IAM is global, and a second Region would fail because the role exists already.
# A StackSet never deploys to the management account: the role above is for that one.
resource "aws_cloudformation_stack_set" "members" {
  count            = length(var.organizational_unit_ids) > 0 ? 1 : 0
  name             = "Rolecall"
  permission_model = "SERVICE_MANAGED"
  capabilities     = ["CAPABILITY_NAMED_IAM"]

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  parameters = {
    ${"ExternalId".padEnd(width)} = var.external_id
    ${"PrincipalArn".padEnd(width)} = var.principal_arn${values ? "" : choices.join("")}
  }

  template_body = <<-YAML
${template}  YAML

  lifecycle {
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "members" {
  count          = length(var.organizational_unit_ids) > 0 ? 1 : 0
  stack_set_name = aws_cloudformation_stack_set.members[0].name

  deployment_targets {
    organizational_unit_ids = var.organizational_unit_ids
  }

  # An account that has the role already, such as a delegated administrator's, keeps it.
  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 25
  }
}
`;
}

/** The role as one Terraform file. */
export function terraformModule(values: ValuesOrBlank): string {
  const variableDefault = (value: string | undefined) =>
    value === undefined ? "" : `\n  default     = ${quoted(literalInHcl(value))}`;
  return `# ${ROLE_DESCRIPTION}
# The role can be assumed only by Rolecall's own role, and only with your External ID.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "external_id" {
  description = "The External ID shown in Rolecall. It belongs to this connection alone; do not change it."
  type        = string${variableDefault(values?.externalId)}

  validation {
    condition     = length(var.external_id) >= ${EXTERNAL_ID_MIN_LENGTH} && can(regex("^[\\\\w+=,.@:/-]+$", var.external_id))
    error_message = "${EXTERNAL_ID_RULE}."
  }
}

variable "principal_arn" {
  description = "The role of Rolecall that may assume this one, as shown in Rolecall."
  type        = string${variableDefault(values?.principalArn)}

  validation {
    condition     = can(regex("^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[\\\\w+=,.@/-]+$", var.principal_arn))
    error_message = "${PRINCIPAL_ARN_RULE}."
  }
}
${values ? "" : packVariable()}
data "aws_partition" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:\${data.aws_partition.current.partition}:iam::\${split(":", var.principal_arn)[4]}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [var.principal_arn]
    }
  }
}

data "aws_iam_policy_document" "read_only" {
  statement {
    effect    = "Allow"
    resources = ["*"]
    actions = [
${list(grantedActions(values), "      ")}
    ]
  }${values ? "" : packStatement()}
}

resource "aws_iam_role" "rolecall" {
  name                 = "${CUSTOMER_ROLE_NAME}"
  description          = "${ROLE_DESCRIPTION}"
  max_session_duration = ${MAX_SESSION_SECONDS}
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "rolecall" {
  name   = "${CUSTOMER_ROLE_NAME}"
  role   = aws_iam_role.rolecall.name
  policy = data.aws_iam_policy_document.read_only.json
}
${values && !values.isOrganization ? "" : stackSet(values)}
output "role_arn" {
  description = "Paste this into Rolecall."
  value       = aws_iam_role.rolecall.arn
}
`;
}
