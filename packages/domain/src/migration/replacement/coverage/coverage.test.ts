import { describe, expect, test } from "vitest";
import type { MigrationTarget } from "../../target/target.ts";
import type { HeldPermissions, ObservedPermissions } from "../permissions/facts.ts";
import {
  allow,
  deny,
  observed,
  policy,
  seen,
  service,
  tracked,
  USER,
  type Written,
} from "../permissions/observed-fixture.ts";
import { heldByProposal, proposePermissions } from "../permissions/propose-permissions.ts";
import { readUsedActions } from "../permissions/used-actions.ts";
import { coverageOf } from "./coverage.ts";
import { excessOf } from "./excess.ts";
import { type CandidateRole, rolesThatFit } from "./roles-that-fit.ts";
import { coversServices } from "./service-coverage.ts";

const held = (document: unknown, cap?: unknown): HeldPermissions => ({
  policies: [{ label: "policy Deploy", document }],
  boundary: cap === undefined ? null : { arn: "arn:aws:iam::111122223333:policy/limit", document: cap },
});
const ADMIN = policy(allow("*"));
const S3 = observed([service("s3", 3)], [seen("s3:GetObject", 3)]);

describe("coverage", () => {
  const covered = (replacement: HeldPermissions, use: ObservedPermissions = S3, user = held(ADMIN)) => {
    const { rows, covers } = coverageOf({ observed: use, user, replacement });
    return [covers, ...rows.map((row) => `${row.action ?? row.service} ${row.replacement} of ${row.user}`)];
  };
  test("each row tells what saw the use", () => {
    const use = observed(
      [service("s3", 3)],
      [seen("s3:GetObject", 3), tracked("s3:GetObject", 2), tracked("s3:DeleteBucket", null)],
    );
    const { rows } = coverageOf({ observed: use, user: held(ADMIN), replacement: held(ADMIN) });
    expect(rows.map(({ service, action, sources }) => [action ?? service, ...sources])).toEqual([
      ["s3", "last_used", "cloudtrail", "action_last_accessed"],
      ["s3:GetObject", "cloudtrail", "action_last_accessed"],
    ]);
  });
  const HOME = { Resource: `arn:aws:s3:::home/\${aws:username}/*` };
  test.each<[string, HeldPermissions, (string | boolean | null)[]]>([
    ["by the same grant", held(ADMIN), [true, "s3 all of all", "s3:GetObject all of all"]],
    [
      "by a narrower grant, which is shown",
      held(policy(allow("s3:Get*", { Resource: "arn:aws:s3:::a/*" }))),
      [true, "s3 some of all", "s3:GetObject some of all"],
    ],
    [
      "not by another action",
      held(policy(allow("s3:PutObject"))),
      [false, "s3 some of all", "s3:GetObject none of all"],
    ],
    ["not by another service", held(policy(allow("sqs:*"))), [false, "s3 none of all", "s3:GetObject none of all"]],
    [
      "not where it is denied",
      held(policy(allow("s3:*"), deny("s3:Get*"))),
      [false, "s3 some of all", "s3:GetObject none of all"],
    ],
    [
      "where a part of it is denied, which is shown",
      held(policy(allow("s3:*"), deny("s3:*", { Resource: "arn:aws:s3:::a" }))),
      [true, "s3 some of all", "s3:GetObject some of all"],
    ],
    [
      "not where the boundary does not allow it",
      held(ADMIN, policy(allow("sqs:*"))),
      [false, "s3 none of all", "s3:GetObject none of all"],
    ],
    [
      "not by resources that only users have",
      held(policy(allow("s3:*", HOME))),
      [false, "s3 none of all", "s3:GetObject none of all"],
    ],
    [
      "nobody knows where no policy could be read",
      held(null),
      [null, "s3 unknown of all", "s3:GetObject unknown of all"],
    ],
    [
      "nobody knows where the boundary could not be read",
      held(ADMIN, null),
      [null, "s3 unknown of all", "s3:GetObject unknown of all"],
    ],
    [
      "nobody knows where a part could not be read, which may deny",
      held(policy(allow("s3:*"), { Effect: "Perhaps" })),
      [null, "s3 some of all", "s3:GetObject some of all"],
    ],
    [
      "not where what could be read denies it for certain",
      { policies: [...held(null).policies, ...held(policy(deny("s3:*"))).policies], boundary: null },
      [false, "s3 none of all", "s3:GetObject none of all"],
    ],
  ])("%s", (_, replacement, expected) => {
    expect(covered(replacement)).toEqual(expected);
  });

  test("within a boundary of some resources is of some", () => {
    const cap = policy(allow("s3:*", { Resource: "arn:aws:s3:::a/*" }));
    expect(covered(held(ADMIN, cap))).toEqual([true, "s3 some of all", "s3:GetObject some of all"]);
  });
  test("does not count what no policy of the user allows", () => {
    expect(covered(held(policy(allow("sqs:*"))), S3, held(policy(allow("sqs:*"))))).toEqual([
      true,
      "s3 none of none",
      "s3:GetObject none of none",
    ]);
  });
  test("is not known where use was not read", () => {
    expect(coverageOf({ observed: observed(null), user: held(ADMIN), replacement: held(ADMIN) }).covers).toBeNull();
  });
  test("holds for what is proposed", () => {
    const user = held(policy(allow("*"), deny("s3:Delete*")), policy(allow("*", { Resource: "arn:aws:s3:::a/*" })));
    const proposal = proposePermissions({ ...user, user: USER, observed: S3, name: "deploy" });
    const replacement = heldByProposal(proposal, user.boundary);
    expect(replacement.boundary).toEqual(user.boundary);
    expect(coverageOf({ observed: S3, user, replacement })).toMatchObject({
      covers: true,
      sentence: "All services and actions that were used are allowed to the replacement.",
    });
  });
});

