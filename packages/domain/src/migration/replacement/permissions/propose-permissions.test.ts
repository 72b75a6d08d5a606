import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ObservedPermissions, UserFacts } from "./facts.ts";
import {
  allow,
  daysAgo,
  deny,
  observed,
  policy,
  seen,
  service,
  tracked,
  USER,
  type Written,
} from "./observed-fixture.ts";
import { LARGEST_MANAGED_POLICY } from "./policy-documents.ts";
import { PermissionsProposal } from "./proposal.ts";
import { type PermissionsInput, proposePermissions } from "./propose-permissions.ts";

const LIMIT = "arn:aws:iam::111122223333:policy/limit";
const propose = (given: Partial<PermissionsInput> & { document?: unknown; use?: ObservedPermissions; cap?: unknown }) =>
  proposePermissions({
    policies: [{ label: "policy Deploy", document: given.document ?? policy() }],
    boundary: given.cap === undefined ? null : { arn: LIMIT, document: given.cap },
    user: USER,
    observed: given.use ?? observed([service("s3", 3)]),
    name: "ci-deploy",
    ...given,
  });
const statementsOf = (...given: Parameters<typeof propose>) =>
  propose(...given).documents.flatMap(({ document }) => document.Statement);
const actionsOf = (...given: Parameters<typeof propose>) =>
  statementsOf(...given).flatMap(({ Action: action }) => [action].flat());

