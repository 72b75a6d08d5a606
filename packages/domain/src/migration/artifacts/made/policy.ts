import { expression } from "../languages/hcl.ts";
import { command, fromFile, jsonFile, option, stopUnlessOurs } from "../languages/shell.ts";
import { type Rendering, TemplateDocument } from "./resource.ts";
import { roleInHcl, roleInTemplate } from "./role.ts";

/** A managed policy, attached to the role of the plan, or to the user where the user stays. */
export type MadePolicy = {
  kind: "policy";
  /** From 1 on. */
  number: number;
  name: string;
  path: string;
  arn: string;
  description: string;
  document: unknown;
  /** Null: the role. */
  userName: string | null;
  comment: string;
};

const target = ({ userName }: MadePolicy, roleName: string): [string, string] =>
  userName === null ? ["role", option("--role-name", roleName)] : ["user", option("--user-name", userName)];

export const POLICY: Rendering<MadePolicy> = {
  terraform: (policy, { role }) => {
    const name = `policy_${policy.number}`;
    const [type, holder] =
      policy.userName === null
        ? ["aws_iam_role_policy_attachment", { role: roleInHcl(role?.isExisting ?? false, "name") }]
        : ["aws_iam_user_policy_attachment", { user: policy.userName }];
    return [
      {
        comment: policy.comment,
        type: "resource",
        labels: ["aws_iam_policy", name],
        attributes: {
          name: policy.name,
          path: policy.path,
          description: policy.description,
          policy: { document: policy.document },
        },
      },
      {
        type: "resource",
        labels: [type, name],
        attributes: { ...holder, policy_arn: expression(`aws_iam_policy.${name}.arn`) },
      },
    ];
  },
  template: (policy, { role }) => [
    {
      id: `Policy${policy.number}`,
      comment: policy.comment,
      type: "AWS::IAM::ManagedPolicy",
      properties: {
        ManagedPolicyName: policy.name,
        Path: policy.path,
        Description: policy.description,
        PolicyDocument: new TemplateDocument(policy.document),
        Roles: policy.userName === null && role ? [roleInTemplate(role, "name")] : undefined,
        Users: policy.userName === null ? undefined : [policy.userName],
      },
    },
  ],
  shell: (policy, { role }) => {
    const file = `policy-${policy.number}.json`;
    const arn = option("--policy-arn", policy.arn);
    const isOurs = stopUnlessOurs(
      `The policy ${policy.name}`,
      `aws iam get-policy ${arn} --query Policy.Description`,
      policy.description,
    );
    const [kind, holder] = target(policy, role?.name ?? "");
    return {
      apply: `${jsonFile(file, policy.document)}
if aws iam get-policy ${arn} >/dev/null 2>&1; then
  ${isOurs}
  # A policy has at most five versions: those that are not in force make room.
  drop_old_versions ${arn}
  aws iam create-policy-version ${arn} --policy-document ${fromFile(file)} --set-as-default >/dev/null
else
  ${command(
    `aws iam create-policy ${option("--policy-name", policy.name)} ${option("--path", policy.path)}`,
    `  ${option("--description", policy.description)}`,
    `  --policy-document ${fromFile(file)} >/dev/null`,
  )}
fi
aws iam attach-${kind}-policy ${holder} ${arn}`,
      undo: `unless_gone aws iam detach-${kind}-policy ${holder} ${arn}
if aws iam get-policy ${arn} >/dev/null 2>&1; then
  ${isOurs}
  drop_old_versions ${arn}
  aws iam delete-policy ${arn}
fi`,
    };
  },
};
