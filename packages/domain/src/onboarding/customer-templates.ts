import type { TemplateFormat } from "../accounts/connection.ts";
import type { Partition } from "../primitives.ts";

export type TemplateValues = { externalId: string; principalArn: string; partition: Partition };
export type CustomerTemplate = { fileName: string; contentType: string; body: string };

/** Name of the role that the templates make. Fixed, so that the worker's own policy can name what it may assume. */
export const CUSTOMER_ROLE_NAME = "RolecallReadOnly";

export declare function renderCustomerTemplate(format: TemplateFormat, values: TemplateValues): CustomerTemplate;
export declare function cloudFormationLaunchUrl(values: TemplateValues & { templateUrl: string | null; region?: string }): string;
