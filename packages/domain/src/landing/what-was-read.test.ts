import { describe, expect, it } from "vitest";
import type { ResourceCoverage } from "../scans/coverage.ts";
import { describeGaps, freshnessOf, knownCounts, wasReadIn } from "./what-was-read.ts";

const AS_OF = new Date("2026-06-01T10:00:00Z");
const REPORT_AT = new Date("2026-06-01T08:00:00Z");
const entry = (resource: ResourceCoverage["resource"], over: Partial<ResourceCoverage> = {}): ResourceCoverage => ({
  ...{ resource, state: "read", reason: null, action: null, deniedBy: null, observedAt: null },
  ...over,
});
const denied = (resource: ResourceCoverage["resource"]) =>
  entry(resource, { state: "denied", action: "iam:ListRoles" });

it("several kinds were read where each of them was", () => {
  const wasRead = wasReadIn({ coverage: [entry("users"), entry("groups"), denied("roles")] });
  expect([wasRead("users"), wasRead("users", "groups"), wasRead("users", "roles"), wasRead()]).toEqual([
    true,
    true,
    false,
    true,
  ]);
});

it.each([
  [false, { source: "credential_report", observedAt: REPORT_AT }, { source: "live_api", observedAt: AS_OF }],
  [true, { source: "upload", observedAt: REPORT_AT }, { source: "upload", observedAt: AS_OF }],
] as const)("what was read is as fresh as the reading, or as its report; uploaded: %s", (isUpload, report, users) => {
  const coverage = [entry("credential_report", { observedAt: REPORT_AT }), entry("users"), denied("roles")];
  expect(freshnessOf({ coverage }, { asOf: AS_OF, isUpload })).toEqual({ credential_report: report, users });
});

describe("what a reading lacks", () => {
  const problem = (resource: string) => ({ resource, message: "It is no JSON" });
  it.each([
    ["nothing", [entry("users"), entry("saml_providers", { state: "not_applicable" })], [], null],
    ["a kind", [denied("roles")], [], "Not read: roles (iam:ListRoles denied). The last scan tells why."],
    [
      "what is still to come",
      [entry("access_keys", { state: "pending", reason: "Ids of 3 users" })],
      [],
      "Ids of 3 users.",
    ],
    [
      "what is still to come beside a kind",
      [entry("access_keys", { state: "pending", reason: "Ids of 3 users" }), denied("roles")],
      [],
      "Ids of 3 users. Not read: roles (iam:ListRoles denied). The last scan tells why.",
    ],
    ["a problem", [], [problem("role/web")], "Odd in role/web. The last scan tells why."],
    ["more problems", [], [problem("a"), problem("b")], "Odd in 2 resources. The last scan tells why."],
  ] as const)("is said in one line: %s", (_, coverage, problems, sentence) => {
    expect(describeGaps({ coverage: [...coverage], problems: [...problems] })).toBe(sentence);
  });
});

it("none of a kind that was never read is not none", () => {
  const existing = {
    users: 0,
    roles: 0,
    credentials: 2,
    policies: 0,
    groups: 0,
    instanceProfiles: 0,
    identityProviders: 0,
  };
  const wasRead = wasReadIn({ coverage: [entry("users"), entry("oidc_providers")] });
  expect(knownCounts(existing, wasRead, new Set(["roles", "saml_providers"]))).toEqual({
    ...{ users: 0, roles: 0, credentials: 2, policies: null, groups: null, instanceProfiles: null },
    identityProviders: 0,
  });
  expect(knownCounts(existing, wasRead, new Set()).identityProviders).toBeNull();
});
