import { describe, expect, it } from "vitest";
import { readPolicyDocument } from "../policy/policy-text.ts";
import { groupFromDetail, policyFromDetail, roleFromDetail, userFromDetail } from "./authorization-details.ts";
import { isStorableJson } from "./iam-quotas.ts";

const strict = { text: (text: string) => text, document: readPolicyDocument, isStrict: true };
const CreateDate = "2024-01-15T08:00:00+00:00";
const arn = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const USER = { UserId: "AIDA1", UserName: "ada", Arn: arn("user/ada"), CreateDate };
const ROLE = { RoleId: "AROA1", RoleName: "app", Arn: arn("role/app"), CreateDate };
const GROUP = { GroupId: "AGPA1", GroupName: "all", Arn: arn("group/all"), CreateDate };
const POLICY = { PolicyId: "ANPA1", PolicyName: "own", Arn: arn("policy/own"), CreateDate, DefaultVersionId: "v1" };

/** A policy of about so many characters. */
const policyOf = (characters: number) => ({ Statement: [{ Effect: "Allow", Action: ["x".repeat(characters)] }] });
const inline = (PolicyName: string, characters: number) => ({ PolicyName, PolicyDocument: policyOf(characters) });
const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
const version = (Document: unknown) => [{ VersionId: "v1", Document }];
const principals = (count: number) => ({
  Statement: [{ Effect: "Allow", Principal: { AWS: Array.from({ length: count }, (_, n) => String(n + 1e11)) } }],
});

type Case = [what: string, read: () => unknown, words: RegExp];

const REFUSED: Case[] = [
  [
    "a trust policy of 20,000 principals",
    () => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument: principals(20_000) }, strict),
    /role ".*role\/app".*trust policy.*8,192/,
  ],
  [
    "the same as text",
    () => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument: JSON.stringify(principals(20_000)) }, strict),
    /trust policy.*8,192/,
  ],
  [
    "a text too long to be parsed",
    () => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument: " ".repeat(400_000) }, strict),
    /as it is sent.*393,216/,
  ],
  [
    "one inline policy of a user",
    () => userFromDetail({ ...USER, UserPolicyList: [inline("a", 5_000)] }, strict),
    /user ".*user\/ada".*inline policies of a user.*2,048/,
  ],
  [
    "inline policies of a user that together are too large",
    () =>
      userFromDetail({ ...USER, UserPolicyList: [inline("a", 2_000), inline("b", 2_000), inline("c", 2_000)] }, strict),
    /inline policies of a user/,
  ],
  [
    "inline policies of a group",
    () => groupFromDetail({ ...GROUP, GroupPolicyList: [inline("a", 11_000)] }, strict),
    /inline policies of a group.*5,120/,
  ],
  [
    "inline policies of a role",
    () => roleFromDetail({ ...ROLE, RolePolicyList: [inline("a", 21_000)] }, strict),
    /inline policies of a role.*10,240/,
  ],
  [
    "a managed policy",
    () => policyFromDetail({ ...POLICY, PolicyVersionList: version(policyOf(13_000)) }, strict),
    /a managed policy.*6,144/,
  ],
  [
    "a policy that calls itself AWS's",
    () =>
      policyFromDetail(
        { ...POLICY, Arn: "arn:aws:iam::aws:policy/x", PolicyVersionList: version(policyOf(140_000)) },
        strict,
      ),
    /AWS's own.*131,072/,
  ],
  [
    "a document nested 33 deep",
    () => policyFromDetail({ ...POLICY, PolicyVersionList: version({ a: nested(32) }) }, strict),
    /nested more than 32 deep/,
  ],
  [
    "a document nested 60,000 deep",
    () => policyFromDetail({ ...POLICY, PolicyVersionList: version({ a: nested(60_000) }) }, strict),
    /nested more than 32 deep/,
  ],
  [
    "U+0000 in a document",
    () => policyFromDetail({ ...POLICY, PolicyVersionList: version({ Sid: "a\0b" }) }, strict),
    /U\+0000/,
  ],
  [
    "half a surrogate pair in a document",
    () => policyFromDetail({ ...POLICY, PolicyVersionList: version({ Sid: "a\ud800b" }) }, strict),
    /surrogate/,
  ],
  [
    "a name of 3 MB",
    () => userFromDetail({ ...USER, UserName: "x".repeat(3_000_000) }, strict),
    /the name of a user had 3,000,000 characters/,
  ],
  [
    "a name of 65 characters",
    () => roleFromDetail({ ...ROLE, RoleName: "x".repeat(65) }, strict),
    /the name of a role had 65 characters/,
  ],
  ["an id of 129 characters", () => userFromDetail({ ...USER, UserId: "x".repeat(129) }, strict), /an id had 129/],
  [
    "U+0000 in a name",
    () => userFromDetail({ ...USER, UserName: "a\0" }, strict),
    /characters that AWS does not allow/,
  ],
  [
    "half a surrogate pair in a name",
    () => groupFromDetail({ ...GROUP, GroupName: "a\ud800" }, strict),
    /characters that AWS does not allow/,
  ],
  [
    "a path of 513 characters",
    () => userFromDetail({ ...USER, Path: `/${"x".repeat(511)}/` }, strict),
    /a path had 513/,
  ],
  ["an ARN of 40 KB", () => userFromDetail({ ...USER, Arn: `arn${":a/".repeat(13_000)}` }, strict), /an ARN had/],
  [
    "51 tags",
    () => userFromDetail({ ...USER, Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `${n}`, Value: "" })) }, strict),
    /51 tags: AWS allows 50/,
  ],
  [
    "a tag's key of 129 characters",
    () => userFromDetail({ ...USER, Tags: [{ Key: "x".repeat(129), Value: "" }] }, strict),
    /the key of a tag/,
  ],
  [
    "a tag's value of 257 characters",
    () => userFromDetail({ ...USER, Tags: [{ Key: "x", Value: "x".repeat(257) }] }, strict),
    /the value of a tag/,
  ],
  [
    "a user of 51 groups",
    () => userFromDetail({ ...USER, GroupList: Array.from({ length: 51 }, (_, n) => `g${n}`) }, strict),
    /51 groups/,
  ],
  [
    "51 attached policies",
    () =>
      userFromDetail(
        { ...USER, AttachedManagedPolicies: Array.from({ length: 51 }, () => ({ PolicyArn: arn("policy/p") })) },
        strict,
      ),
    /51 policies/,
  ],
  [
    "a user of the year 275760",
    () => userFromDetail({ ...USER, CreateDate: "+275760-09-13T00:00:00Z" }, strict),
    /no CreateDate that is a date/,
  ],
  [
    "a user of 44 BC",
    () => userFromDetail({ ...USER, CreateDate: "-000043-03-15T00:00:00Z" }, strict),
    /no CreateDate that is a date/,
  ],
  [
    "a user of a second far away",
    () => userFromDetail({ ...USER, CreateDate: 8.64e12 }, strict),
    /no CreateDate that is a date/,
  ],
];

