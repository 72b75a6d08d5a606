import { MS_PER_DAY } from "../../primitives.ts";

/** Days are counted from the epoch, in UTC: a change to summer time moves nothing. */
export const dayNumber = (day: string): number => Date.parse(day) / MS_PER_DAY;
export const dayNumberOf = (at: Date): number => Math.floor(at.getTime() / MS_PER_DAY);
export const isoDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
export const isoDayOf = (at: Date): string => isoDay(dayNumberOf(at));

/**
 * From one use to the next. AWS tells only the last use, so a use is hidden by the next one unless a scan came between them. A
 * scan on the day before the next use has seen that there was none: then the gap is whole. Else only what was seen of it is known.
 */
export type UseGap = { days: number; isWhole: boolean; seenDays: number };

/** The days of use, oldest first, with the gap before each but the first. */
export type UseSeries = { days: readonly number[]; gaps: readonly UseGap[] };

const sortedUnique = (days: Iterable<number>): number[] => [...new Set(days)].sort((a, b) => a - b);

/** @param scanDays days on which a scan looked; null: take it that every day was looked at. */
export function useSeries(used: Iterable<number>, scanDays: Iterable<number> | null): UseSeries {
  const days = sortedUnique(used);
  const looked = scanDays && sortedUnique(scanDays);
  const gaps = days.slice(1).map((day, index) => {
    const before = days[index]!;
    const whole = { days: day - before, isWhole: true, seenDays: day - before };
    if (!looked || day - before === 1) return whole;
    const lastLook = Math.max(before, looked.findLast((look) => look < day) ?? before);
    return lastLook === day - 1 ? whole : { ...whole, isWhole: false, seenDays: lastLook - before };
  });
  return { days, gaps };
}

/** Uses that follow each other closely taken as one: only the first day of each run is left, with the gaps between these. */
export function runsOf({ days, gaps }: UseSeries, mergedGapDays: number): UseSeries {
  const isStart = days.map((_, index) => index === 0 || gaps[index - 1]!.days > mergedGapDays);
  const starts = days.filter((_, index) => isStart[index]);
  const endings = gaps.filter((_, index) => isStart[index + 1]);
  return {
    days: starts,
    gaps: endings.map((gap, index) => ({ ...gap, days: starts[index + 1]! - starts[index]! })),
  };
}

/** The middle value, rounded; null: of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}
