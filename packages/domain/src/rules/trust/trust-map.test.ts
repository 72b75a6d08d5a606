import { describe, expect, test } from "vitest";
import { documentOf } from "./trust-fixture.ts";
import { buildTrustMap, type TrustMapRole } from "./trust-map.ts";

const A = "111122223333";
const B = "222233334444";
const OUT = "999988887777";
const GITHUB = "token.actions.githubusercontent.com";
const CONTEXT = { organizationIds: ["o-ab12cd34ef"], ownAccountIds: [A, B] };

const root = (account: string) => `arn:aws:iam::${account}:root`;
const arn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

type Statement = Record<string, unknown>;
function role(
  awsAccountId: string,
  roleName: string,
  statements: Statement[],
  more: Partial<TrustMapRole> = {},
): TrustMapRole {
  return {
    id: `${awsAccountId}-${roleName}`,
    roleName,
    arn: arn(awsAccountId, roleName),
    awsAccountId,
    accountName: awsAccountId === A ? "Production" : "Data",
    kind: "other",
    trust: { principals: [], requiresExternalId: false, document: documentOf({ statements }) },
    grade: "ok",
    power: "read",
    assumableArns: [],
    ...more,
  };
}
const trusting = (value: unknown, Condition: unknown = {}) => [{ Principal: { AWS: value }, Condition }];
const oidc = (issuer: string, sub: string | null) => [
  {
    Principal: { Federated: `arn:aws:iam::${A}:oidc-provider/${issuer}` },
    Condition: sub === null ? {} : { StringLike: { [`${issuer}:sub`]: sub } },
  },
];
const withId = { StringEquals: { "sts:ExternalId": "0b8f6f4e-5b0b-4f0e-9a53-2f5a7e1c9d44" } };

const outsidersOf = (...roles: TrustMapRole[]) =>
  buildTrustMap(roles, CONTEXT).outsiders.map(({ kind, id, name, isVendor }) => ({ kind, id, name, isVendor }));
const waysOf = (...roles: TrustMapRole[]) =>
  buildTrustMap(roles, CONTEXT).chains.map(({ from, steps }) =>
    [from, ...steps.map(({ roleName }) => roleName)].join(" > "),
  );

