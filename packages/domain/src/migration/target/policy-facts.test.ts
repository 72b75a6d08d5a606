import { expect, test } from "vitest";
import { policyFacts } from "./policy-facts.ts";

const policy = (...Statement: Record<string, unknown>[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Condition?: unknown) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...(Condition ? { Condition } : {}),
});

test.each([
  {
    of: "two policies",
    documents: [policy(allow(["s3:GetObject", "S3:Put*"])), policy(allow("sqs:*"))],
    services: ["s3", "sqs"],
  },
  { of: "everything", documents: [policy(allow("*"))], services: ["*"] },
  { of: "a pattern of services", documents: [policy(allow("s*:Get*"))], services: ["*"] },
  {
    of: "all but one action",
    documents: [policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })],
    services: ["*"],
  },
  {
    of: "a denial, which allows nothing",
    documents: [policy({ Effect: "Deny", Action: "s3:*", Resource: "*" })],
    services: [],
  },
  { of: "no policy at all", documents: [], services: [] },
  { of: "a policy that was not read", documents: [policy(allow("s3:*")), null], services: null },
])("services of $of", ({ documents, services }) => {
  expect(policyFacts(documents).allowedServices).toEqual(services);
});

test("keys of conditions, of denials too, as MFA is mostly asked for there", () => {
  const withoutMfa = {
    Effect: "Deny",
    NotAction: "iam:*",
    Resource: "*",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  };
  const office = { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } };
  expect(policyFacts([policy(allow("s3:*", office), withoutMfa)]).conditionKeys).toEqual([
    "aws:multifactorauthpresent",
    "aws:sourceip",
  ]);
  expect(policyFacts([null]).conditionKeys).toBeNull();
});