describe("what was used is kept, and what was not is left out", () => {
  test.each<[string, Written, ObservedPermissions, string[]]>([
    [
      "a service that was used, as it is granted",
      allow(["s3:*", "sqs:*"]),
      observed([service("s3", 3), service("sqs", null)]),
      ["s3:*"],
    ],
    [
      "a service that was used before the window, within what was watched",
      allow("s3:*"),
      observed([service("s3", 390)]),
      ["s3:*"],
    ],
    ["not what was used before it was watched", allow("s3:*"), observed([service("s3", 410)]), []],
    ["not what was denied alone", allow("s3:*"), observed([service("s3", 3, { isDeniedOnly: true })]), []],
    [
      "of a wildcard, the services that were used",
      allow("*"),
      observed([service("s3", 3), service("sqs", null)]),
      ["iam:PassRole", "s3:*"],
    ],
    [
      "of NotAction, the services that were used",
      { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
      observed([service("s3", 3)]),
      ["s3:*"],
    ],
    [
      "of NotAction, what it leaves of a service",
      {
        Effect: "Allow",
        NotAction: [
          "iam:*",
          "sqs:D*",
          "sqs:Add*",
          "sqs:C*",
          "sqs:L*",
          "sqs:P*",
          "sqs:R*",
          "sqs:S*",
          "sqs:T*",
          "sqs:U*",
        ],
        Resource: "*",
      },
      observed([service("sqs", 3)]),
      ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
    ],
    [
      "of tracked actions those that were used, and what is not tracked",
      allow(["s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:GetObject"]),
      observed([service("s3", 3)], [tracked("s3:PutBucketPolicy", 5), tracked("s3:PutBucketAcl", null)]),
      ["s3:GetObject", "s3:PutBucketPolicy"],
    ],
    [
      "of a service that is tracked completely what was seen alone",
      allow("sqs:*"),
      observed([service("sqs", 3, { isTrackedCompletely: true })], [seen("sqs:SendMessage", 3)]),
      ["sqs:SendMessage"],
    ],
    [
      "everything of a service where CloudTrail saw some actions",
      allow("sqs:*"),
      observed([service("sqs", 3)], [seen("sqs:SendMessage", 3)]),
      ["sqs:*"],
    ],
    [
      "what a service tells of that AWS does not report",
      allow("made-up:*"),
      observed([service("s3", 3)]),
      ["made-up:*"],
    ],
    [
      "iam:PassRole, whatever was used",
      allow(["iam:PassRole", "iam:GetUser"]),
      observed([service("iam", null)]),
      ["iam:PassRole"],
    ],
    [
      "everything where it was watched for less than the rhythm",
      allow(["s3:*", "sqs:*"]),
      observed([service("s3", 3), service("sqs", null)], [], { watchedFrom: daysAgo(20) }),
      ["s3:*", "sqs:*"],
    ],
    ["everything where nobody read the use", allow("*"), observed(null), ["*"]],
    [
      "names in whatever case they are granted",
      allow("S3:getobject"),
      observed([service("s3", 3)], [tracked("s3:PutBucketAcl", null)]),
      ["S3:getobject"],
    ],
  ])("%s", (_, statement, use, expected) => {
    expect(actionsOf({ document: policy(statement), use })).toEqual(expected);
  });

  test.each([
    ["sqs:AddPermission", ["sqs:List*"]],
    // What is not published yet may be one of these.
    [
      "sqs:ListNotPublishedYet",
      ["sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:ListQueueTags", "sqs:ListQueues"],
    ],
  ])(
    "names that begin alike are a pattern only where all that it can match is granted: all but %s",
    (spared, lists) => {
      const document = policy({ Effect: "Allow", NotAction: spared, Resource: "*" });
      const actions = actionsOf({ document, use: observed([service("sqs", 3)]) });
      expect(actions.filter((action) => String(action).startsWith("sqs:List"))).toEqual(lists);
    },
  );

  test("resources and conditions stay as they are granted", () => {
    const more = { Resource: ["arn:aws:s3:::logs/*"], Condition: { Bool: { "aws:SecureTransport": "true" } } };
    expect(statementsOf({ document: policy(allow("s3:*", more)) })).toEqual([
      { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::logs/*", Condition: more.Condition },
    ]);
  });
});

describe("denials", () => {
  test.each<[string, Written, Written[]]>([
    ["that bear on what is kept are carried over", deny("s3:Delete*"), [deny("s3:Delete*")]],
    ["lose the actions that nothing allows", deny(["s3:DeleteBucket", "sqs:*"]), [deny("s3:DeleteBucket")]],
    ["that bear on nothing are left out", deny("sqs:*"), []],
    [
      "of all but some actions are carried over",
      { Effect: "Deny", NotAction: "s3:Get*", Resource: "*" },
      [{ Effect: "Deny", NotAction: "s3:Get*", Resource: "*" }],
    ],
    ["that spare all that is kept are left out", { Effect: "Deny", NotAction: "s3:*", Resource: "*" }, []],
  ])("%s", (_, denial, expected) => {
    const statements = statementsOf({ document: policy(allow("s3:*"), denial) });
    expect(statements.filter(({ Effect: effect }) => effect === "Deny")).toEqual(expected);
  });
});

describe("a boundary", () => {
  const document = policy(allow(["s3:*", "sqs:SendMessage"]));
  const use = observed([service("s3", 3), service("sqs", 3)]);
  test.each<[string, Written, string[], boolean]>([
    ["that allows it all is not needed", policy(allow("*")), ["s3:*", "sqs:SendMessage"], false],
    ["of actions alone is written into the policies", policy(allow("s3:Get*")), ["s3:Get*"], false],
    ["that allows nothing of it leaves nothing", policy(allow("ec2:*")), [], false],
    [
      "of resources is kept",
      policy(allow("*", { Resource: "arn:aws:s3:::logs/*" })),
      ["s3:*", "sqs:SendMessage"],
      true,
    ],
    [
      "of conditions is kept",
      policy(allow("*", { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      ["s3:*", "sqs:SendMessage"],
      true,
    ],
    ["of patterns that cross is kept", policy(allow("s*:*Message")), ["s3:*", "sqs:SendMessage"], true],
    ["that could not be read is kept", null as unknown as Written, ["s3:*", "sqs:SendMessage"], true],
  ])("%s", (_, cap, actions, isKept) => {
    const proposal = propose({ document, use, cap });
    expect(proposal.documents.flatMap((each) => each.document.Statement).flatMap((each) => each.Action)).toEqual(
      actions,
    );
    expect(proposal.boundaryArnToKeep).toBe(isKept ? LIMIT : null);
    expect(proposal.isComplete).toBe(cap !== null);
  });

  test("whose denials bear on what is kept gives them to the policies", () => {
    const cap = policy(allow("*"), deny("s3:DeleteBucket"));
    expect(statementsOf({ document, use, cap })).toContainEqual(deny("s3:DeleteBucket"));
  });

  test("that speaks of the user is written anew", () => {
    const cap = policy(allow("*", { Resource: `arn:aws:s3:::home/\${aws:username}/*` }));
    const { boundaryArnToKeep, boundaryToCreate } = propose({ document, use, cap });
    expect(boundaryArnToKeep).toBeNull();
    expect(boundaryToCreate).toEqual({
      name: "ci-deploy-boundary",
      document: policy(allow("*", { Resource: "arn:aws:s3:::home/ci.deploy/*" })),
    });
  });
});

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
describe("what speaks of the user", () => {
  const of = (more: Written, user: Partial<UserFacts> = {}, version = "2012-10-17") => {
    const document = { Version: version, Statement: allow("s3:*", more) };
    const { documents, variables } = propose({ document, user: { ...USER, ...user } });
    const [statement] = documents.flatMap((each) => each.document.Statement);
    const { Effect: _effect, Action: _action, ...rest } = statement ?? {};
    return { rest: statement ? rest : null, treatments: variables.map(({ treatment }) => treatment) };
  };
  const home = (name: string) => ({ Resource: `arn:aws:s3:::home/${name}/*` });
  const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
  const ANYTHING = { Resource: "*" };
  test.each<[string, Written, object | null, string[], Partial<UserFacts>?]>([
    ["its name, as its name", home(`\${aws:username}`), home("ci.deploy"), ["literal"]],
    ["its name in any case", home(`\${AWS:UserName}`), home("ci.deploy"), ["literal"]],
    ["its id, as its id", home(`\${aws:userid}`), home("AIDAEXAMPLEEXAMPLE001"), ["literal"]],
    ["a tag, as its value", home(`\${aws:PrincipalTag/team}`), home("payments"), ["literal"]],
    ["a tag that it lacks, as nothing", home(`\${aws:PrincipalTag/none}`), null, ["decided"]],
    ["a tag that it lacks, by its default", home(`\${aws:PrincipalTag/none, 'all'}`), home("all"), ["literal"]],
    [
      "a tag that was not read, as nothing that is allowed",
      home(`\${aws:PrincipalTag/team}`),
      null,
      ["narrowed"],
      { tags: null },
    ],
    ["what the request decides, as it is", home(`\${aws:RequestedRegion}`), home(`\${aws:RequestedRegion}`), []],
    ["a condition on its name that holds", when("StringEquals", "aws:username", "ci.deploy"), ANYTHING, ["decided"]],
    ["a condition on its name that does not", when("StringEquals", "aws:username", "anna"), null, ["decided"]],
    ["a condition on its tag", when("StringEquals", "aws:PrincipalTag/Team", ["payments", "x"]), ANYTHING, ["decided"]],
    ["a condition on its ARN", when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/ci/*"), ANYTHING, ["decided"]],
    ["a condition that only roles meet", when("StringLike", "saml:sub", "*"), null, ["decided"]],
    [
      "a condition on a tag that was not read",
      when("StringEquals", "aws:PrincipalTag/Team", "x"),
      null,
      ["narrowed"],
      { tags: null },
    ],
    [
      "its tag as what a resource must have",
      when("StringEquals", "aws:ResourceTag/team", `\${aws:PrincipalTag/team}`),
      { ...ANYTHING, ...when("StringEquals", "aws:ResourceTag/team", "payments") },
      ["literal"],
    ],
    [
      "MFA, as it is, and says so",
      when("Bool", "aws:MultiFactorAuthPresent", "true"),
      { ...ANYTHING, ...when("Bool", "aws:MultiFactorAuthPresent", "true") },
      ["kept"],
    ],
    [
      "an address, as it is, and says so",
      when("IpAddress", "aws:SourceIp", "192.0.2.0/24"),
      { ...ANYTHING, ...when("IpAddress", "aws:SourceIp", "192.0.2.0/24") },
      ["kept"],
    ],
  ])("%s", (_, more, rest, treatments, user = {}) => {
    expect(of(more, user)).toEqual({ rest, treatments });
  });

  test("and has no value leaves out what it would spare from being allowed, as AWS does not say what that is", () => {
    const document = policy({
      Effect: "Allow",
      Action: "s3:*",
      NotResource: `arn:aws:s3:::home/\${aws:PrincipalTag/none}/*`,
    });
    const { documents, variables } = propose({ document });
    expect(documents).toEqual([]);
    expect(variables.map(({ treatment }) => treatment)).toEqual(["narrowed"]);
  });

  test("in a version without variables is text", () => {
    expect(of(home(`\${aws:username}`), {}, "2008-10-17").rest).toEqual(home(`\${$}{aws:username}`));
  });

  test("and was not read is denied where a policy denies it", () => {
    const document = policy(allow("s3:*"), deny("s3:*", home(`\${aws:PrincipalTag/team}`)));
    expect(statementsOf({ document, user: { ...USER, tags: null } })).toContainEqual(deny("s3:*", home("*")));
  });

  test("is listed with the policy that it stands in", () => {
    const policies = [
      { label: "inline policy home of group staff", document: policy(allow("s3:*", home(`\${aws:username}`))) },
    ];
    expect(propose({ policies }).variables).toEqual([
      {
        label: "inline policy home of group staff",
        key: "aws:username",
        treatment: "literal",
        sentence: `\${aws:username} has no value, or another one, for a role: the user's own value stands in its place.`,
      },
    ]);
  });
});

describe("the lists", () => {
  const listed = (...given: Parameters<typeof propose>) => {
    const { dropped, kept, notObservable } = propose(...given);
    const brief = (list: typeof dropped | typeof kept) =>
      list.map(({ service: of, actions, reason }) => `${reason} ${actions?.join(" ") ?? of}`);
    return { dropped: brief(dropped), kept: brief(kept), notObservable: brief(notObservable) };
  };
  test.each<[string, Written, ObservedPermissions, ReturnType<typeof listed>]>([
    [
      "what AWS tells by service",
      allow(["s3:*", "sqs:*"]),
      observed([service("s3", 3), service("sqs", null)]),
      { dropped: ["unused sqs"], kept: ["service_level_only s3"], notObservable: [] },
    ],
    [
      "what AWS does not report",
      allow("made-up:*"),
      observed([]),
      { dropped: [], kept: ["not_reported made-up"], notObservable: ["not_reported made-up"] },
    ],
    [
      "actions that are tracked, and those that are not",
      allow(["s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:GetObject"]),
      observed([service("s3", 3)], [tracked("s3:PutBucketAcl", null), tracked("s3:PutBucketPolicy", 3)]),
      {
        dropped: ["unused s3:PutBucketAcl"],
        kept: ["action_not_tracked s3:GetObject"],
        notObservable: ["action_not_tracked s3:GetObject"],
      },
    ],
    [
      "iam:PassRole",
      allow("iam:PassRole"),
      observed([service("iam", 3)]),
      {
        dropped: [],
        kept: ["service_level_only iam", "pass_role iam:PassRole"],
        notObservable: ["pass_role iam:PassRole"],
      },
    ],
    [
      "what a wildcard leaves open",
      allow("*"),
      observed([service("s3", 3), service("sqs", null), service("ec2", 3, { isDeniedOnly: true })]),
      {
        dropped: ["denied_only ec2", "unused sqs", "wildcard_only *"],
        kept: ["service_level_only s3", "pass_role iam:PassRole"],
        notObservable: ["pass_role iam:PassRole"],
      },
    ],
    [
      "all of a short watch",
      allow(["s3:*", "*"]),
      observed([service("s3", 3)], [], { watchedFrom: null }),
      {
        dropped: [],
        kept: ["watched_too_short s3", "pass_role iam:PassRole", "watched_too_short *"],
        notObservable: ["pass_role iam:PassRole"],
      },
    ],
  ])("tell %s", (_, statement, use, expected) => {
    expect(listed({ document: policy(statement), use })).toEqual(expected);
  });

  test("tell what the boundary does not allow", () => {
    expect(listed({ document: policy(allow("s3:*")), cap: policy(allow("sqs:*")) }).dropped).toEqual([
      "outside_boundary s3:*",
    ]);
  });
});

describe("documents", () => {
  const names = Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::bucket-with-a-long-name-${index}/*`);
  const sizeOf = (document: unknown) => JSON.stringify(document).length;

  test("are divided where one is longer than AWS takes, and say the same together", () => {
    const { documents, problems } = propose({
      document: policy(allow(["s3:GetObject", "s3:PutObject"], { Resource: names })),
    });
    expect(documents.map(({ name }) => name)).toEqual(documents.map((_, index) => `ci-deploy-${index + 1}`));
    expect(documents.length).toBeGreaterThan(2);
    for (const { document } of documents) expect(sizeOf(document)).toBeLessThanOrEqual(LARGEST_MANAGED_POLICY);
    const pairs = documents
      .flatMap(({ document }) => document.Statement)
      .flatMap((each) =>
        [each.Action].flat().flatMap((action) => [each.Resource].flat().map((on) => `${action} ${on}`)),
      );
    expect(new Set(pairs)).toEqual(
      new Set(["s3:GetObject", "s3:PutObject"].flatMap((action) => names.map((on) => `${action} ${on}`))),
    );
    expect(problems).toEqual([]);
  });

  test("that are more than a role may have are said to be", () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `arn:aws:s3:::bucket-with-a-long-name-${index}/*`);
    const { documents, problems, isComplete } = propose({ document: policy(allow("s3:*", { Resource: many })) });
    expect(documents.length).toBeGreaterThan(10);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      `It takes ${documents.length} managed policies, and a role may have 10: ask AWS for a higher quota, or divide the work between roles.`,
    ]);
    expect(isComplete).toBe(false);
  });

  test("with a denial that cannot be divided are not proposed", () => {
    const denial = { Effect: "Deny", NotAction: names, NotResource: "*", Condition: {} };
    const { documents, problems } = propose({
      document: policy(allow("s3:*"), { ...denial, NotResource: "arn:aws:s3:::a" }),
    });
    expect(documents).toEqual([]);
    expect(problems.map(({ label }) => label)).toEqual(["proposal"]);
  });
});

describe("a policy that could not be read", () => {
  test.each<[string, unknown, string]>([
    [
      "as a whole",
      null,
      "It could not be read: what it allows is missing from the proposal, and so is what it denies.",
    ],
    [
      "because it holds a secret",
      policy(allow("sqs:*", { Resource: "***masked***" })),
      "A part of it looks like a secret and is not kept: it has to be put in by hand where the proposal says ***masked***.",
    ],
    [
      "in a part",
      policy(allow("s3:*"), { Effect: "Perhaps" }),
      "A part of it has no form that IAM documents: what that part allows or denies is not in the proposal.",
    ],
  ])("%s makes the proposal incomplete, and is named", (_, document, sentence) => {
    const policies = [
      { label: "policy Deploy", document: policy(allow("s3:*")) },
      { label: "inline policy extra", document },
    ];
    const proposal = propose({ policies });
    expect(proposal.isComplete).toBe(false);
    expect(proposal.problems).toEqual([{ label: "inline policy extra", sentence }]);
    expect(proposal.documents).toHaveLength(1);
  });
});

test("hostile policies are never thrown at, and never make a policy that is too long", () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const odd = fc.oneof(
    json,
    fc.constantFrom(
      "*",
      "",
      ":",
      "s3",
      "s3:",
      ":*",
      "s3:*:*",
      `\${`,
      `\${}`,
      `\${aws:username`,
      "*".repeat(300),
      null,
      [],
    ),
  );
  const statement = fc.record(
    {
      Effect: fc.oneof(odd, fc.constantFrom("Allow", "Deny")),
      Action: odd,
      NotAction: odd,
      Resource: odd,
      NotResource: odd,
      Condition: odd,
    },
    { requiredKeys: [] },
  );
  const document = fc.oneof(
    odd,
    fc.record({ Version: odd, Statement: fc.oneof(odd, statement, fc.array(statement)) }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(fc.array(document, { maxLength: 3 }), fc.option(document), (documents, cap) => {
      const policies = documents.map((each, index) => ({ label: `policy ${index}`, document: each }));
      for (const use of [observed(null), observed([service("s3", 3)], [tracked("s3:PutBucketAcl", null)])]) {
        const proposal = propose({ policies, use, cap: cap ?? undefined });
        expect(PermissionsProposal.safeParse(proposal).error).toBeUndefined();
        for (const each of proposal.documents)
          expect(JSON.stringify(each.document).length).toBeLessThanOrEqual(LARGEST_MANAGED_POLICY);
      }
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

test("huge policies are answered in time", () => {
  const actions = Array.from({ length: 5_000 }, (_, index) => `s3:Get*${index}*Object?`);
  const startedAt = performance.now();
  const { documents } = propose({
    document: policy(allow(actions), deny(actions)),
    cap: policy(allow(actions.slice(0, 300))),
  });
  expect(documents.length).toBeGreaterThan(0);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
