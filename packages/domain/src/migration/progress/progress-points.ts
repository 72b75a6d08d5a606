import type { Interval } from "../../metrics/metrics.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import { MigrationStage } from "../stages/stage.ts";
import type { Progress } from "./forecast.ts";
import type { ProgressPoint, StageCounts } from "./progress.ts";

/** By how many the migrations of a stage became more on a day; fewer, where it is below zero. */
export type StageStep = { day: string; stage: MigrationStage; more: number };

/** Stages at which a migration has come to an end that a role took over. */
const MOVED: readonly MigrationStage[] = ["removed", "verified"];

const none = (): StageCounts => Object.fromEntries(MigrationStage.options.map((stage) => [stage, 0])) as StageCounts;

const sumOf = (counts: StageCounts, stages: readonly MigrationStage[] = MigrationStage.options): number =>
  stages.reduce((sum, stage) => sum + counts[stage], 0);

/** How many have come to an end, of whichever kind. */
export const overOf = (counts: StageCounts): number => sumOf(counts, [...MOVED, "retired"]);

/** How many there are, and how many of them have come to which end. */
export function tallyOf(counts: StageCounts): Pick<ProgressPoint, "scope" | "moved" | "retired" | "excepted" | "left"> {
  const scope = sumOf(counts);
  const { retired, excepted } = counts;
  const moved = sumOf(counts, MOVED);
  return { scope, moved, retired, excepted, left: scope - moved - retired - excepted };
}

const pointOf = (day: string, counts: StageCounts): ProgressPoint => ({
  ...{ day, stages: { ...counts } },
  ...tallyOf(counts),
});

/** How the counts stood at the end of each of these days, which are in their order; days before the first step have no point. */
export function progressPoints(steps: readonly StageStep[], days: readonly string[]): ProgressPoint[] {
  const counts = none();
  let next = 0;
  const points: ProgressPoint[] = [];
  for (const day of days) {
    for (let step = steps[next]; step && step.day <= day; step = steps[++next]) counts[step.stage] += step.more;
    if (next > 0) points.push(pointOf(day, counts));
  }
  return points;
}

const WEEKS = 26;
const dayBefore = (asOf: Date, days: number): string =>
  new Date(asOf.getTime() - days * MS_PER_DAY).toISOString().slice(0, 10);

/** What the last half year says of the pace: ends and new ones, week by week up to `asOf`. Weeks before the first step are none. */
export function paceOf(steps: readonly StageStep[], asOf: Date): Omit<Progress, "targetDate"> {
  const first = steps[0]?.day ?? dayBefore(asOf, 0);
  const days = Array.from({ length: WEEKS + 1 }, (_, index) => dayBefore(asOf, 7 * (WEEKS - index))).filter(
    (day) => day >= first,
  );
  const points = progressPoints(steps, days);
  const pairs = points.slice(1).map((point, index) => ({ before: points[index]!, point }));
  const last = progressPoints(steps, [dayBefore(asOf, 0)]).at(-1);
  return {
    // What falls back takes an end away: a week has none rather than fewer.
    endedByWeek: pairs.map(({ before, point }) => Math.max(0, overOf(point.stages) - overOf(before.stages))),
    addedByWeek: pairs.map(({ before, point }) => point.scope - before.scope),
    left: last?.left ?? 0,
    asOf,
  };
}

const weekOf = (day: number): number => Math.floor((day + 3) / 7);
const BUCKETS = {
  day: (day: string) => day,
  week: (day: string) => String(weekOf(Date.parse(day) / MS_PER_DAY)),
  month: (day: string) => day.slice(0, 7),
} as const;

/** The last day of each day, week (from Monday on) or month from `from` to `to`, inclusive. */
export function shownDays({ from, to, interval }: { from: string; to: string; interval: Interval }): string[] {
  const last = new Map<string, string>();
  for (let at = Date.parse(from); at <= Date.parse(to); at += MS_PER_DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    last.set(BUCKETS[interval](day), day);
  }
  return [...last.values()];
}
