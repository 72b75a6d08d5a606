#!/usr/bin/env bash
# Lets Rolecall read users, access keys and roles. It can change nothing.
# The role can be assumed only by Rolecall's own role, and only with your External ID.
# ROLECALL_PACKS may name what to grant beyond the core: cloudtrail roles_anywhere organization.
# Needs the AWS CLI, signed in to the account to connect, with iam:CreateRole, iam:UpdateAssumeRolePolicy, iam:UpdateRole,
# iam:PutRolePolicy and iam:GetRole. Can be run again: it brings an existing role RolecallReadOnly to the same state.
# Version 1 and version 2 of the AWS CLI will do.
set -euo pipefail

external_id="${ROLECALL_EXTERNAL_ID:?Set it to the External ID shown in Rolecall}"
principal_arn="${ROLECALL_PRINCIPAL_ARN:?Set it to the role ARN shown in Rolecall}"
role_name='RolecallReadOnly'
description='Lets Rolecall read users, access keys and roles. It can change nothing.'

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Both values become part of JSON documents below.
[[ $external_id =~ ^[A-Za-z0-9_+=,.@:/-]+$ && ${#external_id} -ge 16 ]] ||
  fail 'The External ID shown in Rolecall: 16 or more letters, digits and _+=,.@:/-'
[[ $principal_arn =~ ^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$ ]] ||
  fail "The ARN of Rolecall's role, as shown in Rolecall: arn:aws:iam::111122223333:role/name"
IFS=: read -r _ partition _ _ rolecall_account_id _ <<<"$principal_arn"

trust_policy=$(cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:${partition}:iam::${rolecall_account_id}:root" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "sts:ExternalId": "${external_id}" },
        "ArnEquals": { "aws:PrincipalArn": "${principal_arn}" }
      }
    }
  ]
}
JSON
)

actions='"iam:GetAccountAuthorizationDetails",
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
        "iam:GetPolicyVersion"'

for pack in ${ROLECALL_PACKS:-}; do
  case $pack in
    cloudtrail) actions+=',
        "cloudtrail:LookupEvents"' ;;
    roles_anywhere) actions+=',
        "account:ListRegions",
        "rolesanywhere:ListTrustAnchors",
        "rolesanywhere:ListProfiles",
        "rolesanywhere:ListSubjects"' ;;
    organization) actions+=',
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
        "sso:ListAccountAssignments"' ;;
    *) fail "ROLECALL_PACKS: unknown pack $pack. There are: cloudtrail, roles_anywhere, organization" ;;
  esac
done

read_policy=$(cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        ${actions}
      ],
      "Resource": "*"
    }
  ]
}
JSON
)

command -v aws >/dev/null || fail 'The AWS CLI was not found. Install it, or run this script in AWS CloudShell.'
# Version 1 does not read AWS_REGION.
AWS_DEFAULT_REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
case $partition in
  aws) any_region=us-east-1 ;;
  aws-cn) any_region=cn-north-1 ;;
  aws-us-gov) any_region=us-gov-west-1 ;;
esac
[[ -n $AWS_DEFAULT_REGION ]] ||
  fail "No default Region is set; nothing was changed. IAM is global, so any will do: export AWS_DEFAULT_REGION=$any_region"
export AWS_DEFAULT_REGION
# Version 2 would show the answer in a pager.
export AWS_PAGER=

caller_arn=$(aws sts get-caller-identity --query Arn --output text)
[[ $caller_arn == "arn:${partition}:"* ]] ||
  fail "These are credentials of $caller_arn, but this connection is for partition $partition."
printf 'Installing %s as %s\n' "$role_name" "$caller_arn" >&2

if error=$(aws iam create-role --role-name "$role_name" --description "$description" \
  --max-session-duration 3600 --assume-role-policy-document "$trust_policy" 2>&1 >/dev/null); then
  printf 'Role created.\n' >&2
elif [[ $error == *EntityAlreadyExists* ]]; then
  aws iam update-assume-role-policy --role-name "$role_name" --policy-document "$trust_policy"
  aws iam update-role --role-name "$role_name" --description "$description" --max-session-duration 3600 >/dev/null
  printf 'Role existed and was updated.\n' >&2
else
  fail "$error"
fi

aws iam put-role-policy --role-name "$role_name" --policy-name "$role_name" --policy-document "$read_policy"

printf 'Paste this role ARN into Rolecall:\n' >&2
aws iam get-role --role-name "$role_name" --query Role.Arn --output text
