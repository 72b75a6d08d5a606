const START_PER_SECOND = 20;
const FLOOR_PER_SECOND = 1;
const BURST = 10;
/** What each answered call adds to the rate: some 35 % per second while the bucket is the bottleneck. */
const GROWTH_PER_CALL = 0.35;
/** After throttling: the new rate, and the ceiling that is remembered, as parts of the rate that was too high. */
const CUT_TO = 0.7;
const REMEMBERED_CEILING = 0.85;
const REMEMBER_MS = 60_000;
/** What each answered call adds to the remembered ceiling, so that a limit is used up and not stayed below. */
const CEILING_GROWTH_PER_CALL = 0.005;
/**
 * After a throttle nothing is sent for a while: a bucket fills by then. One that comes right after that doubles it, up to the second in
 * whose windows AWS may count.
 */
const FIRST_HOLD_MS = 250;
const LONGEST_HOLD_MS = 1_000;
const SAME_EPISODE_MS = 1_000;

/**
 * An adaptive token bucket for the calls to one account. The limits of IAM are not published and are shared with the
 * customer's own tools, so the rate starts moderate, grows while AWS answers, is cut at the first throttled call and stays
 * below the rate that was too high for a minute.
 *
 * Times are milliseconds of one monotonic clock, given by the caller: the bucket itself reads none and waits for nothing.
 */
export class CallBudget {
  private rate: number;
  private tokens = BURST;
  private burst = BURST;
  private filledAtMs: number | null = null;
  private heldUntilMs = Number.NEGATIVE_INFINITY;
  private holdMs = FIRST_HOLD_MS;
  private cutAtMs = Number.NEGATIVE_INFINITY;
  private rememberedCeiling = Number.POSITIVE_INFINITY;
  private ceilingPerSecond: number;

  /** @param startPerSecond the rate before anything is known of what the account bears. */
  constructor(ceilingPerSecond: number, startPerSecond = START_PER_SECOND) {
    this.ceilingPerSecond = ceilingPerSecond;
    this.rate = Math.min(startPerSecond, ceilingPerSecond);
  }

  /** Sets the most that is ever let through, from now on. A higher one than before is grown into, call by call. */
  setCeiling(ceilingPerSecond: number): void {
    this.ceilingPerSecond = ceilingPerSecond;
    this.rate = Math.min(this.rate, ceilingPerSecond);
  }

  /** The present rate in calls per second. */
  get ratePerSecond(): number {
    return this.rate;
  }

  /** @returns 0 if a call may start now (its token is taken), else the milliseconds until it is worth asking again. */
  take(nowMs: number): number {
    if (nowMs < this.heldUntilMs) return this.heldUntilMs - nowMs;
    const idleMs = this.filledAtMs === null ? 0 : Math.max(0, nowMs - this.filledAtMs);
    const burst = Math.min(this.burst, Math.max(1, this.ceilingPerSecond));
    this.tokens = Math.min(burst, this.tokens + (idleMs * this.rate) / 1000);
    this.filledAtMs = nowMs;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - this.tokens) * 1000) / this.rate));
  }

  /** A call was answered, whatever the answer, and was not throttled. */
  answered(nowMs: number): void {
    if (nowMs - this.cutAtMs > REMEMBER_MS) this.rememberedCeiling = Number.POSITIVE_INFINITY;
    this.rememberedCeiling += CEILING_GROWTH_PER_CALL;
    const ceiling = Math.min(this.ceilingPerSecond, this.rememberedCeiling);
    this.rate = Math.max(FLOOR_PER_SECOND, Math.min(ceiling, this.rate + GROWTH_PER_CALL));
  }

  /** A call was throttled. Calls that were on their way before the last cut say nothing about the rate after it. */
  throttled(startedAtMs: number, nowMs: number): void {
    if (startedAtMs < this.heldUntilMs) return;
    this.rememberedCeiling = Math.max(FLOOR_PER_SECOND, this.rate * REMEMBERED_CEILING);
    this.rate = Math.max(FLOOR_PER_SECOND, this.rate * CUT_TO);
    this.burst = 1;
    this.tokens = 0;
    this.cutAtMs = nowMs;
    const isSameEpisode = nowMs - this.heldUntilMs < SAME_EPISODE_MS;
    this.holdMs = isSameEpisode ? Math.min(LONGEST_HOLD_MS, this.holdMs * 2) : FIRST_HOLD_MS;
    this.heldUntilMs = nowMs + this.holdMs;
    this.filledAtMs = this.heldUntilMs;
  }
}
