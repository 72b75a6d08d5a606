import fc from "fast-check";
import { expect, test } from "vitest";
import { type Context, isAllowed, type Request } from "../../../testing/index.ts";
import type { ActionUse, ObservedPermissions, ServiceUse, UserFacts } from "./facts.ts";
import type { PermissionsProposal } from "./proposal.ts";
import { proposePermissions } from "./propose-permissions.ts";

const AT = new Date("2026-11-30T12:00:00Z");
const daysAgo = (days: number) => new Date(AT.getTime() - days * 86_400_000);
const SETS = 10_000;

const USER: UserFacts = {
  userName: "ci.deploy",
  userId: "AIDAEXAMPLEEXAMPLE001",
  arn: "arn:aws:iam::111122223333:user/ci/ci.deploy",
  tags: [
    { key: "Team", value: "payments" },
    { key: "env", value: "prod" },
  ],
};

const ACTIONS = [
  ...["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteBucket", "s3:GetBucketPolicy", "s3:GetBucketAcl"],
  ...["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteQueue"],
  ...["ec2:RunInstances", "ec2:DescribeInstances", "iam:PassRole", "iam:GetUser", "iam:CreateAccessKey"],
  ...["dynamodb:GetItem", "dynamodb:NotPublishedYet"],
];
const SERVICES = ["s3", "sqs", "ec2", "iam", "dynamodb"];
const RESOURCES = [
  "arn:aws:s3:::logs",
  "arn:aws:s3:::logs/ci.deploy/1",
  "arn:aws:s3:::logs/payments/1",
  "arn:aws:s3:::home/AIDAEXAMPLEEXAMPLE001/a",
  "arn:aws:sqs:eu-central-1:111122223333:jobs",
  "arn:aws:iam::111122223333:user/ci.deploy",
  "arn:aws:iam::111122223333:role/deploy",
  "*",
];
const VARIABLES = [
  "aws:username",
  "aws:userid",
  "aws:PrincipalTag/team",
  "aws:PrincipalTag/none",
  "aws:RequestedRegion",
];

const some = <T>(values: readonly T[], most: number) =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: most });
const oneOrMany = <T>(values: fc.Arbitrary<T[]>) => values.map((list) => (list.length === 1 ? list[0] : list));

const actionPattern = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ACTIONS) },
  {
    weight: 4,
    arbitrary: fc.constantFrom("s3:*", "s3:Get*", "S3:get*", "s3:*Bucket*", "sqs:*", "sqs:*Message", "ec2:*"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("*", "iam:*", "dynamodb:*", "iam:Pass?ole", "s3:?etObject", "*:Get*", "s*:*"),
  },
);
const resource = fc.oneof(
  { weight: 3, arbitrary: fc.constant("*") },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...RESOURCES,
      "arn:aws:s3:::*",
      "arn:aws:s3:::logs*",
      "arn:aws:s3:::lo?s/*",
      "arn:*:iam::*",
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom(...VARIABLES).map((name) => `arn:aws:s3:::logs/\${${name}}/*`) },
  { weight: 1, arbitrary: fc.constant(`arn:aws:s3:::logs/\${aws:PrincipalTag/none, 'payments'}/*`) },
  { weight: 1, arbitrary: fc.constant(`arn:aws:s3:::home/\${aws:userid}/*`) },
);

const forKey = (key: string, values: readonly string[], operators: readonly string[]) =>
  fc.record({ key: fc.constant(key), operator: fc.constantFrom(...operators), values: oneOrMany(some(values, 2)) });
const TEXT = [
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "StringNotLike",
  "StringEqualsIfExists",
  "ForAllValues:StringLike",
  "ForAnyValue:StringEquals",
];
const condition = fc
  .oneof(
    forKey("aws:RequestedRegion", ["eu-central-1", "us-*", "us-east-1"], TEXT),
    forKey("aws:SourceIp", ["10.0.0.0/8", "192.0.2.7"], ["IpAddress", "NotIpAddress", "IpAddressIfExists"]),
    forKey("aws:MultiFactorAuthPresent", ["true", "false"], ["Bool", "BoolIfExists", "Null"]),
    forKey("aws:username", ["ci.deploy", "ci.*", "anna"], TEXT),
    forKey("aws:PrincipalTag/team", ["payments", "search"], TEXT),
    forKey("aws:principaltag/NONE", ["payments", "true", "false"], [...TEXT, "Null"]),
    forKey(
      "aws:PrincipalArn",
      ["arn:aws:iam::*:user/ci/*", "arn:aws:iam::*:role/*"],
      ["ArnLike", "ArnNotLike", "ArnEquals"],
    ),
    forKey("aws:PrincipalType", ["User", "AssumedRole"], TEXT),
    forKey("saml:sub", ["somebody"], TEXT),
    forKey("aws:ResourceTag/team", [`\${aws:PrincipalTag/team}`, `\${aws:PrincipalTag/none}`, "search"], TEXT),
    forKey("iam:PassedToService", ["ec2.amazonaws.com"], ["StringEquals", "StringEqualsIfExists"]),
  )
  .map(({ key, operator, values }) => ({ [operator]: { [key]: values } }));

