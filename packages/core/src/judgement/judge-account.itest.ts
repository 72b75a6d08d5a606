import { insertRows, modelsOf, ownerSql } from "@rolecall/db/testing";
import { DEFAULT_ROTATION_POLICIES } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { removeConnection } from "../connections/connections.ts";
import { offlineDeps } from "../emulated-customer-fixture.ts";
import { FIRST_AT, keyOf, readAs, usedAt } from "../scans/landing/facts-fixture.ts";
import { asleepOnceTaken, expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { judgeAccount } from "./judge-account.ts";
import { accountOf, day, judgedAccount, keyUser } from "./judged-account-fixture.ts";

const { machine } = DEFAULT_ROTATION_POLICIES;
const limitsOf = (account: Awaited<ReturnType<typeof judgedAccount>>) =>
  account.inTenant((tx) => modelsOf(tx).credentialLimit.findMany({ orderBy: { validFrom: "asc" } }));

describe("an account that is due", () => {
  it("is judged without a scan: a deadline that has passed opens its finding", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(59))]), day(59));
    await account.judgeAt(day(59.5));
    expect(await account.judgements()).toHaveLength(1);
    await account.judgeAt(day(61));
    expect(await account.findings("credential_overdue")).toMatchObject([{ isOpen: true, openedAt: day(61) }]);
    expect(await account.judgements()).toMatchObject([{}, { judgedAt: day(61), scanId: null }]);
    expect(await account.dueAt()).toEqual(day(62));
  });

  it("that was uploaded as of long ago is judged as of then, and from then on each day", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(10))]), day(10), true);
    expect(await account.findings("credential_overdue")).toEqual([]);
    expect(await account.dueAt()).toEqual(day(11));
    await account.judgeAt(day(80));
    expect(await account.findings("credential_overdue")).toMatchObject([{ openedAt: day(80), isProvisional: false }]);
    expect(await account.dueAt()).toEqual(day(81));
  });

  it("and whose worker slept past its lease is judged by another one, and once", async () => {
    const account = await judgedAccount();
    const { tenantId, accountId } = account;
    await account.land(accountOf([keyUser("anna", day(59))]), day(59));
    account.clock.now = day(61);
    await expectOvertaken({
      work: judgeAccount,
      payload: { tenantId, accountId },
      deps: offlineDeps(account.deps),
      asleepIn: asleepOnceTaken,
    });
    expect(await account.judgements()).toHaveLength(2);
    expect(await account.findings("credential_overdue")).toMatchObject([{ isOpen: true, openedAt: day(61) }]);
  });

  it("but was never scanned is left to its first scan", async () => {
    const account = await judgedAccount();
    await ownerSql("UPDATE aws_account SET last_scan_at = NULL, judge_due_at = $1 WHERE id = $2", [
      FIRST_AT,
      account.accountId,
    ]);
    await account.judgeAt(day(1));
    expect([await account.judgements(), await account.dueAt()]).toEqual([[], null]);
  });
});

