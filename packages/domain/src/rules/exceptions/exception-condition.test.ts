import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CredentialKind } from "../../inventory/credential.ts";
import { ExceptionCondition } from "../../judgement/finding.ts";
import type { JudgedGroup, JudgedUser } from "../../judgement/judged.ts";
import { credentialOf, userOf } from "../deadlines/subjects-fixture.ts";
import cases from "./exception-condition.cases.json" with { type: "json" };
import { type ConditionFacts, conditionStands } from "./exception-condition.ts";

type Case = {
  name: string;
  source: string;
  given: {
    condition: unknown;
    /** Null: none; absent: one without policies. */
    user?: Partial<JudgedUser> | null;
    policies?: Record<string, unknown>;
    groups?: Record<string, Pick<JudgedGroup, "attachedPolicyArns" | "inlinePolicies">>;
    credentials?: CredentialKind[];
  };
  expected: { stands: boolean | null; reason?: string };
};

const factsOf = ({ user, policies = {}, groups = {}, credentials = [] }: Case["given"]): ConditionFacts => ({
  user: user === null ? null : userOf(user),
  credentials: credentials.map((kind) => credentialOf(kind)),
  policies: new Map(Object.entries(policies).map(([arn, document]) => [arn, { document, problem: null }])),
  groups: new Map(Object.entries(groups)),
});

describe("the condition of an exception", () => {
  test.each(cases as Case[])("$name ($source)", ({ given, expected }) => {
    const condition = ExceptionCondition.parse(given.condition);
    expect(conditionStands(condition, factsOf(given))).toMatchObject(expected);
  });
});

describe("properties", () => {
  const prefix = fc.integer({ min: 0, max: 32 });
  const policyOf = (cidr: string) => ({
    Statement: { Effect: "Deny", Action: "*", Resource: "*", Condition: { NotIpAddress: { "aws:SourceIp": cidr } } },
  });
  const standsFor = (agreed: string, actual: string) =>
    conditionStands(
      { kind: "source_ip", cidrs: [agreed] },
      factsOf({
        condition: null,
        user: { inlinePolicies: [{ name: "limits", document: policyOf(actual), problem: null }] },
      }),
    ).stands;

  test("of one address a range stands exactly if it is as narrow as agreed, or narrower", () => {
    fc.assert(
      fc.property(fc.ipV4(), prefix, prefix, (address, agreed, actual) => {
        expect(standsFor(`${address}/${agreed}`, `${address}/${actual}`)).toBe(actual >= agreed);
      }),
    );
  });

  test("an IPv6 address lies within every range about it, however it is written", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, agreed) => {
        expect(standsFor(`${address}/${agreed}`, address)).toBe(true);
      }),
    );
  });
});
