import { migrations } from "@rolecall/db";
import {
  type BacktestedForecast,
  backtestForecast,
  forecast,
  type MigrationProgress,
  type MigrationProgressInput,
  paceOf,
  progressPoints,
  shownDays,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { knownUntil } from "../metrics/replay.ts";
import { dayOf, daysBefore, seriesRange } from "../metrics/series-range.ts";

/**
 * How migrations stood by stage over time, of the tenant, an account, an owner or a campaign, and when the last one may end. Days
 * before the first migration, and days that were not replayed yet, have no point.
 *
 * @throws AppError INVALID for an impossible range
 */
export async function getMigrationProgress(ctx: Ctx, input: MigrationProgressInput): Promise<MigrationProgress> {
  const { from, to } = seriesRange(ctx, input);
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const until = await knownUntil(tx, ctx.now());
    const last = dayOf(until);
    const steps = await migrations.readMigrationDays(tx, { ...input, to: last });
    const days = shownDays({ from, to: [to, last].sort()[0] ?? to, interval: input.interval });
    const targetDate = input.targetDate === undefined ? null : new Date(input.targetDate);
    return {
      ...{ from, to, interval: input.interval },
      points: progressPoints(steps, days),
      forecast: forecast({ ...paceOf(steps, until), targetDate }),
    };
  });
}

/** Two months of scans come before the first forecast that is tested. */
const FIRST_TESTED_AFTER_DAYS = 61;
const TESTED_WEEKS = 8;

/** What was forecast in each week since the third month, of how many would end in eight weeks, against what came. */
export const verifyForecast = (ctx: Ctx): Promise<BacktestedForecast[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const to = dayOf(await knownUntil(tx, ctx.now()));
    const steps = await migrations.readMigrationDays(tx, { to });
    const [first] = steps;
    if (!first) return [];
    const from = dayOf(daysBefore(new Date(first.day), -FIRST_TESTED_AFTER_DAYS));
    return backtestForecast(steps, { from, to, weeks: TESTED_WEEKS });
  });
