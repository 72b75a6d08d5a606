import { MS_PER_DAY } from "../../primitives.ts";
import { forecastEnds } from "./forecast.ts";
import { overOf, paceOf, progressPoints, type StageStep } from "./progress-points.ts";

/** How many were to end within some weeks of a day, by what was known on that day, and how many did. */
export type BacktestedForecast = {
  day: string;
  /** What 85 of a hundred courses lay within. */
  from: number;
  to: number;
  came: number;
  holds: boolean;
};

const DAYS_PER_WEEK = 7;
const later = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * MS_PER_DAY).toISOString().slice(0, 10);

/**
 * Forecasts of each week from one day on, against what came: as far as what came is known on the last day. Weeks of which there was no
 * forecast, for want of history, are left out.
 */
export function backtestForecast(
  steps: readonly StageStep[],
  { from, to, weeks }: { from: string; to: string; weeks: number },
): BacktestedForecast[] {
  const rows: BacktestedForecast[] = [];
  for (let day = from; later(day, weeks * DAYS_PER_WEEK) <= to; day = later(day, DAYS_PER_WEEK)) {
    const known = steps.filter((step) => step.day <= day);
    const { intervals } = forecastEnds({ ...paceOf(known, new Date(day)), targetDate: null }, weeks);
    const interval = intervals.find(({ percent }) => percent === 85);
    const [then, since] = progressPoints(steps, [day, later(day, weeks * DAYS_PER_WEEK)]);
    if (!interval || !then || !since) continue;
    const came = overOf(since.stages) - overOf(then.stages);
    rows.push({ day, from: interval.from, to: interval.to, came, holds: interval.from <= came && came <= interval.to });
  }
  return rows;
}
