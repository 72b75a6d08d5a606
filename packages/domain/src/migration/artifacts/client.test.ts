import { execFileSync } from "node:child_process";
import { parse as parseHcl } from "@cdktf/hcl2json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ArtifactFile, ArtifactInput } from "./artifact-input.ts";
import { examplesOf, hostileInput, inputOf, MADE } from "./artifacts-fixture.ts";
import { artifactsOf } from "./artifacts-of.ts";
import { placeholderOf } from "./made/plan.ts";

const ROLE_ARN = "arn:aws:iam::111122223333:role/deploy-web-role";
const filesOf = (input: ArtifactInput): ArtifactFile[] => artifactsOf(input, "client").files;

/** Each file is read by what will read it. */
const READERS: Record<string, (body: string) => unknown> = {
  yml: (body) => parse(body),
  json: (body) => JSON.parse(body),
  sh: (body) => execFileSync("sh", ["-n"], { input: body }),
  tf: (body) => parseHcl("main.tf", body),
  // Every line is a comment, a heading, a setting or empty.
  ini: (body) => expect(body.split("\n").filter((line) => !/^(#.*|\[[\w -]+\]|\w+ = .*|)$/.test(line))).toEqual([]),
  conf: (body) => expect(body.split("{").length).toBe(body.split("}").length),
  txt: (body) => expect(body).toMatch(/\S/),
};
const read = async (files: readonly ArtifactFile[]): Promise<void> => {
  for (const { name, body } of files) await READERS[name.split(".").at(-1)!]!(body);
};

describe.each(MADE)("the client's side of %s", (target) => {
  test("can be read, and asks for what is open", async () => {
    const { files, missing } = artifactsOf(inputOf(target), "client");
    expect(files.length).toBeGreaterThan(0);
    await read(files);
    const bodies = files.map(({ body }) => body).join("\n");
    for (const { name, question } of missing) expect(bodies).toContain(`${placeholderOf(name)}: ${question}`);
    const open = new Set([...bodies.matchAll(/REPLACE-WITH-[A-Z-]*[A-Z]/g)].map(([found]) => found));
    expect([...open].toSorted()).toEqual(missing.map(({ name }) => placeholderOf(name)).toSorted());
  });

  test("has no placeholder left once every value is given", async () => {
    const { files, missing } = artifactsOf(inputOf(target, { values: examplesOf(target) }), "client");
    await read(files);
    expect(missing).toEqual([]);
    expect(files.map(({ body }) => body).join()).not.toContain("REPLACE-WITH");
  });
});

test("whatever the names, tags and answers, each file can be read", async () => {
  await fc.assert(
    fc.asyncProperty(hostileInput, (input) => read(filesOf(input))),
    { numRuns: 120 },
  );
});

const structureOf = (target: ArtifactInput["target"], over: Partial<ArtifactInput> = {}) =>
  parse(filesOf(inputOf(target, { values: examplesOf(target), ...over }))[0]!.body);

describe("what each client is told", () => {
  test("GitHub Actions: to ask for a token and to take the role", () => {
    const { permissions, jobs, on } = structureOf("github_actions_oidc");
    expect(permissions).toEqual({ "id-token": "write", contents: "read" });
    expect(on).toEqual({ push: { branches: ["main"] } });
    expect(jobs.deploy.steps[1].with).toEqual({
      "role-to-assume": ROLE_ARN,
      "aws-region": "eu-central-1",
      "role-duration-seconds": 3600,
    });
  });

  test("GitLab: a token for the audience that the role asks for", () => {
    const { deploy } = structureOf("gitlab_oidc");
    expect(deploy.id_tokens.AWS_ID_TOKEN.aud).toBe("https://gitlab.com");
    expect(deploy.variables.AWS_ROLE_ARN).toEqual({ value: ROLE_ARN, expand: false });
  });

  test("CircleCI, Buildkite and Bitbucket: the role and the file of the token", () => {
    const circle = structureOf("circleci_oidc").jobs.deploy.environment;
    const buildkite = structureOf("buildkite_oidc").steps[0].env;
    for (const environment of [circle, buildkite]) {
      expect(environment).toMatchObject({ AWS_ROLE_ARN: ROLE_ARN, AWS_REGION: "eu-central-1" });
    }
    const { step } = structureOf("bitbucket_oidc").pipelines.default[0];
    expect(step.oidc).toBe(true);
    expect(step.script).toContain(`export AWS_ROLE_ARN=${ROLE_ARN}`);
  });

  test("HCP Terraform: two variables of the workspace", async () => {
    const [file] = filesOf(inputOf("hcp_terraform_oidc", { values: examplesOf("hcp_terraform_oidc") }));
    const { resource } = (await parseHcl("main.tf", file!.body)) as {
      resource: { tfe_variable: Record<string, { key: string; value: string }[]> };
    };
    expect(Object.values(resource.tfe_variable).map(([variable]) => [variable?.key, variable?.value])).toEqual([
      ["TFC_AWS_APPLY_ROLE_ARN", ROLE_ARN],
      ["TFC_AWS_PROVIDER_AUTH", "true"],
    ]);
  });

  test("a service account: the annotation with IRSA, none with Pod Identity", () => {
    expect(structureOf("eks_irsa").metadata).toEqual({
      name: "invoices",
      namespace: "billing",
      annotations: { "eks.amazonaws.com/role-arn": ROLE_ARN },
    });
    expect(structureOf("eks_pod_identity").metadata).toEqual({ name: "invoices", namespace: "billing" });
  });

  test.each([
    ["roles_anywhere", "credential_process = aws_signing_helper credential-process"],
    ["identity_center", "sso_account_id = 111122223333"],
    ["third_party_role", "External ID:   7d1f3b5a-9c2e-4a6d-8b0f-1e3c5a7b9d2f"],
    ["lambda_execution_role", `--role ${ROLE_ARN}`],
    ["ecs_task_role", `"taskRoleArn": "${ROLE_ARN}"`],
    ["ec2_instance_profile", '"HttpTokens": "required"'],
    ["service_role", `--service-role ${ROLE_ARN}`],
    ["saml_federation", `${ROLE_ARN},arn:aws:iam::111122223333:saml-provider/Okta`],
    ["ses_smtp", "aws sesv2 send-email"],
    ["keyspaces", "SigV4AuthProvider"],
    ["codecommit", "git remote set-url origin codecommit::eu-central-1://web"],
    ["api_key", "aws_bedrock_token_generator"],
    ["break_glass", "aws iam list-mfa-devices --user-name deploy-web"],
    ["other_oidc", `export AWS_ROLE_ARN=${ROLE_ARN}`],
  ] as const)("%s: %s", (target, text) => {
    const files = filesOf(inputOf(target, { values: examplesOf(target) }));
    expect(files.map(({ body }) => body).join("\n")).toContain(text);
  });

  test("a path that means something to a pipeline is no expression there", () => {
    const path = "/$" + "{{ secrets.KEY }}/$HOME/<< pipeline.id >>/";
    const role = { roleName: "r", path, maxSessionDurationSeconds: 3600, isExisting: false };
    const of = (target: ArtifactInput["target"]) => structureOf(target, { role });
    const arn = `arn:aws:iam::111122223333:role${path}r`;
    const github = of("github_actions_oidc").jobs.deploy.steps[1].with["role-to-assume"];
    expect(github.replace("$" + "{{ '$' }}", "$")).toBe(arn);
    expect(github).not.toContain("$" + "{{ secrets");
    expect(of("buildkite_oidc").steps[0].env.AWS_ROLE_ARN.replaceAll("$$", "$")).toBe(arn);
    expect(of("circleci_oidc").jobs.deploy.environment.AWS_ROLE_ARN).toBe(arn.replace("<<", "\\<<"));
  });
});

test.each(["remove", "split", "ask_owner"] as const)("of %s nothing is made, and it says why", (target) => {
  for (const format of ["terraform", "cloudformation", "cdk", "cli", "client"] as const) {
    const { files, why, missing } = artifactsOf(inputOf(target), format);
    expect({ files, missing }).toEqual({ files: [], missing: [] });
    expect(why).toMatch(/^[A-Z].*\.$/);
  }
});

test("a text that no file can carry is told, and nothing is written", () => {
  const { user } = inputOf("eks_irsa");
  for (const value of ["a\0b", "\ud800", "\ufdd0REGION\ufdd1"]) {
    const input = inputOf("eks_irsa", { user: { ...user, tags: [{ key: "note", value }] } });
    for (const format of ["terraform", "cloudformation", "cdk", "cli", "client"] as const) {
      expect(artifactsOf(input, format)).toMatchObject({
        files: [],
        why: expect.stringContaining("no file can carry"),
      });
    }
  }
  const backslashes = inputOf("eks_irsa", { user: { ...user, tags: [{ key: "note", value: "\\u0000 \\ud800" }] } });
  expect(artifactsOf(backslashes, "terraform").why).toBeNull();
});
