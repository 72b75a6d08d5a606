import { makeAccount, modelsOf, ownerSql } from "@rolecall/db/testing";
import { DEFAULT_ROTATION_POLICIES, ListMigrationsInput } from "@rolecall/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { removeConnection } from "../connections/connections.ts";
import { listMigrations } from "../migrations/list-migrations.ts";
import { planMigration, withdrawPlan } from "../migrations/plan-migration.ts";
import { assignOwner } from "../owners/assign-owner.ts";
import { createOwnerRule, endOwnerRule, listOwnerRules } from "../owners/owner-rules.ts";
import { AWS_ACCOUNT_ID, slowLaneOf, userReadingOf } from "../scans/landing/facts-fixture.ts";
import { ChangingWorld, seeded } from "./changing-world-fixture.ts";
import { day, judgedAccount } from "./judged-account-fixture.ts";
import { recomputeJudgements, verifyHistory } from "./recompute.ts";

const DAYS = 240;
const EVERY_DAYS = 3;
const { machine, human } = DEFAULT_ROTATION_POLICIES;

type Account = Awaited<ReturnType<typeof judgedAccount>>;
type Random = (limit: number) => number;

/** People set other limits now and then. */
async function changePolicies(account: Account, days: number, random: Random): Promise<void> {
  if (days % 60 === 30) {
    await account.setPolicies(day(days), { machine: { ...machine, rotationDays: 30 + random(90) } });
  }
  if (days % 90 === 45) await account.setPolicies(day(days), { human: { ...human, unusedDays: 10 + random(60) } });
}

/** What is read between two scans: a user by itself, or what the slow lane reads. */
async function readBetween(account: Account, world: ChangingWorld, days: number, random: Random): Promise<void> {
  const user = random(4) === 0 ? world.anyUser : undefined;
  if (user) {
    const known = await account.inTenant((tx) =>
      modelsOf(tx).iamUser.count({ where: { userId: user.userId, goneAt: null } }),
    );
    if (known > 0) await account.recheck(user.userName, userReadingOf(user), day(days + 0.5));
  }
  if (random(6) === 0) await account.landSlowLane(slowLaneOf(), day(days + 1));
}

/** People plan where a user goes, block it, or withdraw that. */
async function decide(account: Account, days: number, random: Random): Promise<void> {
  account.clock.now = day(days + 1.05);
  const { items } = await listMigrations(account.ctx, ListMigrationsInput.parse({ limit: 200 }));
  const open = items.filter(({ stage }) => !["deleted", "removed", "verified", "retired"].includes(stage));
  const one = open[random(open.length)];
  if (!one) return;
  const { userId, dueOn } = one;
  if (dueOn !== null && random(4) === 0) {
    await withdrawPlan(account.ctx, { userId });
    return;
  }
  const target = (["remove", "lambda_execution_role", "break_glass"] as const)[random(3)] ?? "remove";
  const blocked = random(8) === 0 ? { blockedReason: "A release is near." } : {};
  await planMigration(account.ctx, {
    ...{ userId, target, reason: "It is told so.", owner: `team-${random(3)}`, dueOn: "2027-12-31", values: {} },
    ...{ replacementRoleArn: `arn:aws:iam::${AWS_ACCOUNT_ID}:role/role-${random(5)}`, ...blocked },
  });
}

/** People say who answers for users, by rules and by hand. */
async function nameOwners(account: Account, days: number, random: Random): Promise<void> {
  if (days % 12 !== 0) return;
  account.clock.now = day(days + 1.1);
  const { ctx } = account;
  const [rule] = (await listOwnerRules(ctx, {})).items;
  if (rule && random(3) === 0) await endOwnerRule(ctx, rule);
  else if (random(4) === 0)
    await createOwnerRule(ctx, { match: { userName: `*${random(10)}*` }, owner: `rule-${random(3)}`, number: 1 });
  const users = await account.inTenant((tx) => modelsOf(tx).iamUser.findMany({ where: { goneAt: null } }));
  const user = users[random(users.length)];
  const owner = [null, "ann", "bob"][random(3)] ?? null;
  if (user) await assignOwner(ctx, { userIds: [user.id], owner });
}

/** The account is disconnected, and connected again before its next scan. */
async function reconnect(account: Account, days: number): Promise<void> {
  account.clock.now = day(days + 1.1);
  await removeConnection(account.ctx, { id: account.connectionId });
  await account.judgeAt(day(days + 1.2));
  await ownerSql("UPDATE aws_account SET status = 'ok' WHERE id = $1", [account.accountId]);
}

