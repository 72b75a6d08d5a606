import { describe, expect, test } from "vitest";
import { AT, allow, daysAgo, policy, service, USER } from "../permissions/observed-fixture.ts";
import { breaksOf } from "./breaks-of.ts";
import type { BreakingCredential, BreaksInput } from "./facts.ts";

const key = (lastUsedAt: Date | null, more: Partial<BreakingCredential> = {}): BreakingCredential => ({
  kind: "access_key",
  status: "active",
  serviceName: null,
  lastUsedAt,
  ...more,
});
const held = (document: unknown, label = "policy Deploy"): Pick<BreaksInput, "permissions"> => ({
  permissions: { policies: [{ label, document }], boundary: null },
});
const variable = (name: string) => held(policy(allow("s3:*", { Resource: `arn:aws:s3:::home/\${${name}}/*` })));
const condition = (operator: string, name: string, value: string) =>
  held(policy(allow("s3:*", { Condition: { [operator]: { [name]: value } } })));

/** Everything was looked up, and nothing found. */
const NOTHING: BreaksInput = {
  user: { ...USER, tags: [] },
  target: "ec2_instance_profile",
  ...held(policy(allow("s3:GetObject", { Resource: "arn:aws:s3:::logs/*" }))),
  services: [service("s3", null), service("sts", null)],
  credentials: [key(daysAgo(20))],
  replacementLastUsedAt: daysAgo(2),
  trustingRoles: [],
  userAgents: ["Boto3/1.40.0 md/Botocore#1.40.0"],
  eventNames: ["GetObject"],
  ownAccountIds: ["111122223333"],
  namingResources: [],
  grantingKeys: [],
  accessEntries: [],
};
const find = (id: string, more: Partial<BreaksInput>) =>
  breaksOf({ ...NOTHING, ...more }).find((row) => row.id === id)!;

