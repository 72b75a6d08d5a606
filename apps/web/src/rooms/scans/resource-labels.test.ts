import { describe, expect, it } from "vitest";
import { deniedByInWords } from "./resource-labels.ts";

const nothing = { policyArn: null, authorizationId: null };

describe("deniedByInWords", () => {
  it("tells an explicit deny from a missing allow", () => {
    expect(deniedByInWords({ ...nothing, policyType: "service_control", isExplicit: true })).toBe(
      "Denied explicitly by a service control policy of the organisation",
    );
    expect(deniedByInWords({ ...nothing, policyType: "identity", isExplicit: false })).toBe(
      "Not allowed by a policy of the role",
    );
  });

  it("claims neither where AWS does not say", () => {
    expect(deniedByInWords({ ...nothing, policyType: "session", isExplicit: null })).toBe(
      "Denied by the session policy",
    );
    expect(deniedByInWords({ ...nothing, policyType: "unknown", isExplicit: false })).toBe(
      "Denied by a policy of a kind that AWS does not name",
    );
  });
});
