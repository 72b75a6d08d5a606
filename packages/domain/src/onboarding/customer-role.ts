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

/** What the role grants for certain: a template without values leaves the optional packs to its user. */
export const grantedActions = (values: ValuesOrBlank): string[] => actionsOf(["core", ...(values?.packs ?? [])]);

/** One line for each action, in the order of the table of permissions. */
export const actionLines = (actions: readonly string[], indent: string, line: (action: string) => string): string =>
  actions.map((action) => indent + line(action)).join("\n");
