import { ROLE_NAME, ROLE_PATH } from "../arn.ts";
import { AppError } from "../errors.ts";
import { actionsOf, type PermissionPack } from "../permissions/permissions.ts";
import type { Partition } from "../primitives.ts";

/** What the role may read beyond the core. */
export type OptionalPermissionPack = Exclude<PermissionPack, "core">;

export type TemplateValues = {
  externalId: string;
  principalArn: string;
  partition: Partition;
  /** What the role grants beyond the core; none if absent. */
  packs?: readonly OptionalPermissionPack[];
  /** Of an organisation's members: the name and the path that their roles share; those of the templates if absent. */
  role?: { roleName: string; path: string };
  /** Whether the connection is of a whole organisation. */
  isOrganization?: boolean;
};

/** Null stands for a template whose user fills the values in. */
export type ValuesOrBlank = TemplateValues | null;

/** Name of the role that the templates make. Fixed, so that the worker's own policy can name what it may assume. */
export const CUSTOMER_ROLE_NAME = "RolecallReadOnly";

/** In a template whose user fills the values in, each optional pack is a choice of its own. */
export const OPTIONAL_PACKS = [
  { pack: "cloudtrail", parameter: "GrantCloudTrail", grants: "CloudTrail's event history, asked on demand" },
  { pack: "roles_anywhere", parameter: "GrantRolesAnywhere", grants: "IAM Roles Anywhere" },
  {
    pack: "organization",
    parameter: "GrantOrganization",
    grants: "the organization and Identity Center; for the management account or a delegated administrator only",
  },
] as const satisfies readonly { pack: OptionalPermissionPack; parameter: string; grants: string }[];

/** The packs of which a member account's role has a use: the organisation is read in one account only. */
export const MEMBER_PACKS = OPTIONAL_PACKS.filter(({ pack }) => pack !== "organization");

export const ROLE_DESCRIPTION = "Lets Rolecall read users, access keys and roles. It can change nothing.";
export const MAX_SESSION_SECONDS = 3600;
export const EXTERNAL_ID_MIN_LENGTH = 16;
export const EXTERNAL_ID_MAX_LENGTH = 1224;

/** Characters that IAM allows and that mean nothing in YAML strings, HCL strings, JSON and single-quoted shell words. */
export const EXTERNAL_ID = /^[\w+=,.@:/-]+$/;
export const PRINCIPAL_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role\/[\w+=,.@/-]+$/;
export const EXTERNAL_ID_RULE = `The External ID shown in Rolecall: ${EXTERNAL_ID_MIN_LENGTH} or more letters, digits and _+=,.@:/-`;
export const PRINCIPAL_ARN_RULE =
  "The ARN of Rolecall's role, as shown in Rolecall: arn:aws:iam::111122223333:role/name";

/**
 * Refuses what a template could not carry. Every value is quoted where it stands; what is refused here has a meaning even within
 * quotes, such as CloudFormation's dynamic references and Terraform's directives.
 *
 * @throws AppError INVALID
 */
export function assertTemplateValues({ externalId, principalArn, partition, role }: TemplateValues): void {
  const { length } = externalId;
  if (!EXTERNAL_ID.test(externalId) || length < EXTERNAL_ID_MIN_LENGTH || length > EXTERNAL_ID_MAX_LENGTH) {
    throw new AppError("INVALID", `Not an External ID that a template can carry. Expected: ${EXTERNAL_ID_RULE}`);
  }
  if (PRINCIPAL_ARN.exec(principalArn)?.[1] !== partition) {
    throw new AppError(
      "INVALID",
      `A role in partition ${partition} cannot trust ${principalArn}. Set Rolecall's own role for that partition.`,
    );
  }
  if (role && !(ROLE_NAME.test(role.roleName) && ROLE_PATH.test(role.path))) {
    throw new AppError(
      "INVALID",
      "Not a role name and path that a template can carry. Expected: letters, digits and _+=,.@-, and slashes around the parts of a path",
    );
  }
}

/** A text as YAML and HCL both read it: in double quotes, with everything escaped that means something within them. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A text within HCL's quotes or heredocs, where `${` and `%{` would be evaluated. */
export const literalInHcl = (text: string): string => text.replaceAll(/([$%])\{/g, "$1$1{");

/** What the role grants for certain: a template without values leaves the optional packs to its user. */
export const grantedActions = (values: ValuesOrBlank): string[] => actionsOf(["core", ...(values?.packs ?? [])]);

/** One line for each action, in the order of the table of permissions. */
export const actionLines = (actions: readonly string[], indent: string, line: (action: string) => string): string =>
  actions.map((action) => indent + line(action)).join("\n");