describe("rotation policies that change", () => {
  it("give other limits and deadlines from then on, and open what is past them", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(1))]), day(1));
    await account.setPolicies(day(2), { machine: { ...machine, rotationDays: 30 } });
    await account.judgeAt(day(2));
    const [now] = await account.credentials();
    expect(now).toMatchObject({
      deadlineAt: new Date("2026-05-31T10:00:00Z"),
      state: "overdue",
      limits: { rotationDays: 30 },
    });
    const [then] = await account.credentials({ asOf: day(1.5) });
    expect(then).toMatchObject({
      deadlineAt: new Date("2026-07-30T10:00:00Z"),
      state: "ok",
      limits: { rotationDays: 90 },
    });
    expect(await account.findings("credential_overdue")).toMatchObject([{ isOpen: true, openedAt: day(2) }]);
    expect(await limitsOf(account)).toMatchObject([
      { rotationDays: 90, validFrom: day(1), validTo: day(2) },
      { rotationDays: 30, validFrom: day(2), validTo: null },
    ]);
  });

  it("resolve what is within them, and say that it was they who did", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    await account.setPolicies(day(62), { machine: { ...machine, rotationDays: 365 } });
    await account.judgeAt(day(62));
    const [finding] = await account.findings("credential_overdue");
    expect(finding).toMatchObject({ isOpen: false, resolution: { kind: "policy_changed", scanId: null } });
    expect(finding?.resolution?.sentence).toMatch(/Judged again 2026-08-02 10:00 UTC, without a new scan\.$/);
  });

  it("say so too where a scan is first to judge by them", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    await account.setPolicies(day(62), { machine: { ...machine, rotationDays: 365 } });
    await account.land(accountOf([keyUser("anna", day(62))]), day(62));
    expect(await account.findings("credential_overdue")).toMatchObject([{ resolution: { kind: "policy_changed" } }]);
  });

  it("move the day's series on", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(1))]), day(1));
    await account.setPolicies(day(1.1), { machine: { ...machine, rotationDays: 30 } });
    await account.judgeAt(day(1.1));
    const rows = await account.inTenant((tx) => modelsOf(tx).rotationDay.findMany());
    expect(rows).toMatchObject([{ owner: "", ok: 0, overdue: 1 }]);
    expect(await account.inTenant((tx) => modelsOf(tx).accountDay.findMany())).toMatchObject([
      { activeKeysOverdue: 1 },
    ]);
  });
});

describe("an exception", () => {
  const excepted = async (over: Record<string, unknown> = {}) => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    const [finding] = await account.findings("credential_overdue");
    const id = account.deps.newId();
    await insertRows("finding_exception", [
      {
        tenant_id: account.tenantId,
        id,
        account_id: account.accountId,
        check_id: "credential_overdue",
        subject: "credential",
        subject_id: finding?.subjectId,
        owner: "Ada",
        reason: "The vendor changes it in spring.",
        approver: "Grace",
        created_at: day(61.1).toISOString(),
        created_by: "Ada",
        expires_at: day(80).toISOString(),
        ...over,
      },
    ]);
    const read = () => account.inTenant((tx) => modelsOf(tx).findingException.findFirstOrThrow({ where: { id } }));
    return { account, id, read };
  };
  const withPassword = (asOf: Date) =>
    keyUser("anna", asOf, {
      consolePassword: readAs({ exists: true, lastChangedAt: day(60), lastUse: usedAt(day(61)) }),
      mfa: readAs("virtual"),
    });

  it("makes a credential excepted until its day, and the finding stays as it is judged", async () => {
    const { account, read } = await excepted();
    await account.land(accountOf([keyUser("anna", day(62))]), day(62));
    expect(await account.credentials()).toMatchObject([{ state: "excepted" }]);
    expect(await account.findings("credential_overdue")).toMatchObject([{ isOpen: true }]);
    account.clock.now = day(80);
    expect(await account.credentials()).toMatchObject([{ state: "overdue" }]);
    expect(await account.credentials({ asOf: day(79) })).toMatchObject([{ state: "excepted" }]);
    expect((await read()).endedAt).toBeNull();
  });

  it("is void the moment its condition does not stand, which the audit log tells as the system's doing", async () => {
    const { account, id, read } = await excepted({ condition: { kind: "no_console_password" } });
    await account.land(accountOf([keyUser("anna", day(62))]), day(62));
    expect((await read()).endedAt).toBeNull();
    await account.land(accountOf([withPassword(day(63))]), day(63));
    expect(await read()).toMatchObject({
      endedAt: day(63),
      endKind: "void",
      endReason: expect.stringMatching(/password/i),
    });
    expect((await account.credentials()).find(({ kind }) => kind === "access_key")).toMatchObject({ state: "overdue" });
    const events = await account.inTenant((tx) =>
      modelsOf(tx).auditEvent.findMany({ where: { action: "exception.void" } }),
    );
    expect(events).toMatchObject([{ actor: "Rolecall", subject: id }]);
    // It does not come back with its condition.
    await account.land(accountOf([keyUser("anna", day(64))]), day(64));
    expect(await read()).toMatchObject({ endedAt: day(63) });
  });

  it("stays where it cannot be told whether its condition stands", async () => {
    const { account, read } = await excepted({ condition: { kind: "hardware_mfa" } });
    await account.inTenant((tx) => modelsOf(tx).iamUser.updateMany({ data: { mfa: "unknown" } }));
    await account.judgeAt(day(62));
    expect((await read()).endedAt).toBeNull();
  });

  it("of a credential that is gone is left to its day", async () => {
    const { account, read } = await excepted({ condition: { kind: "no_console_password" } });
    await account.land(accountOf([keyUser("anna", day(62), { accessKeys: readAs([]) })]), day(62));
    expect((await read()).endedAt).toBeNull();
  });
});

