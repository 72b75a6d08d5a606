import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ArtifactInput } from "./artifact-input.ts";
import { examplesOf, expectedTrust, hasPolicies, hostileInput, inputOf, MADE } from "./artifacts-fixture.ts";
import { artifactsOf } from "./artifacts-of.ts";
import { ownersValuesOf } from "./owners-values.ts";

type Block = Record<string, unknown>;
type Parsed = {
  resource: Record<string, Record<string, Block[]>>;
  data?: Record<string, Record<string, Block[]>>;
  variable?: Record<string, Block[]>;
  provider: { aws: Block[] };
};

async function parsed(input: ArtifactInput): Promise<Parsed> {
  const { files, why } = artifactsOf(input, "terraform");
  expect({ why, names: files.length }).toEqual({ why: null, names: 1 });
  return (await parse("main.tf", files[0]!.body)) as Parsed;
}

/** A text as Terraform would have it, with the examples as the values of its variables. */
function evaluated(text: unknown, { target }: ArtifactInput): string {
  const examples = Object.fromEntries(
    Object.entries(examplesOf(target)).map(([name, example]) => [name.toLowerCase(), example]),
  );
  return String(text)
    .replaceAll(/(?<![$])\$\{var\.(\w+)\}/g, (_, name: string) => examples[name] ?? "")
    .replaceAll(/([$%])\1\{/g, "$1{");
}

async function check(input: ArtifactInput): Promise<void> {
  const { resource, data, provider } = await parsed(input);
  if (hasPolicies(input)) {
    input.permissions.forEach(({ name, document }, index) => {
      const policy = resource.aws_iam_policy?.[`policy_${index + 1}`]?.[0];
      expect(JSON.parse(evaluated(policy?.policy, input))).toEqual(document);
      expect(policy?.name).toBe(name);
      expect(evaluated(policy?.path, input)).toMatch(/^\//);
    });
  }
  const trust = expectedTrust(input);
  if (trust === null) return;
  expect(provider.aws[0]).toMatchObject({ allowed_account_ids: [input.awsAccountId] });
  if (input.role.isExisting) {
    expect(data?.aws_iam_role?.successor?.[0]).toEqual({ name: input.role.roleName });
    expect(resource.aws_iam_role).toBeUndefined();
    return;
  }
  const role = resource.aws_iam_role?.successor?.[0];
  expect(JSON.parse(evaluated(role?.assume_role_policy, input))).toEqual(trust);
  expect([role?.name, evaluated(role?.path, input)]).toEqual([input.role.roleName, input.role.path]);
  const tags = Object.entries((role?.tags ?? {}) as Record<string, string>).map(([key, value]) => ({
    key: evaluated(key, input),
    value: evaluated(value, input),
  }));
  const kept = input.user.tags.filter(({ key }) => !/^(aws|rolecall):/i.test(key));
  // Terraform normalises every text.
  const normal = kept.map(({ key, value }) => ({ key: key.normalize("NFC"), value: value.normalize("NFC") }));
  expect(new Set(tags)).toEqual(new Set(normal));
}

describe.each(MADE)("Terraform for %s", (target) => {
  test("holds the trust policy and the permissions, with a variable for each open value", async () => {
    await check(inputOf(target));
    const { variable } = await parsed(inputOf(target));
    const open = artifactsOf(inputOf(target), "terraform").missing;
    for (const { name, question, example } of open) {
      const [found] = variable?.[name.toLowerCase()] ?? [];
      expect(found?.description).toBe(`${question} For example ${example}`);
      expect(found?.validation).toBeDefined();
    }
  });

  test("has nothing left to fill in once every value is given", async () => {
    const input = inputOf(target, { values: examplesOf(target) });
    await check(input);
    const { variable } = await parsed(input);
    const switches = ["oidc_provider_exists", "saml_metadata_file"];
    expect(Object.keys(variable ?? {}).filter((name) => !switches.includes(name))).toEqual([]);
  });
});

test("whatever the names, tags, policies and answers, Terraform reads what was meant", async () => {
  await fc.assert(
    fc.asyncProperty(hostileInput, async (input) => {
      const { why } = artifactsOf(input, "terraform");
      // An existing permission set is no matter of a template.
      if (why !== null) expect([input.target, input.role.isExisting]).toEqual(["identity_center", true]);
      else await check(input);
    }),
    { numRuns: 250 },
  );
});

test.each([
  [
    "github_actions_oidc",
    ["aws_iam_openid_connect_provider", "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment"],
  ],
  [
    "ec2_instance_profile",
    ["aws_iam_instance_profile", "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment"],
  ],
  [
    "eks_pod_identity",
    ["aws_eks_pod_identity_association", "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment"],
  ],
  ["roles_anywhere", ["aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment", "aws_rolesanywhere_profile"]],
  ["saml_federation", ["aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment", "aws_iam_saml_provider"]],
  [
    "identity_center",
    ["aws_ssoadmin_account_assignment", "aws_ssoadmin_permission_set", "aws_ssoadmin_permission_set_inline_policy"],
  ],
  ["ses_smtp", ["aws_iam_policy", "aws_iam_user_policy_attachment"]],
  [
    "break_glass",
    [
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_sns_topic",
      "aws_sns_topic_policy",
      "aws_sns_topic_subscription",
    ],
  ],
] as const)("%s is made of %j", async (target, types) => {
  const { resource } = await parsed(inputOf(target));
  expect(Object.keys(resource).sort()).toEqual(types);
});

test("a permission set has the statements of all documents, each Sid once", async () => {
  const { resource } = await parsed(inputOf("identity_center"));
  const inline = resource.aws_ssoadmin_permission_set_inline_policy?.successor?.[0]?.inline_policy;
  const { Statement } = JSON.parse(evaluated(inline, inputOf("identity_center")));
  expect(Statement.map(({ Sid, Effect }: Record<string, string>) => [Sid, Effect])).toEqual([
    ["Own", "Allow"],
    ["Own2", "Deny"],
  ]);
});

test("patterns of the owner's values are understood by Terraform's engine: no look-around, no back-reference", () => {
  for (const { pattern } of MADE.flatMap(ownersValuesOf)) expect(pattern.source).not.toMatch(/\(\?|\\[1-9bB]/);
});
