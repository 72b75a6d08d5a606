/** What happens to requests besides being answered: delay, throttling, faults that were asked for, and counting. */

export type FaultKind =
  | "AccessDenied"
  | "Throttling"
  | "ServiceFailure"
  /** The action does not exist, as in implementations of the API that are not AWS's. */
  | "unsupported"
  | "timeout"
  | "truncatedBody"
  | "expiredSession"
  | "malformedReport"
  /** The Region is not enabled for the caller's account. */
  | "regionDisabled";

/** `action` is the name on the wire, such as ListAccessKeys, or `*`. Without `awsAccountId` callers of any account meet it. */
export type Fault = {
  action: string;
  kind: FaultKind;
  times: number;
  awsAccountId?: string;
  /** Calls to this Region only, by their signature. */
  region?: string;
  /** The words of an AccessDenied, such as those that name the service control policy which denied it. */
  message?: string;
};

/** Faults that wait to happen, first in first out. */
export class Faults {
  #waiting: Fault[] = [];

  /** @param fault `times` is how many calls meet it: 1 if left out, Infinity for all. */
  add(fault: Omit<Fault, "times"> & { times?: number }): void {
    this.#waiting.push({ times: 1, ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The faults that have not happened yet. */
  waiting(): readonly Readonly<Fault>[] {
    return this.#waiting;
  }

  take(action: string, awsAccountId: string, region?: string): Pick<Fault, "kind" | "message"> | null {
    const fault = this.#waiting.find(
      (candidate) =>
        (candidate.action === action || candidate.action === "*") &&
        (candidate.awsAccountId === undefined || candidate.awsAccountId === awsAccountId) &&
        (candidate.region === undefined || candidate.region === region),
    );
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) this.#waiting = this.#waiting.filter((candidate) => candidate !== fault);
    return { kind: fault.kind, ...(fault.message === undefined ? {} : { message: fault.message }) };
  }
}

/** A token bucket for each account that calls, of its own for each service: AWS counts IAM and STS apart. */
export type RateLimit = { callsPerSecond: number; burst: number; scope?: "account" };

export class RateLimiter {
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();
  #limit: RateLimit | null;

  constructor(limit: RateLimit | null) {
    this.#limit = limit;
  }

  /** Null lifts the limit. Buckets are full again afterwards. */
  set(limit: RateLimit | null): void {
    this.#limit = limit;
    this.#buckets.clear();
  }

  /** Whether a call may go on. The machine's clock counts, not the emulated one: a limit is about real load. */
  allows(bucketName: string, nowMs: number = performance.now()): boolean {
    if (!this.#limit) return true;
    const { callsPerSecond, burst } = this.#limit;
    const bucket = this.#buckets.get(bucketName) ?? { tokens: burst, atMs: nowMs };
    const refilled = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * callsPerSecond);
    const allowed = refilled >= 1;
    this.#buckets.set(bucketName, { tokens: allowed ? refilled - 1 : refilled, atMs: nowMs });
    return allowed;
  }
}

/** Milliseconds by which each answer is held back: always the same, or anything in a range. */
export type Latency = number | { minMs: number; maxMs: number };

export const latencyMs = (latency: Latency): number =>
  typeof latency === "number" ? latency : latency.minMs + Math.random() * (latency.maxMs - latency.minMs);

export type CallCounts = {
  /** All calls with a known caller, refused ones included. */
  total: number;
  byAction: Record<string, number>;
  /** By the caller's account, then by action. */
  byAccount: Record<string, Record<string, number>>;
  /** Calls that ended in an error, by its code. */
  byError: Record<string, number>;
};

const noCalls = (): CallCounts => ({ total: 0, byAction: {}, byAccount: {}, byError: {} });

export class CallCounter {
  #counts = noCalls();

  count(action: string, awsAccountId: string): void {
    const ofAccount = this.#counts.byAccount[awsAccountId] ?? {};
    this.#counts.byAccount[awsAccountId] = ofAccount;
    this.#counts.total += 1;
    this.#counts.byAction[action] = (this.#counts.byAction[action] ?? 0) + 1;
    ofAccount[action] = (ofAccount[action] ?? 0) + 1;
  }

  countError(code: string): void {
    this.#counts.byError[code] = (this.#counts.byError[code] ?? 0) + 1;
  }

  /** A copy: it does not change afterwards. */
  read(): CallCounts {
    return structuredClone(this.#counts);
  }

  reset(): void {
    this.#counts = noCalls();
  }
}
