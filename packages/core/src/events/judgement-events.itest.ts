import { insertRows, ownerSql } from "@rolecall/db/testing";
import { DEFAULT_ROTATION_POLICIES } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { removeConnection } from "../connections/connections.ts";
import { accountOf, day, judgedAccount, keyUser } from "../judgement/judged-account-fixture.ts";
import { recomputeJudgements } from "../judgement/recompute.ts";
import { readAs, usedAt } from "../scans/landing/facts-fixture.ts";

type Account = Awaited<ReturnType<typeof judgedAccount>>;
type Kept = { type: string; at: Date; isFirstSeen: boolean; scanId: string | null; facts: Record<string, unknown> };

/** The events of these topics, oldest first. */
async function eventsOf({ tenantId }: Account, topic: string): Promise<Kept[]> {
  const { rows } = await ownerSql<Kept>(
    `SELECT type, at, is_first_seen AS "isFirstSeen", scan_id AS "scanId", facts FROM event
     WHERE tenant_id = $1 AND type LIKE $2 ORDER BY at, id`,
    [tenantId, `${topic}.%`],
  );
  return rows;
}
const linesOf = (events: readonly Kept[]) =>
  events.map(({ type, at, facts }) => `${type} ${facts.checkId} ${at.toISOString()}`);
const ofOverdue = async (account: Account) =>
  (await eventsOf(account, "finding")).filter(({ facts }) => facts.checkId === "credential_overdue");
const line = (type: string, at: Date) => `${type} credential_overdue ${at.toISOString()}`;
const { machine } = DEFAULT_ROTATION_POLICIES;

describe("a finding", () => {
  it("of the first judgement was there before, and is resolved by the scan that proves it", async () => {
    const account = await judgedAccount();
    const first = await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    const second = await account.land(accountOf([keyUser("anna", day(62), { accessKeys: readAs([]) })]), day(62));
    const [finding] = await account.findings("credential_overdue");
    const common = { findingId: finding?.id, checkId: "credential_overdue", severity: finding?.severity };
    expect(await ofOverdue(account)).toEqual([
      {
        ...{ type: "finding.opened", at: day(61), isFirstSeen: true, scanId: first },
        facts: { ...common, sentence: finding?.sentence },
      },
      {
        ...{ type: "finding.resolved", at: day(62), isFirstSeen: false, scanId: second },
        facts: { ...common, resolution: "deleted", sentence: finding?.resolution?.sentence },
      },
    ]);
  });

  it("that a deadline opens is found by no scan, and one that goes on with other words is no event", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(59))]), day(59));
    await account.judgeAt(day(61));
    await account.setPolicies(day(62), { machine: { ...machine, rotationDays: 30 } });
    await account.judgeAt(day(62));
    expect(await account.periods((await account.findings("credential_overdue"))[0]!.id)).toHaveLength(2);
    expect(await ofOverdue(account)).toMatchObject([
      { type: "finding.opened", at: day(61), isFirstSeen: false, scanId: null },
    ]);
    expect(await recomputeJudgements(account.ctx, account)).toEqual([]);
  });

  it("that is resolved and fails again at one instant is opened again", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    await account.land(accountOf([keyUser("anna", day(62), { accessKeys: readAs([]) })]), day(62));
    await ownerSql("UPDATE credential SET gone_at = NULL WHERE tenant_id = $1", [account.tenantId]);
    await ownerSql("UPDATE aws_account SET judge_due_at = $2 WHERE tenant_id = $1", [account.tenantId, day(62)]);
    await account.judgeAt(day(62));
    expect(linesOf(await ofOverdue(account))).toEqual([
      line("finding.opened", day(61)),
      line("finding.resolved", day(62)),
      line("finding.opened", day(62)),
    ]);
    const differences = await recomputeJudgements(account.ctx, account);
    expect(differences.filter(({ kind, what }) => kind === "event" && what.startsWith("finding"))).toEqual([]);
  });

  it("of an account that is disconnected is resolved without a scan", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    account.clock.now = day(61.2);
    await removeConnection(account.ctx, { id: account.connectionId });
    await account.judgeAt(day(61.3));
    expect((await ofOverdue(account)).at(-1)).toMatchObject({
      type: "finding.resolved",
      at: day(61.3),
      scanId: null,
      facts: { resolution: "account_disconnected" },
    });
    expect(await recomputeJudgements(account.ctx, account)).toEqual([]);
  });
});

describe("what verification holds events against", () => {
  it("is the findings' periods and the versions: an event too many or too few is a difference", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    await ownerSql("DELETE FROM event WHERE tenant_id = $1 AND type IN ('finding.opened', 'user.created')", [
      account.tenantId,
    ]);
    await ownerSql("UPDATE event SET at = at + interval '1 s' WHERE tenant_id = $1 AND type = 'key.created'", [
      account.tenantId,
    ]);
    const differences = await recomputeJudgements(account.ctx, account);
    expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(["event"]));
    expect(differences.map(({ kept, again }) => [kept, again])).toEqual(
      expect.arrayContaining([
        [0, 1],
        [null, "created"],
        ["key.created", null],
      ]),
    );
  });
});

describe("an exception", () => {
  async function excepted(over: Record<string, unknown> = {}) {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(61))]), day(61));
    const [finding] = await account.findings("credential_overdue");
    const exception = {
      tenant_id: account.tenantId,
      id: account.deps.newId(),
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
    };
    await insertRows("finding_exception", [exception]);
    return { account, exceptionId: exception.id };
  }

  it("comes near its day and passes it, each once, and as of when it is true", async () => {
    const { account, exceptionId } = await excepted();
    for (const date of [65, 66, 67]) await account.land(accountOf([keyUser("anna", day(date))]), day(date));
    const expiring = { type: "exception.expiring", at: day(66), isFirstSeen: false, scanId: null };
    const facts = { exceptionId, checkId: "credential_overdue", owner: "Ada", expiresAt: day(80).toISOString() };
    expect(await eventsOf(account, "exception")).toEqual([{ ...expiring, facts }]);
    for (const date of [80.5, 81]) await account.land(accountOf([keyUser("anna", day(date))]), day(date));
    expect(linesOf(await eventsOf(account, "exception"))).toEqual([
      line("exception.expiring", day(66)),
      line("exception.expired", day(80)),
    ]);
  });

  it("is void with its condition, and does not expire after that", async () => {
    const { account } = await excepted({ condition: { kind: "no_console_password" } });
    const withPassword = keyUser("anna", day(63), {
      consolePassword: readAs({ exists: true, lastChangedAt: day(60), lastUse: usedAt(day(61)) }),
      mfa: readAs("virtual"),
    });
    await account.land(accountOf([withPassword]), day(63));
    await account.judgeAt(day(90));
    expect(await eventsOf(account, "exception")).toMatchObject([
      { type: "exception.voided", at: day(63), facts: { owner: "Ada", reason: expect.stringMatching(/password/i) } },
    ]);
  });
});
