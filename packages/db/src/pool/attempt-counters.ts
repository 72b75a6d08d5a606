import { createHash } from "node:crypto";
import pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { LIMITS, poolOf } from "./limits.ts";

/** How many attempts of a name there may be within so many seconds. The seconds begin with the first of them. */
export type AttemptLimit = { name: string; attempts: number; seconds: number };

export type Counted = {
  /** This one included. */
  attempts: number;
  /** Until there may be another one; 0 if this one was not too many. */
  waitSeconds: number;
};

const CONNECTIONS = 2;

/**
 * Counters of attempts, kept in the database: what one web process counts the others know, and a restart forgets nothing. Nobody reads
 * from them who tried what, because the keys are kept as digests.
 *
 * @param authUrl of the role that finds out who asks; it is connected to when the first attempt is counted.
 */
export function createAttemptCounters(authUrl: string) {
  let pool: pg.Pool | undefined;
  const limiters = new Map<string, RateLimiterPostgres>();

  function limiterOf({ name, attempts, seconds }: AttemptLimit): RateLimiterPostgres {
    pool ??= new pg.Pool(poolOf(authUrl, CONNECTIONS, LIMITS.requests));
    const known = limiters.get(name);
    if (known) return known;
    const made = new RateLimiterPostgres({
      ...{ storeClient: pool, storeType: "pool", tableName: "attempt_count", tableCreated: true },
      ...{ keyPrefix: name, points: attempts, duration: seconds },
      clearExpiredByTimeout: true,
    });
    limiters.set(name, made);
    return made;
  }

  const digestOf = (key: string): string => createHash("sha256").update(key).digest("base64url");

  return {
    /** Counts an attempt, also one that is too many. In one statement: attempts at the same moment are all counted. */
    async count(limit: AttemptLimit, key: string): Promise<Counted> {
      const counted = await limiterOf(limit)
        .consume(digestOf(key))
        .catch((refusal: unknown) => {
          if (refusal instanceof RateLimiterRes) return refusal;
          throw refusal;
        });
      const isTooMany = counted.consumedPoints > limit.attempts;
      return {
        attempts: counted.consumedPoints,
        waitSeconds: isTooMany ? Math.max(1, Math.ceil(counted.msBeforeNext / 1_000)) : 0,
      };
    },
    /** Forgets the attempts of a key. */
    async forget(limit: AttemptLimit, key: string): Promise<void> {
      await limiterOf(limit).delete(digestOf(key));
    },
    async close(): Promise<void> {
      await pool?.end();
    },
  };
}
export type AttemptCounters = ReturnType<typeof createAttemptCounters>;
