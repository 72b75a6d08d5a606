import type { Tag } from "../../../inventory/user.ts";
import { expression, type HclBlock } from "../languages/hcl.ts";
import { command, fromFile, jsonFile, option, stopUnlessOurs } from "../languages/shell.ts";
import { type Rendering, TemplateDocument, TemplateReference } from "./resource.ts";

export type MadeRole = {
  kind: "role";
  name: string;
  path: string;
  description: string;
  trust: unknown;
  maxSessionSeconds: number;
  boundaryArn: string | null;
  tags: readonly Tag[];
  /** Whether its trust policy names an OIDC provider that the plan makes too. */
  waitsForProvider: boolean;
  comment: string;
};

export type ExistingRole = { kind: "existing_role"; name: string; comment: string };

const isOurs = ({ name, description }: Pick<MadeRole, "name" | "description">): string =>
  stopUnlessOurs(
    `The role ${name}`,
    `aws iam get-role ${option("--role-name", name)} --query Role.Description`,
    description,
  );

const applyRole = ({ name, path, description, maxSessionSeconds, boundaryArn, tags }: MadeRole): string[] => {
  const roleName = option("--role-name", name);
  const session = `--max-session-duration ${maxSessionSeconds}`;
  return [
    `if aws iam get-role ${roleName} >/dev/null 2>&1; then
  ${isOurs({ name, description })}
  aws iam update-assume-role-policy ${roleName} --policy-document ${fromFile("trust-policy.json")}
  aws iam update-role ${roleName} ${option("--description", description)} ${session}
else
  ${command(
    `aws iam create-role ${roleName} ${option("--path", path)}`,
    `  ${option("--description", description)} ${session}`,
    `  --assume-role-policy-document ${fromFile("trust-policy.json")} >/dev/null`,
  )}
  aws iam wait role-exists ${roleName}
fi`,
    ...(boundaryArn
      ? [`aws iam put-role-permissions-boundary ${roleName} ${option("--permissions-boundary", boundaryArn)}`]
      : []),
    ...(tags.length > 0
      ? [
          jsonFile(
            "tags.json",
            tags.map(({ key, value }) => ({ Key: key, Value: value })),
          ),
          `aws iam tag-role ${roleName} --tags ${fromFile("tags.json")}`,
        ]
      : []),
  ];
};

export const ROLE: Rendering<MadeRole> = {
  terraform: (role): HclBlock[] => [
    {
      comment: role.comment,
      type: "resource",
      labels: ["aws_iam_role", "successor"],
      attributes: {
        name: role.name,
        path: role.path,
        description: role.description,
        max_session_duration: role.maxSessionSeconds,
        permissions_boundary: role.boundaryArn ?? undefined,
        assume_role_policy: { document: role.trust },
        tags:
          role.tags.length > 0
            ? { object: Object.fromEntries(role.tags.map(({ key, value }) => [key, value])) }
            : undefined,
        depends_on: role.waitsForProvider ? expression("[aws_iam_openid_connect_provider.issuer]") : undefined,
      },
    },
  ],
  template: (role) => [
    {
      id: "Role",
      comment: role.comment,
      type: "AWS::IAM::Role",
      properties: {
        RoleName: role.name,
        Path: role.path,
        Description: role.description,
        MaxSessionDuration: role.maxSessionSeconds,
        PermissionsBoundary: role.boundaryArn ?? undefined,
        AssumeRolePolicyDocument: new TemplateDocument(role.trust),
        Tags: role.tags.length > 0 ? role.tags.map(({ key, value }) => ({ Key: key, Value: value })) : undefined,
      },
    },
  ],
  shell: (role) => ({
    apply: [jsonFile("trust-policy.json", role.trust), ...applyRole(role)].join("\n"),
    undo: `if aws iam get-role ${option("--role-name", role.name)} >/dev/null 2>&1; then
  ${isOurs(role)}
  aws iam delete-role ${option("--role-name", role.name)}
fi`,
  }),
};

export const EXISTING_ROLE: Rendering<ExistingRole> = {
  terraform: ({ name, comment }) => [
    { comment, type: "data", labels: ["aws_iam_role", "successor"], attributes: { name } },
  ],
  template: () => [],
  shell: ({ name }) => ({
    apply: `aws iam get-role ${option("--role-name", name)} >/dev/null`,
    undo: "",
  }),
};

/** The role's name and ARN as Terraform's and the template's other resources name it. */
export const roleInHcl = (isExisting: boolean, attribute: "name" | "arn") =>
  expression(`${isExisting ? "data." : ""}aws_iam_role.successor.${attribute}`);

export const roleInTemplate = (role: { name: string; arn: string; isExisting: boolean }, attribute: "name" | "arn") => {
  if (role.isExisting) return role[attribute];
  return new TemplateReference("Role", attribute === "arn" ? "Arn" : null);
};
