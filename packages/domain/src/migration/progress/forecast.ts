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

/** Numbers from 0 to 1, without 1, the same for the same seed: a forecast that is looked at twice is the same one. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WEEKS_PER_MONTH = 4;

/**
 * By how much the pace changes in a week, as the spread of its square root in shares of the usual one, told from month to month: the root of a
 * count spreads alike whether it is large or small. Waves come and go: weeks drawn at random from all of the past would take the pace to
 * be always the same.
 */
function driftOf(endedByWeek: readonly number[]): number {
  const months = Math.floor(endedByWeek.length / WEEKS_PER_MONTH);
  const first = endedByWeek.length - months * WEEKS_PER_MONTH;
  const roots = Array.from({ length: months }, (_, month) => {
    const from = first + month * WEEKS_PER_MONTH;
    return Math.sqrt(sum(endedByWeek.slice(from, from + WEEKS_PER_MONTH)));
  });
  const usual = mean(roots);
  const changes = roots.slice(1).map((root, index) => (root - roots[index]!) ** 2);
  return usual === 0 ? 0 : Math.sqrt(mean(changes) / WEEKS_PER_MONTH) / usual;
}

/** A number of the normal distribution, by Box and Muller. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

type Week = { ended: number; added: number };

/** Weeks to come, as one course of many: each is one of the past, drawn at random, at a pace that goes on to change as it did. */
function* courseOf({ endedByWeek, addedByWeek }: Progress, seed: number): Generator<Week, never> {
  const random = randomOf(seed);
  const drift = driftOf(endedByWeek);
  for (let root = 1; ; ) {
    root += drift * normal(random);
    const drawn = Math.floor(random() * endedByWeek.length);
    yield { ended: (endedByWeek[drawn] ?? 0) * root ** 2, added: addedByWeek[drawn] ?? 0 };
  }
}

/** Weeks until nothing is left, in one course; the horizon if it takes longer. */
function weeksUntilDone(progress: Progress, seed: number): number {
  let open = progress.left;
  let week = 0;
  for (const { ended, added } of courseOf(progress, seed)) {
    week += 1;
    open += added - ended;
    if (open <= 0 || week === HORIZON_WEEKS) break;
  }
  return week;
}

/** How many end within some weeks, in one course: no more than there are. */
function endsWithin(progress: Progress, weeks: number, seed: number): number {
  let open = progress.left;
  let ends = 0;
  let week = 0;
  for (const { ended, added } of courseOf(progress, seed)) {
    if (week === weeks) break;
    week += 1;
    const ending = Math.min(open + added, ended);
    open += added - ending;
    ends += ending;
  }
  return Math.round(ends);
}

/** What so many of a hundred courses lie within. */
function intervalsOf(sorted: readonly number[]): { percent: 50 | 85; from: number; to: number }[] {
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return PERCENTS.map((percent) => {
    const tail = (1 - percent / 100) / 2;
    return { percent, from: at(tail), to: at(1 - tail) };
  });
}

/** The courses of a seed: each has random numbers of its own, so that more of what is left never ends earlier. */
const courses = (seed: number, one: (seed: number) => number): number[] =>
  Array.from({ length: COURSES }, (_, index) => one(seed * COURSES + index)).sort((a, b) => a - b);

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
 * When all migrations will have ended, as intervals: weeks of the past are drawn at random, again and again, until nothing is left, at a
 * pace that changes as it did. With too little history it gives none, and says so.
 *
 * @param seed of the random numbers; the same seed gives the same forecast.
 */
export function forecast(progress: Progress, seed = 1): Forecast {
  const { endedByWeek, addedByWeek, asOf } = progress;
  const pace = { pacePerWeek: mean(endedByWeek) - mean(addedByWeek), paceNeeded: paceNeeded(progress) };
  const reason = whyNone(progress);
  if (reason) return { intervals: [], ...pace, reason };
  const dateAt = (week: number): Date | null =>
    week >= HORIZON_WEEKS ? null : new Date(asOf.getTime() + week * MS_PER_WEEK);
  const intervals = intervalsOf(courses(seed, (one) => weeksUntilDone(progress, one))).map(
    ({ percent, from, to }): ForecastInterval => ({ percent, from: dateAt(from), to: dateAt(to) }),
  );
  return { intervals, ...pace, reason: null };
}

/** How many migrations come to their end within some weeks, as intervals. */
export type EndsForecast = { intervals: { percent: 50 | 85; from: number; to: number }[]; reason: string | null };

/**
 * How many migrations will have ended in some weeks, by the same courses as the day of the last one. With too little history it gives
 * none, and says so.
 */
export function forecastEnds(progress: Progress, weeks: number, seed = 1): EndsForecast {
  const reason = whyNone(progress);
  if (reason) return { intervals: [], reason };
  return { intervals: intervalsOf(courses(seed, (one) => endsWithin(progress, weeks, one))), reason: null };
}
