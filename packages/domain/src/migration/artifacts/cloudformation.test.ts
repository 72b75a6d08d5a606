import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ArtifactInput } from "./artifact-input.ts";
import { ACCOUNT, examplesOf, expectedTrust, hasPolicies, hostileInput, inputOf, MADE } from "./artifacts-fixture.ts";
import { artifactsOf } from "./artifacts-of.ts";
import { pascalCase } from "./languages/names.ts";

type Names = Record<string, unknown>;
type Template = {
  Parameters?: Record<string, { AllowedPattern?: string; AllowedValues?: string[] }>;
  Conditions?: Names;
  Resources: Record<string, { Type: string; Condition?: string; DependsOn?: string; Properties: Names }>;
};

const templateOf = (input: ArtifactInput): Template =>
  parse(artifactsOf(input, "cloudformation").files[0]!.body) as Template;

/** What CloudFormation makes of a value: parameters as their examples, resources as `<their id>`. Anything that resolves to nothing throws. */
function evaluated(value: unknown, template: Template, parameters: Record<string, string>): unknown {
  const named = (id: string): string => {
    const found = parameters[id] ?? (template.Resources[id] && `<${id}>`);
    if (found === undefined) throw new Error(`${id} is no parameter and no resource`);
    return found;
  };
  if (Array.isArray(value)) return value.map((one) => evaluated(one, template, parameters));
  if (typeof value !== "object" || value === null) return value;
  const [[key = "", inner] = [], ...others] = Object.entries(value);
  if (others.length === 0 && key === "Ref") return named(String(inner));
  if (others.length === 0 && key === "Fn::GetAtt") return named((inner as string[])[0]!);
  if (others.length === 0 && key === "Fn::Sub") {
    return String(inner).replaceAll(/\$\{(!?)([^}]*)\}/g, (_, isLiteral: string, name: string) =>
      isLiteral ? `\${${name}}` : named(name),
    );
  }
  if (key.startsWith("Fn::")) throw new Error(`${key} is not looked for here`);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, evaluated(one, template, parameters)]));
}

const documentOf = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);

function check(input: ArtifactInput): void {
  const template = templateOf(input);
  const examples = Object.entries(examplesOf(input.target)).map(([name, example]) => [pascalCase(name), example]);
  const declared = Object.keys(template.Parameters ?? {});
  const parameters = Object.fromEntries(examples.filter(([name = ""]) => declared.includes(name)));
  const resources = Object.entries(template.Resources).map(([id, { Properties, Condition, DependsOn }]) => {
    if (Condition) expect(Object.keys(template.Conditions ?? {})).toContain(Condition);
    if (DependsOn) expect(Object.keys(template.Resources)).toContain(DependsOn);
    return [id, evaluated(Properties, template, parameters) as Names] as const;
  });
  const properties = Object.fromEntries(resources);
  if (hasPolicies(input)) {
    input.permissions.forEach(({ name, document }, index) => {
      const policy = properties[`Policy${index + 1}`];
      expect(documentOf(policy?.PolicyDocument)).toEqual(document);
      expect(policy?.ManagedPolicyName).toBe(name);
    });
  }
  const trust = expectedTrust(input);
  if (trust === null) return;
  expect(Object.keys(properties).includes("Role")).toBe(!input.role.isExisting);
  if (input.role.isExisting) {
    for (const policy of Object.values(properties).filter(({ PolicyDocument }) => PolicyDocument)) {
      expect(policy.Roles).toEqual([input.role.roleName]);
    }
    return;
  }
  const role = properties.Role!;
  expect(documentOf(role.AssumeRolePolicyDocument)).toEqual(trust);
  expect([role.RoleName, role.Path]).toEqual([input.role.roleName, input.role.path]);
  const kept = input.user.tags.filter(({ key }) => !/^(aws|rolecall):/i.test(key));
  expect(role.Tags ?? []).toEqual(kept.map(({ key, value }) => ({ Key: key, Value: value })));
}

describe.each(MADE)("CloudFormation for %s", (target) => {
  test("holds the trust policy and the permissions, with a parameter for each open value", () => {
    check(inputOf(target));
    const { Parameters = {} } = templateOf(inputOf(target));
    for (const { name, example } of artifactsOf(inputOf(target), "cloudformation").missing) {
      expect(example).toMatch(new RegExp(Parameters[pascalCase(name)]!.AllowedPattern!));
    }
  });

  test("asks for nothing once every value is given", () => {
    const input = inputOf(target, { values: examplesOf(target) });
    check(input);
    expect(Object.keys(templateOf(input).Parameters ?? {}).filter((name) => name !== "OidcProviderExists")).toEqual([]);
  });
});

test("whatever the names, tags, policies and answers, CloudFormation reads what was meant, or there is no template", () => {
  let written = 0;
  fc.assert(
    fc.property(hostileInput, (input) => {
      const { why } = artifactsOf(input, "cloudformation");
      if (why !== null) {
        expect(why).toMatch(/\{\{resolve:|exists already/);
        expect(why.includes("{{resolve:")).toBe(JSON.stringify(input).includes("{{resolve:"));
        return;
      }
      written++;
      check(input);
    }),
    { numRuns: 400 },
  );
  expect(written).toBeGreaterThan(150);
});

test("a stack in another account is stopped before anything is made, but for Identity Center's, which has one of its own", () => {
  const rule = { Assert: { "Fn::Equals": [{ Ref: "AWS::AccountId" }, ACCOUNT] } };
  for (const target of MADE) {
    const template = templateOf(inputOf(target)) as Template & { Rules?: { Account: { Assertions: unknown[] } } };
    if (target === "identity_center") expect(template.Rules).toBeUndefined();
    else expect(template.Rules?.Account.Assertions[0]).toMatchObject(rule);
  }
});

test("an OIDC provider is made only where the account has none of its address", () => {
  const { Resources, Conditions, Parameters } = templateOf(inputOf("github_actions_oidc"));
  expect(Resources.OidcProvider).toMatchObject({
    Type: "AWS::IAM::OIDCProvider",
    Condition: "OidcProviderIsMissing",
    Properties: { Url: "https://token.actions.githubusercontent.com", ClientIdList: ["sts.amazonaws.com"] },
  });
  expect(Conditions).toEqual({ OidcProviderIsMissing: { "Fn::Equals": [{ Ref: "OidcProviderExists" }, "no"] } });
  expect(Parameters?.OidcProviderExists?.AllowedValues).toEqual(["yes", "no"]);
});
