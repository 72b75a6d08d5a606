import type { Partition } from "../primitives.ts";
import { READ_PERMISSIONS } from "./permissions.ts";

export type TemplateValues = { externalId: string; principalArn: string; partition: Partition };

/** Null stands for a template whose user fills the values in. */
export type ValuesOrBlank = TemplateValues | null;

/** Name of the role that the templates make. Fixed, so that the worker's own policy can name what it may assume. */
export const CUSTOMER_ROLE_NAME = "RolecallReadOnly";

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

/** One line for each action that the role needs, in the order of READ_PERMISSIONS. */
export function actionLines(indent: string, line: (action: string) => string): string {
  return READ_PERMISSIONS.map(({ action }) => indent + line(action)).join("\n");
}
