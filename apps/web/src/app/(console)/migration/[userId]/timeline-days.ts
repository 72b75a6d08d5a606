import { type MigrationTimeline, MS_PER_DAY, type UseRun } from "@rolecall/domain";

const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Days from left to right: the last one shown is the day that is looked at, or the safe day if it is to come and near. */
export type Axis = { fromMs: number; toMs: number };

/** A safe day farther ahead is named, but not drawn. */
const FARTHEST_AHEAD_DAYS = 120;

export function axisOf({ from, to }: Pick<MigrationTimeline, "from" | "to">, safeFrom: Date | null): Axis {
  const endMs = dayMs(to) + MS_PER_DAY;
  const safeMs = safeFrom?.getTime() ?? endMs;
  const isDrawn = safeMs > endMs && safeMs < endMs + FARTHEST_AHEAD_DAYS * MS_PER_DAY;
  return { fromMs: dayMs(from), toMs: isDrawn ? safeMs + 3 * MS_PER_DAY : endMs };
}

/** Where something lies on the axis, in percent of its width. */
export type Place = { left: number; width: number };

const percent = (ms: number, { fromMs, toMs }: Axis): number =>
  Math.min(100, Math.max(0, ((ms - fromMs) / (toMs - fromMs)) * 100));

/** A stretch of time; null: it lies outside. */
export function placeOf({ fromMs, toMs }: Axis, axis: Axis): Place | null {
  const [left, right] = [percent(fromMs, axis), percent(toMs, axis)];
  return right > left ? { left, width: right - left } : null;
}

/** An instant; null: it lies outside. */
export const pointOf = (ms: number, axis: Axis): number | null =>
  ms < axis.fromMs || ms > axis.toMs ? null : percent(ms, axis);

/** The days of a run, the last one included. */
export const placeOfRun = ({ from, to }: UseRun, axis: Axis): Place | null =>
  placeOf({ fromMs: dayMs(from), toMs: dayMs(to) + MS_PER_DAY }, axis);

const MOST_TICKS = 8;
/** Nearer to the start, half of a label would stand outside. */
const ROOM_PERCENT = 4;
const STEPS_MONTHS = [1, 2, 3, 6];
const month = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });

/** First days of months, or a few days of a short time. */
export function ticksOf(axis: Axis): { left: number; label: string }[] {
  const firsts: number[] = [];
  const start = new Date(axis.fromMs);
  for (let index = 1; ; index++) {
    const at = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index, 1);
    if (at >= axis.toMs) break;
    firsts.push(at);
  }
  if (firsts.length < 2) {
    const step = (axis.toMs - axis.fromMs) / 4;
    return [0.5, 1.5, 2.5, 3.5].map((at) => ({
      left: (at / 4) * 100,
      label: dayOf(axis.fromMs + at * step).slice(5),
    }));
  }
  const every = STEPS_MONTHS.find((step) => firsts.length / step <= MOST_TICKS) ?? 12;
  return firsts
    .filter((at) => new Date(at).getUTCMonth() % every === 0 && percent(at, axis) > ROOM_PERCENT)
    .map((at) => {
      const label = month.format(new Date(at));
      const isNewYear = new Date(at).getUTCMonth() === 0;
      return { left: percent(at, axis), label: isNewYear ? `${label} ${new Date(at).getUTCFullYear()}` : label };
    });
}

const STATES: Record<UseRun["state"], string> = { used: "used", quiet: "not used", unknown: "not known" };

/** `2026-03-01 to 2026-03-04: not used`. */
export const runInWords = ({ from, to, state }: UseRun): string =>
  `${from === to ? from : `${from} to ${to}`}: ${STATES[state]}`;

/** How many days of a lane are known to be what. */
export function daysByState(runs: readonly UseRun[]): Record<UseRun["state"], number> {
  const days = { used: 0, quiet: 0, unknown: 0 };
  for (const { from, to, state } of runs) days[state] += (dayMs(to) - dayMs(from)) / MS_PER_DAY + 1;
  return days;
}