const statement = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
    isNotAction: fc.constantFrom(false, false, false, true),
    actions: oneOrMany(fc.array(actionPattern, { minLength: 1, maxLength: 4 })),
    isNotResource: fc.constantFrom(false, false, false, false, true),
    resources: oneOrMany(fc.array(resource, { minLength: 1, maxLength: 2 })),
    conditions: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc.array(condition, { minLength: 1, maxLength: 2 }),
    ),
  })
  .map(({ effect, isNotAction, actions, isNotResource, resources, conditions }) => ({
    Effect: effect,
    [isNotAction ? "NotAction" : "Action"]: actions,
    [isNotResource ? "NotResource" : "Resource"]: resources,
    ...(conditions.length === 0 ? {} : { Condition: Object.assign({}, ...conditions) }),
  }));
const document = fc
  .record({
    version: fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"),
    statements: oneOrMany(fc.array(statement, { minLength: 1, maxLength: 3 })),
  })
  .map(({ version, statements }) => ({ Version: version, Statement: statements }));

const lastUse = fc.constantFrom(null, daysAgo(3), daysAgo(3), daysAgo(60), daysAgo(300));
const observed: fc.Arbitrary<ObservedPermissions> = fc.record({
  services: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 9,
      arbitrary: fc.subarray(SERVICES).chain((services) =>
        fc.tuple(
          ...services.map(
            (service): fc.Arbitrary<ServiceUse> =>
              fc.record({
                service: fc.constant(service),
                lastUsedAt: lastUse,
                isDeniedOnly: fc.constantFrom(false, false, false, true),
                isTrackedCompletely: fc.constantFrom(false, false, true),
              }),
          ),
        ),
      ),
    },
  ),
  actions: fc.subarray(ACTIONS).chain((actions) =>
    fc.tuple(
      ...actions.map(
        (action): fc.Arbitrary<ActionUse> =>
          fc.record({
            action: fc.constant(action),
            lastUsedAt: lastUse,
            source: fc.constantFrom("action_last_accessed" as const, "cloudtrail" as const),
          }),
      ),
    ),
  ),
  watchedFrom: fc.constantFrom(null, daysAgo(10), daysAgo(100), daysAgo(100), daysAgo(400)),
  windowDays: fc.constantFrom(14, 35, 100),
  at: fc.constant(AT),
});

const given = fc.option(fc.constantFrom("true", "false"), { nil: undefined });
const context: fc.Arbitrary<Context> = fc
  .record({
    "aws:requestedregion": fc.constantFrom("eu-central-1", "us-east-1"),
    "aws:sourceip": fc.constantFrom("10.1.2.3", "192.0.2.7", "198.51.100.1"),
    "aws:multifactorauthpresent": given,
    "aws:resourcetag/team": fc.constantFrom(undefined, "payments", "search"),
    "iam:passedtoservice": fc.constantFrom(undefined, "ec2.amazonaws.com"),
  })
  .map((all) => JSON.parse(JSON.stringify(all)) as Context);
const request: fc.Arbitrary<Request> = fc.record({
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
  context,
});

const asUser = (of: Request): Request => ({
  ...of,
  context: {
    ...of.context,
    "aws:username": USER.userName,
    "aws:userid": USER.userId!,
    "aws:principalarn": USER.arn,
    "aws:principaltype": "User",
    "aws:principaltag/team": "payments",
    "aws:principaltag/env": "prod",
  },
});
/** What a role brings along that no user does: other tags, and claims. */
const asRole = (of: Request): Request => ({
  ...of,
  context: {
    ...of.context,
    "aws:userid": "AROAEXAMPLEEXAMPLE001:run",
    "aws:principalarn": "arn:aws:iam::111122223333:role/deploy",
    "aws:principaltype": "AssumedRole",
    "aws:principaltag/team": "search",
    "aws:principaltag/none": "payments",
    "saml:sub": "somebody",
  },
});

