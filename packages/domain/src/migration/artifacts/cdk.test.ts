import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ArtifactInput } from "./artifact-input.ts";
import { ACCOUNT, examplesOf, expectedTrust, hasPolicies, hostileInput, inputOf, MADE } from "./artifacts-fixture.ts";
import { artifactsOf } from "./artifacts-of.ts";
import { camelCase } from "./languages/names.ts";

const MODULES = join(import.meta.dirname, "../../../../../node_modules");
type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };

const isWritten = (input: ArtifactInput): boolean => artifactsOf(input, "cdk").files.length > 0;
const CASES: readonly { name: string; input: ArtifactInput }[] = [
  ...MADE.map((target) => ({ name: target, input: inputOf(target) })),
  ...fc
    .sample(hostileInput.filter(isWritten), { numRuns: 40, seed: 20_261_130 })
    .map((input, index) => ({ name: `hostile-${index + 1}`, input })),
];

const folder = mkdtempSync(join(tmpdir(), "rolecall-cdk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All apps are compiled at once and synthesised by one process, each as `cdk deploy` would have it with its context. */
const SYNTHESISE = `
for (const [name, context] of Object.entries(require("./cases.json"))) {
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  process.env.CDK_OUTDIR = __dirname + "/out/" + name;
  require("./compiled/" + name + "/app.js");
}`;

beforeAll(() => {
  for (const { name, input } of CASES) {
    for (const file of artifactsOf(input, "cdk").files) {
      const path = join(folder, "source", name, file.name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.body);
    }
  }
  symlinkSync(MODULES, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type":"commonjs"}');
  writeFileSync(join(folder, "synthesise.js"), SYNTHESISE);
  const compilerOptions = {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    noUnusedLocals: true,
    types: ["node"],
    skipLibCheck: true,
    rootDir: "source",
    outDir: "compiled",
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["source"] }));
  execFileSync("node", [join(MODULES, "typescript7/bin/tsc"), "-p", folder], { encoding: "utf8", stdio: "pipe" });
  const contexts = CASES.map(({ name, input }) => [
    name,
    {
      ...Object.fromEntries(
        Object.entries(examplesOf(input.target)).map(([value, example]) => [camelCase(value), example]),
      ),
      oidcProviderExists: name === "gitlab_oidc" ? "yes" : "no",
    },
  ]);
  writeFileSync(join(folder, "cases.json"), JSON.stringify(Object.fromEntries(contexts)));
  execFileSync("node", [join(folder, "synthesise.js")], { encoding: "utf8", stdio: "pipe" });
}, 120_000);

function templateOf(name: string): Template {
  const out = join(folder, "out", name);
  const file = readdirSync(out).find((one) => one.endsWith(".template.json"));
  return JSON.parse(readFileSync(join(out, file!), "utf8")) as Template;
}

describe.each(CASES)("the CDK's stack of $name", ({ name, input }) => {
  test("compiles, and its template holds what was planned", () => {
    const { Resources } = templateOf(name);
    if (hasPolicies(input)) {
      input.permissions.forEach(({ name: policyName, document }, index) => {
        const policy = Resources[`Policy${index + 1}`]?.Properties;
        expect(policy?.PolicyDocument).toEqual(document);
        expect(policy?.ManagedPolicyName).toBe(policyName);
      });
    }
    const trust = expectedTrust(input);
    expect(Resources.Role !== undefined).toBe(trust !== null && !input.role.isExisting);
    if (!Resources.Role) return;
    const role = Resources.Role.Properties;
    expect(role.AssumeRolePolicyDocument).toEqual(trust);
    expect([role.RoleName, role.Path]).toEqual([input.role.roleName, input.role.path]);
    const kept = input.user.tags.filter(({ key }) => !/^(aws|rolecall):/i.test(key));
    // The CDK sorts them.
    expect(new Set((role.Tags ?? []) as unknown[])).toEqual(
      new Set(kept.map(({ key, value }) => ({ Key: key, Value: value }))),
    );
  });
});

test("an OIDC provider is made where there is none, and the app is bound to the account", () => {
  expect(templateOf("github_actions_oidc").Resources.OidcProvider?.Type).toBe("AWS::IAM::OIDCProvider");
  expect(templateOf("gitlab_oidc").Resources.OidcProvider).toBeUndefined();
  const [, app] = artifactsOf(inputOf("github_actions_oidc"), "cdk").files;
  expect(app?.body).toContain(`account: "${ACCOUNT}"`);
});

test("what the CDK or CloudFormation would take for something else is refused by name", () => {
  const withTag = (value: string) => {
    const { user } = inputOf("lambda_execution_role");
    return artifactsOf(inputOf("lambda_execution_role", { user: { ...user, tags: [{ key: "note", value }] } }), "cdk");
  };
  for (const text of ["{{resolve:ssm:x}}", "$" + "{Token[TOKEN.1]}"]) {
    expect(withTag(text)).toMatchObject({ files: [], why: expect.stringContaining("take another format") });
  }
  expect(withTag("plain").why).toBeNull();
});