/** Changes behind the judgement's back, each of one row. */
const CORRUPTIONS = [
  `UPDATE finding_period SET sentence = sentence || '!' WHERE (finding_id, opened_at) =
    (SELECT finding_id, opened_at FROM finding_period WHERE tenant_id = $1 AND resolved_at IS NULL LIMIT 1)`,
  `UPDATE finding_period SET resolved_at = resolved_at + interval '1 day' WHERE (finding_id, opened_at) =
    (SELECT finding_id, opened_at FROM finding_period WHERE tenant_id = $1 AND resolved_at > opened_at
      AND finding_id IN (SELECT id FROM finding WHERE NOT is_open) LIMIT 1)`,
  `UPDATE credential_limit SET holder = 'unknown' WHERE (credential_id, valid_from) =
    (SELECT credential_id, valid_from FROM credential_limit WHERE tenant_id = $1 AND holder <> 'unknown' LIMIT 1)`,
  `UPDATE credential SET deadline_at = deadline_at + interval '1 day' WHERE id =
    (SELECT id FROM credential WHERE tenant_id = $1 AND deadline_at IS NOT NULL AND gone_at IS NULL LIMIT 1)`,
  `UPDATE iam_role SET trust_grade = 'unknown' WHERE id =
    (SELECT id FROM iam_role WHERE tenant_id = $1 AND trust_grade <> 'unknown' AND gone_at IS NULL LIMIT 1)`,
  `UPDATE iam_user SET power = 'escalation' WHERE id =
    (SELECT id FROM iam_user WHERE tenant_id = $1 AND power <> 'escalation' AND gone_at IS NULL LIMIT 1)`,
  `UPDATE account_day SET users = users + 1 WHERE (account_id, day) =
    (SELECT account_id, day FROM account_day WHERE tenant_id = $1 LIMIT 1)`,
  `UPDATE account_credential_day SET overdue = overdue + 1 WHERE (account_id, day, kind) =
    (SELECT account_id, day, kind FROM account_credential_day WHERE tenant_id = $1 LIMIT 1)`,
  `UPDATE migration_period SET stage = 'verified' WHERE (user_id, valid_from) =
    (SELECT user_id, valid_from FROM migration_period WHERE tenant_id = $1 AND stage = 'identified' LIMIT 1)`,
  "DELETE FROM event WHERE id = (SELECT id FROM event WHERE tenant_id = $1 AND type = 'user.created' LIMIT 1)",
];

describe("a history of many scans", () => {
  let account: Account;
  const again = () => recomputeJudgements(account.ctx, { accountId: account.accountId });

  beforeAll(async () => {
    account = await judgedAccount();
    const world = new ChangingWorld(3);
    const random = seeded(4);
    for (let days = 0; days < DAYS; days += EVERY_DAYS) {
      for (let event = 0; event < 6; event++) world.happen(day(days - random(60) / 24));
      await changePolicies(account, days, random);
      if (random(5) === 0) await account.judgeAt(day(days));
      await account.land(world.readingAt(day(days)), day(days));
      await readBetween(account, world, days, random);
      if (random(2) === 0) await decide(account, days, random);
      await nameOwners(account, days, seeded(days));
      if (days === DAYS / 2) await reconnect(account, days);
    }
  }, 120_000);

  it("judged again from its versions gives what the scans gave", { timeout: 60_000 }, async () => {
    expect(await again()).toEqual([]);
    const counted = await account.inTenant(async (tx) => ({
      judgements: await modelsOf(tx).judgement.count(),
      reopened: await modelsOf(tx).finding.count({ where: { timesOpened: { gt: 1 } } }),
      resolved: await modelsOf(tx).finding.count({ where: { isOpen: false } }),
      limits: await modelsOf(tx).credentialLimit.count({ where: { validTo: { not: null } } }),
      stages: (await modelsOf(tx).migrationPeriod.groupBy({ by: ["stage"] })).length,
      checks: (await modelsOf(tx).finding.groupBy({ by: ["checkId"] })).length,
    }));
    expect(counted.judgements).toBeGreaterThan(100);
    expect(counted.checks).toBeGreaterThan(8);
    expect(counted.stages).toBeGreaterThan(7);
    expect(Math.min(counted.reopened, counted.resolved, counted.limits)).toBeGreaterThan(5);
  });

  it("tells each row that does not follow from it", { timeout: 60_000 }, async () => {
    for (const statement of CORRUPTIONS) {
      expect((await ownerSql(statement, [account.tenantId])).rowCount, statement).toBe(1);
    }
    const kinds = (await again()).map(({ kind, what }) => (kind === "series" ? what.split(" ")[0] : kind));
    expect(kinds.filter((kind) => kind === "finding").length).toBe(2);
    expect(new Set(kinds)).toEqual(
      new Set([
        ...["finding", "limits", "deadlines", "grade", "power", "account_day", "account_credential_day", "event"],
        ...["migration", "migration_day", "tenant_migration_day"],
      ]),
    );
  });
});

it("of a tenant is verified account by account", async () => {
  const account = await judgedAccount();
  await makeAccount(account.tenantId);
  const verified = await Array.fromAsync(verifyHistory(account.ctx));
  expect(verified).toHaveLength(2);
  expect(verified).toContainEqual({ awsAccountId: account.awsAccountId, differences: [] });
});

it("of an account that the tenant does not have there is nothing to judge", async () => {
  const { ctx } = await judgedAccount();
  await expect(recomputeJudgements(ctx, { accountId: ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
