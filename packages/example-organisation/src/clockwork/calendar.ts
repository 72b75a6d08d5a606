import { STORY_DAYS } from "./day.ts";

const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;
const OPENS_AT_HOUR = 7.5;
const HOURS_OPEN = 10;
const FRIDAY_EVENING_HOUR = 17.6;

/** The months of the story are all of the same length. */
export const DAYS_PER_MONTH = STORY_DAYS / 12;

/** The first day of a month of the story, counted from 0. */
export const monthDay = (month: number) => Math.round(month * DAYS_PER_MONTH);

/** Turns a day of the story into an instant. It keeps the order: an earlier day is never a later instant. */
export type Calendar = {
  /** At any time of the day: what services do. */
  instant: (day: number) => Date;
  /** Within working hours (UTC): what people do. What falls on a weekend was done late on the Friday before. */
  workingInstant: (day: number) => Date;
};

export function calendarEndingAt(endsAt: Date): Calendar {
  const lastMidnightMs = Math.floor(endsAt.getTime() / MS_PER_DAY) * MS_PER_DAY;
  const firstMidnightMs = lastMidnightMs - STORY_DAYS * MS_PER_DAY;
  return {
    instant: (day) => new Date(Math.round(firstMidnightMs + day * MS_PER_DAY)),
    workingInstant: (day) => {
      const midnightMs = firstMidnightMs + Math.floor(day) * MS_PER_DAY;
      const fraction = day - Math.floor(day);
      const daysAfterFriday = new Date(midnightMs).getUTCDay() === 0 ? 2 : new Date(midnightMs).getUTCDay() - 5;
      if (daysAfterFriday < 1)
        return new Date(Math.round(midnightMs + (OPENS_AT_HOUR + fraction * HOURS_OPEN) * MS_PER_HOUR));
      const hour = FRIDAY_EVENING_HOUR + (daysAfterFriday - 1) + fraction * 0.9;
      return new Date(Math.round(midnightMs - daysAfterFriday * MS_PER_DAY + hour * MS_PER_HOUR));
    },
  };
}