describe("a disconnected account", () => {
  it("has no open finding left, and one that is connected again opens them again", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    account.clock.now = day(61.2);
    await removeConnection(account.ctx, { id: account.connectionId });
    await account.judgeAt(day(61.3));
    const [ended] = await account.findings("credential_overdue");
    expect(ended).toMatchObject({ isOpen: false, resolution: { kind: "account_disconnected", scanId: null } });
    expect(await account.dueAt()).toBeNull();
    await account.judgeAt(day(70));
    expect(await account.judgements()).toHaveLength(1);
    await ownerSql("UPDATE aws_account SET status = 'ok' WHERE id = $1", [account.accountId]);
    await account.land(accountOf([keyUser("anna", day(71))]), day(71));
    expect(await account.findings("credential_overdue")).toMatchObject([
      { id: ended?.id, isOpen: true, openedAt: day(71), timesOpened: 2 },
    ]);
  });
});

it("External IDs that are given to accounts outside by other roles of the tenant are part of what is judged by", async () => {
  const account = await judgedAccount();
  const trust = (external: string, accountNumber: string) => ({
    principals: [],
    requiresExternalId: true,
    document: {
      Statement: {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountNumber}:root` },
        Action: "sts:AssumeRole",
        Condition: { StringLike: { "STS:ExternalId": external } },
      },
    },
  });
  await account.land(accountOf([keyUser("anna", FIRST_AT, { accessKeys: readAs([keyOf("anna")]) })]), FIRST_AT);
  const role = (name: string, content: object) => ({
    tenant_id: account.tenantId,
    id: account.deps.newId(),
    account_id: account.accountId,
    role_id: `AROA${name}`,
    role_name: name,
    arn: `arn:aws:iam::${account.awsAccountId}:role/${name}`,
    path: "/",
    created_at: FIRST_AT.toISOString(),
    kind: "cross_account",
    trust: content,
    tags: [],
    attached_policy_arns: [],
    inline_policies: [],
    instance_profile_names: [],
    last_use: "never",
    content_hash: "hash",
    first_seen_at: FIRST_AT.toISOString(),
  });
  const malformed = {
    principals: [],
    requiresExternalId: false,
    document: { Statement: [{ Effect: "Allow", Condition: { a: "b" } }] },
  };
  await insertRows("iam_role", [
    role("one", trust("shared", "111122223333")),
    role("two", trust("shared", "444455556666")),
    role("three", trust("own", account.awsAccountId)),
    role("malformed", malformed),
  ]);
  await account.judgeAt(day(1));
  const { contextHash } = (await account.judgements())[1] ?? { contextHash: "" };
  const context = await account.inTenant((tx) =>
    modelsOf(tx).judgementContext.findFirstOrThrow({ where: { hash: contextHash } }),
  );
  expect(context.content).toMatchObject({
    externalIdUses: {
      shared: { roles: 2, trustedAccountIds: ["111122223333", "444455556666"] },
      own: { roles: 1, trustedAccountIds: [] },
    },
  });
});
