import type { TemplateFormat } from "../accounts/connection.ts";
import { AppError } from "../errors.ts";
import type { Partition } from "../primitives.ts";
import { awsCliScript } from "./aws-cli-script.ts";
import { cloudFormationTemplate } from "./cloudformation-template.ts";
import { assertTemplateValues, OPTIONAL_PACKS, type TemplateValues, type ValuesOrBlank } from "./customer-role.ts";
import { DEFAULT_REGION } from "./regions.ts";
import { STACKSET_FILE_NAME, stackSetTemplate } from "./stackset-template.ts";
import { terraformModule } from "./terraform-module.ts";

export { CUSTOMER_ROLE_NAME, type OptionalPermissionPack, type TemplateValues } from "./customer-role.ts";
export type CustomerTemplate = { fileName: string; contentType: string; body: string };

const FORMATS: Record<TemplateFormat, Omit<CustomerTemplate, "body"> & { render: (values: ValuesOrBlank) => string }> =
  {
    cloudformation: {
      fileName: "rolecall-read-only.cfn.yaml",
      contentType: "application/yaml",
      render: cloudFormationTemplate,
    },
    stackset: { fileName: STACKSET_FILE_NAME, contentType: "application/yaml", render: stackSetTemplate },
    terraform: { fileName: "rolecall-read-only.tf", contentType: "text/plain; charset=utf-8", render: terraformModule },
    cli: { fileName: "install-rolecall-role.sh", contentType: "text/x-shellscript", render: awsCliScript },
  };

/**
 * What a customer runs to make the role, with this connection's values filled in. All formats grant the same, but for
 * `stackset`, which is for the member accounts of an organisation and does not read the organisation itself.
 *
 * @throws AppError INVALID if a value could not stand in a template, or the principal belongs to another partition, from
 * which the role could never be assumed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function renderCustomerTemplate(format: TemplateFormat, values: TemplateValues): CustomerTemplate {
  assertTemplateValues(values);
  if (format === "stackset" && !values.isOrganization) {
    throw new AppError("INVALID", "format: a StackSet is for connections of kind organization", {
      details: { field: "format" },
    });
  }
  const { render, ...file } = FORMATS[format];
  return { ...file, body: render(values) };
}

/** The same template without values, as published in infra/customer: its user fills them in. */
export function renderBlankCustomerTemplate(format: TemplateFormat): CustomerTemplate {
  const { render, ...file } = FORMATS[format];
  return { ...file, body: render(null) };
}

const CONSOLES: Record<Partition, string> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** What the launch link opens: a stack that is filled in, or the page where the downloaded template is uploaded. */
export function launchKind(templateUrl: string | null): "quick_create" | "upload" {
  return templateUrl === null ? "upload" : "quick_create";
}

/**
 * Link into the CloudFormation console of the customer. IAM is global, so any Region of the partition will do.
 *
 * @param values.templateUrl where CloudFormation can fetch the template (an S3 address), or null if it is published nowhere:
 * the link then opens the page to upload the downloaded template, which carries the values as defaults.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html
 */
export function cloudFormationLaunchUrl(
  values: TemplateValues & { templateUrl: string | null; region?: string },
): string {
  const region = encodeURIComponent(values.region ?? DEFAULT_REGION[values.partition]);
  const home = `https://${region}.${CONSOLES[values.partition]}/cloudformation/home?region=${region}#/stacks`;
  const chosen = OPTIONAL_PACKS.filter(({ pack }) => values.packs?.includes(pack));
  // The published template leaves the packs to its user; the one to upload has the chosen ones in it.
  const published = values.templateUrl !== null && {
    templateURL: values.templateUrl,
    ...Object.fromEntries(chosen.map(({ parameter }) => [`param_${parameter}`, "yes"])),
  };
  const parameters = {
    ...published,
    stackName: "Rolecall",
    param_ExternalId: values.externalId,
    param_PrincipalArn: values.principalArn,
  };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${home}/${values.templateUrl === null ? "create" : "quickcreate"}?${query.join("&")}`;
}
