import { expect, it } from "vitest";
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
import { coverageOf, failureOf } from "./outcome.ts";

const failed = (kind: AwsErrorKind, name: string, message: string) =>
  failureOf(new AwsCallFailed("iam:ListRoles", kind, 1, Object.assign(new Error(message), { name })));

it.each<[AwsErrorKind, string, string, string, RegExp]>([
  ["denied", "AccessDenied", "no", "denied", /^iam:ListRoles is denied to the role; allow it/],
  ["denied", "AccessDenied", "with an explicit deny in a service control policy", "denied", /organisation/],
  ["denied", "AccessDenied", "because no permissions boundary allows the x action", "denied", /boundary of the role/],
  ["denied", "OptInRequired", "needs a subscription", "denied", /suspended, closed or not signed up/],
  ["credentials", "RegionDisabledException", "STS is not activated", "denied", /Region is not enabled/],
  ["throttled", "Throttling", "Rate exceeded", "throttled", /was throttled/],
  ["transient", "ServiceFailure", "try later", "failed", /failed on each attempt/],
  ["unknown", "SomethingNew", "what is it", "failed", /was refused \(SomethingNew\)/],
])("puts %s (%s: %s) into words", (kind, name, message, state, reason) => {
  const failure = failed(kind, name, message);
  expect(failure).toMatchObject({ state, reason: expect.stringMatching(reason), action: "iam:ListRoles" });
  expect(failure.reason).toContain(`AWS: ${message}`);
});

it("hands on to the coverage what AWS names as the cause of a denial, and of nothing else", () => {
  const denied = failed("denied", "AccessDenied", "with an explicit deny in a session policy");
  expect(coverageOf("roles", { ok: false, failure: denied }).deniedBy).toMatchObject({
    policyType: "session",
    isExplicit: true,
  });
  expect(failed("throttled", "Throttling", "Rate exceeded").deniedBy).toBeNull();
});
