import { describe, expect, test } from "vitest";
import type { RoleUse } from "../../judgement/trust.ts";
import { gradeTrust } from "./grade-trust.ts";
import { CONTEXT, PROVIDERS, roleOf, type TrustGiven, UNOBSERVED } from "./trust-fixture.ts";

const SEEN = new Date("2026-05-30T12:00:00Z");
const ID = "rolecall-0b8f6f4e-5b0b-4f0e-9a53-2f5a7e1c9d44";
const OUTSIDE = "arn:aws:iam::999988887777:root";
const OWN = "arn:aws:iam::222233334444:root";

const seenBy = (...callers: string[]): RoleUse => ({
  callers: callers.map((principal) => ({ principal, lastSeenAt: SEEN })),
  lastUsedAt: SEEN,
});

function changeOf(statement: Record<string, unknown>, use: RoleUse, given: TrustGiven = {}) {
  const role = roleOf({ ...given, statements: [statement] });
  const verdict = gradeTrust(role, { power: "read", reason: "" }, CONTEXT, PROVIDERS, use);
  const { Statement: statements = null } = (verdict.recommendedPolicy ?? {}) as { Statement?: unknown };
  return { ...verdict, statements };
}

const PUBLIC = { Principal: "*", Condition: { StringEquals: { "sts:ExternalId": ID } } };

describe("a role that is open to everybody and asks for an External ID", () => {
  test("is held to the outsider that was seen, with the External ID that it sends", () => {
    const change = changeOf(PUBLIC, seenBy("arn:aws:sts::999988887777:assumed-role/exporter/run"));
    expect(change.statements).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: OUTSIDE },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": ID } },
      },
    ]);
    expect(change.callers).toEqual([
      {
        principal: "arn:aws:sts::999988887777:assumed-role/exporter/run",
        lastSeenAt: SEEN,
        access: "kept",
      },
    ]);
    expect(change.lockedOut).toEqual([
      "Callers of accounts and organisations that the recommended policy does not name.",
    ]);
    expect(change.advice[0]).toContain("there may be others");
  });

  test("names an account to put in where nobody looked, keeps the External ID, and says that somebody uses it", () => {
    const change = changeOf(PUBLIC, { callers: [], lastUsedAt: SEEN });
    expect(change.statements).toMatchObject([
      {
        Principal: { AWS: "arn:aws:iam::REPLACE-WITH-ACCOUNT-ID:root" },
        Condition: { StringEquals: { "sts:ExternalId": ID } },
      },
    ]);
    expect(JSON.stringify(change.statements)).not.toContain("aws:PrincipalOrgID");
    expect(change.advice).toEqual([
      "The role was used on 2026-05-30, and nobody has looked up by whom: look the role up in CloudTrail first.",
    ]);
  });
});

describe("a role that is open to everybody", () => {
  test("keeps the organisation, and the own accounts and outsiders that were seen", () => {
    const change = changeOf({ Principal: "*" }, seenBy("999988887777", "arn:aws:iam::222233334444:user/ada"));
    expect(change.statements).toMatchObject([
      {
        Principal: { AWS: OUTSIDE },
        Condition: { StringEquals: { "sts:ExternalId": "REPLACE-WITH-EXTERNAL-ID-ISSUED-BY-999988887777" } },
      },
      { Principal: { AWS: OWN } },
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" } } },
    ]);
    expect(change.callers.map(({ access }) => access)).toEqual(["under_new_conditions", "kept"]);
  });

  test("keeps every guard that stands beside it", () => {
    const { statements } = changeOf(
      {
        Principal: "*",
        Condition: {
          IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
          StringLike: { "aws:PrincipalOrgID": "o-*", "sts:RoleSessionName": "a-*" },
          ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::222233334444:role/x" },
        },
      },
      seenBy(),
    );
    expect(statements).toMatchObject([
      {
        Condition: {
          IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
          StringLike: { "sts:RoleSessionName": "a-*" },
          ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::222233334444:role/x" },
          StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" },
        },
      },
    ]);
  });

  test("names those who lose: a service that came in by NotPrincipal", () => {
    const change = changeOf({ NotPrincipal: { AWS: OWN } }, seenBy("lambda.amazonaws.com"));
    expect(change.callers).toMatchObject([{ principal: "lambda.amazonaws.com", access: "lost" }]);
    expect(JSON.stringify(change.statements)).toContain('"StringNotEquals":{"aws:PrincipalAccount":["222233334444"]}');
  });
});

