import { trail } from "@rolecall/db";
import { LOOKUP_KEPT_MS, TrailLookup } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { type Asked, assertAsked, findSubject, trailAccess } from "./asked.ts";
import { lookUpAccount } from "./look-up-account.ts";

type Row = trail.LookupRow;

const NOTHING_READ = {
  from: null,
  to: null,
  regions: [],
  events: 0,
  userAgents: [],
  sourceIpAddresses: [],
  services: [],
  eventNames: [],
  calls: [],
  newest: [],
  cannotSee: [],
};

/** What was counted up is kept as JSON; times in it are text there. */
const toLookup = ({ result, ...row }: Row): TrailLookup => TrailLookup.parse({ ...NOTHING_READ, ...result, ...row });

/** Whether this lookup answers a new request: it is under way, or complete and of the last 24 hours. */
function answers(row: Row | null, now: Date): row is Row {
  if (!row) return false;
  if (row.status === "queued" || row.status === "running") return true;
  const isFresh = row.finishedAt !== null && now.getTime() - row.finishedAt.getTime() < LOOKUP_KEPT_MS;
  return row.status === "complete" && isFresh;
}

/**
 * Looks an access key or password, a user or a role up in CloudTrail's event history of the last 90 days. One that is under way, or was completed
 * within 24 hours, is returned instead of a new one.
 *
 * @throws AppError NOT_FOUND; CONFLICT if it has no id that CloudTrail records, or the connection may not read CloudTrail.
 */
export async function requestTrailLookup(ctx: Ctx, input: Asked): Promise<TrailLookup> {
  const { row, isNew } = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const subject = await findSubject(tx, input);
    const known = await trail.findNewestLookup(tx, input.id);
    if (answers(known, ctx.now())) return { row: known, isNew: false };
    await trailAccess(tx, subject);
    const isNew = await trail.insertLookup(tx, {
      id: ctx.newId(),
      accountId: subject.accountId,
      subject: input.subject,
      subjectId: input.id,
      requestedAt: ctx.now(),
    });
    if (isNew) {
      await audit(ctx, tx, "trail.lookup_requested", input.id, { subject: input.subject, name: subject.name });
    }
    return { row: found(await trail.findNewestLookup(tx, input.id), "lookup"), isNew };
  });
  if (isNew) await lookUpAccount.enqueue(ctx, { tenantId: ctx.tenantId, accountId: row.accountId }, { priority: 1 });
  return toLookup(row);
}

/** @throws AppError NOT_FOUND */
export const getTrailLookup = (ctx: Ctx, input: { id: string }): Promise<TrailLookup> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => toLookup(found(await trail.findLookup(tx, input.id), "lookup")));

/** The newest lookup of an access key, a user or a role; null: none was made yet. @throws AppError NOT_FOUND if there is no such subject */
export const getLatestTrailLookup = (ctx: Ctx, asked: Asked): Promise<TrailLookup | null> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await assertAsked(tx, asked);
    const row = await trail.findNewestLookup(tx, asked.id);
    return row && toLookup(row);
  });
