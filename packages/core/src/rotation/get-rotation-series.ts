import { rotation } from "@rolecall/db";
import { compliantPercent, type RotationSeries, type RotationSeriesInput } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { knownDays } from "../metrics/replay.ts";
import { seriesRange } from "../metrics/series-range.ts";

/**
 * Active access keys by state over time with the rotations that began and ended, of the tenant, an account, a unit or an owner.
 * Days before the first judgement have no point.
 *
 * @throws AppError INVALID for an impossible range
 */
export async function getRotationSeries(ctx: Ctx, input: RotationSeriesInput): Promise<RotationSeries> {
  const { from, to } = seriesRange(ctx, input);
  const query = { ...input, from, to };
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const known = await knownDays(tx, query, ctx.now());
    const days = known ? await rotation.readRotationDays(tx, known) : [];
    const events = await rotation.readRotationEvents(tx, query);
    const eventsOf = new Map(events.days.map((row) => [row.day, row]));
    const points = days.map(({ day, accountsCarried, ...states }) => ({
      day,
      accountsCarried,
      activeKeys: states.ok + states.dueSoon + states.overdue + states.excepted + states.unknown,
      activeKeysOverdue: states.overdue,
      compliantPercent: compliantPercent(states),
      states,
      rotationsStarted: eventsOf.get(day)?.started ?? 0,
      rotationsCompleted: eventsOf.get(day)?.completed ?? 0,
    }));
    return {
      ...{ from, to, interval: input.interval, points, medianCutOverDays: events.medianCutOverDays },
      ...(await rotation.countRotationFindings(tx, input, ctx.now())),
    };
  });
}
