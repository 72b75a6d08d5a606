import type { UsagePattern, UsageRhythm } from "../../judgement/rotation.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import { type SeenUsage, seeUsage, type UsageFacts } from "./see-usage.ts";
import { DEFAULT_QUIET_DAYS, LONGEST_QUIET_DAYS, quietDaysOf } from "./usage-rhythm.ts";
import { rhythmSentence } from "./usage-sentences.ts";
import { dayNumberOf, isoDay, isoDayOf } from "./use-series.ts";

/** Over a weekend with a holiday on either side a daily job is still at work. */
const DAILY_PAUSE_DAYS = 4;

const NOT_LOOKED_AT = "No scan has looked at its use yet.";

type SafeDay = { at: Date | null; reason: string };
const noDay = (reason: string): SafeDay => ({ at: null, reason });

/** Since when it has been quiet, after what, and how long that must last. */
type Quiet = { since: Date; after: string; days: number };

function quietOf({ seen, lastUsedAt, lastUse, createdAt }: SeenUsage, firstScanDay: number): Quiet {
  // One pause or none says little of how long the next may be.
  const least = seen.rhythm === null && seen.uses < 3 ? LONGEST_QUIET_DAYS : 0;
  if (lastUsedAt) return { since: lastUsedAt, after: "its last use", days: Math.max(least, quietDaysOf(seen)) };
  if (lastUse.kind === "before_record" && !(createdAt && createdAt > lastUse.recordedSince))
    return { since: lastUse.recordedSince, after: "AWS began to record each use", days: DEFAULT_QUIET_DAYS };
  return createdAt
    ? { since: createdAt, after: "it was made", days: DEFAULT_QUIET_DAYS }
    : { since: new Date(firstScanDay * MS_PER_DAY), after: "it was first looked at", days: DEFAULT_QUIET_DAYS };
}

/** Why there can be no day yet; null: there can. */
function whyNoDay({
  status,
  goneAt,
  lastUse,
  rhythm,
  from,
  to,
  observedDays,
  lastUsedAt,
  asOf,
}: SeenUsage): string | null {
  if (goneAt) return `It is deleted: a scan of ${isoDayOf(goneAt)} did not find it any more.`;
  if (status !== "active") return `It is ${status} already.`;
  if (lastUse.kind === "unknown") return `Its last use is not known: ${lastUse.reason}.`;
  if (from === null || to === null) return NOT_LOOKED_AT;
  if (rhythm === "unknown")
    return (
      `Its use is known from ${isoDay(from)} to ${isoDay(to)} only, and shows no rhythm yet: a monthly or quarterly job cannot be ` +
      `ruled out. At the latest it can be told on ${isoDay(to + LONGEST_QUIET_DAYS - observedDays)}.`
    );
  const inUseUntil = lastUsedAt && lastUsedAt.getTime() + DAILY_PAUSE_DAYS * MS_PER_DAY;
  if (rhythm === "daily" && lastUsedAt && inUseUntil !== null && asOf.getTime() <= inUseUntil)
    return `It is in daily use, last on ${isoDayOf(lastUsedAt)}: there is no such day while that goes on.`;
  return null;
}

/** How long a credential must be quiet, and whether it is. */
export type Quietness = {
  rhythm: UsageRhythm;
  /** It has stopped after so many days without use: by its rhythm, and longer than any pause that was seen. */
  quietDays: number;
  /** Null: it was not watched for long enough, or not lately, to tell. */
  isQuiet: boolean | null;
};

/** Whether a credential has been quiet for longer than its rhythm and any pause that was seen would explain. */
export function quietnessOf(facts: UsageFacts): Quietness {
  const usage = seeUsage(facts);
  const { rhythm, from, to, lastUse } = usage;
  if (lastUse.kind === "unknown" || from === null || to === null || rhythm === "unknown")
    return { rhythm, quietDays: LONGEST_QUIET_DAYS, isQuiet: null };
  const { since, days: quietDays } = quietOf(usage, from);
  const over = new Date(since.getTime() + quietDays * MS_PER_DAY);
  const isLookedAt = to >= dayNumberOf(over);
  return { rhythm, quietDays, isQuiet: over > usage.asOf ? false : isLookedAt || null };
}

function safeDay(usage: SeenUsage): SafeDay {
  const why = whyNoDay(usage);
  if (why !== null || usage.from === null) return noDay(why ?? NOT_LOOKED_AT);
  const { since, after, days } = quietOf(usage, usage.from);
  const at = new Date(since.getTime() + days * MS_PER_DAY);
  const quiet = `${days} days after ${after} on ${isoDayOf(since)}`;
  if (at > usage.asOf) return { at, reason: `${quiet}, if it is not used until then.` };
  if (usage.to !== null && usage.to < dayNumberOf(at))
    return noDay(
      `${quiet} are over, but the last scan was on ${isoDay(usage.to)}: scan again to make sure that it was not used since.`,
    );
  return { at, reason: `Safe since ${isoDayOf(at)}: ${quiet} it had not been used.` };
}

/**
 * How often a credential is used, and from when it may be deactivated. The rhythm is told from the days of use within the last
 * 400 days; stretches in which no scan looked neither make nor break it. It may be deactivated when it has been quiet for longer
 * than its rhythm and any pause that was seen would explain.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export function usagePattern(facts: UsageFacts): UsagePattern {
  const usage = seeUsage(facts);
  const { at, reason } = safeDay(usage);
  return {
    rhythm: usage.rhythm,
    sentence: rhythmSentence(usage),
    observedFrom: usage.from === null ? null : isoDay(usage.from),
    daysUsed: usage.series.days.length,
    typicalGapDays: usage.seen.typicalGapDays,
    safeToDeactivateAfter: at,
    reason,
  };
}
