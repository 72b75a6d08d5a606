import { due, type TenantTx, trail } from "@rolecall/db";
import { countTrail, isIamChange, MS_PER_DAY, newestAssumptions, type TrailReading } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx } from "../context.ts";
import { defineWork } from "../work/define-work.ts";
import { findSubject, trailAccess } from "./asked.ts";

/** As far back as CloudTrail's event history goes. */
const LOOK_BACK_DAYS = 90;
const MOST_EVENTS = 1_000;

/** What to ask CloudTrail, and how. @throws AppError CONFLICT if that has become impossible since the request */
const prepare = (ctx: Ctx, { subject, subjectId }: trail.LookupRow) =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const found = await findSubject(tx, { subject, id: subjectId });
    const { roleArn, externalId, connectionId, callCeilingPerSecond } = await trailAccess(tx, found);
    const expectedAwsAccountId = found.awsAccountId;
    return { by: found.by, roleArn, externalId, connectionId, callCeilingPerSecond, expectedAwsAccountId };
  });

/** Where no Region answered, nothing is known, and the first reason says why. */
function statusOf({ regions }: TrailReading): { status: "complete" | "partial" | "failed"; error: string | null } {
  if (regions.length > 0 && regions.every(({ state }) => state === "read")) return { status: "complete", error: null };
  if (regions.some(({ state }) => state === "read" || state === "cut_off")) return { status: "partial", error: null };
  const reason = regions[0]?.reason ?? "no Region could be asked";
  return { status: "failed", error: `CloudTrail could not be read in any Region: ${reason}` };
}

/** Keeps what was counted up, and the events that name who changed something or assumed a role. */
async function keep(ctx: Ctx, tx: TenantTx, lookup: trail.LookupRow, reading: TrailReading): Promise<void> {
  await trail.insertTrailEvents(tx, lookup.accountId, [
    ...reading.events.filter(isIamChange),
    ...newestAssumptions(reading.events),
  ]);
  const result = { ...countTrail(reading, lookup.subject) };
  const end = { ...statusOf(reading), result, apiCalls: reading.apiCalls, finishedAt: ctx.now() };
  await trail.endLookup(tx, lookup.id, end);
}

/** Looks an access key, a user or a role up in CloudTrail's event history, at one call a second in each Region. */
export const lookUpTrail = defineWork({
  job: defineJob({
    name: "look-up-trail",
    payload: ids("lookupId"),
    lane: "long",
    attempts: 3,
    backoffMs: 10_000,
    priority: 2,
  }),
  row: "lookupId",
  due: due.openTrailLookups,
  claim: async ({ tx, payload }) => {
    const lookup = await trail.findLookup(tx, payload.lookupId);
    if (lookup?.status !== "queued" && lookup?.status !== "running") return null;
    await trail.showLookup(tx, { id: lookup.id, status: "running" });
    return lookup;
  },
  lease: 30,
  run: async ({ deps, ctx, signal, finish }, lookup) => {
    const to = ctx.now();
    const from = new Date(to.getTime() - LOOK_BACK_DAYS * MS_PER_DAY);
    const asked = { ...(await prepare(ctx, lookup)), readingId: lookup.id, from, to, maxEvents: MOST_EVENTS };
    const reading = await deps.aws.lookUpTrail({ ...asked, signal });
    await finish((tx) => keep(ctx, tx, lookup, reading));
  },
  refuse: ({ ctx, tx, claimed, error }) =>
    trail.endLookup(tx, claimed.id, { status: "failed", finishedAt: ctx.now(), error: error.message }),
  giveBack: ({ tx, claimed }) => trail.showLookup(tx, { id: claimed.id, status: "queued" }),
  bury: ({ ctx, tx, payload, reason }) => {
    const error = `The lookup failed again and again: ${reason}. Look at the worker's log, then look up again.`;
    return trail.endLookup(tx, payload.lookupId, { status: "failed", finishedAt: ctx.now(), error });
  },
});
