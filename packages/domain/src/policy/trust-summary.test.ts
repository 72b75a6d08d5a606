import { describe, expect, test } from "vitest";
import { summarizeTrust } from "./trust-summary.ts";

const parsed = (document: unknown) => summarizeTrust({ state: "parsed", document });
const allow = (statement: Record<string, unknown>) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...statement });
const trust = (...statements: Record<string, unknown>[]) => ({
  Version: "2012-10-17",
  Statement: statements.map(allow),
});
const AWS = { AWS: "arn:aws:iam::111122223333:root" };
const WITH_ID = { StringEquals: { "sts:ExternalId": "an-id" } };

describe("principals", () => {
  test.each<[string, unknown, string[]]>([
    ["one service", trust({ Principal: { Service: "ec2.amazonaws.com" } }), ["Service ec2.amazonaws.com"]],
    ["a list", trust({ Principal: { AWS: ["111122223333", "*"] } }), ["AWS 111122223333", "AWS *"]],
    ["everybody", trust({ Principal: "*" }), ["AWS *"]],
    ["everybody but", trust({ NotPrincipal: AWS }), [`NotAWS ${AWS.AWS}`]],
    ["several types", trust({ Principal: { AWS: "1", Federated: "arn:idp" } }), ["AWS 1", "Federated arn:idp"]],
    ["the same twice", trust({ Principal: AWS }, { Principal: AWS }), [`AWS ${AWS.AWS}`]],
    ["a statement that is no list", { Statement: allow({ Principal: AWS }) }, [`AWS ${AWS.AWS}`]],
    ["a denial", trust({ Effect: "Deny", Principal: AWS }), []],
    ["no principal", trust({}), []],
    ["no statement", { Version: "2012-10-17" }, []],
    ["statements that are none", { Statement: ["x", null, 7] }, []],
    ["a principal that is a number", trust({ Principal: { AWS: 111122223333 } }), ["AWS 111122223333"]],
  ])("of %s", (_, document, principals) => {
    const summary = parsed(document);
    expect(summary.principals.map(({ type, value }) => `${type} ${value}`)).toEqual(principals);
    expect(summary.document).toBe(document);
  });

  test.each([
    ["malformed", { state: "malformed", reason: "not JSON" }],
    ["a text", { state: "parsed", document: "x" }],
    ["a list", { state: "parsed", document: [] }],
    ["null", { state: "parsed", document: null }],
  ] as const)("of a policy that is %s are none, and its document is unknown", (_, policy) => {
    expect(summarizeTrust(policy)).toEqual({ principals: [], requiresExternalId: false, document: null });
  });

  test("of a policy that could not be read are none, and it says why", () => {
    expect(summarizeTrust({ state: "unread", reason: "denied" })).toEqual({
      principals: [],
      requiresExternalId: false,
      document: null,
      unread: "denied",
    });
  });
});

describe("the External ID", () => {
  test.each<[string, unknown, boolean]>([
    ["demanded", trust({ Principal: AWS, Condition: WITH_ID }), true],
    [
      "demanded in other capitals",
      trust({ Principal: AWS, Condition: { stringequals: { "STS:EXTERNALID": "x" } } }),
      true,
    ],
    ["one of several", trust({ Principal: AWS, Condition: { StringEquals: { "sts:ExternalId": ["a", "b"] } } }), true],
    ["not asked for", trust({ Principal: AWS }), false],
    [
      "checked only if sent",
      trust({ Principal: AWS, Condition: { StringEqualsIfExists: WITH_ID.StringEquals } }),
      false,
    ],
    ["matched by pattern", trust({ Principal: AWS, Condition: { StringLike: { "sts:ExternalId": "*" } } }), false],
    ["the reverse", trust({ Principal: AWS, Condition: { StringNotEquals: WITH_ID.StringEquals } }), false],
    ["of one way in, not of the other", trust({ Principal: AWS, Condition: WITH_ID }, { Principal: "*" }), false],
    ["beside everybody but one", trust({ Principal: AWS, Condition: WITH_ID }, { NotPrincipal: AWS }), false],
    ["beside a service", trust({ Principal: AWS, Condition: WITH_ID }, { Principal: { Service: "x" } }), true],
    ["of a service alone", trust({ Principal: { Service: "ec2.amazonaws.com" } }), false],
    ["in a denial", trust({ Effect: "Deny", Principal: AWS, Condition: WITH_ID }), false],
  ])("%s", (_, document, required) => {
    expect(parsed(document).requiresExternalId).toBe(required);
  });
});
