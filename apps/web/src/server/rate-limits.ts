import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/**
 * How much a minute one session, token, tenant or address may ask for. Counted in this process: a shared store would cost a write for
 * each request, and what it forgets by a restart is a minute. What guards passwords and mail is counted in the database, by core.
 */
const LIMITS = {
  /** Calls of the console's own API: each call of a batch counts. */
  callsOfSession: { points: 1_200, duration: 60 },
  /** Pages, and the parts of pages that a browser fetches ahead. */
  pagesOfSession: { points: 3_000, duration: 60 },
  /** REST calls per API token. */
  restOfToken: { points: 6_000, duration: 60 },
  /** REST and the console's API together, whoever of the tenant asks. */
  callsOfTenant: { points: 12_000, duration: 60 },
  /** REST calls per address, before the token is looked up. */
  restFromAddress: { points: 12_000, duration: 60 },
  /** Links of mails, which are opened without signing in. */
  linksFromAddress: { points: 60, duration: 60 },
} as const satisfies Record<string, { points: number; duration: number }>;

export type RateLimitName = keyof typeof LIMITS;

const holder = globalThis as typeof globalThis & { rolecallLimiters?: Map<RateLimitName, RateLimiterMemory> };

function limiter(name: RateLimitName): RateLimiterMemory {
  holder.rolecallLimiters ??= new Map();
  const existing = holder.rolecallLimiters.get(name);
  if (existing) return existing;
  const created = new RateLimiterMemory({ keyPrefix: name, ...LIMITS[name] });
  holder.rolecallLimiters.set(name, created);
  return created;
}

/** Counts what was asked for. Returns the seconds to wait if it is too much, else null. */
export async function countAgainst(name: RateLimitName, key: string, howMuch = 1): Promise<number | null> {
  try {
    await limiter(name).consume(key, howMuch);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
