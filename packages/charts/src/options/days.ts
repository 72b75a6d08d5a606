import { type Interval, MS_PER_DAY } from "@rolecall/domain";

/** What the points of all series have in common. */
export type DayPoint = { day: string; accountsCarried: number };

/** Start of a UTC day, in epoch milliseconds. */
export const dayStartMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

const LONGEST_STEP_DAYS: Record<Interval, number> = { day: 1, week: 7, month: 31 };

/**
 * The points with null where a day, week or month between two of them is missing, so that no line is drawn across it.
 */
export function withHoles<T extends DayPoint>(points: readonly T[], interval: Interval): (T | null)[] {
  const longestStepMs = LONGEST_STEP_DAYS[interval] * MS_PER_DAY;
  return points.flatMap((point, i) => {
    const next = points[i + 1];
    return next && dayStartMs(next.day) - dayStartMs(point.day) > longestStepMs ? [point, null] : [point];
  });
}

export type Span = { fromMs: number; toMs: number };

/**
 * The stretches of time whose points carry a last known state forward: from the middle before to the middle after, so that
 * a single day has a width.
 */
export function carriedSpans(points: readonly DayPoint[]): Span[] {
  const spans: Span[] = [];
  points.forEach((point, i) => {
    if (point.accountsCarried === 0) return;
    const atMs = dayStartMs(point.day);
    const middleTo = (other: DayPoint | undefined) => (other ? (atMs + dayStartMs(other.day)) / 2 : atMs);
    const [fromMs, toMs] = [middleTo(points[i - 1]), middleTo(points[i + 1])];
    const last = spans.at(-1);
    if (last && last.toMs === fromMs) last.toMs = toMs;
    else spans.push({ fromMs, toMs });
  });
  return spans;
}

const MAX_TICKS = 7;
const MONTHS_WITHOUT_CROWDING = [1, 2, 3, 6, 12];
const DAYS_WITHOUT_CROWDING = [1, 2, 3, 7, 14];
/** From this number of days on, the axis is in months. */
const MONTH_TICKS_FROM_DAYS = 75;

/** The labelled places of the time axis: first days of months, or every few days of a short span. */
export function timeTicks({ fromMs, toMs }: Span): number[] {
  const days = Math.round((toMs - fromMs) / MS_PER_DAY);
  return days >= MONTH_TICKS_FROM_DAYS ? monthTicks({ fromMs, toMs }) : dayTicks({ fromMs, toMs });
}

function monthTicks({ fromMs, toMs }: Span): number[] {
  const from = new Date(fromMs);
  const first = from.getUTCFullYear() * 12 + from.getUTCMonth() + (from.getUTCDate() === 1 ? 0 : 1);
  const firsts: { month: number; ms: number }[] = [];
  for (let month = first; Date.UTC(Math.floor(month / 12), month % 12) <= toMs; month++) {
    firsts.push({ month, ms: Date.UTC(Math.floor(month / 12), month % 12) });
  }
  const every =
    MONTHS_WITHOUT_CROWDING.find((n) => firsts.length / n <= MAX_TICKS) ?? Math.ceil(firsts.length / MAX_TICKS);
  return firsts.filter(({ month }) => month % every === 0).map(({ ms }) => ms);
}

function dayTicks({ fromMs, toMs }: Span): number[] {
  const days = Math.round((toMs - fromMs) / MS_PER_DAY);
  const every = DAYS_WITHOUT_CROWDING.find((n) => (days + 1) / n <= MAX_TICKS) ?? Math.ceil((days + 1) / MAX_TICKS);
  return Array.from({ length: Math.floor(days / every) + 1 }, (_, i) => fromMs + i * every * MS_PER_DAY);
}

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en", { timeZone: "UTC", ...options });
const month = format({ month: "short" });
const monthAndYear = format({ month: "short", year: "numeric" });
const wholeDay = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** `Sun, Nov 22, 2026`. */
export const formatDay = (ms: number): string => wholeDay.format(ms);

/** Labels of the ticks: `Nov 2026`, `Dec`, `Jan 2027`; within a month or two `3 Feb`. The year where it is new. */
export function tickLabels(ticks: readonly number[], span: Span): string[] {
  const inMonths = (span.toMs - span.fromMs) / MS_PER_DAY >= MONTH_TICKS_FROM_DAYS;
  return ticks.map((ms, i) => {
    if (!inMonths) return `${new Date(ms).getUTCDate()} ${month.format(ms)}`;
    const previous = ticks[i - 1];
    const yearIsNew = previous === undefined || new Date(previous).getUTCFullYear() !== new Date(ms).getUTCFullYear();
    return (yearIsNew ? monthAndYear : month).format(ms);
  });
}
