import { describe, expect, it } from "vitest";
import { accessKeyOf } from "../builders/credentials.ts";
import { accountOf, DEFAULT_VENDOR, organisationOf, roleOf, userOf } from "../builders/entities.ts";
import { type Caller, resolveCaller } from "./caller.ts";
import { Sessions } from "./sessions.ts";
import { type AssumeRoleRequest, mayAssumeRole } from "./trust.ts";

const HOME = "200000000001";
const OTHER = "200000000002";
const now = new Date("2026-06-01T10:00:00Z");
const vendorRoot = `arn:aws:iam::${DEFAULT_VENDOR.awsAccountId}:root`;
const vendorRole = `arn:aws:iam::${DEFAULT_VENDOR.awsAccountId}:role/${DEFAULT_VENDOR.roleName}`;
const vendorSession = `arn:aws:sts::${DEFAULT_VENDOR.awsAccountId}:assumed-role/${DEFAULT_VENDOR.roleName}/rolecall`;

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (more: object) => ({
  Effect: "Allow",
  Principal: { AWS: vendorRoot },
  Action: "sts:AssumeRole",
  ...more,
});
const withCondition = (condition: object) => policy(allow({ Condition: condition }));
const externalId = { "sts:ExternalId": "right-id" };

const assumeAnything = policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" });
const user = (userName: string, document?: string) =>
  userOf({
    userName,
    accessKeys: [accessKeyOf(userName)],
    tags: [{ key: "Team", value: "platform" }],
    inlinePolicies: document === undefined ? [] : [{ name: "own", document }],
  });

const state = organisationOf({
  accounts: [
    accountOf({
      awsAccountId: HOME,
      users: [
        user("home-able", assumeAnything),
        user("home-unable"),
        user("home-denied", policy({ Effect: "Deny", Action: "sts:*", Resource: "*" })),
      ],
    }),
    accountOf({ awsAccountId: OTHER, users: [user("other-able", assumeAnything), user("other-unable")] }),
  ],
}).initial();

const userCaller = (name: string): Caller => {
  const accessKeyId = accessKeyOf(name).accessKeyId;
  return resolveCaller(state, new Sessions(), { accessKeyId, sessionToken: null, service: "sts" }, now);
};
const vendor: Caller = {
  kind: "vendor",
  awsAccountId: DEFAULT_VENDOR.awsAccountId,
  account: null,
  roleName: DEFAULT_VENDOR.roleName,
};

type Case = [
  name: string,
  trustPolicy: string,
  expected: boolean,
  options?: { caller?: Caller; request?: Partial<AssumeRoleRequest> },
];

function decide(trustPolicy: string, { caller = vendor, request = {} }: NonNullable<Case[3]> = {}): boolean {
  const account = state.accounts.get(HOME)!;
  const role = roleOf({ roleName: "target", trustPolicy });
  const defaults: AssumeRoleRequest = {
    externalId: "right-id",
    sessionName: "rolecall-scan",
    durationSeconds: 3600,
    sourceIdentity: null,
    tags: [],
  };
  return mayAssumeRole(state, caller, { account, role }, { ...defaults, ...request }, now);
}

const noId = { request: { externalId: null } };
const wrongId = { request: { externalId: "wrong-id" } };
const userArn = (accountId: string, name: string) => `arn:aws:iam::${accountId}:user/${name}`;

const principals: Case[] = [
  ["the account's root ARN", policy(allow({})), true],
  ["the bare account id", policy(allow({ Principal: { AWS: DEFAULT_VENDOR.awsAccountId } })), true],
  ["the role", policy(allow({ Principal: { AWS: vendorRole } })), true],
  ["the session", policy(allow({ Principal: { AWS: vendorSession } })), true],
  ["one of a list", policy(allow({ Principal: { AWS: ["999999999999", vendorRole] } })), true],
  ["anybody", policy(allow({ Principal: "*" })), true],
  ["anybody, as an AWS principal", policy(allow({ Principal: { AWS: "*" } })), true],
  ["another account", policy(allow({ Principal: { AWS: "999999999999" } })), false],
  ["another role of the account", policy(allow({ Principal: { AWS: `${vendorRole}-2` } })), false],
  ["another partition", policy(allow({ Principal: { AWS: vendorRoot.replace("aws", "aws-cn") } })), false],
  ["a wildcard inside an ARN", policy(allow({ Principal: { AWS: "arn:aws:iam::*:root" } })), false],
  ["a service", policy(allow({ Principal: { Service: "ec2.amazonaws.com" } })), false],
  ["a federated provider", policy(allow({ Principal: { Federated: "*" } })), false],
  [
    "everybody but another account",
    policy({ Effect: "Allow", NotPrincipal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }),
    true,
  ],
  [
    "everybody but the caller",
    policy({ Effect: "Allow", NotPrincipal: { AWS: vendorRole }, Action: "sts:AssumeRole" }),
    false,
  ],
];

