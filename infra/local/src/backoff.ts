const FIRST_MS = 250;
const MOST_MS = 30_000;
/** What lived so long was well: its next death begins the series anew. */
const WELL_AFTER_MS = 60_000;

export type BackoffLimits = { firstMs: number; mostMs: number };

/** How long to wait before a part that died is started again: twice as long each time, up to half a minute, for ever. */
export class Backoff {
  private readonly limits: BackoffLimits;
  private deaths = 0;
  private startedAtMs: number;

  constructor(nowMs: number, limits: BackoffLimits = { firstMs: FIRST_MS, mostMs: MOST_MS }) {
    this.startedAtMs = nowMs;
    this.limits = limits;
  }

  /** Deaths of the present series. */
  get count(): number {
    return this.deaths;
  }

  /** The part died. @returns the milliseconds to wait */
  died(nowMs: number): number {
    if (nowMs - this.startedAtMs >= WELL_AFTER_MS) this.deaths = 0;
    this.deaths += 1;
    return Math.min(this.limits.mostMs, this.limits.firstMs * 2 ** (this.deaths - 1));
  }

  /** The part was started again. */
  started(nowMs: number): void {
    this.startedAtMs = nowMs;
  }
}
