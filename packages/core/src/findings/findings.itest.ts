import { type AccountIds, credentialRow, insertRows, makeAccount, ownerSql, userRow } from "@rolecall/db/testing";
import { ListFindingsInput } from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getFinding, listFindings, updateFinding } from "./findings.ts";
import { makeException, makeFinding } from "./findings-fixture.ts";

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
  user = userRow(account, { user_name: "build-bot", keys_read_at: "2026-05-31T00:00:00Z" });
  await insertRows("iam_user", [user]);
});

const list = async (input: Partial<ListFindingsInput> = {}) =>
  (await listFindings(ctx, { ...ListFindingsInput.parse({}), ...input })).items;
const idsOf = async (input: Partial<ListFindingsInput> = {}) => (await list(input)).map(({ id }) => id);
const onUser = () => ({ checkId: "inline_admin_policy", subject: "user", subjectId: user.id }) as const;
const ids = (...rows: { id: string }[]) => rows.map(({ id }) => id);

describe("the list", () => {
  test("shows the gravest first, of these what is open longest, an override above what is judged, page by page", async () => {
    const of = (checkId: "quarantine_policy" | "user_direct_policies" | "inline_admin_policy" | "two_key_deadlock") =>
      ({ ...onUser(), checkId }) as const;
    const low = await makeFinding(account, of("quarantine_policy"), {
      severity: "low",
      opened_at: "2026-01-01T00:00:00Z",
    });
    const newer = await makeFinding(account, of("inline_admin_policy"), {
      severity: "high",
      opened_at: "2026-03-01T00:00:00Z",
    });
    const older = await makeFinding(account, of("two_key_deadlock"), {
      severity: "high",
      opened_at: "2026-02-01T00:00:00Z",
    });
    const raised = { severity: "info", severity_override: "critical", opened_at: "2026-05-01T00:00:00Z" };
    const overridden = await makeFinding(account, of("user_direct_policies"), raised);
    const inOrder = ids(overridden, older, newer, low);
    expect(await idsOf()).toEqual(inOrder);
    expect(await idsOf({ sort: "-severity" })).toEqual(inOrder.toReversed());
    expect(await idsOf({ severity: "critical" })).toEqual([overridden.id]);
    expect(await idsOf({ severity: "info" })).toEqual([]);
    const first = await listFindings(ctx, ListFindingsInput.parse({ limit: 3 }));
    expect(first.items.map(({ id }) => id)).toEqual(inOrder.slice(0, 3));
    const second = await listFindings(
      ctx,
      ListFindingsInput.parse({ limit: 3, cursor: first.nextCursor ?? undefined }),
    );
    expect(second).toMatchObject({ items: [{ id: low.id }], nextCursor: null });
    expect(first.items[0]).toMatchObject({
      severity: "critical",
      judgedSeverity: "info",
      severityOverride: "critical",
    });
  });

  test("tells of a finding what the catalogue says of its check", async () => {
    await makeFinding(account, onUser());
    const [finding] = await list();
    expect(finding?.title).toMatch(/\S/);
    expect(finding?.fix).toMatch(/\S/);
    expect(finding?.controls.map(({ benchmark }) => benchmark)).toContain("cis_7.0.0");
    expect(finding).not.toHaveProperty("accountId");
  });

  test("shows open and excepted ones; an exception counts from its making to its end", async () => {
    const open = await makeFinding(account, onUser());
    const other = { ...onUser(), checkId: "two_key_deadlock" } as const;
    const excepted = await makeFinding(account, other);
    await makeException(account, other);
    const third = { ...onUser(), checkId: "user_direct_policies" } as const;
    const expired = await makeFinding(account, third);
    await makeException(account, third, { expires_at: NOW.toISOString() });
    const done = { resolved_at: "2026-02-01T00:00:00Z", resolution: CORRECTED };
    const resolved = await makeFinding(account, { ...onUser(), checkId: "quarantine_policy" }, done);
    expect(await list()).toHaveLength(3);
    expect(new Set(await idsOf({ status: "open" }))).toEqual(new Set(ids(open, expired)));
    expect(await list({ status: "excepted" })).toMatchObject([
      { id: excepted.id, status: "excepted", exception: { owner: "Platform", state: "active", resourceName: "batch" } },
    ]);
    expect(await list({ status: "resolved" })).toMatchObject([
      { id: resolved.id, status: "resolved", resolution: CORRECTED, exception: null },
    ]);
    expect((await list()).find(({ id }) => id === expired.id)).toMatchObject({
      status: "open",
      exception: { state: "expired", endedAt: null },
    });
  });

  test("is filtered by each of its filters", async () => {
    const elsewhere = await makeAccount(account.tenantId, { status: "ok" });
    const row = {
      resource_name: "AKIA100%",
      user_record_id: user.id,
      assignee: "ada",
      owner: "team-a",
      opened_at: "2026-04-01T00:00:00Z",
      is_provisional: true,
    };
    const key = credentialRow(account, { user_record_id: user.id, access_key_id: "AKIA100%" });
    await insertRows("credential", [key]);
    const wanted = await makeFinding(
      account,
      { checkId: "credential_overdue", subject: "credential", subjectId: key.id },
      row,
    );
    await makeFinding(elsewhere, { checkId: "root_mfa", subject: "account", subjectId: ctx.newId() });
    const filters: Partial<ListFindingsInput>[] = [
      { awsAccountId: account.awsAccountId },
      { q: "100%" },
      { q: "BUILD-b" },
      { checkId: "credential_overdue" },
      { subject: "credential" },
      { subjectId: key.id },
      { userRecordId: user.id },
      { assignee: "ada" },
      { owner: "team-a" },
      { openedFrom: day("04-01") },
      { provisional: true },
      { benchmark: "cis_7.0.0", checkId: "credential_overdue" },
    ];
    for (const filter of filters) expect(await idsOf(filter), JSON.stringify(filter)).toEqual([wanted.id]);
    expect(await idsOf({ q: "100_" })).toEqual([]);
    expect(await idsOf({ provisional: false, awsAccountId: account.awsAccountId })).toEqual([]);
    expect(await idsOf({ provisional: false })).toHaveLength(1);
    expect(await idsOf({ openedFrom: new Date("2026-04-01T00:00:00.001Z") })).toEqual([]);
    expect(await idsOf({ awsAccountId: "000000000000" })).toEqual([]);
  });

  test("of a benchmark shows the findings of its checks alone", async () => {
    const trust = await makeFinding(account, {
      checkId: "trust_external_id_guessable",
      subject: "role",
      subjectId: ctx.newId(),
    });
    const mfa = await makeFinding(account, onUser());
    expect(await idsOf({ benchmark: "cis_7.0.0" })).toEqual([mfa.id]);
    expect(new Set(await idsOf())).toEqual(new Set(ids(trust, mfa)));
  });

  test("leaves out what is open in disconnected accounts, and keeps what was resolved there", async () => {
    const gone = await makeAccount(account.tenantId, { status: "disconnected" });
    await makeFinding(gone, { checkId: "root_mfa", subject: "account", subjectId: ctx.newId() });
    const done = { resolved_at: "2026-02-01T00:00:00Z", resolution: CORRECTED };
    const resolved = await makeFinding(
      gone,
      { checkId: "root_access_key", subject: "account", subjectId: ctx.newId() },
      done,
    );
    expect(await idsOf()).toEqual([]);
    expect(await idsOf({ status: "resolved" })).toEqual([resolved.id]);
  });

  test("refuses a cursor of another order, and an instant of the future", async () => {
    await makeFinding(account, onUser());
    await makeFinding(account, { ...onUser(), checkId: "quarantine_policy" });
    const { nextCursor } = await listFindings(ctx, ListFindingsInput.parse({ limit: 1 }));
    const other = ListFindingsInput.parse({ cursor: nextCursor ?? undefined, sort: "openedAt" });
    await expect(listFindings(ctx, other)).rejects.toMatchObject({ code: "INVALID", details: { field: "cursor" } });
    await expect(list({ asOf: new Date(NOW.getTime() + 1) })).rejects.toMatchObject({ details: { field: "asOf" } });
    const impossible = list({ openedFrom: new Date(8.64e15) });
    await expect(impossible).rejects.toMatchObject({ code: "INVALID", details: { field: "openedFrom" } });
  });
});

