import { describe, expect, test } from "vitest";
import type { JudgedRole } from "../../judgement/judged.ts";
import { type ChainRole, TRUST_MAP_BOUNDS } from "../../judgement/trust-map.ts";
import { buildChains } from "./role-chains.ts";
import { waysOfRole } from "./role-ways.ts";
import { documentOf } from "./trust-fixture.ts";

const A = "111122223333";
const B = "222233334444";
const OUT = "999988887777";
const GITHUB = "token.actions.githubusercontent.com";
const CONTEXT = { organizationIds: ["o-ab12cd34ef"], ownAccountIds: [A, B] };

const root = (account: string) => `arn:aws:iam::${account}:root`;
const arn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

type Statement = Record<string, unknown>;
type MappedRole = Omit<ChainRole, "letsIn" | "outsiders"> & Pick<JudgedRole, "kind" | "trust">;

const waysOf = (one: MappedRole) => waysOfRole(one, one.assumes, { ...CONTEXT, awsAccountId: one.awsAccountId });
const own = new Set([...CONTEXT.ownAccountIds, ...CONTEXT.organizationIds]);
/** Those that are not the tenant's own, as the query of the map leaves them out. */
const outsidersOf = (one: MappedRole) => waysOf(one).outsiders.filter(({ id }) => !own.has(id));
const chainsOver = (...roles: MappedRole[]) =>
  buildChains(
    roles.filter((one) => waysOf(one).isDoor).map((one) => ({ ...one, ...waysOf(one), outsiders: outsidersOf(one) })),
  );