const conditions: Case[] = [
  ["StringEquals, right id", withCondition({ StringEquals: externalId }), true],
  ["StringEquals, wrong id", withCondition({ StringEquals: externalId }), false, wrongId],
  ["StringEquals, no id", withCondition({ StringEquals: externalId }), false, noId],
  ["StringEquals, a key in other letters", withCondition({ StringEquals: { "STS:externalid": "right-id" } }), true],
  ["StringEquals, one of several", withCondition({ StringEquals: { "sts:ExternalId": ["old-id", "right-id"] } }), true],
  ["StringEquals, a value in other letters", withCondition({ StringEquals: { "sts:ExternalId": "RIGHT-ID" } }), false],
  ["StringEqualsIgnoreCase", withCondition({ StringEqualsIgnoreCase: { "sts:ExternalId": "RIGHT-ID" } }), true],
  ["StringEqualsIfExists, no id", withCondition({ StringEqualsIfExists: externalId }), true, noId],
  ["StringEqualsIfExists, wrong id", withCondition({ StringEqualsIfExists: externalId }), false, wrongId],
  ["StringNotEquals, no id", withCondition({ StringNotEquals: { "sts:ExternalId": "x" } }), true, noId],
  ["StringNotEquals, that id", withCondition({ StringNotEquals: { "sts:ExternalId": ["x", "right-id"] } }), false],
  ["StringLike", withCondition({ StringLike: { "sts:ExternalId": "right-*" } }), true],
  ["StringLike *, no id", withCondition({ StringLike: { "sts:ExternalId": "*" } }), false, noId],
  ["StringNotLike", withCondition({ StringNotLike: { "sts:ExternalId": "right-?d" } }), false],
  ["ForAllValues, no id", withCondition({ "ForAllValues:StringEquals": externalId }), true, noId],
  ["ForAnyValue, no id", withCondition({ "ForAnyValue:StringEquals": externalId }), false, noId],
  ["Null true, no id", withCondition({ Null: { "sts:ExternalId": "true" } }), true, noId],
  ["Null true, an id", withCondition({ Null: { "sts:ExternalId": true } }), false],
  ["ArnEquals of the role", withCondition({ ArnEquals: { "aws:PrincipalArn": vendorRole } }), true],
  ["ArnEquals of the session", withCondition({ ArnEquals: { "aws:PrincipalArn": vendorSession } }), false],
  ["ArnLike", withCondition({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/rolecall-*" } }), true],
  [
    "ArnLike does not run over a colon",
    withCondition({ ArnLike: { "aws:PrincipalArn": "arn:*:role/rolecall-inventory" } }),
    false,
  ],
  ["ArnNotLike", withCondition({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }), false],
  [
    "the caller's account",
    withCondition({ StringEquals: { "aws:PrincipalAccount": DEFAULT_VENDOR.awsAccountId } }),
    true,
  ],
  [
    "the organisation, from outside",
    withCondition({ StringEquals: { "aws:PrincipalOrgID": state.organizationId } }),
    false,
  ],
  ["MFA asked of a role", withCondition({ Bool: { "aws:MultiFactorAuthPresent": "true" } }), false],
  ["the session's name", withCondition({ StringLike: { "sts:RoleSessionName": "rolecall-*" } }), true],
  ["the session's length", withCondition({ NumericLessThanEquals: { "sts:DurationSeconds": 3600 } }), true],
  ["a shorter session", withCondition({ NumericLessThan: { "sts:DurationSeconds": "3600" } }), false],
  ["a date that is over", withCondition({ DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }), false],
  ["a date that has come", withCondition({ DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }), true],
  ["the address", withCondition({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "127.0.0.0/8"] } }), true],
  ["another address", withCondition({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), false],
  ["not the address", withCondition({ NotIpAddress: { "aws:SourceIp": "127.0.0.1" } }), false],
  [
    "two keys, one wrong",
    withCondition({ StringEquals: { ...externalId, "aws:PrincipalAccount": "999999999999" } }),
    false,
  ],
  [
    "two operators, one wrong",
    withCondition({ StringEquals: externalId, Bool: { "aws:SecureTransport": "false" } }),
    false,
  ],
  ["an operator that does not exist", withCondition({ StringSame: externalId }), false],
];

const statements: Case[] = [
  ["sts:*", policy(allow({ Action: "sts:*" })), true],
  ["the action in other letters", policy(allow({ Action: ["STS:assumerole"] })), true],
  ["another action", policy(allow({ Action: "sts:AssumeRoleWithSAML" })), false],
  ["NotAction", policy(allow({ Action: undefined, NotAction: "sts:TagSession" })), true],
  ["one statement that is no list", JSON.stringify({ Statement: allow({}) }), true],
  [
    "a deny beside it",
    policy(allow({}), allow({ Effect: "Deny", Condition: { StringNotEquals: externalId } })),
    false,
    wrongId,
  ],
  [
    "a deny that does not apply",
    policy(allow({}), allow({ Effect: "Deny", Condition: { StringNotEquals: externalId } })),
    true,
  ],
  ["no JSON", "{not json", false],
  ["no statement", JSON.stringify({ Version: "2012-10-17" }), false],
  ["an effect in other letters", policy(allow({ Effect: "allow" })), false],
  ["tags without sts:TagSession", policy(allow({})), false, { request: { tags: [{ key: "a", value: "b" }] } }],
  [
    "tags with it",
    policy(allow({ Action: ["sts:AssumeRole", "sts:TagSession"] })),
    true,
    { request: { tags: [{ key: "a", value: "b" }] } },
  ],
  ["a source identity without sts:SetSourceIdentity", policy(allow({})), false, { request: { sourceIdentity: "ann" } }],
];

const trusting = (principal: string) => policy(allow({ Principal: { AWS: principal } }));
const callers: Case[] = [
  ["same account, by root, with a policy", trusting(HOME), true, { caller: userCaller("home-able") }],
  ["same account, by root, without one", trusting(HOME), false, { caller: userCaller("home-unable") }],
  [
    "same account, by name, without one",
    trusting(userArn(HOME, "home-unable")),
    true,
    { caller: userCaller("home-unable") },
  ],
  [
    "same account, by name, denied",
    trusting(userArn(HOME, "home-denied")),
    false,
    { caller: userCaller("home-denied") },
  ],
  [
    "other account, by name, with a policy",
    trusting(userArn(OTHER, "other-able")),
    true,
    { caller: userCaller("other-able") },
  ],
  [
    "other account, by name, without one",
    trusting(userArn(OTHER, "other-unable")),
    false,
    { caller: userCaller("other-unable") },
  ],
  [
    "the organisation, from inside",
    policy(allow({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": state.organizationId } } })),
    true,
    { caller: userCaller("other-able") },
  ],
  [
    "a tag of the caller",
    policy(allow({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalTag/team": "platform" } } })),
    true,
    { caller: userCaller("other-able") },
  ],
  [
    "BoolIfExists on MFA with a long-term key, which carries no such key",
    policy(allow({ Principal: { AWS: OTHER }, Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } })),
    true,
    { caller: userCaller("other-able") },
  ],
];

describe("mayAssumeRole", () => {
  describe.each([
    ["principals", principals],
    ["conditions", conditions],
    ["statements", statements],
    ["callers", callers],
  ])("%s", (_, cases) => {
    it.each(cases)("%s", (_name, trustPolicy, expected, options) => {
      expect(decide(trustPolicy, options)).toBe(expected);
    });
  });
});
