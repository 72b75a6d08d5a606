import { accounts, judgement, landing, type TenantTx } from "@rolecall/db";
import { AppError, isSame, type JudgedPeriod } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { compareEvents } from "../events/verify-events.ts";
import { type JudgedBatch, judgeSubjects } from "./judge-subjects.ts";
import { deadlinesThatDiffer, limitsRow } from "./judged-values.ts";
import { keyOf, ReplayedFindings, type ReplayedPeriod } from "./replayed-findings.ts";
import { type ReplayedJudgement, ReplayedMigrations } from "./replayed-migrations.ts";

/** Something that is kept otherwise than it follows from the history. */
export type Difference = {
  kind: "finding" | "limits" | "deadlines" | "grade" | "power" | "series" | "event" | "migration";
  /** Which one, in words. */
  what: string;
  /** Null: there is none. */
  kept: unknown;
  again: unknown;
};

/** What the rules say of an account in the end, and when limits changed. */
type Replayed = {
  findings: ReplayedFindings;
  limits: Map<string, (judgement.CredentialLimitRow & { validFrom: Date })[]>;
  migrations: ReplayedMigrations;
  differences: Difference[];
};

function noteLimits({ limits }: Replayed, at: Date, batch: JudgedBatch): void {
  for (const { credentialId, limits: applied } of batch.limits) {
    const row = limitsRow(credentialId, applied);
    const known = limits.get(credentialId) ?? [];
    const { validFrom: _, ...last } = known.at(-1) ?? { validFrom: null };
    if (!isSame(last, row)) limits.set(credentialId, [...known, { ...row, validFrom: at }]);
  }
}

/** Deadlines as lists as of that instant show them, against those of the rules. */
function compareDeadlines({ differences }: Replayed, at: Date, batch: JudgedBatch): void {
  const kept = new Map(batch.credentials.map((credential) => [credential.id, credential]));
  for (const { id, ...again } of deadlinesThatDiffer(batch)) {
    const { deadlineAt, dueSoonAt, unusedAt } = kept.get(id) ?? { deadlineAt: null, dueSoonAt: null, unusedAt: null };
    const what = `credential ${id} as of ${at.toISOString()}`;
    differences.push({ kind: "deadlines", what, kept: { deadlineAt, dueSoonAt, unusedAt }, again });
  }
}

type Account = { accountId: string; awsAccountId: string };

async function replay(tx: TenantTx, account: Account, one: judgement.JudgementWithContext, replayed: Replayed) {
  const { judgedAt: at, context, userRecordId } = one;
  const judged = new Set<string>();
  let migrating: ReplayedJudgement | null = null;
  for await (const { batch, parts } of judgeSubjects(tx, { of: { ...account, asOf: at }, at, context, userRecordId })) {
    for (const id of batch.subjectIds) judged.add(id);
    migrating ??= await replayed.migrations.begin(tx, account, one, parts);
    await migrating?.users(batch.users);
    noteLimits(replayed, at, batch);
    replayed.findings.judged(at, batch);
    compareDeadlines(replayed, at, batch);
  }
  replayed.findings.ended(at, judged, userRecordId);
  await migrating?.gone();
}

/** What of a period is compared. */
const comparable = (period: JudgedPeriod | ReplayedPeriod) => ({
  openedAt: period.openedAt,
  severity: period.severity,
  grade: period.grade,
  sentence: period.sentence,
  facts: period.facts,
  resolvedAt: period.resolvedAt,
});

function compareFindings(rows: readonly judgement.KnownPeriod[], { findings }: Replayed): Difference[] {
  const kept = Map.groupBy(rows, keyOf);
  const again = findings.course();
  const keys = new Set([...kept.keys(), ...again.keys()]);
  return [...keys].sort().flatMap((what): Difference[] => {
    const [stored, replayed] = [(kept.get(what) ?? []).map(comparable), (again.get(what) ?? []).map(comparable)];
    return isSame(stored, replayed) ? [] : [{ kind: "finding", what, kept: stored, again: replayed }];
  });
}

async function compareLimits(tx: TenantTx, { accountId }: Account, { limits }: Replayed): Promise<Difference[]> {
  const kept = Map.groupBy(await judgement.readLimitHistory(tx, accountId), ({ credentialId }) => credentialId);
  const keys = new Set([...kept.keys(), ...limits.keys()]);
  return [...keys].sort().flatMap((id): Difference[] => {
    const [stored, again] = [kept.get(id) ?? [], limits.get(id) ?? []];
    return isSame(stored, again) ? [] : [{ kind: "limits", what: `credential ${id}`, kept: stored, again }];
  });
}

/** What the present rows hold, against what follows from the last judgement's context and the present inventory. */
async function compareMarks(
  tx: TenantTx,
  account: Account,
  last: judgement.JudgementWithContext,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const subjects = judgeSubjects(tx, { of: account, at: last.judgedAt, context: last.context, userRecordId: null });
  const differ = (kind: Difference["kind"], what: string, kept: unknown, again: unknown) => {
    if (!isSame(kept, again)) differences.push({ kind, what, kept, again });
  };
  for await (const { batch } of subjects) {
    for (const { user, power } of batch.users) differ("power", `user ${user.userName}`, user.knownPower, power);
    for (const { role, power, grade } of batch.roles) {
      differ("power", `role ${role.roleName}`, role.knownPower, power);
      differ("grade", `role ${role.roleName}`, role.knownGrade, grade);
    }
    const kept = new Map(batch.credentials.map((credential) => [credential.id, credential]));
    for (const { id, ...again } of deadlinesThatDiffer(batch)) {
      const { deadlineAt, dueSoonAt, unusedAt } = kept.get(id) ?? { deadlineAt: null, dueSoonAt: null, unusedAt: null };
      differ("deadlines", `credential ${id}`, { deadlineAt, dueSoonAt, unusedAt }, again);
    }
  }
  return differences;
}

