import { describe, expect, it } from "vitest";
import { findDenial, type IdentityPolicies } from "./policy-evaluation.ts";

const policy = (effect: string, action: string | string[], more: object = { Resource: "*" }) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Action: action, ...more }] });

const resource = "arn:aws:iam::200000000002:user/security/ann";
const context = new Map([["aws:username", ["ann"]]]);
const readAll = policy("Allow", ["iam:Get*", "iam:List*"]);
const only = (identity: string): IdentityPolicies => ({ identity: [identity], boundary: null, session: null });

const cases: [name: string, policies: IdentityPolicies, expected: ReturnType<typeof findDenial>][] = [
  ["a wildcard action", only(readAll), null],
  ["another action", only(policy("Allow", "iam:GetUser")), { by: "identity", explicit: false }],
  ["no policy at all", { identity: [], boundary: null, session: null }, { by: "identity", explicit: false }],
  ["a resource pattern", only(policy("Allow", "iam:*", { Resource: "arn:aws:iam::*:user/security/*" })), null],
  [
    "another resource",
    only(policy("Allow", "iam:*", { Resource: "arn:aws:iam::*:user/ann" })),
    { by: "identity", explicit: false },
  ],
  ["NotResource", only(policy("Allow", "iam:*", { NotResource: resource })), { by: "identity", explicit: false }],
  ["a policy variable", only(policy("Allow", "iam:*", { Resource: `arn:aws:iam::*:user/*/$\{aws:username}` })), null],
  [
    "a policy with a principal is for resources",
    only(policy("Allow", "iam:*", { Principal: "*" })),
    { by: "identity", explicit: false },
  ],
  ["malformed", only(`${readAll},`), { by: "identity", explicit: false }],
  [
    "an explicit deny",
    { identity: [readAll, policy("Deny", "iam:ListAccessKeys")], boundary: null, session: null },
    { by: "identity", explicit: true },
  ],
  ["a session policy that allows", { identity: [policy("Allow", "*")], boundary: null, session: [readAll] }, null],
  [
    "a session policy that does not",
    { identity: [readAll], boundary: null, session: [policy("Allow", "s3:*")] },
    { by: "session", explicit: false },
  ],
  [
    "a session policy that denies",
    { identity: [readAll], boundary: null, session: [readAll, policy("Deny", "*")] },
    { by: "session", explicit: true },
  ],
  [
    "a boundary that does not",
    { identity: [readAll], boundary: [policy("Allow", "s3:*")], session: null },
    { by: "boundary", explicit: false },
  ],
  [
    "a boundary that is not there",
    { identity: [readAll], boundary: [], session: null },
    { by: "boundary", explicit: false },
  ],
  [
    "a session policy does not add",
    { identity: [policy("Allow", "s3:*")], boundary: null, session: [readAll] },
    { by: "identity", explicit: false },
  ],
];

describe("findDenial", () => {
  it.each(cases)("%s", (_, policies, expected) => {
    expect(findDenial(policies, { action: "iam:ListAccessKeys", resource, context })).toEqual(expected);
  });
});
