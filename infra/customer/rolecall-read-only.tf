# Lets Rolecall read users, access keys and roles. It can change nothing.
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
  type        = string

  validation {
    condition     = length(var.external_id) >= 16 && can(regex("^[\\w+=,.@:/-]+$", var.external_id))
    error_message = "The External ID shown in Rolecall: 16 or more letters, digits and _+=,.@:/-."
  }
}

variable "principal_arn" {
  description = "The role of Rolecall that may assume this one, as shown in Rolecall."
  type        = string

  validation {
    condition     = can(regex("^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[\\w+=,.@/-]+$", var.principal_arn))
    error_message = "The ARN of Rolecall's role, as shown in Rolecall: arn:aws:iam::111122223333:role/name."
  }
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${split(":", var.principal_arn)[4]}:root"]
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
      "iam:GetAccountAuthorizationDetails",
      "iam:GenerateCredentialReport",
      "iam:GetCredentialReport",
      "iam:ListAccessKeys",
      "iam:GetAccessKeyLastUsed",
      "iam:ListRoles",
      "iam:ListVirtualMFADevices",
      "iam:ListMFADevices",
      "iam:GetAccountSummary",
      "iam:ListAccountAliases",
      "iam:ListUsers",
      "iam:GetUser",
      "iam:ListGroupsForUser",
      "iam:ListAttachedUserPolicies",
      "iam:ListUserPolicies",
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
    ]
  }
}

resource "aws_iam_role" "rolecall" {
  name                 = "RolecallReadOnly"
  description          = "Lets Rolecall read users, access keys and roles. It can change nothing."
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "rolecall" {
  name   = "RolecallReadOnly"
  role   = aws_iam_role.rolecall.name
  policy = data.aws_iam_policy_document.read_only.json
}

output "role_arn" {
  description = "Paste this into Rolecall."
  value       = aws_iam_role.rolecall.arn
}