/** What a proposal must go on allowing: what was seen, by what AWS tells of it, and what a short watch says nothing against. */
function mustBeKept({ action }: Request, { services, actions, watchedFrom, windowDays }: ObservedPermissions): boolean {
  const byRhythm = daysAgo(windowDays);
  if (services === null || watchedFrom === null || watchedFrom > byRhythm) return true;
  const isUsed = (at: Date | null) => at !== null && at >= watchedFrom;
  const named = actions.filter((each) => each.action === action);
  if (named.some(({ lastUsedAt }) => isUsed(lastUsedAt)) || action === "iam:PassRole") return true;
  const service = services.find((each) => action.startsWith(`${each.service}:`));
  if (!service || service.isDeniedOnly || !isUsed(service.lastUsedAt) || service.isTrackedCompletely) return false;
  const tracked = actions.filter(
    (each) => each.source === "action_last_accessed" && each.action.startsWith(`${service.service}:`),
  );
  // What AWS does not publish cannot be named where a statement is written out, unless it was seen.
  return !action.endsWith("NotPublishedYet") && !tracked.some((each) => each.action === action);
}

const documentsOf = ({ documents }: PermissionsProposal) => documents.map((each) => each.document);
const ARN = "arn:aws:iam::111122223333:policy/limit";

type Given = { documents: unknown[]; boundary: unknown; observed: ObservedPermissions; requests: Request[] };
const setOfPolicies: fc.Arbitrary<Given> = fc.record({
  documents: fc.array(document, { minLength: 1, maxLength: 3 }),
  boundary: fc.option(document, { nil: null, freq: 2 }),
  observed,
  requests: fc.array(request, { minLength: 16, maxLength: 16 }),
});

const propose = ({ documents, boundary, observed: use }: Given) =>
  proposePermissions({
    policies: documents.map((each, index) => ({ label: `policy ${index}`, document: each })),
    boundary: boundary === null ? null : { arn: ARN, document: boundary },
    user: USER,
    observed: use,
    name: "deploy",
  });

test("a proposal allows what was used, and nothing that the user may not do, for 10,000 sets of policies", () => {
  const seen = { allowedToUser: 0, mustBeKept: 0, allowedByProposal: 0, boundaries: 0, narrowed: 0 };
  fc.assert(
    fc.property(setOfPolicies, (set) => {
      const proposal = propose(set);
      const isNarrowed = proposal.variables.some(({ treatment }) => treatment === "narrowed");
      const cap = proposal.boundaryToCreate?.document ?? (proposal.boundaryArnToKeep === null ? null : set.boundary);
      const asked = set.requests.map((each) => ({
        each,
        mayUser: isAllowed(set.documents, set.boundary, asUser(each)),
        mayRole: isAllowed(documentsOf(proposal), cap, asRole(each)),
        mustStay: !isNarrowed && mustBeKept(each, set.observed),
      }));
      const tooMuch = asked.filter(({ mayUser, mayRole }) => mayRole && !mayUser);
      const used = asked.filter(({ mayUser, mustStay }) => mayUser && mustStay);
      const tooLittle = used.filter(({ mayRole }) => !mayRole);
      seen.allowedToUser += asked.filter(({ mayUser }) => mayUser).length;
      seen.allowedByProposal += asked.filter(({ mayRole }) => mayRole).length;
      seen.mustBeKept += used.length;
      seen.boundaries += cap === null ? 0 : 1;
      seen.narrowed += isNarrowed ? 1 : 0;
      if (tooMuch.length + tooLittle.length > 0)
        throw new Error(JSON.stringify({ tooMuch: tooMuch[0], tooLittle: tooLittle[0], proposal }));
    }),
    { seed: 20_261_130, numRuns: SETS },
  );
  // What never happens is not tested.
  expect(seen.allowedToUser).toBeGreaterThan(15_000);
  expect(seen.mustBeKept).toBeGreaterThan(6_000);
  expect(seen.allowedByProposal).toBeLessThan(seen.allowedToUser);
  expect(seen.boundaries).toBeGreaterThan(500);
  expect(seen.narrowed).toBeGreaterThan(100);
}, 120_000);
