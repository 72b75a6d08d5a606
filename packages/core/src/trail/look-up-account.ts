import { due, landing, type TenantTx, trail } from "@rolecall/db";
import { AppError, countTrail, isIamChange, MS_PER_DAY, newestAssumptions, type TrailReading } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx } from "../context.ts";
import { judgeNow, nextJudgementAt } from "../judgement/judge-now.ts";
import { openAccess } from "../scans/account-access.ts";
import { defineWork, type Run } from "../work/define-work.ts";
import { findSubject, trailAccess } from "./asked.ts";

/** As far back as CloudTrail's event history goes. */
const LOOK_BACK_DAYS = 90;
const MOST_EVENTS = 1_000;
/** So many lookups are run before other work of the worker has its turn; the sweep takes up the rest. */
const MOST_IN_A_TURN = 25;

type Access = Awaited<ReturnType<typeof openAccess>>;
const inAccount = (
  { roleArn, externalId, connectionId, callCeilingPerSecond }: Access,
  expectedAwsAccountId: string,
) => ({
  ...{ roleArn, externalId, connectionId, callCeilingPerSecond, expectedAwsAccountId },
});

/** Where no Region answered, nothing is known, and the first reason says why. */
function statusOf({ regions }: TrailReading): { status: "complete" | "partial" | "failed"; error: string | null } {
  if (regions.length > 0 && regions.every(({ state }) => state === "read")) return { status: "complete", error: null };
  if (regions.some(({ state }) => state === "read" || state === "cut_off")) return { status: "partial", error: null };
  const reason = regions[0]?.reason ?? "no Region could be asked";
  return { status: "failed", error: `CloudTrail could not be read in any Region: ${reason}` };
}

/**
 * Writes an answer as of an instant that no judgement of the account has seen yet, so that judging its history again finds the same; then
 * judges the user whose use it shows.
 */
async function land(
  { ctx, tx, accountId }: { ctx: Ctx; tx: TenantTx; accountId: string },
  userRecordId: string | null,
  write: (finishedAt: Date) => Promise<void>,
): Promise<void> {
  const account = await landing.holdAccount(tx, accountId);
  await write(await nextJudgementAt(ctx, tx, accountId));
  if (account && userRecordId) await judgeNow(ctx, tx, account, userRecordId);
}

type Subject = Awaited<ReturnType<typeof findSubject>>;

/** Keeps what was counted up, and the events that name who changed something or assumed a role. */
async function keep(ctx: Ctx, tx: TenantTx, of: { lookup: trail.LookupRow; subject: Subject }, reading: TrailReading) {
  const { lookup, subject } = of;
  const { accountId } = lookup;
  await trail.insertTrailEvents(tx, accountId, [
    ...reading.events.filter(isIamChange),
    ...newestAssumptions(reading.events),
  ]);
  const end = statusOf(reading);
  // What was known stays so where nothing could be read.
  const result = end.status === "failed" ? undefined : { ...countTrail(reading, lookup.subject) };
  await land({ ctx, tx, accountId }, result ? subject.userRecordId : null, (finishedAt) =>
    trail.endLookup(tx, lookup.id, { ...end, result, apiCalls: reading.apiCalls, finishedAt }),
  );
}

/** What a user did with its keys is told of each key; what remains is its sign-ins and what followed them. */
const LONG_TERM_KEY = /^AKIA/;
const withoutKeys = (reading: TrailReading): TrailReading => ({
  ...reading,
  events: reading.events.filter(({ accessKeyId }) => !LONG_TERM_KEY.test(accessKeyId ?? "")),
});

