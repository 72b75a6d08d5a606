import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/**
 * Counters live in this process. A shared store would cost a write on the hot path and make the limiter fail with the
 * database; with N web processes the bound is N times the number below, which still makes guessing hopeless.
 */
const LIMITS = {
  /** Guesses at one person's password from one address. */
  signInOfPersonFromAddress: { points: 10, duration: 15 * 60 },
  /** Guesses at one person's password from anywhere: generous, so that a stranger cannot lock a person out cheaply. */
  signInOfPerson: { points: 100, duration: 60 * 60 },
  /** Guesses from one address at anybody's password. */
  signInFromAddress: { points: 60, duration: 15 * 60 },
  signUpFromAddress: { points: 60, duration: 60 * 60 },
  /** REST calls per API token. */
  restOfToken: { points: 6_000, duration: 60 },
  /** REST calls per address, before the token is looked up. */
  restFromAddress: { points: 12_000, duration: 60 },
  unsubscribeFromAddress: { points: 60, duration: 60 },
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

/** Counts one event. Returns the seconds to wait if it is one too many, else null. */
export async function countAgainst(name: RateLimitName, key: string): Promise<number | null> {
  try {
    await limiter(name).consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

/** Forgets the events of a key: a right password ends the series of wrong ones. */
export async function forgiveAll(name: RateLimitName, key: string): Promise<void> {
  await limiter(name).delete(key);
}

/**
 * The address a request came from: the last one in X-Forwarded-For, which the nearest proxy wrote. Those before it are the
 * client's own claims.
 */
export function clientAddress(headers: Headers): string {
  const forwarded = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return forwarded || "unknown";
}