describe("outsiders", () => {
  test.each<[string, Statement[], string[]]>([
    ["a vendor by name", trusting(root("464622532012")), ["aws_account 464622532012 Datadog"]],
    ["an account that nobody knows", trusting(OUT), [`aws_account ${OUT} Account ${OUT}`]],
    ["a role of it is the same account", trusting(arn(OUT, "x")), [`aws_account ${OUT} Account ${OUT}`]],
    ["everybody", trusting("*"), ["everybody * Any AWS account of the world"]],
    ["everybody but", [{ NotPrincipal: { AWS: root(A) } }], ["everybody * Any AWS account of the world"]],
    [
      "everybody of another organisation",
      trusting("*", { StringEquals: { "aws:PrincipalOrgID": "o-zz99zz99zz" } }),
      ["aws_account o-zz99zz99zz Organisation o-zz99zz99zz"],
    ],
    [
      "everybody of one's own organisation",
      trusting("*", { StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" } }),
      [],
    ],
    ["own accounts", trusting([root(A), root(B)]), []],
    ["a deleted user", trusting("AIDAQ3EXAMPLE7HJ5L2KM"), []],
    ["a service", [{ Principal: { Service: "ec2.amazonaws.com" } }], []],
    [
      "a GitHub organisation",
      oidc(GITHUB, "repo:fernhill/api:*"),
      [`oidc ${GITHUB} fernhill GitHub Actions: fernhill`],
    ],
    [
      "an immutable GitHub organisation",
      oidc(GITHUB, "repo:fernhill@12/api@34:*"),
      [`oidc ${GITHUB} fernhill GitHub Actions: fernhill`],
    ],
    ["any GitHub organisation", oidc(GITHUB, null), [`oidc ${GITHUB} Any customer of GitHub Actions`]],
    [
      "any GitHub organisation by a wildcard",
      oidc(GITHUB, "repo:fern*"),
      [`oidc ${GITHUB} Any customer of GitHub Actions`],
    ],
    [
      "a GitLab group",
      oidc("gitlab.com", "project_path:fernhill/*"),
      ["oidc gitlab.com fernhill GitLab.com: fernhill"],
    ],
    [
      "a CircleCI organisation, whose issuer is its own",
      oidc("oidc.circleci.com/org/5b7c1d1e", "*"),
      ["oidc oidc.circleci.com/org/5b7c1d1e CircleCI: 5b7c1d1e"],
    ],
    ["an own issuer", oidc("login.fernhill.example", "*"), ["oidc login.fernhill.example login.fernhill.example"]],
    ["an EKS cluster is inside", oidc("oidc.eks.eu-central-1.amazonaws.com/id/AB12", "*"), []],
    [
      "a SAML provider",
      [{ Principal: { Federated: `arn:aws:iam::${A}:saml-provider/Okta` } }],
      [`saml arn:aws:iam::${A}:saml-provider/Okta Okta`],
    ],
    [
      "a Cognito pool",
      [
        {
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu:1" } },
        },
      ],
      ["oidc cognito-identity.amazonaws.com eu:1 Users of the Cognito identity pool eu:1"],
    ],
    ["only tags, no entrance", [{ ...trusting(OUT)[0], Action: "sts:TagSession" }], []],
  ])("%s", (_, statements, expected) => {
    expect(outsidersOf(role(A, "r", statements)).map(({ kind, id, name }) => `${kind} ${id} ${name}`)).toEqual(
      expected,
    );
  });

  test("are one with all their entrances, in order", () => {
    const { outsiders } = buildTrustMap(
      [role(B, "two", trusting(OUT)), role(A, "one", trusting(root(OUT), withId), { power: "admin" })],
      CONTEXT,
    );
    expect(outsiders).toHaveLength(1);
    expect(
      outsiders[0]!.entrances.map(({ roleName, requiresExternalId, power }) => [roleName, requiresExternalId, power]),
    ).toEqual([
      ["one", true, "admin"],
      ["two", false, "read"],
    ]);
  });

  test.each([
    ["in the last one only", [...trusting(root(OUT)), ...trusting(OUT, withId)], false],
    ["in the first one only", [...trusting(OUT, withId), ...trusting(root(OUT))], false],
    ["in the middle one only", [...trusting(OUT), ...trusting(root(OUT), withId), ...trusting(OUT)], false],
    ["in all of them", [...trusting(OUT, withId), ...trusting(root(OUT), withId)], true],
  ])("need an External ID only where every statement asks for it: %s", (_, statements, isRequired) => {
    const { outsiders } = buildTrustMap([role(A, "r", statements)], CONTEXT);
    expect(outsiders[0]!.entrances[0]!.requiresExternalId).toBe(isRequired);
  });

  test("do not come in by roles that AWS made", () => {
    const saml = [{ Principal: { Federated: `arn:aws:iam::${A}:saml-provider/AWSSSO` } }];
    expect(outsidersOf(role(A, "AWSReservedSSO_Admin", saml, { kind: "identity_center" }))).toEqual([]);
  });

  test("of policies that were not read are counted as unknown", () => {
    const unread = { principals: [], requiresExternalId: false, document: null, unread: "denied" };
    const half = { principals: [], requiresExternalId: false, document: { Statement: ["x"] } };
    expect(
      buildTrustMap([role(A, "a", [], { trust: unread }), role(A, "b", [], { trust: half })], CONTEXT),
    ).toMatchObject({
      outsiders: [],
      unread: 2,
    });
  });
});

describe("chains", () => {
  const door = role(A, "door", trusting(OUT), { assumableArns: [`arn:aws:iam::*:role/inner*`] });

  test("from an outsider over a role that is named", () => {
    expect(waysOf(role(A, "door", trusting(OUT)), role(B, "inner", trusting(arn(A, "door"))))).toEqual([
      `Account ${OUT} > door > inner`,
    ]);
  });

  test("over an account that is trusted needs the role's own policies, whose wildcards count", () => {
    const inner = role(B, "inner-data", trusting(root(A)));
    expect(waysOf(door, inner)).toEqual([`Account ${OUT} > door > inner-data`]);
    expect(waysOf({ ...door, assumableArns: [] }, inner)).toEqual([]);
    expect(waysOf({ ...door, assumableArns: [arn(B, "other")] }, inner)).toEqual([]);
  });

  test("over everybody of the organisation", () => {
    const inner = role(B, "inner", trusting("*", { StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" } }));
    expect(waysOf(door, inner)).toEqual([`Account ${OUT} > door > inner`]);
  });

  test("do not lead to what is open to everybody anyway", () => {
    expect(waysOf(door, role(B, "inner-public", trusting("*")))).toEqual([]);
  });

  test("tell which policies make them possible", () => {
    const [chain] = buildTrustMap([door, role(B, "inner", trusting(root(A)))], CONTEXT).chains;
    expect(chain!.reason).toBe(
      `The trust policy of inner (${B}) leaves it to account ${A}, and the policies of door (${A}) allow sts:AssumeRole on it.`,
    );
  });

  test("over a session and over aws:PrincipalArn", () => {
    const session = role(B, "by-session", trusting(`arn:aws:sts::${A}:assumed-role/door/run`));
    const narrowed = role(B, "by-condition", trusting(root(A), { ArnLike: { "aws:PrincipalArn": arn(A, "do*") } }));
    expect(waysOf({ ...door, assumableArns: [] }, session, narrowed)).toEqual([
      `Account ${OUT} > door > by-condition`,
      `Account ${OUT} > door > by-session`,
    ]);
  });

  test("do not go in circles and end after four roles", () => {
    const names = ["a", "b", "c", "d", "e"];
    const ring = names.map((name, index) =>
      role(A, name, [...trusting(arn(A, names.at(index - 1)!)), ...(index === 0 ? trusting(OUT) : [])]),
    );
    expect(waysOf(...ring)).toEqual([`Account ${OUT} > a > b > c > d`]);
    expect(waysOf(...ring.slice(0, 2))).toEqual([`Account ${OUT} > a > b`]);
  });

  test("begin inside only where they lead to another account", () => {
    const here = role(A, "start", [{ Principal: { Service: "ec2.amazonaws.com" } }], { assumableArns: ["*"] });
    expect(waysOf(here, role(A, "near", trusting(root(A))))).toEqual([]);
    expect(waysOf(here, role(B, "far", trusting(root(A))))).toEqual(["Production > start > far"]);
  });

  test("are bounded, and say how many were left out", () => {
    const doors = Array.from({ length: 30 }, (_, index) =>
      role(A, `door-${index}`, trusting(OUT), { assumableArns: ["*"] }),
    );
    const inner = Array.from({ length: 30 }, (_, index) => role(B, `inner-${index}`, trusting(root(A))));
    const { chains, chainsLeftOut } = buildTrustMap([...doors, ...inner], CONTEXT);
    expect([chains.length, chainsLeftOut]).toEqual([200, 700]);
  });

  test("of a web without end come to an end", () => {
    const web = Array.from({ length: 300 }, (_, index) =>
      role(A, `r${index}`, [...trusting(root(A)), ...trusting(OUT)], { assumableArns: ["*"] }),
    );
    const { chains, chainsLeftOut } = buildTrustMap(web, CONTEXT);
    expect(chains).toHaveLength(200);
    expect(chainsLeftOut).toBeGreaterThan(1000);
  });

  test("are the same whatever the order of the roles", () => {
    const roles = [door, role(B, "inner-a", trusting(root(A))), role(B, "inner-b", trusting([arn(A, "door"), "*"]))];
    expect(buildTrustMap(roles.toReversed(), CONTEXT)).toEqual(buildTrustMap(roles, CONTEXT));
  });
});
