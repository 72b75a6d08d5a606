import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CollectionTag, parse, type ScalarTag, YAMLSeq } from "yaml";
import { TemplateFormat } from "../accounts/connection.ts";
import { parseRoleArn } from "../arn.ts";
import { AppError } from "../errors.ts";
import { shellWord } from "./aws-cli-script.ts";
import { CUSTOMER_ROLE_NAME, literalInHcl, quoted } from "./customer-role.ts";
import { renderCustomerTemplate, type TemplateValues } from "./customer-templates.ts";

const GOOD = {
  externalId: "rolecall-0199b2f0-1111-7000-8000-000000000001",
  principalArn: "arn:aws:iam::111122223333:role/rolecall/inventory",
  partition: "aws",
  isOrganization: true,
} as const;
const ROLE = { roleName: "Auditor", path: "/security/" };

/** Texts that mean something to CloudFormation, Terraform, YAML or a shell. */
const FRAGMENTS = [
  '%{file("/etc/passwd")}',
  "%{ for x in y }",
  "$" + "{path.module}",
  "$$" + "{AWS::AccountId}",
  "{{resolve:ssm:/secret}}",
  "{{resolve:secretsmanager:s:SecretString:k}}",
  "$(id)",
  "`id`",
  "'; id; '",
  '"\n      Policies: []\n      x: "',
  "!Ref AWS::NoValue",
  "YAML\n}\n",
  "\n  YAML\n",
  "# ",
  ": ",
  "\\",
  "\u0000",
  "\u2028",
  "null",
  "yes",
  "1e3",
  "2026-01-01",
  "=",
  "@",
  "-",
  "/",
  "*",
  "..",
];
const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 6 }), fc.string({ unit: "binary", maxLength: 4 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));
const given = fc.record({
  externalId: fc.oneof(
    fc.constant(GOOD.externalId),
    hostile,
    hostile.map((text) => GOOD.externalId + text),
  ),
  principalArn: fc.oneof(
    fc.constant(GOOD.principalArn),
    hostile.map((text) => GOOD.principalArn + text),
  ),
  roleName: fc.oneof(fc.constant(ROLE.roleName), hostile, fc.stringMatching(/^[\w+=,.@-]{1,64}$/)),
  path: fc.oneof(
    fc.constant(ROLE.path),
    hostile.map((text) => `/${text}/`),
    fc.stringMatching(/^\/([\w+=,.@-]{1,9}\/){0,3}$/),
  ),
});

const PLAIN = /^[\w+=,.@:/-]+$/;

/** The template, or null where the values are refused. */
function rendered(format: TemplateFormat, values: TemplateValues): string | null {
  try {
    return renderCustomerTemplate(format, values).body;
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID") return null;
    throw error;
  }
}

function parseCloudFormation(body: string) {
  const scalar = (tag: string): ScalarTag => ({ tag, resolve: (text: string) => ({ [tag]: text }) });
  const list = (tag: string): CollectionTag => ({ tag, collection: "seq", nodeClass: YAMLSeq });
  return parse(body, {
    customTags: [scalar("!Ref"), scalar("!GetAtt"), ...["!Sub", "!Select", "!Split", "!Equals", "!If"].map(list)],
  });
}

/** The member accounts' template within the Terraform module, as Terraform would hand it to CloudFormation. */
function membersIn(terraform: string): string {
  const heredoc = /<<-YAML\n([\s\S]*?)\n {2}YAML\n/.exec(terraform)?.[1] ?? "";
  return heredoc.replace(/^ {4}/gm, "").replaceAll(/([$%])\1\{/g, "$1{");
}

describe("whatever the values, a template", () => {
  test.each(TemplateFormat.options)("as %s holds them as plain texts, or there is none", (format) => {
    const benign = rendered(format, { ...GOOD, role: ROLE })!;
    fc.assert(
      fc.property(given, ({ roleName, path, ...values }) => {
        const body = rendered(format, { ...GOOD, ...values, role: { roleName, path } });
        if (body === null) return;
        for (const value of [values.externalId, values.principalArn, roleName, path]) expect(value).toMatch(PLAIN);
        // But for the values it is the template that everybody gets: nothing of it was opened or closed by them.
        const restored = body
          .replaceAll(quoted(values.externalId), quoted(GOOD.externalId))
          .replaceAll(quoted(values.principalArn), quoted(GOOD.principalArn))
          .replaceAll(`'${values.externalId}'`, `'${GOOD.externalId}'`)
          .replaceAll(`'${values.principalArn}'`, `'${GOOD.principalArn}'`)
          .replace(`RoleName: ${quoted(roleName)}`, `RoleName: ${quoted(ROLE.roleName)}`)
          .replace(`Path: ${quoted(path)}`, `Path: ${quoted(ROLE.path)}`);
        // Without a path the template has no line for it.
        if (path !== "/") expect(restored).toBe(benign);
      }),
      { numRuns: 400 },
    );
  });

  test("of CloudFormation, and within Terraform's, reads as the same name and path", () => {
    fc.assert(
      fc.property(given, ({ roleName, path }) => {
        const values: TemplateValues = { ...GOOD, role: { roleName, path } };
        const stackSet = rendered("stackset", values);
        const terraform = rendered("terraform", values);
        expect(stackSet === null).toBe(terraform === null);
        if (stackSet === null || terraform === null) return;
        for (const body of [stackSet, membersIn(terraform)]) {
          const { RoleName, Path = "/" } = parseCloudFormation(body).Resources[CUSTOMER_ROLE_NAME].Properties;
          expect({ RoleName, Path }).toEqual({ RoleName: roleName, Path: path });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("has no value that a role's ARN would not have, and the other way round", () => {
    fc.assert(
      fc.property(given, ({ roleName, path }) => {
        const arn = parseRoleArn(`arn:aws:iam::111122223333:role${path}${roleName}`);
        const isTaken = rendered("stackset", { ...GOOD, role: { roleName, path } }) !== null;
        if (isTaken) expect(arn).toMatchObject({ roleName, path });
        if (arn?.roleName === roleName) expect(isTaken).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("quoting alone, were anything let through,", () => {
  test("leaves no directive or interpolation of Terraform in a text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const literal = literalInHcl(text);
        expect(literal.replaceAll(/([$%])\1\{/g, "")).not.toMatch(/[$%]\{/);
      }),
    );
  });

  test("is read back by YAML as the same text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parse(`a: ${quoted(text)}`)).toEqual({ a: text });
      }),
    );
  });

  test("is one word to a shell", () => {
    for (const text of ["it's; id", "$(id)", "`id`", 'a "b" \\ c']) {
      expect(execFileSync("bash", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text);
    }
  });
});
