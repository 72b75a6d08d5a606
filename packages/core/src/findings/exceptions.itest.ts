import {
  type AccountIds,
  credentialRow,
  insertRows,
  makeAccount,
  ownerSql,
  roleRow,
  userRow,
} from "@rolecall/db/testing";
import {
  CreateExceptionInput,
  ExceptionState,
  exceptionState,
  type FindingSubject,
  ListExceptionsInput,
  MS_PER_DAY,
} from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { createException, listExceptions, revokeException } from "./exceptions.ts";
import { listFindings } from "./findings.ts";
import { makeException, makeFinding } from "./findings-fixture.ts";

const START = new Date("2026-06-01T00:00:00Z");
const after = (days: number) => new Date(START.getTime() + days * MS_PER_DAY);

let now: Date;
let ctx: Ctx;
let account: AccountIds;
let user: ReturnType<typeof userRow>;
let key: ReturnType<typeof credentialRow>;
beforeEach(async () => {
  now = START;
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => now }), tenantId);
  account = await makeAccount(tenantId, { status: "ok" });
  user = userRow(account, { user_name: "build-bot" });
  key = credentialRow(account, { user_record_id: user.id, user_name: "build-bot" });
  await insertRows("iam_user", [user]);
  await insertRows("credential", [key]);
});

const input = (more: Partial<CreateExceptionInput> = {}) =>
  CreateExceptionInput.parse({
    checkId: "credential_overdue",
    subject: "credential",
    subjectId: key.id,
    owner: "Platform",
    reason: "The vendor cannot rotate before August",
    approver: "CISO",
    expiresAt: after(60),
    ...more,
  });
const create = (more: Partial<CreateExceptionInput> = {}) => createException(ctx, input(more));
const onKey = () => ({ checkId: "credential_overdue", subject: "credential", subjectId: key.id }) as const;
/** The same check on another key of the user. */
async function onOtherKey(of: AccountIds = account) {
  const other = credentialRow(of, { user_record_id: user.id, user_name: "build-bot" });
  await insertRows("credential", [other]);
  return { ...onKey(), subjectId: other.id };
}
const list = async (filter: Partial<ListExceptionsInput> = {}) =>
  (await listExceptions(ctx, ListExceptionsInput.parse(filter))).items;
const judgeDueAt = async () =>
  (await ownerSql("SELECT judge_due_at FROM aws_account WHERE id = $1", [account.accountId])).rows[0]?.judge_due_at;
const actionsOn = async (id: string) =>
  (await ownerSql("SELECT action FROM audit_event WHERE subject = $1 ORDER BY at, id", [id])).rows.map(
    (row) => row.action,
  );

