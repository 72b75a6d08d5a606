import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type CollectionTag, parse, type ScalarTag, YAMLSeq } from "yaml";
import { TemplateFormat } from "../accounts/connection.ts";
import { actionsOf, PACK_PERMISSIONS, READ_PERMISSIONS } from "../permissions/permissions.ts";
import {
  CUSTOMER_ROLE_NAME,
  cloudFormationLaunchUrl,
  launchKind,
  renderBlankCustomerTemplate,
  renderCustomerTemplate,
  type TemplateValues,
} from "./customer-templates.ts";

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
const permissionsOf = (...packs: Parameters<typeof actionsOf>[0]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: actionsOf(["core", ...packs]), Resource: "*" }],
});
const permissions = permissionsOf();
/** An organisation whose accounts may be asked for all there is. */
const organization: TemplateValues = {
  ...values,
  packs: ["organization", "cloudtrail", "roles_anywhere"],
  isOrganization: true,
};

/** CloudFormation's short forms as data: a list for `!Sub`, `!Select` and `!Split`, an object for the others. */
function parseCloudFormation(body: string) {
  const scalar = (tag: string, resolve: (text: string) => unknown): ScalarTag => ({ tag, resolve });
  const list = (tag: string): CollectionTag => ({ tag, collection: "seq", nodeClass: YAMLSeq });
  return parse(body, {
    customTags: [
      scalar("!Ref", (name) => ({ Ref: name })),
      scalar("!GetAtt", (name) => ({ "Fn::GetAtt": name })),
      ...["!Sub", "!Select", "!Split", "!Equals", "!If"].map(list),
    ],
  });
}