/** Looks up an access key, a password, a user or a role in CloudTrail. @throws AppError that holds for all lookups of the account */
async function lookUpInTrail(run: Run, lookup: trail.LookupRow): Promise<void> {
  const { deps, ctx, signal, write } = run;
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) => ctx.db.inTenant(ctx.tenantId, work);
  const subject = await inTenant((tx) => findSubject(tx, { subject: lookup.subject, id: lookup.subjectId })).catch(
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  );
  if (subject instanceof AppError) {
    const end = { status: "failed", finishedAt: ctx.now(), error: subject.message } as const;
    return write((tx) => trail.endLookup(tx, lookup.id, end));
  }
  const access = await inTenant((tx) => trailAccess(tx, subject));
  const to = ctx.now();
  const from = new Date(to.getTime() - LOOK_BACK_DAYS * MS_PER_DAY);
  const asked = { by: subject.by, readingId: lookup.id, from, to, maxEvents: MOST_EVENTS };
  const read = await deps.aws.lookUpTrail({ ...inAccount(access, subject.awsAccountId), ...asked, signal });
  const reading = "userName" in subject.by ? withoutKeys(read) : read;
  await write((tx) => keep(ctx, tx, { lookup, subject }, reading));
}

/** The user is gone, or AWS did not answer this time: the others may be told all the same. */
const isOfOneUser = ({ code, details }: AppError): boolean => code === "NOT_FOUND" || details?.kind === "transient";

type ActionsLookup = NonNullable<Awaited<ReturnType<typeof trail.takeLastAccessedLookup>>>;

/** Reads the services and actions that a user used last. @throws AppError that holds for all lookups of the account */
async function lookUpActions(run: Run, accountId: string, lookup: ActionsLookup): Promise<void> {
  const { deps, ctx, signal, write } = run;
  const { id, userId, userArn, awsAccountId } = lookup;
  const access = await ctx.db.inTenant(ctx.tenantId, (tx) => openAccess(tx, { id: accountId, awsAccountId }));
  try {
    const services = await deps.aws.lookUpActions({
      ...inAccount(access, awsAccountId),
      readingId: id,
      userArn,
      signal,
    });
    await write((tx) =>
      land({ ctx, tx, accountId }, userId, (finishedAt) =>
        trail.endLastAccessedLookup(tx, id, { finishedAt, services }),
      ),
    );
  } catch (error) {
    if (!(error instanceof AppError) || !isOfOneUser(error)) throw error;
    await write((tx) => trail.endLastAccessedLookup(tx, id, { finishedAt: ctx.now(), error: error.message }));
  }
}

/** Runs the next lookup of an account. @returns false if none is open */
async function lookUpNext(run: Run, accountId: string): Promise<boolean> {
  const lookup = await run.write((tx) => trail.takeLookup(tx, accountId));
  if (lookup) await lookUpInTrail(run, lookup);
  if (lookup) return true;
  const actions = await run.write((tx) => trail.takeLastAccessedLookup(tx, accountId));
  if (actions) await lookUpActions(run, accountId, actions);
  return actions !== null;
}

/**
 * Runs the lookups of an account one after the other, each with its own answer: in CloudTrail's event history, of which one call a second
 * in each Region is made, and in what IAM tells of services and actions. As a worker has the account's lease, all workers keep to that
 * rate together. What was looked up stays where a run is cut off.
 */
export const lookUpAccount = defineWork({
  job: defineJob({
    name: "look-up-account",
    payload: ids("accountId"),
    lane: "long",
    attempts: 3,
    backoffMs: 10_000,
    priority: 2,
  }),
  row: "accountId",
  due: due.accountsWithLookups,
  claim: async ({ tx, payload: { accountId } }) => ((await trail.hasOpenLookups(tx, accountId)) ? { accountId } : null),
  lease: 30,
  run: async (run, { accountId }) => {
    for (let turn = 0; turn < MOST_IN_A_TURN; turn++) if (!(await lookUpNext(run, accountId))) return;
  },
  // Without a session, or where the role may not do it, the others would be refused too.
  refuse: ({ ctx, tx, claimed: { accountId }, error }) =>
    trail.failLookups(tx, accountId, { which: "open", finishedAt: ctx.now(), error: error.message }),
  // One that failed without an answer goes on being the one that runs, so that the others do not end with it.
  giveBack: async ({ tx, claimed: { accountId }, isStopped }) => {
    if (isStopped) await trail.requeueLookups(tx, accountId);
  },
  bury: ({ ctx, tx, payload: { accountId }, reason }) => {
    const error = `The lookup failed again and again: ${reason}. Look at the worker's log, then look up again.`;
    return trail.failLookups(tx, accountId, { which: "running", finishedAt: ctx.now(), error });
  },
});
