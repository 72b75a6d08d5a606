import { actionsOf } from "../permissions/permissions.ts";
import {
  actionLines,
  CUSTOMER_ROLE_NAME,
  EXTERNAL_ID_MIN_LENGTH,
  EXTERNAL_ID_RULE,
  grantedActions,
  MAX_SESSION_SECONDS,
  OPTIONAL_PACKS,
  PRINCIPAL_ARN_RULE,
  ROLE_DESCRIPTION,
  type ValuesOrBlank,
} from "./customer-role.ts";
import { DEFAULT_REGION } from "./regions.ts";

const quotedLines = (actions: readonly string[]): string =>
  actionLines(actions, "        ", (action) => `"${action}"`).replaceAll('"\n', '",\n');

/** A text as one word of a shell, whatever is in it. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Shell that adds the packs which the user of a template without values asks for. */
function packChoice(): string {
  const names = OPTIONAL_PACKS.map(({ pack }) => pack);
  const cases = OPTIONAL_PACKS.map(
    ({ pack }) => `    ${pack}) actions+=',
${quotedLines(actionsOf([pack]))}' ;;`,
  );
  return `
for pack in \${ROLECALL_PACKS:-}; do
  case $pack in
${cases.join("\n")}
    *) fail "ROLECALL_PACKS: unknown pack $pack. There are: ${names.join(", ")}" ;;
  esac
done
`;
}

/** The role as a bash script around the AWS CLI. */
export function awsCliScript(values: ValuesOrBlank): string {
  const choices = values
    ? ""
    : `
# ROLECALL_PACKS may name what to grant beyond the core: ${OPTIONAL_PACKS.map(({ pack }) => pack).join(" ")}.`;
  const fromUser = (variable: string, rule: string) => `"\${${variable}:?${rule}}"`;
  const externalId = values
    ? shellWord(values.externalId)
    : fromUser("ROLECALL_EXTERNAL_ID", "Set it to the External ID shown in Rolecall");
  const principalArn = values
    ? shellWord(values.principalArn)
    : fromUser("ROLECALL_PRINCIPAL_ARN", "Set it to the role ARN shown in Rolecall");
  return `#!/usr/bin/env bash
# ${ROLE_DESCRIPTION}
# The role can be assumed only by Rolecall's own role, and only with your External ID.${choices}
# Needs the AWS CLI, signed in to the account to connect, with iam:CreateRole, iam:UpdateAssumeRolePolicy, iam:UpdateRole,
# iam:PutRolePolicy and iam:GetRole. Can be run again: it brings an existing role ${CUSTOMER_ROLE_NAME} to the same state.
# Version 1 and version 2 of the AWS CLI will do.
set -euo pipefail

external_id=${externalId}
principal_arn=${principalArn}
role_name='${CUSTOMER_ROLE_NAME}'
description='${ROLE_DESCRIPTION}'

fail() {
  printf '%s\\n' "$1" >&2
  exit 1
}

# Both values become part of JSON documents below.
[[ $external_id =~ ^[A-Za-z0-9_+=,.@:/-]+$ && \${#external_id} -ge ${EXTERNAL_ID_MIN_LENGTH} ]] ||
  fail '${EXTERNAL_ID_RULE}'
[[ $principal_arn =~ ^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$ ]] ||
  fail "${PRINCIPAL_ARN_RULE}"
IFS=: read -r _ partition _ _ rolecall_account_id _ <<<"$principal_arn"

trust_policy=$(cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:\${partition}:iam::\${rolecall_account_id}:root" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "sts:ExternalId": "\${external_id}" },
        "ArnEquals": { "aws:PrincipalArn": "\${principal_arn}" }
      }
    }
  ]
}
JSON
)

actions='${quotedLines(grantedActions(values)).trimStart()}'
${values ? "" : packChoice()}
read_policy=$(cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        \${actions}
      ],
      "Resource": "*"
    }
  ]
}
JSON
)

command -v aws >/dev/null || fail 'The AWS CLI was not found. Install it, or run this script in AWS CloudShell.'
# Version 1 does not read AWS_REGION.
AWS_DEFAULT_REGION=\${AWS_REGION:-\${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
case $partition in
${Object.entries(DEFAULT_REGION)
  .map(([partition, region]) => `  ${partition}) any_region=${region} ;;`)
  .join("\n")}
esac
[[ -n $AWS_DEFAULT_REGION ]] ||
  fail "No default Region is set; nothing was changed. IAM is global, so any will do: export AWS_DEFAULT_REGION=$any_region"
export AWS_DEFAULT_REGION
# Version 2 would show the answer in a pager.
export AWS_PAGER=

caller_arn=$(aws sts get-caller-identity --query Arn --output text)
[[ $caller_arn == "arn:\${partition}:"* ]] ||
  fail "These are credentials of $caller_arn, but this connection is for partition $partition."
printf 'Installing %s as %s\\n' "$role_name" "$caller_arn" >&2

if error=$(aws iam create-role --role-name "$role_name" --description "$description" \\
  --max-session-duration ${MAX_SESSION_SECONDS} --assume-role-policy-document "$trust_policy" 2>&1 >/dev/null); then
  printf 'Role created.\\n' >&2
elif [[ $error == *EntityAlreadyExists* ]]; then
  aws iam update-assume-role-policy --role-name "$role_name" --policy-document "$trust_policy"
  aws iam update-role --role-name "$role_name" --description "$description" --max-session-duration ${MAX_SESSION_SECONDS} >/dev/null
  printf 'Role existed and was updated.\\n' >&2
else
  fail "$error"
fi

aws iam put-role-policy --role-name "$role_name" --policy-name "$role_name" --policy-document "$read_policy"

printf 'Paste this role ARN into Rolecall:\\n' >&2
aws iam get-role --role-name "$role_name" --query Role.Arn --output text
`;
}
