import type { UsagePattern } from "./model.ts";

/** The last time something was used, and by which service. */
export type LastUse = { at: Date; service: string; region: string };

const MS_PER_HOUR = 3_600_000;

/**
 * The last use at or before an instant, over several patterns; null if there was none.
 *
 * Uses lie at `firstAt + n * everyHours`, each put off by up to a tenth of the rhythm. A rhythm that is not positive and
 * finite means one use only. The result depends on nothing but the arguments.
 */
export function lastUse(patterns: readonly UsagePattern[], now: Date): LastUse | null {
  let latest: LastUse | null = null;
  for (const pattern of patterns) {
    const use = lastUseOf(pattern, now);
    if (use && (!latest || use.at > latest.at)) latest = use;
  }
  return latest;
}

/** The last use of each service at or before an instant, over several patterns. */
export function lastUseByService(patterns: readonly UsagePattern[], now: Date): Map<string, LastUse> {
  const byService = new Map<string, LastUse>();
  for (const pattern of patterns) {
    for (const use of lastRoundOf(pattern, now)) {
      const known = byService.get(use.service);
      if (!known || use.at > known.at) byService.set(use.service, use);
    }
  }
  return byService;
}

/** As many uses as there are services, as these are called in turn: the last one first. */
function lastRoundOf(pattern: UsagePattern, now: Date): LastUse[] {
  const last = lastUseNumber(pattern, now);
  if (last === null) return [];
  const first = Math.max(0, last - pattern.services.length + 1);
  return Array.from({ length: last - first + 1 }, (_, back) => useNumber(pattern, last - back));
}

function lastUseOf(pattern: UsagePattern, now: Date): LastUse | null {
  const last = lastUseNumber(pattern, now);
  return last === null ? null : useNumber(pattern, last);
}

/** Each use at or before an instant, the newest first, with its number: 0 is the first one. */
export function* usesBackwards(pattern: UsagePattern, until: Date): Generator<LastUse & { number: number }> {
  const last = lastUseNumber(pattern, until);
  for (let number = last ?? -1; number >= 0; number -= 1) yield { number, ...useNumber(pattern, number) };
}

/** The number of the last use at or before an instant; null if there was none. */
function lastUseNumber(pattern: UsagePattern, now: Date): number | null {
  const firstAtMs = pattern.firstAt.getTime();
  const limitMs = Math.min(now.getTime(), pattern.until?.getTime() ?? Number.POSITIVE_INFINITY);
  if (firstAtMs > limitMs) return null;
  const rhythmMs = rhythmMsOf(pattern);
  if (rhythmMs === null) return 0;
  const count = Math.floor((limitMs - firstAtMs) / rhythmMs);
  if (useAtMs(pattern, count) <= limitMs) return count;
  return count > 0 ? count - 1 : null;
}

/** Null: used once only. */
function rhythmMsOf({ everyHours }: UsagePattern): number | null {
  const rhythmMs = everyHours * MS_PER_HOUR;
  return Number.isFinite(rhythmMs) && rhythmMs > 0 ? rhythmMs : null;
}

function useAtMs(pattern: UsagePattern, number: number): number {
  const rhythmMs = rhythmMsOf(pattern) ?? 0;
  return pattern.firstAt.getTime() + number * rhythmMs + delayMs(pattern.jitterSeed, number, rhythmMs);
}

function useNumber(pattern: UsagePattern, number: number): LastUse {
  const called = pattern.services.length > 0 ? pattern.services[number % pattern.services.length] : undefined;
  return {
    at: new Date(Math.floor(useAtMs(pattern, number) / 1000) * 1000),
    service: called?.service ?? "N/A",
    region: called?.region ?? "N/A",
  };
}

/** The first use is not put off: it is the one the pattern names. */
function delayMs(seed: number, n: number, rhythmMs: number): number {
  return n === 0 ? 0 : (mix(seed, n) * rhythmMs) / 10;
}

/** A number in [0, 1) that looks random and is the same each time. */
function mix(seed: number, n: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(n + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
