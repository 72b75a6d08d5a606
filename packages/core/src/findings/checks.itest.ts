import { type AccountIds, makeAccount } from "@rolecall/db/testing";
import { CHECKS, type CheckId } from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getFindingSummary, listChecks } from "./checks.ts";
import { makeException, makeFinding, makeJudgement } from "./findings-fixture.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const counts = (failed: number, passed: number, unknown = 0) => ({ failed, passed, unknown });

let ctx: Ctx;
let account: AccountIds;
let elsewhere: AccountIds;
beforeEach(async () => {
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  account = await makeAccount(tenantId, { status: "ok" });
  elsewhere = await makeAccount(tenantId, { status: "ok" });
});

const onUser = (checkId: CheckId = "inline_admin_policy") =>
  ({ checkId, subject: "user", subjectId: ctx.newId() }) as const;
const standingOf = async (id: CheckId, input: Parameters<typeof listChecks>[1] = {}) =>
  (await listChecks(ctx, input)).checks.find((check) => check.id === id);

describe("checks", () => {
  test("are all unknown before any account was judged", async () => {
    const view = await listChecks(ctx, {});
    expect(view).toMatchObject({ benchmark: null, accountsJudged: 0, accountsNotJudged: 2, judgedAt: null });
    expect(view.checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
    expect(new Set(view.checks.map(({ result }) => result))).toEqual(new Set(["unknown"]));
  });

  test("count what the last whole judgement of each account says", async () => {
    await makeJudgement(account, { inline_admin_policy: counts(9, 9) }, { judged_at: "2026-01-01T00:00:00Z" });
    await makeJudgement(account, { inline_admin_policy: counts(1, 2, 3) }, { judged_at: "2026-05-01T00:00:00Z" });
    const alone = { judged_at: "2026-05-02T00:00:00Z", user_record_id: ctx.newId() };
    await makeJudgement(account, { inline_admin_policy: counts(7, 0) }, alone);
    await makeJudgement(elsewhere, { inline_admin_policy: counts(10, 20, 30) }, { judged_at: "2026-04-01T00:00:00Z" });
    const gone = await makeAccount(account.tenantId, { status: "disconnected" });
    await makeJudgement(gone, { inline_admin_policy: counts(100, 100) });
    expect(await listChecks(ctx, {})).toMatchObject({
      accountsJudged: 2,
      accountsNotJudged: 0,
      judgedAt: new Date("2026-04-01T00:00:00Z"),
    });
    expect(await standingOf("inline_admin_policy")).toMatchObject({ counts: counts(11, 22, 33), result: "failed" });
    const one = { awsAccountId: account.awsAccountId };
    expect(await standingOf("inline_admin_policy", one)).toMatchObject({ counts: counts(1, 2, 3) });
    const then = { asOf: new Date("2026-04-15T00:00:00Z") };
    expect(await standingOf("inline_admin_policy", then)).toMatchObject({ counts: counts(119, 129, 30) });
    expect(await listChecks(ctx, { awsAccountId: "000000000000" })).toMatchObject({
      accountsJudged: 0,
      accountsNotJudged: 0,
    });
  });

  test("pass only where everything was judged, and are excepted where somebody answers for all that fails", async () => {
    const answered = onUser("user_direct_policies");
    await makeFinding(account, answered);
    await makeException(account, answered);
    const open = onUser("quarantine_policy");
    await makeFinding(account, open, { severity: "low", severity_override: "high" });
    const judged = {
      root_mfa: counts(0, 1),
      root_access_key: counts(0, 1, 1),
      user_direct_policies: counts(1, 4),
      quarantine_policy: counts(1, 4),
    };
    await makeJudgement(account, judged);
    const one = { awsAccountId: account.awsAccountId };
    expect(await standingOf("root_mfa", one)).toMatchObject({ result: "passed" });
    expect(await standingOf("root_access_key", one)).toMatchObject({ result: "unknown" });
    expect(await standingOf("saml_provider_expired", one)).toMatchObject({ result: "no_subject" });
    expect(await standingOf("user_direct_policies", one)).toMatchObject({
      result: "excepted",
      excepted: 1,
      worst: null,
    });
    expect(await standingOf("quarantine_policy", one)).toMatchObject({ result: "failed", excepted: 0, worst: "high" });
    expect(await standingOf("root_mfa")).toMatchObject({ result: "unknown", counts: counts(0, 1) });
    expect(await standingOf("quarantine_policy")).toMatchObject({ result: "failed" });
  });

  test("of accounts are unknown where a judgement does not tell of them", async () => {
    await makeJudgement(account, { root_mfa: counts(0, 1) });
    await makeJudgement(elsewhere, {});
    expect(await standingOf("root_mfa")).toMatchObject({ counts: counts(0, 1, 1), result: "unknown" });
    expect(await standingOf("root_mfa", { awsAccountId: account.awsAccountId })).toMatchObject({ result: "passed" });
    expect(await standingOf("credential_overdue")).toMatchObject({ counts: counts(0, 0), result: "no_subject" });
  });

  test("of a benchmark are those that answer a control of it, beside what cannot be assessed", async () => {
    const view = await listChecks(ctx, { benchmark: "cis_7.0.0" });
    const ids = view.checks.map(({ id }) => id);
    expect(ids).toContain("root_mfa");
    expect(ids).not.toContain("trust_external_id_guessable");
    expect(view.benchmark).toBe("cis_7.0.0");
    expect(new Set(view.notAssessed.map(({ benchmark }) => benchmark))).toEqual(new Set(["cis_7.0.0"]));
    expect((await listChecks(ctx, {})).notAssessed.length).toBeGreaterThan(view.notAssessed.length);
  });

  test("of the future are refused", async () => {
    const future = listChecks(ctx, { asOf: new Date(NOW.getTime() + 1) });
    await expect(future).rejects.toMatchObject({ code: "INVALID", details: { field: "asOf" } });
  });
});

describe("the summary", () => {
  test("counts what is open by severity and by check, the gravest first", async () => {
    await makeFinding(account, onUser("quarantine_policy"), { severity: "high", is_provisional: true });
    await makeFinding(account, onUser("quarantine_policy"), { severity: "low" });
    await makeFinding(elsewhere, onUser("user_direct_policies"), { severity: "info", severity_override: "critical" });
    const answered = onUser("inline_admin_policy");
    await makeFinding(account, answered, { severity: "critical" });
    await makeException(account, answered);
    const done = { resolved_at: "2026-02-01T00:00:00Z", resolution: { kind: "corrected", sentence: "", scanId: null } };
    await makeFinding(account, onUser("two_key_deadlock"), done);
    expect(await getFindingSummary(ctx, {})).toMatchObject({
      open: 3,
      excepted: 1,
      provisional: 1,
      bySeverity: { critical: 1, high: 1, medium: 0, low: 1, info: 0 },
      byCheck: [
        { checkId: "user_direct_policies", open: 1, excepted: 0, worst: "critical" },
        { checkId: "quarantine_policy", open: 2, excepted: 0, worst: "high" },
        { checkId: "inline_admin_policy", open: 0, excepted: 1, worst: null },
      ],
    });
    expect(await getFindingSummary(ctx, { awsAccountId: elsewhere.awsAccountId })).toMatchObject({
      open: 1,
      excepted: 0,
    });
    const then = { asOf: new Date("2026-01-15T00:00:00Z"), awsAccountId: account.awsAccountId };
    expect(await getFindingSummary(ctx, then)).toMatchObject({ open: 3, excepted: 1 });
  });
});
