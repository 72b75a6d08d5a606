import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { insertRows, ownerSql, type Row, rollUpFindings } from "@rolecall/db/testing";
import { DEFAULT_ROTATION_POLICIES, MS_PER_DAY } from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import { handleRest } from "./rest.ts";

type Body = Record<string, unknown>;
type Answer = { status: number; body: Body };

const deps = testDeps();
const OPENED_AT = "2026-01-01T00:00:00.000Z";
const inDays = (days: number): string => new Date(Date.now() + days * MS_PER_DAY).toISOString();

let tenant: FullTenant;
let findingId: string;
let of: { checkId: string; subject: string; subjectId: string };

const SAID = { severity: "medium", sentence: "It counts as unused.", facts: [], opened_at: OPENED_AT };

/** Writes a finding of the key that is open; `row` says what is different. */
async function makeFinding(row: Row = {}): Promise<string> {
  const id = deps.newId();
  const identity = { tenant_id: tenant.tenantId, account_id: tenant.accountId };
  await insertRows("finding", [
    {
      ...identity,
      id,
      check_id: of.checkId,
      subject: of.subject,
      subject_id: of.subjectId,
      resource_name: "AKIAFULL",
      user_record_id: tenant.userId,
      is_open: true,
      is_provisional: false,
      first_opened_at: OPENED_AT,
      times_opened: 1,
      ...SAID,
      ...row,
    },
  ]);
  await insertRows("finding_period", [{ ...identity, finding_id: id, ...SAID }]);
  await rollUpFindings(tenant.tenantId);
  return id;
}

beforeEach(async () => {
  tenant = await makeFullTenant();
  of = { checkId: "credential_unused", subject: "credential", subjectId: tenant.credentialId };
  findingId = await makeFinding();
});

