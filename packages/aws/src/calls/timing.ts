/** Every wait of the package, in milliseconds. Tests shorten them; the product uses the defaults. */
export type Timing = {
  /** How long a role that denies its right External ID is tried again: new roles are not known everywhere at once. */
  roleSettleMs: number;
  /** For how long one call may be throttled before it is given up. */
  throttledGiveUpMs: number;
  /** How long a scan waits for the credential report to be made. */
  reportWaitMs: number;
  /** How long the report of the services that one user has called is waited for. */
  lastAccessedWaitMs: number;
  /** First wait before a repetition; it doubles with each attempt and is jittered. */
  backoffMs: number;
  connectionTimeoutMs: number;
  responseTimeoutMs: number;
};

export const DEFAULT_TIMING: Timing = {
  roleSettleMs: 20_000,
  throttledGiveUpMs: 120_000,
  reportWaitMs: 120_000,
  lastAccessedWaitMs: 120_000,
  backoffMs: 250,
  connectionTimeoutMs: 5_000,
  responseTimeoutMs: 30_000,
};

const LONGEST_BACKOFF_MS = 5_000;

/** Exponential backoff with jitter: between half and the whole of `firstMs` doubled per attempt, 5 s at most. */
export function backoffMs(attempt: number, firstMs: number): number {
  return Math.min(LONGEST_BACKOFF_MS, firstMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Waits, and rejects with the signal's reason as soon as it is aborted. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const aborted = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }, ms);
    signal?.addEventListener("abort", aborted, { once: true });
  });
}
