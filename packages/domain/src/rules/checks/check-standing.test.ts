import { expect, test } from "vitest";
import type { CheckCounts, CheckId, CheckResult } from "../../judgement/check.ts";
import type { OpenFindings } from "../../judgement/finding-summary.ts";
import { checkStanding, summarizeFindings } from "./check-standing.ts";
import { checkOf } from "./find-checks.ts";

const finding = (checkId: CheckId, over: Partial<OpenFindings> = {}): OpenFindings => ({
  checkId,
  severity: "high",
  isExcepted: false,
  count: 1,
  provisional: 0,
  ...over,
});

const ACCOUNT_CHECK = checkOf("federation_in_place");
const USER_CHECK = checkOf("inline_admin_policy");

type Case = {
  counts?: CheckCounts;
  judged?: number;
  notJudged?: number;
  excepted?: number;
  check?: typeof USER_CHECK;
  result: CheckResult;
};

test.each<[string, Case]>([
  ["what fails has failed", { counts: { failed: 2, passed: 5, unknown: 3 }, excepted: 1, result: "failed" }],
  ["what could not be judged", { counts: { failed: 0, passed: 5, unknown: 1 }, result: "unknown" }],
  ["an account that was not judged", { counts: { failed: 0, passed: 5, unknown: 0 }, notJudged: 1, result: "unknown" }],
  ["no account that was judged", { judged: 0, result: "unknown" }],
  [
    "only what is answered for fails",
    { counts: { failed: 1, passed: 5, unknown: 0 }, excepted: 1, result: "excepted" },
  ],
  ["all pass", { counts: { failed: 0, passed: 5, unknown: 0 }, result: "passed" }],
  ["there is nothing that it is of", { result: "no_subject" }],
  ["an account of which nothing is told", { check: ACCOUNT_CHECK, result: "unknown" }],
])("%s", (_, { counts, judged = 1, notJudged = 0, excepted = 0, check = USER_CHECK, result }) => {
  const findings = [
    finding(check.id, { isExcepted: true, count: excepted }),
    finding("credential_unused", { severity: "critical" }),
  ];
  const standing = checkStanding(
    check,
    { counts: new Map(counts ? [[check.id, counts]] : []), accountsJudged: judged, accountsNotJudged: notJudged },
    findings,
  );
  expect(standing).toMatchObject({ id: check.id, result, excepted, worst: null });
});

test("findings are summed by severity and by check, what is answered for apart", () => {
  const summary = summarizeFindings([
    finding("credential_unused", { severity: "low", count: 5, provisional: 2 }),
    finding("inline_admin_policy", { severity: "critical", count: 2 }),
    finding("inline_admin_policy", { isExcepted: true, count: 4, provisional: 4 }),
    finding("root_access_key", { isExcepted: true }),
  ]);
  expect(summary).toMatchObject({ open: 7, excepted: 5, provisional: 2 });
  expect(summary.bySeverity).toMatchObject({ critical: 2, high: 0, low: 5 });
  expect(summary.byCheck.map(({ checkId, open, excepted, worst }) => [checkId, open, excepted, worst])).toEqual([
    ["inline_admin_policy", 2, 4, "critical"],
    ["credential_unused", 5, 0, "low"],
    ["root_access_key", 0, 1, null],
  ]);
});
