import { expression, type HclValue } from "../languages/hcl.ts";
import { fromFile, jsonFile, option, stopUnlessOurs, word } from "../languages/shell.ts";
import { type Rendering, TemplateDocument, TemplateReference } from "./resource.ts";

/** A permission set and its assignment to a group, made in the account of Identity Center. AWS makes the role of it. */
export type MadePermissionSet = {
  kind: "permission_set";
  name: string;
  description: string;
  instanceArn: string;
  groupId: string;
  /** Of the account in which the group works. */
  targetAccountId: string;
  sessionSeconds: number;
  /** Null: no permissions were worked out. */
  document: unknown;
  boundaryArn: string | null;
  comment: string;
};

const durationOf = ({ sessionSeconds }: MadePermissionSet): string => `PT${Math.floor(sessionSeconds / 60)}M`;

/** A policy of AWS is named by its ARN, one of the account by its name and path, as it has to exist in each account of the set. */
const boundaryOf = (arn: string) => {
  const [, path = "/", name = ""] = /:policy(\/(?:.*\/)?)([^/]*)$/.exec(arn) ?? [];
  return /:iam::aws:policy\//.test(arn)
    ? { ManagedPolicyArn: arn }
    : { CustomerManagedPolicyReference: { Name: name, Path: path } };
};

const IN_SET = {
  instance_arn: expression("aws_ssoadmin_permission_set.successor.instance_arn"),
  permission_set_arn: expression("aws_ssoadmin_permission_set.successor.arn"),
} as const satisfies Record<string, HclValue>;

function hclBoundary(arn: string) {
  const { ManagedPolicyArn: managed, CustomerManagedPolicyReference: own } = {
    ManagedPolicyArn: undefined,
    CustomerManagedPolicyReference: undefined,
    ...boundaryOf(arn),
  };
  const inner = own && {
    type: "customer_managed_policy_reference",
    labels: [],
    attributes: { name: own.Name, path: own.Path },
  };
  return {
    type: "resource",
    labels: ["aws_ssoadmin_permissions_boundary_attachment", "successor"],
    attributes: IN_SET,
    blocks: [
      {
        type: "permissions_boundary",
        labels: [],
        attributes: { managed_policy_arn: managed },
        blocks: inner ? [inner] : [],
      },
    ],
  };
}

const shellFind = ({ name }: MadePermissionSet, instance: string): string => `permission_set_arn=
for arn in $(aws sso-admin list-permission-sets ${instance} --query 'PermissionSets[]' --output text); do
  if [ "$(aws sso-admin describe-permission-set ${instance} --permission-set-arn "$arn" \\
    --query PermissionSet.Name --output text)" = ${word(name)} ]; then
    permission_set_arn=$arn
  fi
done`;

const isOurs = ({ name, description }: MadePermissionSet, inSet: string): string =>
  stopUnlessOurs(
    `The permission set ${name}`,
    `aws sso-admin describe-permission-set ${inSet} --query PermissionSet.Description`,
    description,
  );

function shellApply(set: MadePermissionSet, instance: string, assignment: string): string {
  const inSet = `${instance} --permission-set-arn "$permission_set_arn"`;
  const about = `${option("--description", set.description)} --session-duration ${durationOf(set)}`;
  return `${shellFind(set, instance)}
if [ -z "$permission_set_arn" ]; then
  permission_set_arn=$(aws sso-admin create-permission-set ${instance} ${option("--name", set.name)} \\
    ${about} --query PermissionSet.PermissionSetArn --output text)
else
  ${isOurs(set, inSet)}
  aws sso-admin update-permission-set ${inSet} \\
    ${about}
fi${
    set.document === null
      ? ""
      : `
${jsonFile("inline-policy.json", set.document)}
aws sso-admin put-inline-policy-to-permission-set ${inSet} \\
  --inline-policy ${fromFile("inline-policy.json")}`
  }${
    set.boundaryArn === null
      ? ""
      : `
${jsonFile("boundary.json", boundaryOf(set.boundaryArn))}
aws sso-admin put-permissions-boundary-to-permission-set ${inSet} \\
  --permissions-boundary ${fromFile("boundary.json")}`
  }
# A role that the set has in an account already is brought to the same state.
if [ -n "$(aws sso-admin list-accounts-for-provisioned-permission-set ${inSet} \\
  --query 'AccountIds[]' --output text)" ]; then
  aws sso-admin provision-permission-set ${inSet} --target-type ALL_PROVISIONED_ACCOUNTS >/dev/null
fi
# The assignment makes the role in the account.
aws sso-admin create-account-assignment ${inSet} \\
  ${assignment} >/dev/null`;
}

