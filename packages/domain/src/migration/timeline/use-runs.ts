import { dayNumber, isoDay } from "../../rules/use/use-series.ts";
import type { UseRun } from "./timeline.ts";

/** What scans told of the use of one thing. Days are ISO days in UTC, in any order. */
export type SampledUse = {
  daysUsed: readonly string[];
  /** Days on which a scan was told of its last use. */
  scanDays: readonly string[];
  /** AWS tells of its use. */
  isUseKnown: boolean;
  /** The first and the last day that are asked for. */
  from: string;
  to: string;
};

/**
 * What is known of each day, as runs of equal days. AWS tells the last use alone: a scan knows of the days since then that there was no use,
 * and nothing of those before. The day of a scan is not over when it looks. What no scan can tell of is unknown, never guessed.
 */
export function useRuns({ daysUsed, scanDays, isUseKnown, from, to }: SampledUse): UseRun[] {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (last < first) return [];
  const states: UseRun["state"][] = Array.from({ length: last - first + 1 }, () => "unknown");
  const used = daysUsed.map(dayNumber).sort((a, b) => a - b);
  if (isUseKnown) {
    for (const look of scanDays.map(dayNumber)) {
      const lastUse = used.findLast((day) => day <= look) ?? first - 1;
      for (let day = Math.max(lastUse + 1, first); day < look && day <= last; day++) states[day - first] = "quiet";
    }
  }
  for (const day of used) if (day >= first && day <= last) states[day - first] = "used";
  const runs: UseRun[] = [];
  states.forEach((state, index) => {
    const day = isoDay(first + index);
    const run = runs.at(-1);
    if (run?.state === state) run.to = day;
    else runs.push({ from: day, to: day, state });
  });
  return runs;
}
