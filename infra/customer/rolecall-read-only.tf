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

variable "packs" {
  description = "What to grant beyond the core: cloudtrail, roles_anywhere, organization."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.packs, ["cloudtrail", "roles_anywhere", "organization"])) == 0
    error_message = "There are: cloudtrail, roles_anywhere, organization."
  }
}

locals {
  pack_actions = {
    cloudtrail = [
      "cloudtrail:LookupEvents",
    ]
    roles_anywhere = [
      "account:ListRegions",
      "rolesanywhere:ListTrustAnchors",
      "rolesanywhere:ListProfiles",
      "rolesanywhere:ListSubjects",
    ]
    organization = [
      "organizations:DescribeOrganization",
      "organizations:ListAccounts",
      "organizations:ListRoots",
      "organizations:ListOrganizationalUnitsForParent",
      "organizations:ListAccountsForParent",
      "organizations:ListDelegatedAdministrators",
      "iam:ListOrganizationsFeatures",
      "sso:ListInstances",
      "sso:ListPermissionSets",
      "sso:DescribePermissionSet",
      "sso:ListAccountsForProvisionedPermissionSet",
      "sso:ListAccountAssignments",
    ]
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
      "iam:ListSigningCertificates",
      "iam:ListSSHPublicKeys",
      "iam:ListServiceSpecificCredentials",
      "iam:ListServerCertificates",
      "iam:ListInstanceProfiles",
      "iam:ListOpenIDConnectProviders",
      "iam:GetOpenIDConnectProvider",
      "iam:ListSAMLProviders",
      "iam:GetAccountPasswordPolicy",
      "iam:GetAccountSummary",
      "iam:ListAccountAliases",
      "iam:GenerateServiceLastAccessedDetails",
      "iam:GetServiceLastAccessedDetails",
      "iam:ListUsers",
      "iam:GetUser",
      "iam:GetLoginProfile",
      "iam:ListGroupsForUser",
      "iam:ListAttachedUserPolicies",
      "iam:ListUserPolicies",
      "iam:GetUserPolicy",
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:GetRolePolicy",
      "iam:ListGroups",
      "iam:ListAttachedGroupPolicies",
      "iam:ListGroupPolicies",
      "iam:GetGroupPolicy",
      "iam:ListPolicies",
      "iam:GetPolicyVersion",
    ]
  }

  dynamic "statement" {
    for_each = var.packs

    content {
      effect    = "Allow"
      resources = ["*"]
      actions   = local.pack_actions[statement.value]
    }
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
    ExternalId         = var.external_id
    PrincipalArn       = var.principal_arn
    GrantCloudTrail    = contains(var.packs, "cloudtrail") ? "yes" : "no"
    GrantRolesAnywhere = contains(var.packs, "roles_anywhere") ? "yes" : "no"
  }

  template_body = <<-YAML
    AWSTemplateFormatVersion: "2010-09-09"
    Description: Read-only role for Rolecall in the member accounts of an organization, made by a StackSet.

    Parameters:
      ExternalId:
        Type: String
        Description: The External ID shown in Rolecall. It belongs to this connection alone; do not change it.
        MinLength: 16
        MaxLength: 1224
        AllowedPattern: '[\w+=,.@:/-]+'
        ConstraintDescription: "The External ID shown in Rolecall: 16 or more letters, digits and _+=,.@:/-"
      PrincipalArn:
        Type: String
        Description: The role of Rolecall that may assume this one, as shown in Rolecall.
        AllowedPattern: 'arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role/[\w+=,.@/-]+'
        ConstraintDescription: "The ARN of Rolecall's role, as shown in Rolecall: arn:aws:iam::111122223333:role/name"
      GrantCloudTrail:
        Type: String
        Description: Whether the role may also read CloudTrail's event history, asked on demand.
        Default: "no"
        AllowedValues: ["yes", "no"]
      GrantRolesAnywhere:
        Type: String
        Description: Whether the role may also read IAM Roles Anywhere.
        Default: "no"
        AllowedValues: ["yes", "no"]

    Conditions:
      GrantsCloudTrail: !Equals [!Ref GrantCloudTrail, "yes"]
      GrantsRolesAnywhere: !Equals [!Ref GrantRolesAnywhere, "yes"]

    Resources:
      RolecallReadOnly:
        Type: AWS::IAM::Role
        Properties:
          RoleName: "RolecallReadOnly"
          Description: Lets Rolecall read users, access keys and roles. It can change nothing.
          MaxSessionDuration: 3600
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  AWS: !Sub
                    - arn:$${AWS::Partition}:iam::$${RolecallAccountId}:root
                    - RolecallAccountId: !Select [4, !Split [":", !Ref PrincipalArn]]
                Action: sts:AssumeRole
                Condition:
                  StringEquals:
                    sts:ExternalId: !Ref ExternalId
                  ArnEquals:
                    aws:PrincipalArn: !Ref PrincipalArn
          Policies:
            - PolicyName: RolecallReadOnly
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action:
                      - iam:GetAccountAuthorizationDetails
                      - iam:GenerateCredentialReport
                      - iam:GetCredentialReport
                      - iam:ListAccessKeys
                      - iam:GetAccessKeyLastUsed
                      - iam:ListRoles
                      - iam:ListVirtualMFADevices
                      - iam:ListMFADevices
                      - iam:ListSigningCertificates
                      - iam:ListSSHPublicKeys
                      - iam:ListServiceSpecificCredentials
                      - iam:ListServerCertificates
                      - iam:ListInstanceProfiles
                      - iam:ListOpenIDConnectProviders
                      - iam:GetOpenIDConnectProvider
                      - iam:ListSAMLProviders
                      - iam:GetAccountPasswordPolicy
                      - iam:GetAccountSummary
                      - iam:ListAccountAliases
                      - iam:GenerateServiceLastAccessedDetails
                      - iam:GetServiceLastAccessedDetails
                      - iam:ListUsers
                      - iam:GetUser
                      - iam:GetLoginProfile
                      - iam:ListGroupsForUser
                      - iam:ListAttachedUserPolicies
                      - iam:ListUserPolicies
                      - iam:GetUserPolicy
                      - iam:GetRole
                      - iam:ListAttachedRolePolicies
                      - iam:ListRolePolicies
                      - iam:GetRolePolicy
                      - iam:ListGroups
                      - iam:ListAttachedGroupPolicies
                      - iam:ListGroupPolicies
                      - iam:GetGroupPolicy
                      - iam:ListPolicies
                      - iam:GetPolicyVersion
                    Resource: "*"
                  - !If
                    - GrantsCloudTrail
                    - Effect: Allow
                      Action:
                        - cloudtrail:LookupEvents
                      Resource: "*"
                    - !Ref AWS::NoValue
                  - !If
                    - GrantsRolesAnywhere
                    - Effect: Allow
                      Action:
                        - account:ListRegions
                        - rolesanywhere:ListTrustAnchors
                        - rolesanywhere:ListProfiles
                        - rolesanywhere:ListSubjects
                      Resource: "*"
                    - !Ref AWS::NoValue

    Outputs:
      RoleArn:
        Description: Paste this into Rolecall.
        Value: !GetAtt RolecallReadOnly.Arn
  YAML

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

output "role_arn" {
  description = "Paste this into Rolecall."
  value       = aws_iam_role.rolecall.arn
}
