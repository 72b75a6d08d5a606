import { DEFAULT_REGION } from "../../../onboarding/regions.ts";
import { commented } from "../languages/comments.ts";
import { hasMark } from "../languages/marks.ts";
import { camelCase, slug } from "../languages/names.ts";
import { Code, tsText, tsValue } from "../languages/typescript.ts";
import { isMadeInOwnAccount } from "../made/plan.ts";
import { TemplateDocument, TemplateReference, type TemplateResource } from "../made/resource.ts";
import { templateResourcesOf } from "./cloudformation.ts";
import { aboutOf, type Plan } from "./written.ts";

const firstLower = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);
const moduleOf = (type: string): string => (type.split("::")[1] ?? "").toLowerCase();

const reference = ({ id, attribute }: TemplateReference): Code =>
  new Code(`${firstLower(id)}.${attribute === null ? "ref" : `attr${attribute}`}`);

/** A document keeps its keys, but for references within it. */
function documentValue(value: unknown): unknown {
  if (value instanceof TemplateReference) return reference(value);
  if (Array.isArray(value)) return value.map(documentValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, documentValue(inner)]));
}

/** Properties of the CDK's own resources are CloudFormation's with a small first letter. */
function cdkValue(value: unknown): unknown {
  if (value instanceof TemplateReference) return reference(value);
  if (value instanceof TemplateDocument) return documentValue(value.document);
  if (Array.isArray(value)) return value.map(cdkValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [firstLower(key), cdkValue(inner)]));
}

function construct(
  { id, comment, type, properties, dependsOn, unlessExists }: TemplateResource,
  isNamed: boolean,
): string {
  const indent = unlessExists ? "      " : "    ";
  const create = `new ${moduleOf(type)}.Cfn${type.split("::")[2]}(this, "${id}", ${tsValue(cdkValue(properties), indent)});`;
  const variable = firstLower(id);
  const lines = unlessExists
    ? ["if (!props.oidcProviderExists) {", `  ${create}`, "}"]
    : [(isNamed ? `const ${variable} = ` : "") + create];
  if (dependsOn) lines.push(`${variable}.addDependency(${firstLower(dependsOn)});`);
  const code = lines.map((line) => `    ${line}`).join("\n");
  return `${commented("//", comment).replaceAll(/^/gm, "    ")}\n${code}`;
}

/** What other resources name, and what waits for another one, needs a variable. */
function isNamed({ id, dependsOn }: TemplateResource, resources: readonly TemplateResource[]): boolean {
  const code = resources.map(({ properties }) => tsValue(cdkValue(properties))).join("\n");
  return (
    dependsOn !== undefined ||
    resources.some((other) => other.dependsOn === id) ||
    new RegExp(`\\b${firstLower(id)}\\.(ref|attr)`).test(code)
  );
}

function propsOf({ open }: Plan, hasSwitch: boolean): string {
  const lines = open.map(
    ({ name, question, example }) =>
      `  /** ${question} For example ${example} */\n  readonly ${camelCase(name)}: string;`,
  );
  if (hasSwitch) {
    lines.push(
      "  /** Whether the account has an OIDC provider of this address already. */\n  readonly oidcProviderExists: boolean;",
    );
  }
  return lines.join("\n");
}

function stackFile(plan: Plan, resources: readonly TemplateResource[], hasSwitch: boolean): string {
  const modules = [...new Set(resources.map(({ type }) => moduleOf(type)))].sort();
  const imports = modules.map((name) => `import * as ${name} from "aws-cdk-lib/aws-${name}";`);
  const fields = propsOf(plan, hasSwitch);
  const constructs = resources.map((resource) => construct(resource, isNamed(resource, resources)));
  const props = fields === "" ? "StackProps" : "SuccessorProps";
  const about = commented(
    "//",
    ...aboutOf(plan.given),
    ...(plan.given.target === "saml_federation" ? ["The SAML provider has to exist."] : []),
  );
  return `${about}
import { Stack, type StackProps } from "aws-cdk-lib";
${imports.join("\n")}
import type { Construct } from "constructs";
${fields === "" ? "" : `\nexport interface SuccessorProps extends StackProps {\n${fields}\n}\n`}
export class SuccessorStack extends Stack {
  constructor(scope: Construct, id: string, props: ${props}) {
    super(scope, id, props);

${constructs.join("\n\n")}
  }
}
`;
}

const READ_VALUE = `/** A value from the command line, such as -c repository=web. */
function given(name: string, question: string, pattern: RegExp): string {
  const value: unknown = app.node.tryGetContext(name);
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new Error(\`-c \${name}=...: \${question}\`);
}
`;

function appFile({ given, open, region }: Plan, hasSwitch: boolean): string {
  const values = open.map(
    ({ name, question, pattern }) =>
      `  ${camelCase(name)}: given("${camelCase(name)}", ${JSON.stringify(question)}, new RegExp(${JSON.stringify(pattern.source)})),\n`,
  );
  // Its own value where the Region is the owner's to name.
  const inRegion = hasMark(region) ? DEFAULT_REGION[given.partition] : region;
  const account = isMadeInOwnAccount(given.target)
    ? `    // Credentials of another account are refused before anything is made there.\n    account: ${tsText(given.awsAccountId)},\n`
    : "    account: process.env.CDK_DEFAULT_ACCOUNT,\n";
  const place = hasMark(region) ? "process.env.CDK_DEFAULT_REGION" : tsText(inRegion);
  return `${commented("//", "Deploys the stack:", `  npx cdk deploy --app "npx tsx app.ts"${open.map(({ name, example }) => ` -c ${camelCase(name)}=${example}`).join("")}`, "Way back: the same with destroy in place of deploy.")}
import { App } from "aws-cdk-lib";
import { SuccessorStack } from "./successor-stack";

const app = new App();

${open.length > 0 ? `${READ_VALUE}\n` : ""}new SuccessorStack(app, "replace-${slug(given.user.userName)}", {
  env: {
${account}    region: ${place},
  },
${values.join("")}${hasSwitch ? `  oidcProviderExists: app.node.tryGetContext("oidcProviderExists") === "yes",\n` : ""}});
`;
}

/** A stack of the CDK in TypeScript, and the app that deploys it. */
export function cdk(plan: Plan) {
  const resources = templateResourcesOf(plan);
  const hasSwitch = resources.some(({ unlessExists }) => unlessExists);
  const contentType = "text/x-typescript";
  return [
    { name: "successor-stack.ts", contentType, body: stackFile(plan, resources, hasSwitch) },
    { name: "app.ts", contentType, body: appFile(plan, hasSwitch) },
  ];
}
