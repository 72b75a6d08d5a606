import { MS_PER_DAY } from "../../primitives.ts";

/** How many migrations came to their end in each of the last weeks, the oldest first, and how many are left. */
export type Progress = {
  /** Ended in each whole week; those of none are zeros. */
  endedByWeek: readonly number[];
  /** New ones in each of these weeks: the scope grows while it is worked off. */
  addedByWeek: readonly number[];
  left: number;
  asOf: Date;
  /** By when all shall be done; null: nobody said. */
  targetDate: Date | null;
};

/** When the last one ends, in so many of a hundred courses that the past suggests. Null: not within the horizon. */
export type ForecastInterval = { percent: 50 | 85; from: Date | null; to: Date | null };
export type Forecast = {
  intervals: ForecastInterval[];
  /** Ends a week so far, less what was added. */
  pacePerWeek: number;
  /** Ends a week that the target date needs, what is added included; null: no target date, or it is past. */
  paceNeeded: number | null;
  /** Why there is no forecast; null: there is one. */
  reason: string | null;
};

const LEAST_WEEKS = 6;
const LEAST_ENDS = 5;
const COURSES = 2_000;
/** Further ahead the past says nothing. */
const HORIZON_WEEKS = 260;
const PERCENTS = [50, 85] as const;
const MS_PER_WEEK = 7 * MS_PER_DAY;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length);

/** Numbers from 0 to 1, the same for the same seed: a forecast that is looked at twice is the same one. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Weeks until nothing is left, if each week is like one of the past, drawn at random; the horizon if it takes longer. */
function weeksOfCourse({ endedByWeek, addedByWeek, left }: Progress, random: () => number): number {
  let open = left;
  for (let week = 1; week < HORIZON_WEEKS; week++) {
    const drawn = Math.floor(random() * endedByWeek.length);
    open += (addedByWeek[drawn] ?? 0) - (endedByWeek[drawn] ?? 0);
    if (open <= 0) return week;
  }
  return HORIZON_WEEKS;
}

function whyNone({ endedByWeek, left }: Progress): string | null {
  if (left === 0) return "Nothing is left to migrate.";
  if (endedByWeek.length < LEAST_WEEKS)
    return `The history has ${endedByWeek.length} whole weeks; a forecast needs ${LEAST_WEEKS}.`;
  const ends = sum(endedByWeek);
  if (ends < LEAST_ENDS)
    return `${ends} migrations ended in the last ${endedByWeek.length} weeks; a forecast needs ${LEAST_ENDS}.`;
  return null;
}

function paceNeeded({ left, addedByWeek, asOf, targetDate }: Progress): number | null {
  if (!targetDate || targetDate <= asOf) return null;
  const weeks = (targetDate.getTime() - asOf.getTime()) / MS_PER_WEEK;
  return left / weeks + mean(addedByWeek);
}

/**
 * When all migrations will have ended, as intervals: weeks of the past are drawn at random, again and again, until nothing is left. With
 * too little history it gives none, and says so.
 *
 * @param seed of the random numbers; the same seed gives the same forecast.
 */
export function forecast(progress: Progress, seed = 1): Forecast {
  const { endedByWeek, addedByWeek, asOf } = progress;
  const pace = { pacePerWeek: mean(endedByWeek) - mean(addedByWeek), paceNeeded: paceNeeded(progress) };
  const reason = whyNone(progress);
  if (reason) return { intervals: [], ...pace, reason };
  const random = randomOf(seed);
  const weeks = Array.from({ length: COURSES }, () => weeksOfCourse(progress, random)).sort((a, b) => a - b);
  const dateAt = (share: number): Date | null => {
    const week = weeks[Math.min(COURSES - 1, Math.floor(share * COURSES))] ?? HORIZON_WEEKS;
    return week >= HORIZON_WEEKS ? null : new Date(asOf.getTime() + week * MS_PER_WEEK);
  };
  const intervals = PERCENTS.map((percent) => {
    const tail = (1 - percent / 100) / 2;
    return { percent, from: dateAt(tail), to: dateAt(1 - tail) };
  });
  return { intervals, ...pace, reason: null };
}