export const PERMISSION_SET: Rendering<MadePermissionSet> = {
  terraform: (set) => [
    {
      comment: set.comment,
      type: "resource",
      labels: ["aws_ssoadmin_permission_set", "successor"],
      attributes: {
        name: set.name,
        description: set.description,
        instance_arn: set.instanceArn,
        session_duration: durationOf(set),
      },
    },
    ...(set.document === null
      ? []
      : [
          {
            type: "resource",
            labels: ["aws_ssoadmin_permission_set_inline_policy", "successor"],
            attributes: { ...IN_SET, inline_policy: { document: set.document } },
          },
        ]),
    ...(set.boundaryArn === null ? [] : [hclBoundary(set.boundaryArn)]),
    {
      comment: "Whoever is in the group gets the permission set in the account.",
      type: "resource",
      labels: ["aws_ssoadmin_account_assignment", "successor"],
      attributes: {
        ...IN_SET,
        principal_type: "GROUP",
        principal_id: set.groupId,
        target_type: "AWS_ACCOUNT",
        target_id: set.targetAccountId,
      },
    },
  ],
  template: (set) => [
    {
      id: "PermissionSet",
      comment: set.comment,
      type: "AWS::SSO::PermissionSet",
      properties: {
        Name: set.name,
        Description: set.description,
        InstanceArn: set.instanceArn,
        SessionDuration: durationOf(set),
        InlinePolicy: set.document === null ? undefined : new TemplateDocument(set.document),
        PermissionsBoundary: set.boundaryArn === null ? undefined : boundaryOf(set.boundaryArn),
      },
    },
    {
      id: "Assignment",
      comment: "Whoever is in the group gets the permission set in the account.",
      type: "AWS::SSO::Assignment",
      properties: {
        InstanceArn: set.instanceArn,
        PermissionSetArn: new TemplateReference("PermissionSet", "PermissionSetArn"),
        PrincipalType: "GROUP",
        PrincipalId: set.groupId,
        TargetType: "AWS_ACCOUNT",
        TargetId: set.targetAccountId,
      },
    },
  ],
  shell: (set) => {
    const instance = option("--instance-arn", set.instanceArn);
    const inSet = `${instance} --permission-set-arn "$permission_set_arn"`;
    const assignment = `--principal-type GROUP ${option("--principal-id", set.groupId)} --target-type AWS_ACCOUNT --target-id ${set.targetAccountId}`;
    return {
      apply: shellApply(set, instance, assignment),
      undo: `${shellFind(set, instance)}
if [ -n "$permission_set_arn" ]; then
  ${isOurs(set, inSet)}
  unless_gone aws sso-admin delete-account-assignment ${inSet} \\
    ${assignment}
  # The assignment is deleted after a while, and the set cannot go before it.
  tries=30
  until [ -z "$(aws sso-admin list-account-assignments ${inSet} \\
    --account-id ${set.targetAccountId} --query 'AccountAssignments[].PrincipalId' --output text)" ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail 'The assignment is still there after a minute. Run the same command again.'
    sleep 2
  done
  aws sso-admin delete-permission-set ${inSet}
fi`,
    };
  },
};
