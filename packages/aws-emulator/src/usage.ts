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

function lastUseOf(pattern: UsagePattern, now: Date): LastUse | null {
  const firstAtMs = pattern.firstAt.getTime();
  const limitMs = Math.min(now.getTime(), pattern.until?.getTime() ?? Number.POSITIVE_INFINITY);
  if (firstAtMs > limitMs) return null;

  const rhythmMs = pattern.everyHours * MS_PER_HOUR;
  const repeats = Number.isFinite(rhythmMs) && rhythmMs > 0;
  if (!repeats) return useAt(pattern, 0, firstAtMs);

  const count = Math.floor((limitMs - firstAtMs) / rhythmMs);
  const atMs = (n: number) => firstAtMs + n * rhythmMs + delayMs(pattern.jitterSeed, n, rhythmMs);
  if (atMs(count) <= limitMs) return useAt(pattern, count, atMs(count));
  return count > 0 ? useAt(pattern, count - 1, atMs(count - 1)) : null;
}

function useAt(pattern: UsagePattern, n: number, atMs: number): LastUse {
  const called = pattern.services.length > 0 ? pattern.services[n % pattern.services.length] : undefined;
  return {
    at: new Date(Math.floor(atMs / 1000) * 1000),
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
