import { describe, expect, test } from "vitest";
import type { Subject } from "../inventory/change.ts";
import type { VersionContent } from "./fields.ts";
import { ADMIN, changed, ci, inline, READ_ONLY, trust } from "./steps-fixture.ts";

describe("what could not be read before or after is no change", () => {
  test.each<[string, Subject, VersionContent, VersionContent]>([
    ["MFA", "user", { mfa: "unknown" }, { mfa: "virtual" }],
    ["whether MFA is active", "user", { mfa: "unknown", has_mfa: null }, { mfa: "unknown", has_mfa: true }],
    ["the kind of MFA", "user", { mfa: "unknown", has_mfa: true }, { mfa: "virtual", has_mfa: true }],
    ["MFA before it was kept", "user", { mfa: "unknown" }, { mfa: "unknown", has_mfa: true }],
    ["MFA devices", "user", { mfa_devices: null }, { mfa_devices: [{ serialNumber: "x" }] }],
    ["a console password", "user", { has_console_password: null }, { has_console_password: true }],
    ["keys", "user", { active_access_keys: 1 }, { active_access_keys: null }],
    [
      "an inline policy",
      "user",
      { inline_policies: [inline("s3", null, "Not read: denied")] },
      { inline_policies: [inline("s3", { a: 1 })] },
    ],
    ["a field that versions did not have", "user", {}, { inline_policies: [inline("s3", { a: 1 })] }],
    ["a trust policy", "role", { trust: { principals: [], unread: "denied" } }, trust(["AWS", "*"])],
    ["assignments", "permission_set", { assignments: null }, { assignments: [] }],
    ["the last use", "credential", { last_use: "unknown" }, { last_use: "at" }],
    ["the root user's MFA", "account", { root: { mfaActive: null } }, { root: { mfaActive: true } }],
  ])("%s", (_, subject, before, after) => {
    expect(changed(subject, {}, before, after).fields).toEqual([]);
  });
});

test("policies are shown side by side, and lists as what came and went", () => {
  const { fields } = changed(
    "role",
    ci,
    { ...trust(["AWS", "111122223333"]), attached_policy_arns: [ADMIN] },
    { ...trust(["AWS", "444455556666"]), attached_policy_arns: [READ_ONLY] },
  );
  expect(fields).toEqual([
    expect.objectContaining({
      field: "trust.principals",
      gained: ["AWS 444455556666"],
      lost: ["AWS 111122223333"],
      isPolicy: false,
    }),
    expect.objectContaining({
      field: "trust.document",
      isPolicy: true,
      before: { Statement: [["AWS", "111122223333"]] },
    }),
    expect.objectContaining({ field: "attachedPolicyArns", gained: [READ_ONLY], lost: [ADMIN] }),
  ]);
});
