import type { CheckResult, CheckStanding } from "@rolecall/domain";
import { expect, test } from "vitest";
import { checkRows } from "./check-rows.ts";

const standing = (id: CheckStanding["id"], controls: readonly string[], result: CheckResult): CheckStanding => ({
  id,
  title: id,
  subject: "user",
  severity: "medium",
  why: "why",
  fix: "fix",
  source: "source",
  controls: controls.map((control) => ({ benchmark: "cis_7.0.0", control, level: 1 })),
  result,
  counts: { failed: 0, passed: 0, unknown: 0 },
  excepted: 0,
  worst: null,
});

test("with a benchmark each control is a line, in the order of its numbers", () => {
  const checks = [
    standing("one_active_key", ["2.10", "2.9"], "passed"),
    standing("root_mfa", ["2.4"], "failed"),
    standing("trust_public", [], "failed"),
  ];
  const lines = checkRows(checks, "cis_7.0.0").map(({ control, check }) => [control?.control, check.id]);
  expect(lines).toEqual([
    ["2.4", "root_mfa"],
    ["2.9", "one_active_key"],
    ["2.10", "one_active_key"],
  ]);
});

test("without one each check is a line once: what needs somebody first, then what nobody knows", () => {
  const checks = [
    standing("support_role", [], "no_subject"),
    standing("root_mfa", ["2.4"], "passed"),
    standing("user_direct_policies", [], "excepted"),
    standing("root_access_key", [], "unknown"),
    { ...standing("trust_public", [], "failed"), worst: "low" as const },
    { ...standing("admin_policy", ["1", "2"], "failed"), worst: "critical" as const },
  ];
  expect(checkRows(checks, null).map(({ check }) => check.id)).toEqual([
    "admin_policy",
    "trust_public",
    "root_access_key",
    "user_direct_policies",
    "root_mfa",
    "support_role",
  ]);
});