describe("what is told of whom the recommended policy refuses", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["an outsider without External ID", { Principal: { AWS: OUTSIDE } }, "Account 999988887777, until it sends the"],
    [
      "an External ID that may be left out",
      { Principal: { AWS: OUTSIDE }, Condition: { StringEqualsIfExists: { "sts:ExternalId": ID } } },
      "Callers of account 999988887777 that send no External ID.",
    ],
    [
      "an External ID that can be guessed",
      { Principal: { AWS: OUTSIDE }, Condition: { StringEquals: { "sts:ExternalId": "fernhill" } } },
      "as long as it sends the old External ID",
    ],
    [
      "MFA that may be left out",
      {
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Condition: {
          BoolIfExists: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThanIfExists: { "aws:MultiFactorAuthAge": "3600" },
        },
      },
      "sessions of roles, which never come with it",
    ],
    ["a service without its source", { Principal: { Service: "sns.amazonaws.com" } }, "resources of other accounts"],
  ])("%s", (_, statement, sentence) => {
    const { lockedOut } = changeOf(statement, seenBy());
    expect(lockedOut).toHaveLength(1);
    expect(lockedOut[0]).toContain(sentence);
  });

  test("a deleted principal: nobody is refused", () => {
    const { lockedOut, statements } = changeOf({ Principal: { AWS: ["AIDAQ3EXAMPLE7HJ5L2KM", OWN] } }, seenBy());
    expect(lockedOut).toEqual([]);
    expect(statements).toMatchObject([{ Principal: { AWS: OWN } }]);
  });

  test("nothing where nothing is wrong, but who was seen", () => {
    const change = changeOf({ Principal: { AWS: OWN } }, seenBy("arn:aws:iam::222233334444:user/ada"));
    expect(change).toMatchObject({ recommendedPolicy: null, lockedOut: [], advice: [] });
    expect(change.callers).toMatchObject([{ access: "kept" }]);
  });

  test("of somebody whom today's policy does not let in any more", () => {
    const change = changeOf(
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "999988887777" } } },
      seenBy("888877776666"),
    );
    expect(change.callers).toMatchObject([{ principal: "888877776666", access: "not_let_in_today" }]);
  });
});

test("the age of MFA stays demanded, and no IfExists does", () => {
  const { statements } = changeOf(
    {
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Condition: {
        BoolIfExists: { "aws:MultiFactorAuthPresent": "true" },
        NumericLessThanIfExists: { "aws:MultiFactorAuthAge": "3600" },
      },
    },
    seenBy(),
  );
  expect(statements).toMatchObject([
    {
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
      },
    },
  ]);
});

test("audiences that the provider takes stay taken", () => {
  const url = "token.actions.githubusercontent.com";
  const providers = [{ ...PROVIDERS[0]!, clientIds: ["sts.amazonaws.com", "deploy"] }];
  const statement = {
    Principal: { Federated: PROVIDERS[0]!.arn },
    Condition: { StringEquals: { [`${url}:sub`]: "repo:fernhill/api:ref:refs/heads/main" } },
  };
  const verdict = gradeTrust(
    roleOf({ statements: [statement] }),
    { power: "read", reason: "" },
    CONTEXT,
    providers,
    UNOBSERVED,
  );
  expect(verdict.recommendedPolicy).toMatchObject({
    Statement: [{ Condition: { StringEquals: { [`${url}:aud`]: ["sts.amazonaws.com", "deploy"] } } }],
  });
});

test("an identity provider's users keep the sign-in address that they are sent to, whichever it is", () => {
  const { statements } = changeOf(
    { Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/Okta" } },
    seenBy(),
  );
  expect(statements).toMatchObject([
    {
      Condition: {
        StringLike: { "SAML:aud": ["https://signin.aws.amazon.com/saml*", "https://*.signin.aws.amazon.com/saml*"] },
      },
    },
  ]);
});

test("API Gateway's ARNs have no account, so that only the account is demanded", () => {
  const { statements } = changeOf({ Principal: { Service: "apigateway.amazonaws.com" } }, seenBy());
  expect(statements).toMatchObject([{ Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }]);
  expect(JSON.stringify(statements)).not.toContain("SourceArn");
});

test("a statement that asks for an External ID and for none lets nobody in, whoever it names", () => {
  const service = { Service: "sns.amazonaws.com" };
  const statements = [
    { Principal: service, Condition: { StringEquals: { "sts:ExternalId": ID }, Null: { "sts:ExternalId": "true" } } },
    { NotPrincipal: { AWS: "*" }, Condition: {} },
  ];
  const role = roleOf({ statements });
  const verdict = gradeTrust(role, { power: "read", reason: "" }, CONTEXT, PROVIDERS, seenBy("sns.amazonaws.com"));
  expect(verdict.callers).toMatchObject([{ principal: "sns.amazonaws.com", access: "lost" }]);
});

describe("a value that is the caller's own account", () => {
  test.each<[string, string]>([
    ["is nothing that a service has: it does not come in by that statement", `\${aws:PrincipalAccount}`],
    ["is nothing in another spelling either", `\${ aws:principalaccount }`],
  ])("%s", (_, value) => {
    const role = roleOf({
      statements: [
        { Principal: { Service: "sns.amazonaws.com" }, Condition: { StringEquals: { "sts:ExternalId": value } } },
        { Principal: undefined, NotPrincipal: { AWS: "*" } },
      ],
    });
    const { callers } = gradeTrust(
      role,
      { power: "read", reason: "" },
      CONTEXT,
      PROVIDERS,
      seenBy("sns.amazonaws.com"),
    );
    expect(callers).toMatchObject([{ principal: "sns.amazonaws.com", access: "lost" }]);
  });

  test("that a default stands in for is what the service is held to", () => {
    const statement = {
      Principal: { Service: "sns.amazonaws.com" },
      Condition: { StringEquals: { "sts:ExternalId": `\${aws:PrincipalTag/id, 'none'}` } },
    };
    expect(changeOf(statement, seenBy("sns.amazonaws.com")).callers).toMatchObject([
      { access: "under_new_conditions" },
    ]);
  });
});
