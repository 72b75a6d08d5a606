import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type CollectionTag, parse, type ScalarTag, YAMLSeq } from "yaml";
import { TemplateFormat } from "../accounts/connection.ts";
import {
  CUSTOMER_ROLE_NAME,
  cloudFormationLaunchUrl,
  launchKind,
  renderBlankCustomerTemplate,
  renderCustomerTemplate,
  type TemplateValues,
} from "./customer-templates.ts";
import { READ_PERMISSIONS } from "./permissions.ts";

const values: TemplateValues = {
  externalId: "rolecall-0199b2f0-1111-7000-8000-000000000001",
  principalArn: "arn:aws-us-gov:iam::111122223333:role/rolecall/inventory",
  partition: "aws-us-gov",
};
const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws-us-gov:iam::111122223333:root" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "sts:ExternalId": values.externalId },
        ArnEquals: { "aws:PrincipalArn": values.principalArn },
      },
    },
  ],
};
const permissions = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: READ_PERMISSIONS.map(({ action }) => action), Resource: "*" }],
};

/** CloudFormation's short forms as data: a list for `!Sub`, `!Select` and `!Split`, an object for the others. */
function parseCloudFormation(body: string) {
  const scalar = (tag: string, resolve: (text: string) => unknown): ScalarTag => ({ tag, resolve });
  const list = (tag: string): CollectionTag => ({ tag, collection: "seq", nodeClass: YAMLSeq });
  return parse(body, {
    customTags: [
      scalar("!Ref", (name) => ({ Ref: name })),
      scalar("!GetAtt", (name) => ({ "Fn::GetAtt": name })),
      ...["!Sub", "!Select", "!Split"].map(list),
    ],
  });
}

/** Runs the script with `aws` standing for the AWS CLI: it records its arguments, and knows the role already or not. */
function runScript(body: string, roleExists: boolean) {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "install.sh"), body);
  writeFileSync(
    join(folder, "aws"),
    `#!/usr/bin/env bash
printf '%s\\0' "$@" >>"${folder}/calls"; printf '\\n\\0' >>"${folder}/calls"
case "$2" in
  get-caller-identity) echo arn:aws-us-gov:sts::222233334444:assumed-role/admin/alice ;;
  create-role) ${roleExists ? "echo 'An error occurred (EntityAlreadyExists) when calling CreateRole' >&2; exit 254" : "echo '{}'"} ;;
  get-role) echo arn:aws-us-gov:iam::222233334444:role/${CUSTOMER_ROLE_NAME} ;;
esac
`,
  );
  chmodSync(join(folder, "aws"), 0o755);
  const command = ["-i", `PATH=${folder}:/usr/bin:/bin`, "bash", join(folder, "install.sh")];
  const stdout = execFileSync("env", command, { encoding: "utf8", stdio: "pipe" });
  const words = readFileSync(join(folder, "calls"), "utf8").split("\0");
  const calls: string[][] = [[]];
  for (const word of words.slice(0, -1)) {
    if (word === "\n") calls.push([]);
    else calls.at(-1)!.push(word);
  }
  return { stdout, calls: calls.slice(0, -1) };
}
const optionOf = (call: string[] | undefined, option: string) => call?.[call.indexOf(option) + 1] ?? "";

describe("what each format grants", () => {
  it("CloudFormation: the trust and the permissions, from the parameters' defaults", () => {
    const template = parseCloudFormation(renderCustomerTemplate("cloudformation", values).body);
    const { ExternalId, PrincipalArn } = template.Parameters;
    expect([ExternalId.Default, PrincipalArn.Default]).toEqual([values.externalId, values.principalArn]);
    expect(values.externalId).toMatch(new RegExp(`^${ExternalId.AllowedPattern}$`));
    expect(values.principalArn).toMatch(new RegExp(`^${PrincipalArn.AllowedPattern}$`));

    const role = template.Resources[CUSTOMER_ROLE_NAME].Properties;
    expect(role).toMatchObject({ RoleName: CUSTOMER_ROLE_NAME, MaxSessionDuration: 3600 });
    const statement = role.AssumeRolePolicyDocument.Statement[0];
    const [pattern, { RolecallAccountId }] = statement.Principal.AWS;
    expect(RolecallAccountId).toEqual([4, [":", { Ref: "PrincipalArn" }]]);
    const principal = pattern
      .replace(`\${AWS::Partition}`, values.partition)
      .replace(`\${RolecallAccountId}`, PrincipalArn.Default.split(":")[4]);
    expect(statement.Condition).toEqual({
      StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
      ArnEquals: { "aws:PrincipalArn": { Ref: "PrincipalArn" } },
    });
    expect(role.AssumeRolePolicyDocument.Statement).toHaveLength(1);
    expect({ ...statement, Principal: { AWS: principal }, Condition: trust.Statement[0]!.Condition }).toEqual(
      trust.Statement[0],
    );
    expect(role.Policies).toEqual([{ PolicyName: CUSTOMER_ROLE_NAME, PolicyDocument: permissions }]);
    expect(template.Outputs.RoleArn.Value).toEqual({ "Fn::GetAtt": `${CUSTOMER_ROLE_NAME}.Arn` });
  });

  it("AWS CLI: the same documents, for a new role", () => {
    const { calls, stdout } = runScript(renderCustomerTemplate("cli", values).body, false);
    expect(calls.map((call) => call[1])).toEqual(["get-caller-identity", "create-role", "put-role-policy", "get-role"]);
    expect(JSON.parse(optionOf(calls[1], "--assume-role-policy-document"))).toEqual(trust);
    expect(optionOf(calls[1], "--max-session-duration")).toBe("3600");
    expect(JSON.parse(optionOf(calls[2], "--policy-document"))).toEqual(permissions);
    expect(stdout).toBe(`arn:aws-us-gov:iam::222233334444:role/${CUSTOMER_ROLE_NAME}\n`);
  });

  it("AWS CLI: an existing role is brought to the same state", () => {
    const { calls } = runScript(renderCustomerTemplate("cli", values).body, true);
    const names = calls.map((call) => call[1]);
    expect(names.slice(2)).toEqual(["update-assume-role-policy", "update-role", "put-role-policy", "get-role"]);
    expect(JSON.parse(optionOf(calls[2], "--policy-document"))).toEqual(trust);
    expect(optionOf(calls[3], "--max-session-duration")).toBe("3600");
  });

  it("Terraform: the same actions, principal and conditions", () => {
    const { body } = renderCustomerTemplate("terraform", values);
    const block = (start: string) => body.slice(body.indexOf(start), body.indexOf("\n}\n", body.indexOf(start)));
    const readOnly = block('data "aws_iam_policy_document" "read_only"');
    expect([...readOnly.matchAll(/"(iam:\w+)"/g)].map(([, action]) => action)).toEqual(
      permissions.Statement[0]!.Action,
    );

    const trustBlock = block('data "aws_iam_policy_document" "trust"');
    const conditions = [...trustBlock.matchAll(/test {5}= "(\w+)"\s+variable = "([\w:]+)"\s+values {3}= \[(\S+)\]/g)];
    expect(conditions.map(([, test, variable, value]) => [test, variable, value])).toEqual([
      ["StringEquals", "sts:ExternalId", "var.external_id"],
      ["ArnEquals", "aws:PrincipalArn", "var.principal_arn"],
    ]);
    const rootOfPrincipal = `:iam::\${split(":", var.principal_arn)[4]}:root"]`;
    expect(trustBlock).toContain(rootOfPrincipal);
    expect(block('variable "external_id"')).toContain(`default     = "${values.externalId}"`);
    expect(block('variable "principal_arn"')).toContain(`default     = "${values.principalArn}"`);
    expect(block('resource "aws_iam_role" "rolecall"')).toContain("max_session_duration = 3600");
  });
});

