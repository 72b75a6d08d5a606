import { judgement, type landing, rollUps, rotation, type TenantTx } from "@rolecall/db";
import {
  CheckCounter,
  type Freshness,
  isProvisional,
  type ProofSource,
  planEnd,
  planFindings,
  proveDeleted,
  proveOver,
  type ScanKind,
  type StageFacts,
  type Verdict,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { recordExceptionTurns, writeFindings } from "../events/judgement-events.ts";
import { type JudgedBatch, judgeSubjects } from "./judge-subjects.ts";
import { writeJudgedValues } from "./judged-values.ts";
import { voidExceptions } from "./void-exceptions.ts";
import { MigrationWriter } from "./write-migrations.ts";

/** An account whose turn it is: its other landings and judgements wait for the end of the transaction. */
export type HeldAccount = {
  ctx: Ctx;
  tx: TenantTx;
  /** As it was when the turn began. */
  account: landing.HeldAccountRow;
};

export type ToJudge = {
  /** As of when the facts hold that were landed; without a scan: now. */
  asOf: Date;
  /** Null: nothing was landed. */
  scan: { id: string; kind: ScanKind } | null;
  /** The user that alone is judged; null: the whole account. */
  userRecordId: string | null;
  freshness: Freshness;
  /** Why things were not read whole by what was landed: they move no migration. Null: migrations are judged when all is read. */
  unread: StageFacts["unread"] | null;
};

/** An account is judged again after so long, if nothing is scanned meanwhile: deadlines pass by themselves. */
const AGAIN_AFTER_MS = 24 * 3_600_000;

/** When a report of AWS was made; null for one that was uploaded, as no newer one will come by itself. */
const reportObservedAt = ({ credential_report: report }: Freshness): Date | null =>
  report?.source === "credential_report" ? report.observedAt : null;

/** What the parts of one judgement share. */
type Judging = HeldAccount & {
  userRecordId: string | null;
  seen: ProofSource;
  /** The account had never been judged before. */
  isFirst: boolean;
};

const judgedBy = ({ account, seen, isFirst }: Judging) => ({
  accountId: account.id,
  at: seen.at,
  scanId: seen.scan?.id ?? null,
  isFirst,
});

/** Brings the findings of a batch to what its verdicts say. @returns whether any was not so yet */
async function updateFindings(
  judging: Judging,
  batch: JudgedBatch,
  limitsBefore: ReadonlyMap<string, judgement.CredentialLimitRow>,
): Promise<boolean> {
  const { ctx, tx, account, seen } = judging;
  const credentials = new Map(batch.credentials.map((credential) => [credential.id, credential]));
  const recheckedAt = new Map(batch.users.map(({ user }) => [user.id, user.recheckedAt]));
  const userOf = ({ subject, subjectId, userRecordId }: Verdict) => (subject === "user" ? subjectId : userRecordId);
  const known = await judgement.readFindings(tx, account.id, batch.subjectIds);
  const writes = planFindings({
    at: seen.at,
    scanId: seen.scan?.id ?? null,
    known,
    verdicts: batch.verdicts,
    isProvisional: (verdict, finding) =>
      isProvisional(verdict, credentials.get(verdict.subjectId)?.kind, finding, {
        reportObservedAt: seen.reportObservedAt,
        recheckedAt: recheckedAt.get(userOf(verdict) ?? "") ?? null,
      }),
    prove: (finding, verdict) => {
      const credential = credentials.get(finding.subjectId);
      const proven = credential && { credential, limitsBefore: limitsBefore.get(credential.id) };
      return proveOver(finding, verdict, proven, seen);
    },
    newId: ctx.newId,
  });
  return writeFindings(ctx, tx, judgedBy(judging), writes);
}

/** Resolves the findings whose subjects were not among those that exist. @returns whether there were any */
async function endFindingsOfGone(judging: Judging, judged: ReadonlySet<string>): Promise<boolean> {
  const { ctx, tx, account, seen, userRecordId } = judging;
  const open = await judgement.readOpenFindingSubjects(tx, account.id, userRecordId);
  // The account itself is there as long as anything is.
  const gone = open.filter(({ subject, subjectId }) => subject !== "account" && !judged.has(subjectId));
  if (gone.length === 0) return false;
  const known = await judgement.readFindingsOf(
    tx,
    gone.map(({ id }) => id),
  );
  const writes = planEnd(known, seen.at, (finding) => proveDeleted(finding, seen));
  return writeFindings(ctx, tx, judgedBy(judging), writes);
}

/**
 * Judges an account, or one of its users, by its present inventory, and brings limits, deadlines, grades, findings and exceptions to
 * what the rules say. In the transaction that holds the account.
 *
 * A landing whose facts are older than the last judgement is judged at that judgement's instant and takes its place: what was known by
 * then is known now, and no history runs backwards.
 */
export async function judgeInventory(held: HeldAccount, input: ToJudge): Promise<void> {
  const { ctx, tx, account } = held;
  const { id: accountId, awsAccountId } = account;
  const { userRecordId, asOf, scan } = input;
  const lastAt = await judgement.lastJudgedAt(tx, accountId);
  const at = lastAt && lastAt > asOf ? lastAt : asOf;
  const context = await judgement.readContext(tx, account, at);
  const seen: ProofSource = { at, scan, reportObservedAt: reportObservedAt(input.freshness) };
  const judging: Judging = { ...held, userRecordId, seen, isFirst: lastAt === null };
  const exceptions = await judgement.readConditionalExceptions(tx, accountId, at);
  const counter = new CheckCounter();
  const judged = new Set<string>();
  let hasNews = false;
  const subjects = judgeSubjects(tx, { of: { accountId, awsAccountId }, at, context, userRecordId });
  const { unread } = input;
  const { reportObservedAt: usedUntil } = seen;
  const migrated = { of: { accountId, awsAccountId }, at, scanId: scan?.id ?? null, reportObservedAt: usedUntil };
  let migrating: MigrationWriter | null = null;
  for await (const { rules, parts, batch } of subjects) {
    if (unread) migrating ??= await MigrationWriter.begin(held, { ...migrated, unread }, parts);
    for (const id of batch.subjectIds) judged.add(id);
    counter.add(batch.verdicts);
    const limitsBefore = await writeJudgedValues(tx, accountId, at, batch);
    hasNews = (await updateFindings(judging, batch, limitsBefore)) || hasNews;
    await voidExceptions(ctx, tx, { accountId, exceptions, rules, batch, at });
    await migrating?.users(batch.users);
  }
  await migrating?.gone(userRecordId);
  hasNews = (await endFindingsOfGone(judging, judged)) || hasNews;
  await recordExceptionTurns(ctx, tx, { accountId, at });
  await judgement.insertJudgement(tx, {
    accountId,
    judgedAt: at,
    scanId: scan?.id ?? null,
    userRecordId,
    contextHash: await judgement.keepContext(tx, context),
    reportObservedAt: seen.reportObservedAt,
    checks: counter.counts,
    unread,
  });
  if (hasNews) await rollUps.writeFindingCounts(tx, accountId);
  await rotation.writeKeyRotations(tx, { accountId, awsAccountId, since: asOf });
  if (userRecordId !== null) return;
  const until = new Date(at.getTime() + AGAIN_AFTER_MS);
  await judgement.putOffJudgement(tx, accountId, { judgedAt: at, now: ctx.now(), until });
}
