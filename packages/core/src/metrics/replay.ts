import { replays, type TenantTx } from "@rolecall/db";
import { AppError, type Replay, replayAt, type ShownReplay } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { dayOf } from "./series-range.ts";

/** How far the replay of the tenant's history is; null if there is none. */
export async function getReplay(ctx: Ctx): Promise<Replay | null> {
  const shown = await ctx.db.inTenant(ctx.tenantId, replays.findReplay);
  return shown && replayAt(shown, ctx.now());
}

/** A history that is being replayed, and when this run of the replay began. */
export type ReplayRun = Pick<ShownReplay, "fromAt" | "toAt" | "runStartedAt">;
/** How far it is, with the days on which accounts are scanned; `at` by the clock on the wall. */
export type ReplayReached = Pick<ShownReplay, "reachedAt" | "daysDone" | "daysLeft"> & { at: Date };

/** Shows how far a replay is. */
export const showReplay = (ctx: Ctx, run: ReplayRun, { at, ...reached }: ReplayReached): Promise<void> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => replays.showReplay(tx, ctx.tenantId, { ...run, ...reached, shownAt: at }));

/** Shows that all of a history has been replayed. */
export const endReplay = (ctx: Ctx): Promise<void> => ctx.db.inTenant(ctx.tenantId, replays.endReplay);

/**
 * Decisions of now are judged at once, and a history that is judged up to now cannot be gone on with: they wait until it is whole.
 *
 * @throws AppError CONFLICT while the tenant's history is replayed, but to who replays it
 */
export async function refuseWhileReplayed(ctx: Ctx, tx: TenantTx): Promise<void> {
  const replay = ctx.isReplay ? null : await replays.findReplay(tx);
  if (!replay) return;
  const reached = replay.reachedAt ? `has reached ${dayOf(replay.reachedAt)}` : "has just begun";
  throw new AppError(
    "CONFLICT",
    `The history of these accounts is still being replayed, and ${reached}. Decide once it has come to today.`,
  );
}

/** The instant up to which the tenant's history is there: now, but while it is replayed. */
export async function knownUntil(tx: TenantTx, now: Date): Promise<Date> {
  const replay = await replays.findReplay(tx);
  const reached = replay && (replay.reachedAt ?? replay.fromAt);
  return reached && reached < now ? reached : now;
}

/** The days of a series that there are already; null if there are none. Days that were not replayed yet have no point. */
export async function knownDays<Days extends { from: string; to: string }>(
  tx: TenantTx,
  days: Days,
  now: Date,
): Promise<Days | null> {
  const last = dayOf(await knownUntil(tx, now));
  if (days.from > last) return null;
  return days.to > last ? { ...days, to: last } : days;
}
