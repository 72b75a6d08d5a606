import type { CredentialKind, CredentialStatus } from "../../inventory/credential.ts";
import type { UsageRhythm } from "../../judgement/rotation.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import type { LastUse } from "../../scans/reading.ts";
import { LONGEST_QUIET_DAYS, rhythmOf, type SeenRhythm } from "./usage-rhythm.ts";
import { dayNumber, dayNumberOf, type UseSeries, useSeries } from "./use-series.ts";

/** What is known of the use of one credential, as of one instant. Days are ISO days in UTC, in any order. */
export type UsageFacts = {
  kind: CredentialKind;
  /** Days on which it was used, as scans sampled them. */
  daysUsed: readonly string[];
  /** Days on which a scan was told of its last use. */
  scanDays: readonly string[];
  lastUse: LastUse;
  status: CredentialStatus;
  /** The scan that did not find it any more; null: it is there. */
  goneAt: Date | null;
  createdAt: Date | null;
  asOf: Date;
};

/** AWS looks back so far itself for roles and services; older use says little of today's. */
const USAGE_WINDOW_DAYS = 400;

/** All that sentences and the safe day are told from. */
export type SeenUsage = UsageFacts & {
  series: UseSeries;
  seen: SeenRhythm;
  rhythm: UsageRhythm;
  /** First and last day that scans can tell of; null: no scan has looked. */
  from: number | null;
  to: number | null;
  /** Days between them of which it is known whether it was used. */
  observedDays: number;
  /** The last use that is known; null: none is. */
  lastUsedAt: Date | null;
};

function lastUsedAt({ lastUse, asOf }: UsageFacts, days: readonly number[]): Date | null {
  const last = days.at(-1);
  const told = lastUse.kind === "at" ? lastUse.at : null;
  if (last === undefined || (told && dayNumberOf(told) >= last)) return told;
  // A sample later than what AWS says now: its hour is not kept, so the whole day counts, as far as it has gone by.
  return new Date(Math.min((last + 1) * MS_PER_DAY, asOf.getTime()));
}

function toldRhythm(facts: UsageFacts, seen: SeenRhythm, days: readonly number[], observedDays: number): UsageRhythm {
  if (days.length === 0) return facts.lastUse.kind === "unknown" ? "unknown" : "none";
  return seen.rhythm ?? (observedDays >= LONGEST_QUIET_DAYS ? "irregular" : "unknown");
}

/** Days that scans can tell of between two days: what a later use hides is not counted. */
function observedDaysOf({ days, gaps }: UseSeries, scanDays: readonly number[], from: number, to: number): number {
  const [first, last] = [days[0] ?? to, days.at(-1) ?? to];
  const beforeFirst = Math.max(from, ...scanDays.filter((day) => day < first)) - from;
  return beforeFirst + gaps.reduce((seen, { seenDays }) => seen + seenDays, 0) + Math.max(0, to - last);
}

/** Puts together what is known of the use of a credential. */
export function seeUsage(facts: UsageFacts): SeenUsage {
  const today = dayNumberOf(facts.asOf);
  const isInWindow = (day: number) => day > today - USAGE_WINDOW_DAYS && day <= today;
  const scanDays = facts.scanDays.map(dayNumber).filter((day) => day <= today);
  const told = facts.lastUse.kind === "at" ? [Math.min(dayNumberOf(facts.lastUse.at), today)] : [];
  const allUsed = [...facts.daysUsed.map(dayNumber).filter((day) => day <= today), ...told];
  const series = useSeries(allUsed.filter(isInWindow), scanDays);
  const seen = rhythmOf(series);
  const to = scanDays.length > 0 ? Math.max(...scanDays) : null;
  // A first scan that tells of a use weeks ago tells too that there was none since.
  const from = to === null ? null : Math.min(...scanDays.filter(isInWindow), ...series.days, to);
  const observedDays = from === null || to === null ? 0 : observedDaysOf(series, scanDays, from, to);
  return {
    ...facts,
    series,
    seen,
    from,
    to,
    observedDays,
    rhythm: toldRhythm(facts, seen, series.days, observedDays),
    lastUsedAt: lastUsedAt(
      facts,
      allUsed.toSorted((a, b) => a - b),
    ),
  };
}