describe("coverage by service alone", () => {
  const S3_AND_SQS = ["s3", "SQS"];
  test.each<[string, unknown[], unknown, boolean | null]>([
    ["by two policies", [policy(allow("s3:Get*")), policy(allow("sqs:*"))], undefined, true],
    ["not by one of them", [policy(allow("s3:Get*"))], undefined, false],
    ["not where a service is denied", [ADMIN, policy(deny("sqs:*"))], undefined, false],
    ["not beyond the boundary", [ADMIN], policy(allow("s3:*")), false],
    ["within the boundary", [ADMIN], policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), true],
    ["not known with a policy that was not read", [ADMIN, null], undefined, null],
    ["not known with a boundary that was not read", [ADMIN], null, null],
    ["not by no policy", [], undefined, false],
  ])("%s", (_, documents, boundary, expected) => {
    expect(coversServices(documents, S3_AND_SQS, boundary)).toBe(expected);
    // What was kept of the documents says the same.
    expect(coversServices(documents, S3_AND_SQS, boundary)).toBe(expected);
  });

  test("is not known with a boundary of which a part could not be read", () => {
    expect(coversServices([ADMIN], S3_AND_SQS, policy(allow("*"), { Effect: "Perhaps" }))).toBeNull();
  });

  test("is told for 10,000 users in a landing", () => {
    const roles = Array.from({ length: 500 }, (_, index) => [policy(allow([`s3:Get${index}*`, "sqs:*"])), ADMIN]);
    const startedAt = performance.now();
    for (let user = 0; user < 10_000; user++) expect(coversServices(roles[user % 500]!, S3_AND_SQS)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("what is allowed beyond what was used", () => {
  const beyond = (permissions: HeldPermissions, use: ObservedPermissions) =>
    excessOf(permissions, readUsedActions(use));
  const SQS = observed([service("sqs", 3)]);
  const SENT = observed([service("sqs", 3)], [seen("sqs:SendMessage", 3)]);
  const NOTHING = observed([]);
  const three = allow(["sqs:SendMessage", "sqs:DeleteQueue", "sqs:ListQueues"]);
  test.each<[string, HeldPermissions, ObservedPermissions, { reads: number; writes: number }]>([
    ["all of a service that was not used", held(policy(three)), NOTHING, { reads: 1, writes: 2 }],
    [
      "nothing of a service that was used without word of its actions",
      held(policy(three)),
      SQS,
      { reads: 0, writes: 0 },
    ],
    ["all but the actions that were seen", held(policy(three)), SENT, { reads: 1, writes: 1 }],
    ["not what is denied", held(policy(three, deny("sqs:D*"))), NOTHING, { reads: 1, writes: 1 }],
    [
      "not what the boundary does not allow",
      held(policy(three), policy(allow("sqs:List*"))),
      NOTHING,
      { reads: 1, writes: 0 },
    ],
  ])("is %s", (_, permissions, use, expected) => {
    expect(beyond(permissions, use)).toEqual(expected);
  });
});

describe("roles that fit", () => {
  const trust = (principal: Written, condition?: Written) => ({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: principal,
      Action: "sts:AssumeRole",
      ...(condition ? { Condition: condition } : {}),
    },
  });
  const GITHUB = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
  const forSubject = (sub: string) => ({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: GITHUB,
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: { "token.actions.githubusercontent.com:sub": sub },
      },
    },
  });
  const EC2 = trust({ Service: "ec2.amazonaws.com" });
  const role = (name: string, more: Partial<CandidateRole>): CandidateRole => ({
    ...held(policy(allow("s3:GetObject"))),
    roleArn: `arn:aws:iam::111122223333:role/${name}`,
    trustGrade: "ok",
    kind: "service",
    trustDocument: EC2,
    ...more,
  });
  const fitting = (roles: CandidateRole[], more: Partial<Parameters<typeof rolesThatFit>[0]> = {}) =>
    rolesThatFit({
      target: "ec2_instance_profile",
      awsAccountId: "111122223333",
      partition: "aws",
      values: {},
      user: held(ADMIN),
      observed: S3,
      roles,
      ...more,
    }).map(({ roleArn, admits }) => `${roleArn.split("/")[1]} ${admits}`);

  test("are those that let the workload in, are graded ok and cover what was used; the least comes first", () => {
    const roles = [
      role("admin", held(ADMIN)),
      role("wide", held(policy(allow("s3:*")))),
      role("exact", {}),
      role("reader", held(policy(allow(["s3:Get*"])))),
      role("unread", held(null)),
      role("weak", { trustGrade: "weak" }),
      role("lambda", { trustDocument: trust({ Service: "lambda.amazonaws.com" }) }),
      role("other", held(policy(allow("sqs:*")))),
      role("closed", { trustDocument: null }),
      role("denying", { trustDocument: { ...EC2, Statement: [EC2.Statement, { ...EC2.Statement, Effect: "Deny" }] } }),
    ];
    expect(fitting(roles)).toEqual([
      "exact true",
      "reader true",
      "wide true",
      "admin true",
      "closed null",
      "denying null",
      "unread true",
    ]);
  });

  test.each<[string, string, Record<string, string>, string[]]>([
    [
      "its own branch",
      "repo:fernhill/web:ref:refs/heads/main",
      { ORGANIZATION: "fernhill", REPOSITORY: "web", BRANCH: "main" },
      ["ci true"],
    ],
    ["any branch", "repo:fernhill/web:*", { ORGANIZATION: "fernhill", REPOSITORY: "web", BRANCH: "main" }, ["ci true"]],
    ["another repository", "repo:fernhill/api:*", { ORGANIZATION: "fernhill", REPOSITORY: "web", BRANCH: "main" }, []],
    ["a repository that the owner has not named", "repo:fernhill/web:*", {}, ["ci null"]],
    [
      "one branch, of which only the repository is named",
      "repo:fernhill/web:ref:refs/heads/main",
      { REPOSITORY: "web" },
      ["ci null"],
    ],
    [
      "another repository than the one that is named alone",
      "repo:fernhill/api:ref:refs/heads/main",
      { REPOSITORY: "web" },
      [],
    ],
  ])("by the subject of %s", (_, sub, values, expected) => {
    const roles = [role("ci", { trustDocument: forSubject(sub) })];
    expect(fitting(roles, { target: "github_actions_oidc", values })).toEqual(expected);
  });

  test.each<[string, string, unknown, string[]]>([
    ["of a pod without sts:TagSession", "eks_pod_identity", trust({ Service: "pods.eks.amazonaws.com" }), []],
    [
      "of a pod with both actions",
      "eks_pod_identity",
      {
        Statement: {
          ...trust({ Service: "pods.eks.amazonaws.com" }).Statement,
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      },
      ["ci true"],
    ],
    [
      "of a vendor whose account is written as its number",
      "third_party_role",
      trust({ AWS: "999988887777" }, { StringEquals: { "sts:ExternalId": "an-id" } }),
      ["ci true"],
    ],
    [
      "of a vendor with another External ID",
      "third_party_role",
      trust({ AWS: "999988887777" }, { StringEquals: { "sts:ExternalId": "another" } }),
      [],
    ],
    [
      "of a vendor with a star that is a letter",
      "third_party_role",
      trust({ AWS: "999988887777" }, { StringEquals: { "sts:ExternalId": "*" } }),
      [],
    ],
    [
      "under a condition that a request may leave out",
      "third_party_role",
      trust({ AWS: "999988887777" }, { StringEqualsIfExists: { "sts:ExternalId": "another" } }),
      ["ci null"],
    ],
    [
      "under a condition that cannot be answered beforehand",
      "third_party_role",
      trust(
        { AWS: "999988887777" },
        { StringEquals: { "sts:ExternalId": "an-id", "aws:RequestedRegion": "eu-central-1" } },
      ),
      ["ci null"],
    ],
  ])("by a trust policy %s", (_, target, trustDocument, expected) => {
    const values = { VENDOR_ACCOUNT: "999988887777", EXTERNAL_ID: "an-id" };
    const roles = [role("ci", { trustDocument })];
    expect(fitting(roles, { target: target as MigrationTarget, values })).toEqual(expected);
  });

  test("are not certain for a vendor whose account the owner has not named", () => {
    const trustDocument = trust({ AWS: "999988887777" }, { StringEquals: { "sts:ExternalId": "an-id" } });
    const more = { target: "third_party_role" as const, values: { EXTERNAL_ID: "an-id" } };
    expect(fitting([role("ci", { trustDocument })], more)).toEqual(["ci null"]);
  });

  test.each<[string, Partial<CandidateRole>, MigrationTarget, string[]]>([
    [
      "of Identity Center, for people, as assignments decide",
      { kind: "identity_center" },
      "identity_center",
      ["ci null"],
    ],
    ["of Identity Center, not for software", { kind: "identity_center" }, "ec2_instance_profile", []],
    ["of software, not for people", {}, "identity_center", []],
    ["that AWS made for a service, for nobody", { kind: "service_linked" }, "ec2_instance_profile", []],
    [
      "of a provider, for one that nobody has named yet",
      { trustDocument: forSubject("repo:fernhill/web:*") },
      "other_oidc",
      ["ci null"],
    ],
    ["of a service, not for a provider", {}, "other_oidc", []],
    ["of any kind, not for what moves nowhere", {}, "remove", []],
  ])("%s", (_, more, target, expected) => {
    expect(fitting([role("ci", more)], { target })).toEqual(expected);
  });
});
