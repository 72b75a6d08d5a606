import type { UsageRhythm } from "../../judgement/rotation.ts";
import { noUseInWords } from "../../scans/use-record.ts";
import type { SeenUsage } from "./see-usage.ts";
import { isoDay, isoDayOf } from "./use-series.ts";

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;
/** Days of the epoch: 1970-01-01 was a Thursday. */
const isWeekend = (day: number): boolean => [2, 3].includes(day % 7);

function span({ series: { days } }: SeenUsage): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "on no day";
  return first === last
    ? `on ${isoDay(first)} alone`
    : `on ${count(days.length, "day")} from ${isoDay(first)} to ${isoDay(last)}`;
}

const apart = ({ seen }: SeenUsage): string =>
  seen.typicalGapDays === null ? "" : `, mostly ${count(seen.typicalGapDays, "day")} apart`;

function noneSentence({ kind, lastUse, lastUsedAt }: SeenUsage): string {
  if (lastUse.kind === "never" && !lastUsedAt) return "AWS says that it was never used.";
  if (lastUse.kind === "before_record" && !lastUsedAt) return `There has been ${noUseInWords(kind)}.`;
  return lastUsedAt ? `Not used within the last 400 days: last on ${isoDayOf(lastUsedAt)}.` : "No use of it is known.";
}

const SENTENCES: Record<UsageRhythm, (usage: SeenUsage) => string> = {
  daily: (usage) => `Used ${usage.series.days.some(isWeekend) ? "daily" : "on weekdays"}: ${span(usage)}.`,
  weekly: (usage) => `Used every week: ${span(usage)}${apart(usage)}.`,
  monthly: (usage) => `Used about once a month: ${count(usage.seen.uses, "time")}, ${span(usage)}${apart(usage)}.`,
  quarterly: (usage) => `Used about once a quarter: ${count(usage.seen.uses, "time")}, ${span(usage)}${apart(usage)}.`,
  irregular: (usage) => `Used without a rhythm: ${span(usage)}.`,
  none: noneSentence,
  unknown: (usage) =>
    usage.series.days.length > 0
      ? `Used ${span(usage)}: too little was observed to tell a rhythm.`
      : `Its use is not known${usage.lastUse.kind === "unknown" ? `: ${usage.lastUse.reason}` : ""}.`,
};

/** The rhythm, and what it was seen in. */
export function rhythmSentence(usage: SeenUsage): string {
  const unseen = usage.series.gaps.filter(({ isWhole }) => !isWhole).length;
  const sentence = SENTENCES[usage.rhythm](usage);
  return unseen > 0
    ? `${sentence} Use between scans may have been missed ${unseen === 1 ? "once" : `${unseen} times`}; the rhythm is not told from there.`
    : sentence;
}
