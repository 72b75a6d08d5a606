import type { Forecast, ForecastInterval } from "./forecast.ts";

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function whenInWords({ from, to }: ForecastInterval): string {
  if (!from) return "not within five years";
  if (!to) return `not before ${dayOf(from)}`;
  return dayOf(from) === dayOf(to) ? `on ${dayOf(from)}` : `between ${dayOf(from)} and ${dayOf(to)}`;
}

/** When the last migration ends, or why that cannot be said, in one sentence with UTC days. */
export function forecastInWords({ intervals, reason }: Pick<Forecast, "intervals" | "reason">): string {
  if (reason !== null) return reason;
  if (intervals.every(({ from }) => from === null)) return "At this pace the last one does not end within five years.";
  const [first, ...more] = intervals.map((interval) => `${whenInWords(interval)} (${interval.percent} % likely)`);
  return `At this pace the last one ends ${[first, ...more].join(", ")}.`;
}

/** How a forecast stands to a target date: `at_risk` is a date within the interval. */
export type Outlook = "on_track" | "at_risk" | "late";

/** Whether all will be done by a day, by what is 85 % likely; null: there is no forecast. */
export function outlookOf({ intervals }: Pick<Forecast, "intervals">, targetDate: string): Outlook | null {
  const likely = intervals.find(({ percent }) => percent === 85);
  if (!likely) return null;
  const { from, to } = likely;
  if (to && dayOf(to) <= targetDate) return "on_track";
  return from && dayOf(from) <= targetDate ? "at_risk" : "late";
}

/** `3.5 users a week`. A pace below zero: more are added than end. */
export function paceInWords(perWeek: number): string {
  const rounded = Math.round(perWeek * 10) / 10;
  const amount = `${rounded < 0 ? "\u2212" : ""}${Math.abs(rounded)}`;
  return `${amount} ${rounded === 1 ? "user" : "users"} a week`;
}
