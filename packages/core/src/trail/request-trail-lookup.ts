import { type TenantTx, trail } from "@rolecall/db";
import { AppError, TrailLookup, type TrailSubject } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { openAccess } from "../scans/account-access.ts";

/** A lookup costs a call a second: its answer is used again for this long. */
const KEPT_MS = 24 * 3_600_000;

type Row = NonNullable<Awaited<ReturnType<TenantTx["trailLookup"]["findUnique"]>>>;
type Asked = { subject: TrailSubject; id: string };

const NOTHING_READ = {
  from: null,
  to: null,
  regions: [],
  events: 0,
  userAgents: [],
  sourceIpAddresses: [],
  services: [],
  eventNames: [],
  newest: [],
  cannotSee: [],
};

/** What was counted up is kept as JSON; times in it are text there. */
const toLookup = (row: Row): TrailLookup =>
  TrailLookup.parse({
    ...NOTHING_READ,
    ...(row.result as object | null),
    id: row.id,
    status: row.status,
    requestedAt: row.requestedAt,
    finishedAt: row.finishedAt,
    error: row.error,
    apiCalls: row.apiCalls,
  });

type Subject = { accountId: string; name: string; by: { accessKeyId: string } | { resourceName: string } };

async function findCredential(ctx: Ctx, tx: TenantTx, id: string): Promise<Subject> {
  const row = await tx.credential.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });
  if (!row) throw new AppError("NOT_FOUND", "No such credential");
  if (row.kind !== "access_key" || !row.accessKeyId) {
    const why =
      row.kind === "access_key"
        ? "the id of this access key is not known, as uploaded reports do not tell it: connect the account and scan it first"
        : "CloudTrail records the ids of access keys only: look up the user's keys instead";
    throw new AppError("CONFLICT", `This credential cannot be looked up: ${why}.`);
  }
  return { accountId: row.accountId, name: row.accessKeyId, by: { accessKeyId: row.accessKeyId } };
}

async function findUser(ctx: Ctx, tx: TenantTx, id: string): Promise<Subject> {
  const row = await tx.iamUser.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });
  if (!row) throw new AppError("NOT_FOUND", "No such user");
  return { accountId: row.accountId, name: row.userName, by: { resourceName: row.userName } };
}

const FINDERS: Record<TrailSubject, (ctx: Ctx, tx: TenantTx, id: string) => Promise<Subject>> = {
  credential: findCredential,
  user: findUser,
};

/** What a lookup asks CloudTrail for. @throws AppError NOT_FOUND; CONFLICT if it has no id that CloudTrail records */
export const findSubject = (ctx: Ctx, tx: TenantTx, { subject, id }: Asked): Promise<Subject> =>
  FINDERS[subject](ctx, tx, id);

/**
 * How CloudTrail may be asked about an account.
 *
 * @throws AppError CONFLICT if it cannot be reached, or its role is not asked to grant cloudtrail:LookupEvents.
 */
export async function trailAccess(ctx: Ctx, tx: TenantTx, accountId: string) {
  const { awsAccountId } = await tx.awsAccount.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: accountId } },
    select: { awsAccountId: true },
  });
  const access = await openAccess(ctx, tx, { id: accountId, awsAccountId });
  if (!access.packs.includes("cloudtrail")) {
    throw new AppError(
      "CONFLICT",
      `The connection “${access.connectionName}” does not read CloudTrail: its role is not asked to grant cloudtrail:LookupEvents. Make a connection with the permission pack “cloudtrail”, install its template, verify it, and look up again.`,
      { details: { action: "cloudtrail:LookupEvents", pack: "cloudtrail", connectionId: access.connectionId } },
    );
  }
  return { ...access, awsAccountId };
}

const newestOf = (tx: TenantTx, subjectId: string): Promise<Row | null> =>
  tx.trailLookup.findFirst({ where: { subjectId }, orderBy: [{ requestedAt: "desc" }, { id: "desc" }] });

/** Whether this lookup answers a new request: it is under way, or complete and of the last 24 hours. */
function answers(row: Row | null, now: Date): row is Row {
  if (!row) return false;
  if (row.status === "queued" || row.status === "running") return true;
  const isFresh = row.finishedAt !== null && now.getTime() - row.finishedAt.getTime() < KEPT_MS;
  return row.status === "complete" && isFresh;
}

/**
 * Looks an access key or a user up in CloudTrail's event history of the last 90 days. One that is under way, or was completed
 * within 24 hours, is returned instead of a new one.
 *
 * @throws AppError NOT_FOUND; CONFLICT if it has no id that CloudTrail records, or the connection may not read CloudTrail.
 */
export async function requestTrailLookup(ctx: Ctx, input: Asked): Promise<TrailLookup> {
  const { row, isNew } = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { accountId, name } = await findSubject(ctx, tx, input);
    const known = await newestOf(tx, input.id);
    if (answers(known, ctx.now())) return { row: known, isNew: false };
    await trailAccess(ctx, tx, accountId);
    const lookup = { id: ctx.newId(), accountId, subject: input.subject, subjectId: input.id, requestedAt: ctx.now() };
    const inserted = await trail.insertLookup(tx, lookup);
    if (inserted) await audit(ctx, tx, "trail.lookup_requested", input.id, { subject: input.subject, name });
    return { row: (await newestOf(tx, input.id))!, isNew: inserted };
  });
  if (isNew) {
    const payload = { tenantId: ctx.tenantId, lookupId: row.id };
    await ctx.jobs.enqueue(jobs.lookUpTrail, payload, { key: row.id, priority: 1 });
  }
  return toLookup(row);
}

/** @throws AppError NOT_FOUND */
export function getTrailLookup(ctx: Ctx, input: { id: string }): Promise<TrailLookup> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await tx.trailLookup.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id: input.id } } });
    if (!row) throw new AppError("NOT_FOUND", "No such lookup");
    return toLookup(row);
  });
}

/** The newest lookup of an access key or a user; null: none was made yet. @throws AppError NOT_FOUND if there is no such subject */
export function getLatestTrailLookup(ctx: Ctx, { subject, id }: Asked): Promise<TrailLookup | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const where = { tenantId_id: { tenantId: ctx.tenantId, id } };
    const select = { id: true };
    const exists =
      subject === "user"
        ? await tx.iamUser.findUnique({ where, select })
        : await tx.credential.findUnique({ where, select });
    if (!exists) throw new AppError("NOT_FOUND", `No such ${subject}`);
    const row = await newestOf(tx, id);
    return row ? toLookup(row) : null;
  });
}
