import { type Prisma, trail } from "@rolecall/db";
import { AppError, countTrail, isIamChange, MS_PER_DAY, type TrailReading, type TrailSubject } from "@rolecall/domain";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { findSubject, trailAccess } from "./request-trail-lookup.ts";

type Payload = { tenantId: string; lookupId: string };

/** As far back as CloudTrail's event history goes. */
const LOOK_BACK_DAYS = 90;
const MOST_EVENTS = 1_000;
/** A run renews its lease every fifth of it; a run that has not for this long is dead. */
const LEASE_SECONDS = 30;

/** Takes the lookup for this run; null if it has ended or is in other hands. */
const claim = (ctx: Ctx, id: string) =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    if (!(await trail.claimLookup(tx, id, LEASE_SECONDS))) return null;
    const row = await tx.trailLookup.findUniqueOrThrow({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });
    return { id, accountId: row.accountId, subject: row.subject as TrailSubject, subjectId: row.subjectId };
  });
type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;

/** What to ask CloudTrail, and how. @throws AppError CONFLICT if that has become impossible since the request */
const prepare = (ctx: Ctx, { accountId, subject, subjectId }: Claimed) =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { by } = await findSubject(ctx, tx, { subject, id: subjectId });
    const { awsAccountId, roleArn, externalId, connectionId, callCeilingPerSecond } = await trailAccess(
      ctx,
      tx,
      accountId,
    );
    return { by, roleArn, externalId, connectionId, callCeilingPerSecond, expectedAwsAccountId: awsAccountId };
  });

/** Ends the lookup, unless it has ended already. */
const end = (ctx: Ctx, id: string, data: Prisma.TrailLookupUpdateManyMutationInput) =>
  ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.trailLookup.updateMany({
      where: { id, status: "running" },
      data: { ...data, finishedAt: ctx.now(), leaseUntil: null },
    }),
  );

/** Where no Region answered, nothing is known, and the first reason says why. */
function statusOf({ regions }: TrailReading): { status: string; error: string | null } {
  if (regions.length > 0 && regions.every(({ state }) => state === "read")) return { status: "complete", error: null };
  if (regions.some(({ state }) => state === "read" || state === "cut_off")) return { status: "partial", error: null };
  const reason = regions[0]?.reason ?? "no Region could be asked";
  return { status: "failed", error: `CloudTrail could not be read in any Region: ${reason}` };
}

/** Keeps what was counted up, and the events that name who changed something. */
async function keep(ctx: Ctx, lookup: Claimed, reading: TrailReading): Promise<void> {
  const result = JSON.parse(JSON.stringify(countTrail(reading, lookup.subject))) as Prisma.InputJsonObject;
  await ctx.db.inTenant(ctx.tenantId, (tx) =>
    trail.insertTrailEvents(tx, lookup.accountId, reading.events.filter(isIamChange)),
  );
  await end(ctx, lookup.id, { ...statusOf(reading), result, apiCalls: reading.apiCalls });
}

/** Keeps the run's lease; stops reading when the lookup has ended otherwise. */
function keepLease(ctx: Ctx, { id }: Claimed, signal: AbortSignal) {
  const lost = new AbortController();
  const renew = async () => {
    const held = await ctx.db.inTenant(ctx.tenantId, (tx) => trail.renewLookup(tx, id, LEASE_SECONDS));
    if (!held) lost.abort(new Error(`Lookup ${id} has ended already`));
  };
  // A renewal that fails is made up for by the next one; the lease outlasts several.
  const timer = setInterval(() => void renew().catch(() => undefined), (LEASE_SECONDS * 1000) / 5);
  return { signal: AbortSignal.any([signal, lost.signal]), stop: () => clearInterval(timer) };
}

/**
 * Looks an access key or a user up in CloudTrail's event history. Idempotent on the lookup: one that has ended is left alone, one
 * whose run died is run again.
 */
export async function lookUpTrail(deps: WorkerDeps, payload: Payload, jobRun: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const lookup = await claim(ctx, payload.lookupId);
  if (!lookup) return;
  const lease = keepLease(ctx, lookup, jobRun.signal);
  const to = ctx.now();
  const from = new Date(to.getTime() - LOOK_BACK_DAYS * MS_PER_DAY);
  try {
    const reading = await deps.aws.lookUpTrail({
      ...(await prepare(ctx, lookup)),
      readingId: lookup.id,
      signal: lease.signal,
      from,
      to,
      maxEvents: MOST_EVENTS,
    });
    await keep(ctx, lookup, reading);
  } catch (cause) {
    if (cause instanceof AppError && !lease.signal.aborted) {
      await end(ctx, lookup.id, { status: "failed", error: cause.message });
      return;
    }
    await ctx.db.inTenant(ctx.tenantId, (tx) =>
      tx.trailLookup.updateMany({
        where: { id: lookup.id, status: "running" },
        data: { status: "queued", leaseUntil: null },
      }),
    );
    throw cause;
  } finally {
    lease.stop();
  }
}
