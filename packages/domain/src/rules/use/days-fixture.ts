import { dayNumber, isoDay } from "./use-series.ts";

const EVERY: Record<string, (day: number) => boolean> = {
  daily: () => true,
  // 1970-01-01 was a Thursday.
  weekdays: (day) => ![2, 3].includes(day % 7),
  weekly: (day) => day % 7 === 4,
};

/** Reads the days of cases: one ISO day, or a stretch such as "daily 2026-03-01 2026-04-04", both ends included. */
export function dailyDays(text: string): string[] {
  const [every = "", first, last] = text.split(" ");
  if (first === undefined || last === undefined) return [every];
  const falls = EVERY[every];
  if (!falls) throw new Error(`"${text}" is no stretch of days`);
  const from = dayNumber(first);
  return Array.from({ length: dayNumber(last) - from + 1 }, (_, index) => from + index)
    .filter(falls)
    .map(isoDay);
}
