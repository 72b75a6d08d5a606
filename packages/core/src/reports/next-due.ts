import type { Weekday } from "@rolecall/domain";
import { DateTime } from "luxon";

export type Rhythm = { frequency: "weekly" | "monthly"; dayOfWeek: Weekday; hour: number; timeZone: string };

const WEEKDAYS: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** The rhythm's weekday and hour in the week that starts with `monday`; an hour that summer time skips moves on by one. */
const inWeekOf = (day: DateTime, rhythm: Rhythm): DateTime =>
  day
    .set({ weekday: (WEEKDAYS.indexOf(rhythm.dayOfWeek) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7 })
    .set({ hour: rhythm.hour, minute: 0, second: 0, millisecond: 0 });

/** The first such weekday of the month of `day`, at the rhythm's hour. */
function inMonthOf(day: DateTime, rhythm: Rhythm): DateTime {
  const first = day.startOf("month");
  const daysAhead = (WEEKDAYS.indexOf(rhythm.dayOfWeek) + 1 - first.weekday + 7) % 7;
  return first.plus({ days: daysAhead }).set({ hour: rhythm.hour });
}

/** The first instant after `after` at which a report of this rhythm is due, by the wall clock of its time zone. */
export function nextDueAt(rhythm: Rhythm, after: Date): Date {
  const local = DateTime.fromJSDate(after, { zone: rhythm.timeZone });
  const candidates =
    rhythm.frequency === "weekly"
      ? [inWeekOf(local, rhythm), inWeekOf(local.plus({ weeks: 1 }), rhythm)]
      : [inMonthOf(local, rhythm), inMonthOf(local.startOf("month").plus({ months: 1 }), rhythm)];
  const next = candidates.find((candidate) => candidate.toMillis() > after.getTime());
  if (!next) throw new Error(`No ${rhythm.frequency} report follows ${after.toISOString()}`);
  return next.toJSDate();
}

/** Start of the period that a report made at `asOf` tells of. */
export const periodStart = (frequency: Rhythm["frequency"], asOf: Date): Date =>
  DateTime.fromJSDate(asOf, { zone: "utc" })
    .minus(frequency === "weekly" ? { weeks: 1 } : { months: 1 })
    .toJSDate();
