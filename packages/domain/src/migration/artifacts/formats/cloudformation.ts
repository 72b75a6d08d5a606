import { commented } from "../languages/comments.ts";
import { pascalCase, slug } from "../languages/names.ts";
import { word } from "../languages/shell.ts";
import { Remarked, yaml } from "../languages/yaml.ts";
import { isMadeInOwnAccount, roleOf } from "../made/plan.ts";
import { renderingOf } from "../made/renderings.ts";
import type { TemplateResource } from "../made/resource.ts";
import { templateValue } from "./template-values.ts";
import { aboutOf, type Plan } from "./written.ts";

const PROVIDER_EXISTS = "OidcProviderExists";
const PROVIDER_IS_MISSING = "OidcProviderIsMissing";

export const templateResourcesOf = ({ given, made }: Plan): TemplateResource[] =>
  made.flatMap((one) => renderingOf(one).template(one, { ...given, role: roleOf(given) }));

const resourceValue = ({ comment, type, properties, dependsOn, unlessExists }: TemplateResource) =>
  new Remarked(commented("#", comment), {
    Type: type,
    Condition: unlessExists ? PROVIDER_IS_MISSING : undefined,
    DependsOn: dependsOn,
    Properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, templateValue(value)])),
  });

function parametersOf({ open }: Plan, hasSwitch: boolean) {
  const parameters = open.map(({ name, question, example, pattern }) => [
    pascalCase(name),
    {
      Type: "String",
      Description: `${question} For example ${example}`,
      AllowedPattern: pattern.source,
      ConstraintDescription: `an answer to: ${question} For example ${example}`,
    },
  ]);
  const providerSwitch = {
    Type: "String",
    Description: "Does the account have an OIDC provider of this address already?",
    AllowedValues: ["yes", "no"],
    Default: "no",
  };
  return Object.fromEntries([...parameters, ...(hasSwitch ? [[PROVIDER_EXISTS, providerSwitch]] : [])]);
}

/** Stops a stack in the wrong account before anything is made. */
const accountRule = (awsAccountId: string) => ({
  Account: {
    Assertions: [
      {
        Assert: { "Fn::Equals": [{ Ref: "AWS::AccountId" }, awsAccountId] },
        AssertDescription: `This stack is for account ${awsAccountId}`,
      },
    ],
  },
});

const nonEmpty = (values: Record<string, unknown>) => (Object.keys(values).length > 0 ? values : undefined);

const bodyOf = (plan: Plan, resources: readonly TemplateResource[], hasSwitch: boolean): string =>
  yaml({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Takes the place of the IAM user ${plan.given.user.userName}`,
    Parameters: nonEmpty(parametersOf(plan, hasSwitch)),
    Rules: isMadeInOwnAccount(plan.given.target) ? accountRule(plan.given.awsAccountId) : undefined,
    Conditions: hasSwitch ? { [PROVIDER_IS_MISSING]: { "Fn::Equals": [{ Ref: PROVIDER_EXISTS }, "no"] } } : undefined,
    Resources: Object.fromEntries(resources.map((resource) => [resource.id, resourceValue(resource)])),
  });

/** A CloudFormation template with the command that deploys it. */
export function cloudFormation(plan: Plan) {
  const { given, open, region } = plan;
  const resources = templateResourcesOf(plan);
  const hasSwitch = resources.some(({ unlessExists }) => unlessExists);
  const stack = `replace-${slug(given.user.userName)}`;
  const name = `${stack}.yaml`;
  const overrides = [
    ...open.map((value) => `${pascalCase(value.name)}=${word(value.example)}`),
    ...(hasSwitch ? [`${PROVIDER_EXISTS}=no`] : []),
  ];
  const where = /^[a-z0-9-]+$/.test(region) ? ` --region ${region}` : "";
  const about = commented(
    "#",
    ...aboutOf(given),
    ...(given.target === "saml_federation"
      ? ["The SAML provider has to exist: metadata are longer than a parameter may be."]
      : []),
    "To deploy it, with your own values:",
    `  aws cloudformation deploy${where} --stack-name ${stack} --template-file ${name} --capabilities CAPABILITY_NAMED_IAM${
      overrides.length > 0 ? ` --parameter-overrides ${overrides.join(" ")}` : ""
    }`,
    "Way back:",
    `  aws cloudformation delete-stack${where} --stack-name ${stack}`,
  );
  return [{ name, contentType: "application/yaml", body: `${about}\n${bodyOf(plan, resources, hasSwitch)}` }];
}
