import {
  actionLines,
  CUSTOMER_ROLE_NAME,
  EXTERNAL_ID_MIN_LENGTH,
  EXTERNAL_ID_RULE,
  MAX_SESSION_SECONDS,
  PRINCIPAL_ARN_RULE,
  ROLE_DESCRIPTION,
  type ValuesOrBlank,
} from "./customer-role.ts";

/** The role as one Terraform file. */
export function terraformModule(values: ValuesOrBlank): string {
  const variableDefault = (value: string | undefined) => (value === undefined ? "" : `\n  default     = "${value}"`);
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
${actionLines("      ", (action) => `"${action}",`)}
    ]
  }
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

output "role_arn" {
  description = "Paste this into Rolecall."
  value       = aws_iam_role.rolecall.arn
}
`;
}
