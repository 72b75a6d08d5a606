import { type AccountIds, insertRows, makeAccount, userRow } from "@rolecall/db/testing";
import { ListFindingsInput } from "@rolecall/domain";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getFinding, listFindings } from "./findings.ts";
import { makeException, makeFinding, makePeriods } from "./findings-fixture.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);
const CORRECTED = { kind: "corrected", sentence: "The user has MFA.", scanId: null };

let ctx: Ctx;
let account: AccountIds;
let user: ReturnType<typeof userRow>;
beforeEach(async () => {
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  account = await makeAccount(tenantId, { status: "ok" });
  user = userRow(account);
  await insertRows("iam_user", [user]);
});

const list = async (input: Partial<ListFindingsInput> = {}) =>
  (await listFindings(ctx, ListFindingsInput.parse(input))).items;
const onUser = () => ({ checkId: "inline_admin_policy", subject: "user", subjectId: user.id }) as const;

/** Opened on January 1, graver from February 1, resolved on March 1, opened again on April 1, resolved on May 1. */
async function makeCourse() {
  const now = {
    first_opened_at: "2026-01-01T00:00:00Z",
    opened_at: "2026-04-01T00:00:00Z",
    times_opened: 2,
    resolved_at: "2026-05-01T00:00:00Z",
    resolution: CORRECTED,
    severity: "high",
    sentence: "Again.",
  };
  const finding = await makeFinding(account, onUser(), now);
  await makePeriods(account, finding, [
    {
      opened_at: "2026-01-01T00:00:00Z",
      resolved_at: "2026-02-01T00:00:00Z",
      severity: "low",
      sentence: "At first.",
    },
    {
      opened_at: "2026-02-01T00:00:00Z",
      resolved_at: "2026-03-01T00:00:00Z",
      resolution: CORRECTED,
      severity: "critical",
      sentence: "Worse.",
    },
    {
      opened_at: "2026-03-15T00:00:00Z",
      resolved_at: "2026-03-15T00:00:00Z",
      resolution: CORRECTED,
      sentence: "Never.",
    },
  ]);
  return finding;
}

test("the list is what the periods tell, its instants included at the beginning and not at the end", async () => {
  const { id } = await makeCourse();
  expect(await list({ asOf: new Date("2025-12-31T23:59:59Z") })).toEqual([]);
  const first = { id, status: "open", severity: "low", sentence: "At first.", timesOpened: 1, resolvedAt: null };
  expect(await list({ asOf: day("01-01") })).toMatchObject([{ ...first, openedAt: day("01-01") }]);
  const graver = { severity: "critical", sentence: "Worse.", timesOpened: 1, openedAt: day("01-01") };
  expect(await list({ asOf: day("02-01") })).toMatchObject([graver]);
  expect(await list({ asOf: day("02-15"), severity: "low" })).toEqual([]);
  expect(await list({ asOf: day("03-01") })).toEqual([]);
  expect(await list({ asOf: day("03-15"), status: "resolved" })).toMatchObject([
    { id, status: "resolved", resolvedAt: day("03-01"), resolution: CORRECTED, sentence: "Worse.", timesOpened: 1 },
  ]);
  expect(await list({ asOf: day("04-15") })).toMatchObject([
    { sentence: "Again.", timesOpened: 2, openedAt: day("04-01"), firstOpenedAt: day("01-01"), resolution: null },
  ]);
  expect(await list({ asOf: day("04-15"), awsAccountId: account.awsAccountId })).toHaveLength(1);
  expect(await list({ asOf: day("04-15"), awsAccountId: "000000000000" })).toEqual([]);
});

test("the list of this moment is the list of now", async () => {
  await makeCourse();
  const other = { ...onUser(), checkId: "two_key_deadlock" } as const;
  await makeFinding(account, other, { severity_override: "low", is_provisional: true });
  await makeException(account, other);
  for (const status of [undefined, "open", "excepted", "resolved"] as const) {
    expect(await list({ status, asOf: NOW })).toEqual(await list({ status }));
  }
});

test("a finding is excepted by what stood then", async () => {
  await makeFinding(account, onUser());
  const ended = {
    created_at: "2026-02-01T00:00:00Z",
    ended_at: "2026-03-01T00:00:00Z",
    end_kind: "void",
    end_reason: "No MFA",
  };
  await makeException(account, onUser(), ended);
  const statusAt = async (asOf: Date) =>
    (await list({ asOf })).map(({ status, exception }) => [status, exception?.state, exception?.endReason]);
  expect(await statusAt(day("01-15"))).toEqual([["open", undefined, undefined]]);
  expect(await statusAt(day("02-01"))).toEqual([["excepted", "active", null]]);
  expect(await statusAt(day("03-01"))).toEqual([["open", "void", "No MFA"]]);
});

test("one finding tells its course until then, and was not before", async () => {
  const { id } = await makeCourse();
  const then = await getFinding(ctx, { id, asOf: day("02-15") });
  expect(then).toMatchObject({ severity: "critical", resolvedAt: null });
  expect(then.periods.map(({ sentence, resolvedAt }) => [sentence, resolvedAt])).toEqual([
    ["Worse.", null],
    ["At first.", day("02-01")],
  ]);
  const before = getFinding(ctx, { id, asOf: new Date("2025-12-31T00:00:00Z") });
  await expect(before).rejects.toMatchObject({ code: "NOT_FOUND" });
});