describe("values that cannot stand in a template", () => {
  it.each([
    ["quotes", { externalId: `rolecall-"quoted"-0001` }],
    ["an apostrophe", { externalId: "rolecall-0001'; rm -rf ~ #" }],
    ["a line break", { externalId: "rolecall-00000001\nrolecall" }],
    ["a guessable length", { externalId: "acme" }],
    ["a user as principal", { principalArn: "arn:aws-us-gov:iam::111122223333:user/alice" }],
    ["an interpolation", { principalArn: `arn:aws-us-gov:iam::111122223333:role/\${x}` }],
    ["another partition", { partition: "aws" as const }],
  ])("refuses %s", (_, over) => {
    for (const format of TemplateFormat.options) {
      expect(() => renderCustomerTemplate(format, { ...values, ...over })).toThrow(
        expect.objectContaining({ code: "INVALID" }),
      );
    }
  });
});

describe("infra/customer", () => {
  it.each(TemplateFormat.options)("holds the blank %s template as rendered", (format) => {
    const { fileName, body } = renderBlankCustomerTemplate(format);
    const published = new URL(`../../../../infra/customer/${fileName}`, import.meta.url);
    expect(readFileSync(published, "utf8")).toBe(body);
    expect(body).not.toMatch(/Default:|default +=/);
  });

  it("tells the purpose of each action, and whether a connection needs it", () => {
    const readme = readFileSync(new URL("../../../../infra/customer/README.md", import.meta.url), "utf8");
    const rows = [...readme.matchAll(/^\| `(iam:\w+)` +\| (.+?) +\| (.+?) +\|$/gm)].map((row) => row.slice(1, 4));
    expect(rows).toEqual(
      READ_PERMISSIONS.map((permission) => [
        permission.action,
        permission.purpose,
        permission.required ? "no connection" : "shown as unknown",
      ]),
    );
  });

  it("the blank script stops before any call if its values are missing", () => {
    expect(() => runScript(renderBlankCustomerTemplate("cli").body, false)).toThrow(/ROLECALL_EXTERNAL_ID/);
  });
});

describe("launch link", () => {
  it("fills the stack in where the template is published", () => {
    const templateUrl = "https://rolecall.s3.us-gov-west-1.amazonaws.com/role & more.yaml";
    const url = cloudFormationLaunchUrl({ ...values, templateUrl });
    expect(url).toMatch(
      /^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\/cloudformation\/home\?region=us-gov-west-1#\/stacks\/quickcreate\?/,
    );
    const parameters = new URLSearchParams(url.split("quickcreate?")[1]);
    expect(Object.fromEntries(parameters)).toEqual({
      templateURL: templateUrl,
      stackName: "Rolecall",
      param_ExternalId: values.externalId,
      param_PrincipalArn: values.principalArn,
    });
    expect(launchKind(templateUrl)).toBe("quick_create");
  });

  it.each([
    [
      "aws",
      "https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/create?stackName=Rolecall",
    ],
    [
      "aws-cn",
      "https://cn-north-1.console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/create?stackName=Rolecall",
    ],
  ] as const)("opens the upload page of %s where it is not", (partition, url) => {
    const parameters = `param_ExternalId=${values.externalId}&param_PrincipalArn=${encodeURIComponent(values.principalArn)}`;
    expect(cloudFormationLaunchUrl({ ...values, partition, templateUrl: null })).toBe(`${url}&${parameters}`);
    expect(launchKind(null)).toBe("upload");
  });
});