async function send(method: string, path: string, body?: unknown): Promise<Answer> {
  const caller = {
    tenantId: tenant.tenantId,
    actor: { kind: "person", id: null, label: "member@rolecall.test" },
  } as const;
  const unexpected: unknown[] = [];
  const request = new Request(`https://rolecall.test/api/v1${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const response = await handleRest(
    request,
    async () => ({ caller, deps }),
    (error) => unexpected.push(error),
  );
  expect(unexpected, `${method} ${path}`).toEqual([]);
  return { status: response.status, body: (await response.json()) as Body };
}

/** @param field at which the detail begins. */
const expectProblem = (answer: Answer, status: number, field: string): void =>
  expect(answer).toMatchObject({
    status,
    body: { status, detail: expect.stringMatching(new RegExp(`^${field}: \\S`)) },
  });

const idsIn = ({ body }: Answer): unknown[] => (body.items as Body[]).map(({ id }) => id);
const mine = (): string => `awsAccountId=${tenant.awsAccountId}`;
const nameOfUser = async (): Promise<unknown> =>
  (await ownerSql("SELECT user_name FROM iam_user WHERE id = $1", [tenant.userId])).rows[0]?.user_name;

describe("findings", () => {
  test("are listed, filtered from the query, and told in full by their id", async () => {
    expect(idsIn(await send("GET", `/findings?${mine()}&checkId=credential_unused`))).toEqual([findingId]);
    expect(idsIn(await send("GET", `/findings?${mine()}&status=resolved`))).toEqual([]);
    expect(idsIn(await send("GET", `/findings?${mine()}&checkId=${of.checkId}&q=AKIAFULL&severity=medium`))).toEqual([
      findingId,
    ]);
    expect(await send("GET", `/findings/${findingId}`)).toMatchObject({
      status: 200,
      body: {
        ...of,
        status: "open",
        userRecordId: tenant.userId,
        userName: await nameOfUser(),
        awsAccountId: tenant.awsAccountId,
        openedAt: OPENED_AT,
        resolvedAt: null,
        exception: null,
        periods: [{ openedAt: OPENED_AT, sentence: "It counts as unused." }],
      },
    });
    expect(await send("GET", `/findings/${findingId}?asOf=2025-12-31T00:00:00Z`)).toMatchObject({ status: 404 });
  });

  test("name the user that they belong to, and none where there is none", async () => {
    const ofRole = { check_id: "root_mfa", subject: "account", subject_id: deps.newId(), user_record_id: null };
    const other = await makeFinding(ofRole);
    const { body } = await send("GET", `/findings?${mine()}&limit=200`);
    const names = new Map((body.items as Body[]).map(({ id, userName }) => [id, userName]));
    expect([names.get(findingId), names.get(other)]).toEqual([await nameOfUser(), null]);
  });

  test("that a report alone tells are as many as are counted, and are listed by that", async () => {
    const provisional = await makeFinding({ check_id: "rotated_in_name_only", is_provisional: true });
    const excepted = await makeFinding({ check_id: "key_made_with_user", is_provisional: true });
    const exception = { ...of, checkId: "key_made_with_user", owner: "Platform", approver: "CISO" };
    const reason = "The vendor cannot rotate before August";
    expect(await send("POST", "/exceptions", { ...exception, reason, expiresAt: inDays(30) })).toMatchObject({
      status: 201,
    });
    const open = `/findings?${mine()}&status=open&limit=200`;
    const counted = await send("GET", `/findings/summary?${mine()}`);
    expect(idsIn(await send("GET", `${open}&provisional=true`))).toEqual([provisional]);
    expect(counted).toMatchObject({ body: { provisional: 1 } });
    expect(idsIn(await send("GET", `/findings?${mine()}&status=excepted&provisional=true`))).toEqual([excepted]);
    const certain = idsIn(await send("GET", `${open}&provisional=false`));
    expect(certain).toContain(findingId);
    expect(certain).toHaveLength(Number(counted.body.open) - 1);
  });

  test("are told as they were at an instant, but for what people added", async () => {
    const resolvedAt = "2026-03-01T00:00:00.000Z";
    const resolution = JSON.stringify({ kind: "corrected", sentence: "It was used again.", scanId: null });
    const ended = [findingId, resolvedAt, resolution];
    await ownerSql("UPDATE finding SET is_open = false, resolved_at = $2, resolution = $3 WHERE id = $1", ended);
    await ownerSql("UPDATE finding_period SET resolved_at = $2, resolution = $3 WHERE finding_id = $1", ended);
    await send("PATCH", `/findings/${findingId}`, { assignee: "ada", severityOverride: "low" });
    const now = await send("GET", `/findings/${findingId}`);
    expect(now).toMatchObject({ body: { status: "resolved", resolvedAt, resolution: { kind: "corrected" } } });
    const then = await send("GET", `/findings/${findingId}?asOf=2026-02-01T00:00:00Z`);
    expect(then).toMatchObject({
      status: 200,
      body: { status: "open", resolvedAt: null, resolution: null, assignee: "ada", severity: "low" },
    });
    expect(then.body.periods).toMatchObject([{ openedAt: OPENED_AT, resolvedAt: null }]);
    const future = await send("GET", `/findings/${findingId}?asOf=2999-01-01T00:00:00Z`);
    expectProblem(future, 400, "asOf");
  });

  test("are summed", async () => {
    expect(await send("GET", `/findings/summary?${mine()}`)).toMatchObject({
      status: 200,
      body: { bySeverity: { critical: expect.any(Number), info: 0 }, byCheck: expect.any(Array) },
    });
  });

  test("take an assignee, a note and a severity, and null takes them away", async () => {
    const path = `/findings/${findingId}`;
    const set = await send("PATCH", path, { assignee: " ada ", severityOverride: "low" });
    expect(set).toMatchObject({ status: 200, body: { assignee: "ada", severity: "low", judgedSeverity: "medium" } });
    const unset = await send("PATCH", path, { severityOverride: null });
    expect(unset).toMatchObject({ body: { assignee: "ada", severity: "medium" } });
  });

  test.each([
    ["/findings?severity=worst", "severity"],
    ["/findings?provisional=perhaps", "provisional"],
    ["/findings?sort=name", "sort"],
    ["/findings?benchmark=cis_1", "benchmark"],
    ["/findings?asOf=2999-01-01T00:00:00Z", "asOf"],
    ["/findings?openedFrom=%2B275760-01-01T00:00:00Z", "openedFrom"],
    ["/findings?cursor=here", "cursor"],
    ["/findings/summary?asOf=2999-01-01T00:00:00Z", "asOf"],
    ["/findings/mine", "id"],
    ["/checks?benchmark=cis_1", "benchmark"],
    ["/checks?asOf=2999-01-01T00:00:00Z", "asOf"],
    ["/exceptions?state=old", "state"],
  ])("GET %s is refused at %s", async (path, field) => {
    expectProblem(await send("GET", path), 400, field);
  });

  test("refuse what is no severity, and an empty assignee", async () => {
    expectProblem(
      await send("PATCH", `/findings/${findingId}`, { severityOverride: "worst" }),
      400,
      "severityOverride",
    );
    expectProblem(await send("PATCH", `/findings/${findingId}`, { assignee: " " }), 400, "assignee");
    expect(await send("PATCH", `/findings/${deps.newId()}`, { note: "Mine" })).toMatchObject({ status: 404 });
  });
});

test("checks tell how the accounts stand by a benchmark, and what cannot be assessed", async () => {
  const { status, body } = await send("GET", `/checks?benchmark=cis_7.0.0&${mine()}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ benchmark: "cis_7.0.0", notAssessed: expect.any(Array) });
  const unused = (body.checks as Body[]).find(({ id }) => id === "credential_unused");
  expect(unused).toMatchObject({ worst: "medium", excepted: 0, counts: { failed: expect.any(Number) } });
});

