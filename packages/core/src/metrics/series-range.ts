import { AppError, MS_PER_DAY, type SeriesInput } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

/** The UTC day of an instant. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * MS_PER_DAY);

const DEFAULT_DAYS = 365;
/** Ten years of days: a longer series is asked for by week or month. */
const MAX_DAYS = 3_660;

/** The days of a series. The future has not been scanned: `to` is today at the latest, unless all of it lies ahead. @throws AppError INVALID */
export function seriesRange(ctx: Ctx, input: Pick<SeriesInput, "from" | "to">): { from: string; to: string } {
  const to = input.to ?? dayOf(ctx.now());
  const from = input.from ?? dayOf(daysBefore(new Date(to), DEFAULT_DAYS));
  if (from > to) throw new AppError("INVALID", `from: ${from} is after to, ${to}`, { details: { field: "from" } });
  if ((Date.parse(to) - Date.parse(from)) / MS_PER_DAY > MAX_DAYS) {
    throw new AppError("INVALID", `from: at most ${MAX_DAYS} days can be asked for at once`, {
      details: { field: "from" },
    });
  }
  const today = dayOf(ctx.now());
  return { from, to: to > today && from <= today ? today : to };
}
