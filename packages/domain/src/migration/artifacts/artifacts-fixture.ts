import fc from "fast-check";
import { successorTrustPolicy } from "../replacement/successor-trust.ts";
import { MigrationTarget } from "../target/target.ts";
import type { ArtifactInput } from "./artifact-input.ts";
import { ownersValuesOf } from "./owners-values.ts";

export const ACCOUNT = "111122223333";

/** Targets of which something is made. */
export const MADE = MigrationTarget.exclude(["remove", "split", "ask_owner"]).options;

/** An answer to every question of a target, as the question itself gives it. */
export const examplesOf = (target: MigrationTarget): Record<string, string> =>
  Object.fromEntries(ownersValuesOf(target).map(({ name, example }) => [name, example]));

export const inputOf = (target: MigrationTarget, over: Partial<ArtifactInput> = {}): ArtifactInput => ({
  target,
  awsAccountId: ACCOUNT,
  partition: "aws",
  user: {
    userName: "deploy-web",
    path: "/",
    arn: `arn:aws:iam::${ACCOUNT}:user/deploy-web`,
    tags: [
      { key: "team", value: "platform" },
      { key: "rolecall:holder", value: "machine" },
      { key: "aws:cloudformation:stack-name", value: "users" },
    ],
  },
  role: { roleName: "deploy-web-role", path: "/", maxSessionDurationSeconds: 3600, isExisting: false },
  permissions: [
    {
      name: "deploy-web-1",
      document: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Own",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: [`arn:aws:s3:::web/\${aws:PrincipalTag/team}/*`],
          },
        ],
      },
    },
    {
      name: "deploy-web-2",
      document: { Version: "2012-10-17", Statement: { Sid: "Own", Effect: "Deny", NotAction: "s3:*", Resource: "*" } },
    },
  ],
  permissionsBoundaryArn: null,
  values: {},
  region: null,
  ...over,
});

/** Texts that mean something to one of the languages. */
const FRAGMENTS = [
  "$" + "{var.region}",
  "$$" + "{x}",
  "$$$" + "{AWS::AccountId}",
  "%{ if true }",
  "%%{x}",
  "$",
  "%",
  "$%{",
  "$" + "{{ secrets.KEY }}",
  "{{resolve:ssm:/secret}}",
  "$(id)",
  "`id`",
  "'; id; '",
  '"',
  "\\",
  "\\u0024{",
  "\n",
  "\r\n",
  "\nJSON\n",
  "  JSON",
  "EOT",
  "<< pipeline.id >>",
  "# ",
  "//",
  "*/",
  ": ",
  "- ",
  "!Ref x",
  "__proto__",
  "\u2028",
  "\u0085",
  "\u001b[31m",
  "\u202e",
  "é",
  "e\u0301",
  "😀",
  "REPLACE-WITH-REGION",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 4 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join("").replaceAll(/[\0\uFDD0\uFDD1]/g, ""));
/** What IAM allows in names. */
const name = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom(..."ABCxyz019_+=,.@-"),
    minLength: 1,
    maxLength,
  });
/** What IAM allows in paths. */
const path = fc.oneof(
  fc.constant("/"),
  fc.constantFrom(`/$` + `{x}/`, `/%{x}/`, `/"'/`, "/`id`/$(id)/", "/{{resolve:x}}/", "/<<x>>\\/", "/#!/"),
);
const key = fc.oneof(fc.constantFrom("__proto__", "Ref", "Fn::Sub", "code", "comment", "value", "document"), text);
const document = fc.record({
  Version: fc.constant("2012-10-17"),
  Statement: fc.array(
    fc.record({
      Sid: fc.constantFrom("Own", "All"),
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: fc.oneof(text, fc.array(text, { maxLength: 3 })),
      Resource: fc.array(text, { minLength: 1, maxLength: 3 }),
      Condition: fc.dictionary(fc.constantFrom("StringEquals", "ArnLike"), fc.dictionary(key, text, { maxKeys: 3 })),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

/** Input as hostile as IAM allows, with answers that the owner has given, has not given, or given in a way that cannot be. */
export const hostileInput: fc.Arbitrary<ArtifactInput> = fc
  .record({
    target: fc.constantFrom(...MADE),
    partition: fc.constantFrom("aws", "aws-cn", "aws-us-gov"),
    userName: name(64),
    roleName: name(64),
    path,
    tags: fc.uniqueArray(fc.record({ key: text, value: text }), {
      maxLength: 4,
      selector: (tag) => tag.key.normalize(),
    }),
    isExisting: fc.boolean(),
    documents: fc.array(document, { minLength: 1, maxLength: 2 }),
    hasBoundary: fc.boolean(),
    answers: fc.array(fc.constantFrom("example", "none", "hostile"), { minLength: 12, maxLength: 12 }),
    hostile: text,
  })
  .map(
    ({
      target,
      partition,
      userName,
      roleName,
      path: given,
      tags,
      isExisting,
      documents,
      hasBoundary,
      answers,
      hostile,
    }) => ({
      target,
      awsAccountId: ACCOUNT,
      partition: partition as ArtifactInput["partition"],
      user: { userName, path: given, arn: `arn:${partition}:iam::${ACCOUNT}:user${given}${userName}`, tags },
      role: { roleName, path: given, maxSessionDurationSeconds: 7200, isExisting },
      permissions: documents.map((one, index) => ({ name: `${roleName.slice(0, 60)}-${index + 1}`, document: one })),
      permissionsBoundaryArn: hasBoundary ? `arn:${partition}:iam::${ACCOUNT}:policy${given}boundary` : null,
      values: Object.fromEntries(
        Object.entries(examplesOf(target)).flatMap(([value, example], index) => {
          const answer = { example: [[value, example]], none: [], hostile: [[value, hostile]] };
          return answer[answers[index] as keyof typeof answer];
        }),
      ),
      region: null,
    }),
  );

/** The trust policy that an artefact has to hold once its open values are the examples. */
export const expectedTrust = (input: ArtifactInput): unknown => {
  const values = Object.fromEntries(
    ownersValuesOf(input.target).map(({ name: value, pattern, example }) => {
      const given = input.values[value];
      return [value, given !== undefined && pattern.test(given) ? given : example];
    }),
  );
  return successorTrustPolicy(input.target, input, values)?.policy ?? null;
};

/** Whether the role or the user gets the documents one by one: a permission set has one of its own. */
export const hasPolicies = ({ target }: ArtifactInput): boolean => !["identity_center", "break_glass"].includes(target);