function role(
  awsAccountId: string,
  roleName: string,
  statements: Statement[],
  more: Partial<MappedRole> = {},
): MappedRole {
  return {
    roleId: `${awsAccountId}-${roleName}`,
    roleName,
    arn: arn(awsAccountId, roleName),
    awsAccountId,
    accountName: awsAccountId === A ? "Production" : "Data",
    kind: "other",
    trust: { principals: [], requiresExternalId: false, document: documentOf({ statements }) },
    grade: "ok",
    power: "read",
    assumes: [],
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

const pathsOver = (...roles: MappedRole[]) =>
  chainsOver(...roles).chains.map(({ from, steps }) => [from, ...steps.map(({ roleName }) => roleName)].join(" > "));

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

  test("may be the tenant's own accounts and organisations, which is asked when the map is read", () => {
    const { outsiders } = waysOf(
      role(A, "r", [
        ...trusting([root(A), root(B)]),
        ...trusting("*", { StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" } }),
      ]),
    );
    expect(outsiders.map(({ id }) => id)).toEqual([B, "o-ab12cd34ef"]);
  });

  test.each([
    ["in the last one only", [...trusting(root(OUT)), ...trusting(OUT, withId)], false],
    ["in the first one only", [...trusting(OUT, withId), ...trusting(root(OUT))], false],
    ["in the middle one only", [...trusting(OUT), ...trusting(root(OUT), withId), ...trusting(OUT)], false],
    ["in all of them", [...trusting(OUT, withId), ...trusting(root(OUT), withId)], true],
  ])("need an External ID only where every statement asks for it: %s", (_, statements, isRequired) => {
    expect(outsidersOf(role(A, "r", statements))[0]!.requiresExternalId).toBe(isRequired);
  });

  test("do not come in by roles that AWS made", () => {
    const saml = [{ Principal: { Federated: `arn:aws:iam::${A}:saml-provider/AWSSSO` } }];
    expect(outsidersOf(role(A, "AWSReservedSSO_Admin", saml, { kind: "identity_center" }))).toEqual([]);
  });

  test.each([
    ["was denied", { document: null, unread: "denied" }, false],
    ["is read in part", { document: { Statement: ["x"] } }, true],
  ])("of a policy that %s are not all known", (_, trust, isDoor) => {
    const ways = waysOf(role(A, "a", [], { trust: { principals: [], requiresExternalId: false, ...trust } }));
    expect(ways).toMatchObject({ isRead: false, isDoor, outsiders: [] });
  });
});

test("of the patterns that a role may assume as much is kept as a trust policy may have, the shortest first", () => {
  const assumes = Array.from({ length: 3_000 }, (_, index) => arn(B, `target-${index}`));
  const kept = waysOf(role(A, "r", [], { assumes: [...assumes, arn(B, "*")] })).assumes;
  expect(kept[0]).toBe(arn(B, "*"));
  expect(kept.join("").length).toBeLessThanOrEqual(8_192);
  expect(waysOf(role(A, "r", [], { assumes: [...assumes, "*"] })).assumes).toEqual(["*"]);
});

describe("chains", () => {
  const door = role(A, "door", trusting(OUT), { assumes: [`arn:aws:iam::*:role/inner*`] });

  test("from an outsider over a role that is named", () => {
    expect(pathsOver(role(A, "door", trusting(OUT)), role(B, "inner", trusting(arn(A, "door"))))).toEqual([
      `Account ${OUT} > door > inner`,
    ]);
  });

  test("over an account that is trusted needs the role's own policies, whose wildcards count", () => {
    const inner = role(B, "inner-data", trusting(root(A)));
    expect(pathsOver(door, inner)).toEqual([`Account ${OUT} > door > inner-data`]);
    expect(pathsOver({ ...door, assumes: [] }, inner)).toEqual([]);
    expect(pathsOver({ ...door, assumes: [arn(B, "other")] }, inner)).toEqual([]);
  });

  test("over everybody of the organisation", () => {
    const inner = role(B, "inner", trusting("*", { StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" } }));
    expect(pathsOver(door, inner)).toEqual([`Account ${OUT} > door > inner`]);
  });

  test("do not lead to what is open to everybody anyway", () => {
    expect(pathsOver(door, role(B, "inner-public", trusting("*")))).toEqual([]);
  });

  test("tell which policies make them possible", () => {
    const [chain] = chainsOver(door, role(B, "inner", trusting(root(A)))).chains;
    expect(chain!.reason).toBe(
      `The trust policy of inner (${B}) leaves it to account ${A}, and the policies of door (${A}) allow sts:AssumeRole on it.`,
    );
  });

  test("over a session and over aws:PrincipalArn", () => {
    const session = role(B, "by-session", trusting(`arn:aws:sts::${A}:assumed-role/door/run`));
    const narrowed = role(B, "by-condition", trusting(root(A), { ArnLike: { "aws:PrincipalArn": arn(A, "do*") } }));
    expect(pathsOver({ ...door, assumes: [] }, session, narrowed)).toEqual([
      `Account ${OUT} > door > by-condition`,
      `Account ${OUT} > door > by-session`,
    ]);
  });

  test("do not go in circles and end after four roles", () => {
    const names = ["a", "b", "c", "d", "e"];
    const ring = names.map((name, index) =>
      role(A, name, [...trusting(arn(A, names.at(index - 1)!)), ...(index === 0 ? trusting(OUT) : [])]),
    );
    expect(pathsOver(...ring)).toEqual([`Account ${OUT} > a > b > c > d`]);
    expect(pathsOver(...ring.slice(0, 2))).toEqual([`Account ${OUT} > a > b`]);
  });

  test("begin inside only where they lead to another account", () => {
    const here = role(A, "start", [{ Principal: { Service: "ec2.amazonaws.com" } }], { assumes: ["*"] });
    expect(pathsOver(here, role(A, "near", trusting(root(A))))).toEqual([]);
    expect(pathsOver(here, role(B, "far", trusting(root(A))))).toEqual(["Production > start > far"]);
  });

  test("are bounded, and say how many were left out", () => {
    const doors = Array.from({ length: 30 }, (_, index) => role(A, `door-${index}`, trusting(OUT), { assumes: ["*"] }));
    const inner = Array.from({ length: 30 }, (_, index) => role(B, `inner-${index}`, trusting(root(A))));
    const { chains, chainsLeftOut } = chainsOver(...doors, ...inner);
    expect([chains.length, chainsLeftOut]).toEqual([200, 700]);
  });

  test("of a web without end come to an end", () => {
    const web = Array.from({ length: 300 }, (_, index) =>
      role(A, `r${index}`, [...trusting(root(A)), ...trusting(OUT)], { assumes: ["*"] }),
    );
    const { chains, chainsLeftOut } = chainsOver(...web);
    expect(chains).toHaveLength(200);
    expect(chainsLeftOut).toBeGreaterThan(1000);
  });

  test("are the same whatever the order of the roles", () => {
    const roles = [door, role(B, "inner-a", trusting(root(A))), role(B, "inner-b", trusting([arn(A, "door"), "*"]))];
    expect(chainsOver(...roles.toReversed())).toEqual(chainsOver(...roles));
  });

  test("over as many roles as are looked at come to an end soon", () => {
    const { chainRoles } = TRUST_MAP_BOUNDS;
    const half = (account: string, other: string) =>
      Array.from({ length: chainRoles / 2 }, (_, index) =>
        role(account, `r${index}`, [...trusting(root(other)), ...trusting(OUT)], {
          assumes: ["arn:aws:iam::*:role/*r*"],
        }),
      );
    const started = performance.now();
    expect(chainsOver(...half(A, B), ...half(B, A)).chains).toHaveLength(200);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