describe("exceptions", () => {
  const input = (more: Body = {}): Body => ({
    ...of,
    owner: "Platform",
    reason: "The vendor cannot rotate before August",
    approver: "CISO",
    expiresAt: inDays(30),
    ...more,
  });

  test("are made with 201, listed, told with their finding, and revoked", async () => {
    const made = await send("POST", "/exceptions", input());
    expect(made).toMatchObject({
      status: 201,
      body: { ...of, findingId, state: "active", resourceName: "AKIAFULL", condition: null },
    });
    const finding = await send("GET", `/findings/${findingId}`);
    expect(finding).toMatchObject({ body: { status: "excepted", exception: { id: made.body.id } } });
    expect(idsIn(await send("GET", `/exceptions?state=active&subjectId=${of.subjectId}&limit=1`))).toEqual([
      made.body.id,
    ]);
    const unopened = await send("POST", "/exceptions", input({ checkId: "key_made_with_user" }));
    expect(unopened).toMatchObject({ status: 201, body: { findingId: null } });
    const again = await send("POST", "/exceptions", input());
    expect(again).toMatchObject({ status: 409, body: { details: { exceptionId: made.body.id } } });
    const revoked = await send("DELETE", `/exceptions/${made.body.id}`);
    expect(revoked).toMatchObject({ status: 200, body: { state: "revoked", endedAt: expect.any(String) } });
    expect(await send("GET", `/findings/${findingId}`)).toMatchObject({ body: { status: "open" } });
  });

  test.each<[string, Body, number, string]>([
    ["too short a reason", { reason: "Because" }, 400, "reason"],
    ["a check of another subject", { checkId: "root_mfa" }, 400, "subject"],
    ["a day that has passed", { expiresAt: inDays(-1) }, 400, "expiresAt"],
    ["a day too far ahead", { expiresAt: inDays(800) }, 400, "expiresAt"],
    ["a range that is none", { condition: { kind: "source_ip", cidrs: ["10.0.0.0/33"] } }, 400, "condition.cidrs.0"],
    [
      "a condition that does not stand",
      { condition: { kind: "permissions_boundary", policyArn: "x" } },
      409,
      "condition",
    ],
  ])("%s is refused", async (_, more, status, field) => {
    expectProblem(await send("POST", "/exceptions", input(more)), status, field);
  });

  test("of a subject that nobody has, and revoking one that nobody made, are not found", async () => {
    expect(await send("POST", "/exceptions", input({ subjectId: deps.newId() }))).toMatchObject({ status: 404 });
    expect(await send("DELETE", `/exceptions/${deps.newId()}`)).toMatchObject({ status: 404 });
  });
});

describe("rotation policies", () => {
  const put = (more: Body) => send("PUT", "/rotation-policies", { ...DEFAULT_ROTATION_POLICIES, ...more });

  test("are set as a whole and read back", async () => {
    const overrides = [
      { name: "Vendors", match: { pathPrefix: "/vendors/", kinds: ["access_key"] }, limits: { rotationDays: 30 } },
    ];
    const set = await put({ overrides });
    expect(set).toMatchObject({ status: 200, body: { overrides, setBy: "member@rolecall.test" } });
    expect(await send("GET", "/rotation-policies")).toEqual(set);
  });

  const human = (more: Body): Body => ({ human: { ...DEFAULT_ROTATION_POLICIES.human, ...more } });
  test.each<[Body, string]>([
    [human({ rotationDays: 0 }), "human.rotationDays"],
    [human({ rotationDays: null, unusedDays: null }), "human.rotationDays"],
    [human({ warnDaysBefore: [1, 2] }), "human.warnDaysBefore"],
    [{ overrides: [{ name: "A", match: { pathPrefix: "vendors" }, limits: {} }] }, "overrides.0.match.pathPrefix"],
    [
      { overrides: [{ name: "A", match: { awsAccountIds: ["000000000000"] }, limits: {} }] },
      "overrides.0.match.awsAccountIds",
    ],
    [{ machine: undefined }, "machine"],
  ])("%j is refused at %s", async (more, field) => {
    expectProblem(await put(more), 400, field);
  });
});
