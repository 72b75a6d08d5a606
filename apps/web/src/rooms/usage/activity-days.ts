import { type ActivityDay, MS_PER_DAY } from "@rolecall/domain";

/** As far back as AWS reports use. */
export const SHOWN_DAYS = 400;

/** `unknown`: the day is before Rolecall first saw the entity, so no sample can exist. */
export type DayCell = { day: string; week: number; weekday: number; state: "used" | "none" | "unknown" };
export type ActivityCalendar = {
  cells: DayCell[];
  weeks: number;
  /** Where a month begins: its first week, and its name. */
  months: { week: number; label: string }[];
  usedDays: number;
  lastDay: string | null;
};

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
/** 0 is Monday. */
const weekdayOf = (atMs: number): number => (new Date(atMs).getUTCDay() + 6) % 7;
const monthName = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });

/**
 * Lays the 400 days up to an instant out as a calendar: a column per week, a row per weekday.
 *
 * @param firstSeenAt nothing was sampled before this day.
 */
export function activityCalendar(samples: readonly ActivityDay[], at: Date, firstSeenAt: Date): ActivityCalendar {
  const used = new Set(samples.map(({ day }) => day));
  const todayMs = Date.parse(`${dayOf(at.getTime())}T00:00:00Z`);
  const firstMs = todayMs - (SHOWN_DAYS - 1) * MS_PER_DAY;
  const offset = weekdayOf(firstMs);
  const firstSeenOn = dayOf(firstSeenAt.getTime());
  const cells = Array.from({ length: SHOWN_DAYS }, (_, index): DayCell => {
    const day = dayOf(firstMs + index * MS_PER_DAY);
    const place = { day, week: Math.floor((index + offset) / 7), weekday: (index + offset) % 7 };
    if (used.has(day)) return { ...place, state: "used" };
    return { ...place, state: day < firstSeenOn ? "unknown" : "none" };
  });
  const months = cells
    .filter(({ day }) => day.endsWith("-01"))
    .map(({ day, week }) => ({ week, label: monthName.format(new Date(day)) }));
  const usedCells = cells.filter(({ state }) => state === "used");
  return {
    cells,
    months,
    weeks: (cells.at(-1)?.week ?? 0) + 1,
    usedDays: usedCells.length,
    lastDay: usedCells.at(-1)?.day ?? null,
  };
}