describe("an exception", () => {
  test("makes its finding excepted until it is revoked, and has the account judged again", async () => {
    const { id: findingId } = await makeFinding(account, onKey(), { resource_name: "AKIA of build-bot" });
    const statusOf = async () =>
      (await listFindings(ctx, { limit: 5, sort: "severity" })).items.map(({ id, status }) => [id, status]);
    const made = await create();
    expect(made).toMatchObject({
      ...onKey(),
      resourceName: "AKIA of build-bot",
      awsAccountId: account.awsAccountId,
      createdBy: "member@rolecall.test",
      createdAt: START,
      endedAt: null,
      condition: null,
      state: "active",
    });
    expect(await statusOf()).toEqual([[findingId, "excepted"]]);
    expect(await judgeDueAt()).toEqual(START);
    now = after(1);
    const revoked = await revokeException(ctx, { id: made.id });
    expect(revoked).toMatchObject({ state: "revoked", endedAt: now, endReason: "Revoked by member@rolecall.test" });
    expect(await statusOf()).toEqual([[findingId, "open"]]);
    expect(await judgeDueAt()).toEqual(now);
    expect(await actionsOn(made.id)).toEqual(["exception.created", "exception.revoked"]);
  });

  test("leads to its finding, also to a resolved one, and to none where none was ever opened", async () => {
    const made = await create();
    expect(made.findingId).toBeNull();
    const done = {
      resolved_at: "2026-02-01T00:00:00Z",
      resolution: { kind: "corrected", sentence: "It was rotated.", scanId: null },
    };
    const { id: findingId } = await makeFinding(account, onKey(), done);
    expect(await list()).toMatchObject([{ id: made.id, findingId }]);
    const { id: other } = await create({ checkId: "credential_unused" });
    expect(new Map((await list()).map((row) => [row.id, row.findingId]))).toEqual(
      new Map([
        [made.id, findingId],
        [other, null],
      ]),
    );
  });

  test("that was revoked stays as it ended", async () => {
    const { id } = await create();
    const revoked = await revokeException(ctx, { id });
    now = after(1);
    expect(await revokeException(ctx, { id })).toEqual(revoked);
    expect(await actionsOn(id)).toHaveLength(2);
    expect(await judgeDueAt()).toEqual(START);
  });

  test("is one of a kind: the second is told which one stands, until that one has run out", async () => {
    const first = await create({ expiresAt: after(10) });
    const refused = {
      code: "CONFLICT",
      details: { exceptionId: first.id },
      message: expect.stringContaining(first.id),
    };
    await expect(create()).rejects.toMatchObject(refused);
    await create({ checkId: "credential_unused" });
    now = after(10);
    const second = await create();
    const states = (await list({ subjectId: key.id })).map(({ checkId, id, state, endedAt }) => [
      checkId,
      id,
      state,
      endedAt,
    ]);
    expect(states.filter(([checkId]) => checkId === "credential_overdue")).toEqual([
      ["credential_overdue", second.id, "active", null],
      ["credential_overdue", first.id, "expired", null],
    ]);
    await revokeException(ctx, { id: second.id });
    await create();
  });

  test("that two ask for at once is made once", async () => {
    const outcomes = await Promise.allSettled([create(), create(), create()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(reasons).toEqual(["CONFLICT", "CONFLICT"]);
  });

  test("can be of a role, and of a user", async () => {
    const role = roleRow(account, { role_name: "vendor" });
    await insertRows("iam_role", [role]);
    for (const checkId of ["trust_external_without_id", "inline_admin_policy"] as const) {
      expect(await create({ checkId, subject: "role", subjectId: role.id })).toMatchObject({ resourceName: "vendor" });
    }
    expect(await create({ checkId: "two_key_deadlock", subject: "user", subjectId: user.id })).toMatchObject({
      resourceName: "build-bot",
    });
  });
});

describe("what is refused", () => {
  test.each<[string, () => Partial<CreateExceptionInput>, object]>([
    ["an unknown subject", () => ({ subjectId: ctx.newId() }), { code: "NOT_FOUND", message: "No such credential" }],
    ["a subject of another kind", () => ({ subject: "user", checkId: "two_key_deadlock" }), { code: "NOT_FOUND" }],
    ["a check of other subjects", () => ({ checkId: "root_mfa" }), { code: "INVALID", details: { field: "subject" } }],
    ["a day that has passed", () => ({ expiresAt: START }), { code: "INVALID", details: { field: "expiresAt" } }],
    [
      "a day more than two years ahead",
      () => ({ expiresAt: new Date("2028-06-01T00:00:00.001Z") }),
      { code: "INVALID", details: { field: "expiresAt" }, message: expect.stringContaining("2028-06-01") },
    ],
  ])("%s", async (_, more, problem) => {
    await expect(create(more())).rejects.toMatchObject(problem);
    expect(await list()).toEqual([]);
    expect(await judgeDueAt()).toBeNull();
  });

  test("a subject that is gone", async () => {
    await ownerSql("UPDATE credential SET gone_at = $2 WHERE id = $1", [key.id, START]);
    await expect(create()).rejects.toMatchObject({ code: "CONFLICT", details: { field: "subjectId" } });
  });

  test("a condition where there is no user", async () => {
    const role = roleRow(account);
    await insertRows("iam_role", [role]);
    const condition = { kind: "hardware_mfa" } as const;
    const of = { checkId: "trust_external_without_id", subject: "role" as FindingSubject, subjectId: role.id } as const;
    await expect(create({ ...of, condition })).rejects.toMatchObject({
      code: "INVALID",
      details: { field: "condition" },
    });
  });

  test("and the last day of two years is not", async () => {
    expect(await create({ expiresAt: new Date("2028-06-01T00:00:00Z") })).toMatchObject({ state: "active" });
  });
});

describe("a condition", () => {
  const BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";

  test("that stands carries the exception, and is told with it", async () => {
    await ownerSql("UPDATE iam_user SET permissions_boundary_arn = $2 WHERE id = $1", [user.id, BOUNDARY]);
    const condition = { kind: "permissions_boundary", policyArn: BOUNDARY } as const;
    expect(await create({ condition })).toMatchObject({ condition, state: "active" });
  });

  test("that does not stand carries none, and the answer says why", async () => {
    const condition = { kind: "permissions_boundary", policyArn: BOUNDARY } as const;
    const refused = {
      code: "CONFLICT",
      details: { field: "condition" },
      message: expect.stringMatching(/^condition: .+\. \S.+/),
    };
    await expect(create({ condition })).rejects.toMatchObject(refused);
    await ownerSql("UPDATE iam_user SET has_console_password = true WHERE id = $1", [user.id]);
    await insertRows("credential", [
      { ...credentialRow(account, { user_record_id: user.id, kind: "console_password" }), access_key_id: null },
    ]);
    await expect(create({ condition: { kind: "no_console_password" } })).rejects.toMatchObject(refused);
  });

  test("of addresses is looked up in the user's policies and those of its groups", async () => {
    const cidrs = ["203.0.113.0/24"];
    const document = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Deny", Action: "*", Resource: "*", Condition: { NotIpAddress: { "aws:SourceIp": cidrs } } },
      ],
    };
    const policy = { name: "addresses", document, problem: null };
    const condition = { kind: "source_ip" as const, cidrs };
    await expect(create({ condition })).rejects.toMatchObject({ code: "CONFLICT" });
    await insertRows("iam_group", [
      {
        tenant_id: account.tenantId,
        id: ctx.newId(),
        account_id: account.accountId,
        group_name: "bots",
        group_id: "AGPABOTS",
        arn: "arn:aws:iam::111122223333:group/bots",
        path: "/",
        created_at: START,
        attached_policy_arns: [],
        inline_policies: [policy],
        content_hash: "hash",
        first_seen_at: START,
        gone_at: null,
      },
    ]);
    await ownerSql("UPDATE iam_user SET group_names = '{bots}' WHERE id = $1", [user.id]);
    expect(await create({ condition })).toMatchObject({ condition });
  });
});