describe("what somebody sends", () => {
  it.each(REFUSED)("with %s is refused, naming the entry and the quota", (_what, read, words) => {
    expect(read).toThrow(expect.objectContaining({ code: "INVALID", message: expect.stringMatching(words) }));
  });

  it.each<[string, () => unknown]>([
    [
      "a trust policy at AWS's quota",
      () => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument: policyOf(8_100) }, strict),
    ],
    [
      "one in wide JSON",
      () => roleFromDetail({ ...ROLE, AssumeRolePolicyDocument: JSON.stringify(policyOf(8_100), null, 32) }, strict),
    ],
    [
      "inline policies at AWS's quota",
      () => userFromDetail({ ...USER, UserPolicyList: [inline("a", 1_000), inline("b", 900)] }, strict),
    ],
    [
      "a document nested ten deep",
      () => policyFromDetail({ ...POLICY, PolicyVersionList: version({ a: nested(10) }) }, strict),
    ],
    [
      "the largest of AWS's own policies",
      () =>
        policyFromDetail(
          { ...POLICY, Arn: "arn:aws:iam::aws:policy/ReadOnlyAccess", PolicyVersionList: version(policyOf(90_000)) },
          strict,
        ),
    ],
    [
      "50 tags with a family of emoji",
      () =>
        userFromDetail(
          { ...USER, Tags: Array.from({ length: 50 }, (_, n) => ({ Key: `${n}`, Value: "👩‍👩‍👧" })) },
          strict,
        ),
    ],
  ])("with %s is taken", (_what, read) => {
    expect(read).not.toThrow();
  });
});

describe("what an endpoint answers", () => {
  it("beyond a quota is not read, and hides nothing else", () => {
    const role = roleFromDetail({
      ...ROLE,
      AssumeRolePolicyDocument: principals(20_000),
      RolePolicyList: [inline("a", 100)],
    });
    expect(role.trustPolicy).toEqual({ state: "malformed", reason: expect.stringMatching(/trust policy.*8,192/) });
    expect(role.inlinePolicies).toMatchObject([{ name: "a", document: { state: "parsed" } }]);
  });

  it("may have longer names than AWS's own, up to what can be kept", () => {
    expect(userFromDetail({ ...USER, UserName: `uid=${"x".repeat(200)},dc=example` }).userName).toHaveLength(215);
    expect(() => userFromDetail({ ...USER, UserName: "x".repeat(2_049) })).toThrow(/the name|an ARN/);
  });
});

it.each([
  ["a\0b", false],
  ["\ud83d", false],
  ["\ude00 first", false],
  ["😀", true],
  ["\\u0000 as somebody wrote it", true],
  ["\\\\ud800", true],
  ["\\\0", false],
])("%j can be kept: %s", (text, isStorable) => {
  expect(isStorableJson(JSON.stringify({ text }))).toBe(isStorable);
});
