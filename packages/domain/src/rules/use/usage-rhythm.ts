import { median, runsOf, type UseSeries } from "./use-series.ts";

/** A rhythm that days of use can show. */
export type ShownRhythm = "daily" | "weekly" | "monthly" | "quarterly";

type RhythmRule = {
  rhythm: ShownRhythm;
  /** Uses that are no further apart than this are one: a job may take some days. */
  mergedGapDays: number;
  /** Gaps of this many days fit the rhythm. */
  fits: readonly [least: number, most: number];
  /** The middle gap lies within these. */
  middle: readonly [least: number, most: number];
  /** So many days in whole gaps are needed to tell: two weeks, three weeks, two months, one quarter. */
  leastSpanDays: number;
  /** After this many days of quiet it has stopped, by the rhythm alone. */
  quietDays: number;
};

/**
 * The first that fits is the rhythm. Days of quiet: 14 by default, 35 cover a monthly job, 100 a quarterly one. A job of weekdays
 * is daily, long weekends included. Quarters have 90 to 92 days, months 28 to 31; jobs run early or late by some days.
 */
const RHYTHMS: readonly RhythmRule[] = [
  {
    rhythm: "daily",
    mergedGapDays: 0,
    fits: [1, 4],
    middle: [1, 1],
    leastSpanDays: 14,
    quietDays: 14,
  },
  {
    rhythm: "weekly",
    mergedGapDays: 0,
    fits: [1, 9],
    middle: [1, 9],
    leastSpanDays: 21,
    quietDays: 14,
  },
  {
    rhythm: "monthly",
    mergedGapDays: 5,
    fits: [25, 36],
    middle: [25, 36],
    leastSpanDays: 50,
    quietDays: 35,
  },
  {
    rhythm: "quarterly",
    mergedGapDays: 14,
    fits: [80, 100],
    middle: [80, 100],
    leastSpanDays: 80,
    quietDays: 100,
  },
];

/** This share of the time must lie in gaps that fit: holidays and a run that was left out do not undo a rhythm. */
const FITTING_SHARE = 2 / 3;
/** Quiet may last a little longer than the longest pause that was seen: a long weekend, or a week where there is no rhythm. */
const MARGIN_DAYS = { inRhythm: 4, withoutRhythm: 7 };
export const DEFAULT_QUIET_DAYS = 14;
/** Quiet that covers a quarterly job: what is asked where no rhythm was seen. */
export const LONGEST_QUIET_DAYS = 100;

/** The rhythm of a series of uses; null: it shows none. */
export type SeenRhythm = {
  rhythm: ShownRhythm | null;
  /** The middle gap, between runs where a use takes some days; null: no gap was seen whole. */
  typicalGapDays: number | null;
  /** Uses, or runs of them. */
  uses: number;
  longestPauseDays: number;
};

const isWithin = (value: number, [least, most]: readonly [number, number]): boolean => value >= least && value <= most;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const wholeGaps = ({ gaps }: UseSeries): number[] => gaps.filter(({ isWhole }) => isWhole).map(({ days }) => days);

function shows(rule: RhythmRule, runs: UseSeries): boolean {
  const gaps = wholeGaps(runs);
  const middle = median(gaps);
  if (middle === null || !isWithin(middle, rule.middle)) return false;
  if (sum(gaps) < rule.leastSpanDays) return false;
  const fitting = gaps.filter((gap) => isWithin(gap, rule.fits));
  return sum(fitting) >= FITTING_SHARE * sum(gaps);
}

/** How often something is used, told from the gaps that were seen whole. */
export function rhythmOf(series: UseSeries): SeenRhythm {
  const longestPauseDays = Math.max(0, ...series.gaps.map(({ seenDays }) => seenDays));
  for (const rule of RHYTHMS) {
    const runs = runsOf(series, rule.mergedGapDays);
    if (shows(rule, runs))
      return {
        rhythm: rule.rhythm,
        typicalGapDays: median(wholeGaps(runs)),
        uses: runs.days.length,
        longestPauseDays,
      };
  }
  return { rhythm: null, typicalGapDays: median(wholeGaps(series)), uses: series.days.length, longestPauseDays };
}

/** After so many days without use it has stopped: by its rhythm, and longer than any pause that was seen. */
export function quietDaysOf({ rhythm, longestPauseDays }: SeenRhythm): number {
  const byRhythm = RHYTHMS.find((rule) => rule.rhythm === rhythm)?.quietDays ?? DEFAULT_QUIET_DAYS;
  const margin = rhythm ? MARGIN_DAYS.inRhythm : MARGIN_DAYS.withoutRhythm;
  return Math.max(byRhythm, longestPauseDays + margin);
}