describe("the list", () => {
  test("tells each exception's state as the rule does, and is filtered by it", async () => {
    const cases = [
      { expires_at: after(14).toISOString() },
      { expires_at: new Date(after(14).getTime() + 1).toISOString() },
      { expires_at: START.toISOString() },
      { expires_at: after(1).toISOString() },
      { expires_at: after(1).toISOString(), ended_at: after(-1).toISOString(), end_kind: "revoked" },
      { expires_at: after(1).toISOString(), ended_at: START.toISOString(), end_kind: "void" },
      { expires_at: after(-2).toISOString(), ended_at: after(-1).toISOString(), end_kind: "revoked" },
      { expires_at: after(-2).toISOString(), ended_at: after(-2).toISOString(), end_kind: "expired" },
    ];
    const expected = new Map<string, ExceptionState>();
    for (const row of cases) {
      const { id } = await makeException(account, await onOtherKey(), row);
      const endedAt = row.ended_at ? new Date(row.ended_at) : null;
      const endKind = row.end_kind === "revoked" || row.end_kind === "void" ? row.end_kind : null;
      expected.set(id, exceptionState({ expiresAt: new Date(row.expires_at), endedAt, endKind }, START));
    }
    expect(new Set(expected.values())).toEqual(new Set(ExceptionState.options));
    expect(new Map((await list()).map(({ id, state }) => [id, state]))).toEqual(expected);
    for (const state of ExceptionState.options) {
      const wanted = [...expected].filter((entry) => entry[1] === state).map(([id]) => id);
      expect(new Set((await list({ state })).map(({ id }) => id)), state).toEqual(new Set(wanted));
    }
  });

  test("goes page by page, by account and subject, newest first", async () => {
    const elsewhere = await makeAccount(account.tenantId);
    const at = (days: number) => ({ created_at: after(days).toISOString() });
    const older = await makeException(account, onKey(), at(-3));
    const newer = await makeException(elsewhere, await onOtherKey(elsewhere), at(-2));
    const first = await listExceptions(ctx, ListExceptionsInput.parse({ limit: 1 }));
    expect(first.items.map(({ id }) => id)).toEqual([newer.id]);
    const rest = await listExceptions(ctx, ListExceptionsInput.parse({ cursor: first.nextCursor ?? undefined }));
    expect(rest).toMatchObject({ items: [{ id: older.id }], nextCursor: null });
    expect(await list({ awsAccountId: account.awsAccountId })).toMatchObject([{ id: older.id }]);
    expect(await list({ subjectId: key.id })).toMatchObject([{ id: older.id }]);
    expect(await list({ awsAccountId: "000000000000" })).toEqual([]);
  });

  test("of another tenant shows nothing of this one's, and nothing can be revoked from there", async () => {
    const { id } = await create();
    const { tenantId } = await makeTenant();
    const other = { ...ctx, tenantId };
    expect(await listExceptions(other, ListExceptionsInput.parse({}))).toMatchObject({ items: [] });
    await expect(revokeException(other, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(createException(other, input())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