/** When the account was disconnected: no judgement says so, but the ends of its findings do. */
const disconnectionsOf = (periods: readonly judgement.KnownPeriod[]): Date[] => {
  const ends = periods.flatMap(({ resolution, resolvedAt }) =>
    resolution?.kind === "account_disconnected" && resolvedAt ? [resolvedAt.getTime()] : [],
  );
  return [...new Set(ends)].sort((a, b) => a - b).map((at) => new Date(at));
};

/** Replays judgements in their order, and the disconnections between them. Each is a transaction of its own: a history may be long. */
async function replayAll(
  inTenant: <T>(work: (tx: TenantTx) => Promise<T>) => Promise<T>,
  account: Account,
  { judgements, pauses }: { judgements: readonly judgement.JudgementWithContext[]; pauses: Date[] },
  replayed: Replayed,
): Promise<void> {
  for (const one of judgements) {
    for (let pause = pauses[0]; pause && pause <= one.judgedAt; pause = pauses[0]) {
      replayed.findings.endedAll(pause);
      pauses.shift();
    }
    await inTenant((tx) => replay(tx, account, one, replayed));
  }
}

async function compareSeries(ctx: Ctx, account: Account): Promise<Difference[]> {
  const days = await ctx.db.inTenant(ctx.tenantId, (tx) => judgement.listJudgedDays(tx, account.accountId));
  const differences: Difference[] = [];
  for (const day of days) {
    const ofDay = await ctx.db.inTenant(ctx.tenantId, (tx) =>
      judgement.readSeriesDifferences(tx, { ...account, ...day }),
    );
    for (const { series, kept, again } of ofDay) {
      differences.push({ kind: "series", what: `${series} of ${day.day}`, kept, again });
    }
  }
  const ofNow = await ctx.db.inTenant(ctx.tenantId, (tx) => judgement.readRollUpDifferences(tx, account));
  for (const { series, kept, again } of ofNow) differences.push({ kind: "series", what: series, kept, again });
  return differences;
}

async function accountOf(tx: TenantTx, accountId: string): Promise<Account> {
  const account = await accounts.findAccountById(tx, accountId);
  if (!account) throw new AppError("NOT_FOUND", "No such account");
  return { accountId, awsAccountId: account.awsAccountId };
}

/**
 * Judges the whole history of an account again, judgement by judgement, from the versions of the inventory and from what each
 * judgement stood on, and tells what is kept otherwise: findings and their course, limits, deadlines then and now, grades, the
 * series, and events. Nothing is written. What people write (assignees, exceptions) and what tells of sources alone (provisional, proofs) is no
 * part of it. Only what is compared in the end waits for landings of the account, and they for it.
 *
 * @throws AppError NOT_FOUND if the tenant has no such account.
 */
export async function recomputeJudgements(ctx: Ctx, { accountId }: { accountId: string }): Promise<Difference[]> {
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => ctx.db.inTenant(ctx.tenantId, work);
  const account = await inTenant((tx) => accountOf(tx, accountId));
  const replayed: Replayed = {
    findings: new ReplayedFindings(),
    limits: new Map(),
    migrations: new ReplayedMigrations(),
    differences: [],
  };
  const judgements = await inTenant((tx) => judgement.listJudgements(tx, accountId));
  const pauses = disconnectionsOf(await inTenant((tx) => judgement.readAccountPeriods(tx, accountId)));
  await replayAll(inTenant, account, { judgements, pauses }, replayed);
  const series = await compareSeries(ctx, account);
  return inTenant(async (tx) => {
    await landing.lockLanding(tx, accountId);
    const known = judgements.at(-1)?.judgedAt ?? new Date(0);
    const since = (await judgement.listJudgements(tx, accountId)).filter(({ judgedAt }) => judgedAt > known);
    await replayAll((work) => work(tx), account, { judgements: since, pauses }, replayed);
    for (const at of pauses) replayed.findings.endedAll(at);
    const last = [...judgements, ...since].findLast(({ userRecordId }) => userRecordId === null);
    return [
      ...replayed.differences,
      ...compareFindings(await judgement.readAccountPeriods(tx, accountId), replayed),
      ...(await compareLimits(tx, account, replayed)),
      ...(await replayed.migrations.compare(tx, accountId)),
      ...(last ? await compareMarks(tx, account, last) : []),
      ...series,
      ...(await compareEvents(tx, accountId)),
    ];
  });
}

/** How the history of one account of a tenant stands up to being judged again. */
export type VerifiedAccount = { awsAccountId: string; differences: Difference[] };

/** Judges the history of each account of a tenant again, one after the other. */
export async function* verifyHistory(ctx: Ctx): AsyncGenerator<VerifiedAccount> {
  const ids = await ctx.db.inTenant(ctx.tenantId, accounts.listAccountIds);
  for (const { id, awsAccountId } of ids) {
    yield { awsAccountId, differences: await recomputeJudgements(ctx, { accountId: id }) };
  }
}