test("there are fourteen rows, each with an answer, a sentence and its source", () => {
  const rows = breaksOf(NOTHING);
  expect(rows).toHaveLength(14);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(14);
  for (const { source, sentence, title } of rows) {
    expect(source).toMatch(/^https:\/\//);
    expect(sentence).toMatch(/^[A-Z"].*[.)]$/s);
    expect(title).toMatch(/^[A-Z]/);
  }
});

test("what cannot be seen is for the owner to tick, and nothing else is", () => {
  const ticked = breaksOf(NOTHING).filter(({ needsTick }) => needsTick);
  expect(ticked.map(({ id }) => id)).toEqual(["no_session_token", "partners_policies", "other_services"]);
  for (const { answer, needsTick } of breaksOf(NOTHING)) expect(needsTick).toBe(answer === "cannot_be_seen");
});

test("where nothing was looked up, nothing is called clean that takes a look", () => {
  const unknown: BreaksInput = {
    ...NOTHING,
    user: { ...USER, tags: null },
    target: null,
    ...held(null),
    services: null,
    credentials: null,
    replacementLastUsedAt: null,
    trustingRoles: null,
    userAgents: null,
    eventNames: null,
    namingResources: null,
    grantingKeys: null,
    accessEntries: null,
  };
  expect(breaksOf(unknown).map(({ answer }) => answer)).toEqual(Array(14).fill("cannot_be_seen"));
});

describe.each<[string, [string, Partial<BreaksInput>, string, RegExp][]]>([
  [
    "key_still_used",
    [
      [
        "a key was used after the replacement",
        { credentials: [key(daysAgo(1))] },
        "hit",
        /on 2026-11-29, after the replacement on 2026-11-28/,
      ],
      ["a key was used before it", {}, "clean", /No access key was used after/],
      ["an inactive key does not count", { credentials: [key(AT, { status: "inactive" })] }, "clean", /./],
      ["there is no use of the replacement", { replacementLastUsedAt: null }, "cannot_be_seen", /not been used yet/],
    ],
  ],
  [
    "sdk_too_old",
    [
      [
        "an SDK is older than Pod Identity needs",
        { target: "eks_pod_identity", userAgents: ["aws-sdk-java/2.20.1 Linux"] },
        "hit",
        /AWS SDK for Java 2 2\.20\.1, needed 2\.21\.30/,
      ],
      [
        "an SDK is as old as it may be",
        { target: "eks_pod_identity", userAgents: ["Boto3/1.34.41"] },
        "clean",
        /Boto3 1\.34\.41/,
      ],
      ["it is AWS CLI 1", { userAgents: ["aws-cli/1.32.5 Python/3.8"] }, "hit", /2027-07-15/],
      ["it is old, for another target", { userAgents: ["aws-sdk-js/3.100.0"] }, "cannot_be_seen", /needed 3\.458\.0/],
      ["no SDK is named", { userAgents: ["curl/8.0"] }, "cannot_be_seen", /names an SDK/],
      ["nobody looked", { userAgents: null }, "cannot_be_seen", /not been looked up/],
    ],
  ],
  [
    "no_session_token",
    [
      [
        "acme.sh calls",
        { userAgents: ["acme.sh/3.0.1 (https://github.com/acmesh-official/acme.sh)"] },
        "hit",
        /no field/,
      ],
      ["others call", {}, "cannot_be_seen", /owner/],
    ],
  ],
  [
    "presigned_urls",
    [
      ["S3 was used", { services: [service("s3", 3)] }, "cannot_be_seen", /S3 was used on 2026-11-27/],
      ["S3 was not used", {}, "clean", /./],
      ["it is not known", { services: null }, "cannot_be_seen", /not known/],
    ],
  ],
  [
    "users_only_calls",
    [
      ["it was called", { eventNames: ["GetFederationToken"] }, "hit", /GetFederationToken/],
      ["a policy names it", held(policy(allow("sts:GetFederationToken"))), "hit", /policy Deploy/],
      ["nobody looked, and STS was not used", { eventNames: null }, "clean", /STS was not used/],
      [
        "nobody looked, and STS was used",
        { eventNames: null, services: [service("sts", 3)] },
        "cannot_be_seen",
        /CloudTrail/,
      ],
      ["a policy could not be read", held(null), "cannot_be_seen", /policy Deploy/],
    ],
  ],
  [
    "sessions_end",
    [
      ["the SDK renews them", { target: "ecs_task_role" }, "clean", /renews/],
      ["GitHub does not", { target: "github_actions_oidc" }, "cannot_be_seen", /1 hour/],
      ["Buildkite does not", { target: "buildkite_oidc" }, "cannot_be_seen", /2 hours/],
    ],
  ],
  [
    "user_variables",
    [
      ["a policy speaks of the name", variable("aws:username"), "hit", /aws:username in policy Deploy/],
      ["a policy speaks of the id", variable("aws:userid"), "hit", /aws:userid/],
      ["a policy speaks of the Region", variable("aws:RequestedRegion"), "clean", /./],
      ["a policy could not be read", held(null), "cannot_be_seen", /policy Deploy/],
    ],
  ],
  [
    "user_conditions",
    [
      ["a tag", condition("StringEquals", "aws:PrincipalTag/team", "x"), "hit", /aws:PrincipalTag\/team/],
      ["an address", condition("IpAddress", "aws:SourceIp", "192.0.2.0/24"), "hit", /aws:SourceIp/],
      ["MFA", condition("Bool", "aws:MultiFactorAuthPresent", "true"), "hit", /MultiFactorAuthPresent/],
      ["none of these, of a user with tags", { user: USER }, "cannot_be_seen", /Team/],
      ["none of these", {}, "clean", /./],
    ],
  ],
  ["resource_policies", [["one names it", { namingResources: ["arn:aws:s3:::logs"] }, "hit", /arn:aws:s3:::logs/]]],
  ["kms_grants", [["a key has one", { grantingKeys: ["arn:aws:kms:eu-central-1:1:key/a"] }, "hit", /key\/a/]]],
  [
    "trusting_roles",
    [
      [
        "one names it",
        { trustingRoles: [{ roleArn: "arn:aws:iam::222233334444:role/ops", awsAccountId: "222233334444" }] },
        "hit",
        /role\/ops/,
      ],
      ["none does", {}, "clean", /connected accounts/],
    ],
  ],
  [
    "partners_policies",
    [
      [
        "a policy names somebody else's account",
        held(policy(allow("sts:AssumeRole", { Resource: "arn:aws:iam::999988887777:role/partner" }))),
        "hit",
        /999988887777/,
      ],
      [
        "a policy names an account of the tenant",
        held(policy(allow("sts:AssumeRole", { Resource: "arn:aws:iam::111122223333:role/own" }))),
        "cannot_be_seen",
        /./,
      ],
      [
        "a policy names AWS's own policies",
        held(policy(allow("iam:GetPolicy", { Resource: "arn:aws:iam::aws:policy/*" }))),
        "cannot_be_seen",
        /./,
      ],
    ],
  ],
  [
    "other_services",
    [["an access entry names it", { accessEntries: ["cluster production"] }, "hit", /cluster production/]],
  ],
  [
    "service_credentials",
    [
      [
        "Keyspaces",
        { credentials: [key(null, { kind: "service_specific_credential", serviceName: "cassandra.amazonaws.com" })] },
        "hit",
        /Amazon Keyspaces/,
      ],
      [
        "CodeCommit by HTTPS",
        { credentials: [key(null, { kind: "service_specific_credential", serviceName: "codecommit.amazonaws.com" })] },
        "hit",
        /HTTPS/,
      ],
      ["CodeCommit by SSH", { credentials: [key(null, { kind: "ssh_public_key" })] }, "hit", /SSH/],
      ["SMTP, by a policy for it", held(policy(allow("ses:SendRawEmail"))), "hit", /SES/],
      [
        "an inactive credential of Keyspaces",
        {
          credentials: [
            key(null, {
              kind: "service_specific_credential",
              serviceName: "cassandra.amazonaws.com",
              status: "inactive",
            }),
          ],
        },
        "clean",
        /./,
      ],
    ],
  ],
])("%s", (id, cases) => {
  test.each(cases)("%s", (_, more, answer, sentence) => {
    const found = find(id, more);
    expect(found.answer).toBe(answer);
    expect(found.sentence).toMatch(sentence);
  });
});