/** Runs the script with `aws` standing for the AWS CLI: it records its arguments, and knows the role already or not. */
function runScript(body: string, roleExists: boolean, variables: string[] = []) {
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
  const command = [
    "-i",
    `PATH=${folder}:/usr/bin:/bin`,
    "AWS_DEFAULT_REGION=us-gov-west-1",
    ...variables,
    "bash",
    join(folder, "install.sh"),
  ];
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
    expect([...readOnly.matchAll(/"([\w-]+:\w+)",/g)].map(([, action]) => action)).toEqual(
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

describe("the packs of a connection", () => {
  const roleOf = (body: string) => parseCloudFormation(body).Resources[CUSTOMER_ROLE_NAME].Properties;

  it.each([[[]], [["cloudtrail"]], [["roles_anywhere", "cloudtrail"]], [["organization"]]] as const)(
    "%j are granted by each format, and no others",
    (packs) => {
      const given = { ...values, packs };
      const granted = permissionsOf(...packs);
      const { Policies, RoleName } = roleOf(renderCustomerTemplate("cloudformation", given).body);
      expect(Policies[0].PolicyDocument).toEqual(granted);
      expect(RoleName).toBe(CUSTOMER_ROLE_NAME);

      const { calls } = runScript(renderCustomerTemplate("cli", given).body, false);
      expect(JSON.parse(optionOf(calls[2], "--policy-document"))).toEqual(granted);

      const { body } = renderCustomerTemplate("terraform", given);
      expect([...body.matchAll(/^ +"([\w-]+:\w+)",$/gm)].map(([, action]) => action)).toEqual(
        granted.Statement[0]!.Action,
      );
    },
  );

  it("are the launch link's, where the template is published", () => {
    const url = cloudFormationLaunchUrl({ ...values, packs: ["cloudtrail"], templateUrl: "https://s3/role.yaml" });
    expect(url).toContain("&param_GrantCloudTrail=yes");
    expect(url).not.toContain("param_GrantOrganization");
    const upload = cloudFormationLaunchUrl({ ...values, packs: ["cloudtrail"], templateUrl: null });
    expect(upload).not.toContain("param_Grant");
  });

  it("are a choice in the blank CloudFormation template, by default of nothing", () => {
    const template = parseCloudFormation(renderBlankCustomerTemplate("cloudformation").body);
    const [core, ...choices] = roleOf(renderBlankCustomerTemplate("cloudformation").body).Policies[0].PolicyDocument
      .Statement;
    expect(core).toEqual(permissions.Statement[0]);
    const chosen = choices.map(([condition, statement, otherwise]: [string, { Action: string[] }, unknown]) => {
      expect(otherwise).toEqual({ Ref: "AWS::NoValue" });
      const [{ Ref: parameter }, wanted] = template.Conditions[condition];
      expect(template.Parameters[parameter]).toMatchObject({ Default: "no", AllowedValues: ["yes", "no"] });
      expect(wanted).toBe("yes");
      return statement.Action;
    });
    expect(chosen.flat()).toEqual(PACK_PERMISSIONS.map(({ action }) => action));
  });

  it("are a choice in the blank script", () => {
    const { body } = renderBlankCustomerTemplate("cli");
    const own = [`ROLECALL_EXTERNAL_ID=${values.externalId}`, `ROLECALL_PRINCIPAL_ARN=${values.principalArn}`];
    const { calls } = runScript(body, false, [...own, "ROLECALL_PACKS=cloudtrail roles_anywhere"]);
    expect(JSON.parse(optionOf(calls[2], "--policy-document"))).toEqual(permissionsOf("cloudtrail", "roles_anywhere"));
    expect(() => runScript(body, false, [...own, "ROLECALL_PACKS=all"])).toThrow(/unknown pack all/);
  });
});

describe("an organisation", () => {
  const members = () => renderCustomerTemplate("stackset", organization);

  it("is read by the role of one account, its members by a role without the organisation's pack", () => {
    const own = parseCloudFormation(renderCustomerTemplate("cloudformation", organization).body);
    const member = parseCloudFormation(members().body);
    const granted = (template: typeof own) =>
      template.Resources[CUSTOMER_ROLE_NAME].Properties.Policies[0].PolicyDocument;
    expect(granted(own)).toEqual(permissionsOf("organization", "cloudtrail", "roles_anywhere"));
    expect(granted(member)).toEqual(permissionsOf("cloudtrail", "roles_anywhere"));
    expect(member.Parameters.ExternalId.Default).toBe(values.externalId);
    expect(member.Resources[CUSTOMER_ROLE_NAME].Properties.AssumeRolePolicyDocument).toEqual(
      own.Resources[CUSTOMER_ROLE_NAME].Properties.AssumeRolePolicyDocument,
    );
  });

  it("gives its members' roles the name and the path that its own has", () => {
    const role = { roleName: "Auditor", path: "/security/" };
    const template = parseCloudFormation(renderCustomerTemplate("stackset", { ...organization, role }).body);
    expect(template.Resources[CUSTOMER_ROLE_NAME].Properties).toMatchObject({
      RoleName: "Auditor",
      Path: "/security/",
    });
  });

  it("has the commands for a StackSet that Organizations manages, in exactly one Region", () => {
    const { body, fileName } = members();
    const commands = body.slice(0, body.indexOf("AWSTemplateFormatVersion")).replaceAll("\\\n#", "").split("\n");
    const create = commands.find((line) => line.includes("create-stack-set "));
    for (const option of [
      `--template-body file://${fileName}`,
      "--permission-model SERVICE_MANAGED",
      "--auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false",
      "--capabilities CAPABILITY_NAMED_IAM",
    ]) {
      expect(create).toContain(option);
    }
    const deploy = commands.find((line) => line.includes("create-stack-instances "));
    expect(deploy).toMatch(/--deployment-targets OrganizationalUnitIds=\S.* --regions us-gov-west-1 /);
  });

  it("has the same StackSet in the Terraform module, and an account has none", () => {
    const { body } = renderCustomerTemplate("terraform", organization);
    expect(body).toContain('permission_model = "SERVICE_MANAGED"');
    expect(body.match(/deployment_targets \{/g)).toHaveLength(1);
    const heredoc = /<<-YAML\n([\s\S]*?)\n {2}YAML/.exec(body)?.[1] ?? "";
    const inner = heredoc.replace(/^ {4}/gm, "").replaceAll("$$" + "{", "$" + "{");
    const blankValues = members().body.replace(/^ {4}Default: .*\n/gm, "");
    expect(parseCloudFormation(inner)).toEqual(parseCloudFormation(blankValues));
    expect(heredoc).not.toMatch(/(?<!\$)\$\{/);
    expect(renderCustomerTemplate("terraform", values).body).not.toContain("stack_set");
  });

  it("is what a StackSet is for", () => {
    expect(() => renderCustomerTemplate("stackset", values)).toThrow(/format: .*organization/);
  });

  it("is asked to grant reading and nothing else, in any format", () => {
    const bodies = TemplateFormat.options.flatMap((format) => [
      renderCustomerTemplate(format, organization).body,
      renderBlankCustomerTemplate(format).body,
    ]);
    // What a script says of itself, it needs of the one who runs it.
    const code = bodies.map((body) => body.replace(/^#.*$/gm, ""));
    const services = [...new Set(READ_PERMISSIONS.map(({ action }) => action.split(":")[0]))].join("|");
    const named = code.flatMap((body) => [...body.matchAll(new RegExp(`\\b(${services}):([A-Z]\\w+)`, "g"))]);
    const actions = new Set(named.map(([action]) => action));
    expect(actions.size).toBeGreaterThan(40);
    for (const action of [...actions, ...READ_PERMISSIONS.map((permission) => permission.action)]) {
      expect(action).toMatch(
        /:(Get|List|Describe|Lookup)[A-Z]|:Generate(CredentialReport|ServiceLastAccessedDetails)$/,
      );
    }
    expect([...actions].filter((action) => action.startsWith("organizations:")).length).toBeGreaterThan(4);
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
      expect(() => renderCustomerTemplate(format, { ...organization, ...over })).toThrow(
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
    expect(body).not.toMatch(/Default: (?!"no")|default += (?!\[\])/);
  });

  it("tells the purpose of each action, and whether a connection needs it", () => {
    const readme = readFileSync(new URL("../../../../infra/customer/README.md", import.meta.url), "utf8");
    const rows = [...readme.matchAll(/^\| `([\w-]+:\w+)` +\| (\w+) +\| (.+?) +\| (.+?) +\|$/gm)].map((row) =>
      row.slice(1, 5),
    );
    expect(rows).toEqual(
      READ_PERMISSIONS.map((permission) => [
        permission.action,
        permission.pack,
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