describe("one finding", () => {
  test("tells its course newest first, when it was judged, and where each fact comes from", async () => {
    const freshness = {
      users: { source: "live_api", observedAt: "2026-05-30T00:00:00Z" },
      credential_report: { source: "credential_report", observedAt: "2026-05-29T00:00:00Z" },
      access_keys: { source: "live_api", observedAt: "2026-05-28T00:00:00Z" },
    };
    await ownerSql("UPDATE aws_account SET freshness = $2 WHERE id = $1", [
      account.accountId,
      JSON.stringify(freshness),
    ]);
    const facts = [
      { field: "mfa", value: "none" },
      { field: "userName", value: "build-bot" },
      { field: "activeAccessKeys", value: 2 },
    ];
    const { id } = await makeFinding(account, onUser(), { facts, user_record_id: user.id });
    const finding = await getFinding(ctx, { id });
    expect(finding).toMatchObject({ subject: "user", subjectId: user.id, userRecordId: user.id, judgedAt: null });
    expect(finding.periods).toMatchObject([{ openedAt: day("01-01"), resolvedAt: null, facts }]);
    expect(finding.sourcedFacts).toEqual([
      { ...facts[0], source: "credential_report", observedAt: day("05-29") },
      { ...facts[1], source: "live_api", observedAt: day("05-30") },
      { ...facts[2], source: "live_api", observedAt: day("05-31") },
    ]);
  });

  test("of another tenant is not found", async () => {
    const { id } = await makeFinding(account, onUser());
    const { tenantId } = await makeTenant();
    const other = { ...ctx, tenantId };
    await expect(getFinding(other, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(updateFinding(other, { id, note: "Mine" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("triage", () => {
  const auditOf = async (id: string) =>
    (await ownerSql<{ detail: unknown }>("SELECT detail FROM audit_event WHERE subject = $1 ORDER BY at, id", [id]))
      .rows;

  test("sets what is given, takes away what is null, leaves the rest, and says so in the audit log", async () => {
    const { id } = await makeFinding(account, onUser(), { severity: "high", note: "Ask Ada" });
    const updated = await updateFinding(ctx, { id, assignee: "ada", severityOverride: "low" });
    expect(updated).toMatchObject({ assignee: "ada", note: "Ask Ada", severity: "low", judgedSeverity: "high" });
    expect(await updateFinding(ctx, { id, note: null, severityOverride: null })).toMatchObject({
      assignee: "ada",
      note: null,
      severity: "high",
    });
    expect((await auditOf(id)).map(({ detail }) => detail)).toMatchObject([
      { before: { assignee: null, severityOverride: null }, after: { assignee: "ada", severityOverride: "low" } },
      { before: { note: "Ask Ada", severityOverride: "low" }, after: { note: null, severityOverride: null } },
    ]);
  });

  test("that changes nothing writes nothing", async () => {
    const { id } = await makeFinding(account, onUser(), { assignee: "ada" });
    expect(await updateFinding(ctx, { id, assignee: "ada", note: null })).toMatchObject({ assignee: "ada" });
    expect(await updateFinding(ctx, { id })).toMatchObject({ assignee: "ada" });
    expect(await auditOf(id)).toEqual([]);
  });
});
