import type { ApiCalls } from "@rolecall/domain";
import { measured } from "@rolecall/telemetry";
import pLimit, { type LimitFunction } from "p-limit";
import {
  AwsCallFailed,
  type AwsErrorKind,
  IncompleteAnswer,
  isFromAws,
  kindAfterLastAttempt,
  kindOfAwsError,
  messageOfAwsError,
} from "./aws-errors.ts";
import { CallBudget } from "./call-budget.ts";
import { backoffMs, type Timing, wait } from "./timing.ts";

const CONCURRENT_CALLS = 8;
const TRANSIENT_ATTEMPTS = 5;
/** A session is refused as unknown, and not as expired, once its role was deleted and recreated. */
const SESSION_ENDED: ReadonlySet<AwsErrorKind> = new Set(["expired", "credentials"]);

/** What the package logs: no secret, no policy text. */
export type AwsLogEvent = {
  level: "debug" | "warn";
  message: string;
  action: string;
  awsAccountId: string;
  attempt: number;
  awsErrorName: string;
};

/** One call to AWS. `send` is invoked for each attempt; `isWhole` is false for an answer that was cut short. */
type AwsCall<Output> = {
  action: string;
  /** Of a service that has an endpoint, and limits, in each Region. */
  region?: string;
  send: (abort: { abortSignal?: AbortSignal }) => Promise<Output>;
  isWhole?: (output: Output) => boolean;
  /** Gets a new session where AWS says that the present one is expired or unknown. Without it, that is final. */
  renewSession?: () => Promise<void>;
};

type Lane = { budget: CallBudget; tokenQueue: LimitFunction; inFlight: LimitFunction };

/**
 * Limits that AWS publishes, below what a tenant may set: how many calls a second, and what each of them counts by. LookupEvents
 * is shared with the customer's own console, so only half of AWS's 2 is used.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * @see https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html
 */
const PUBLISHED_LIMITS: Readonly<
  Record<string, { callsPerSecond: number; laneOf: (action: string, region: string) => string }>
> = {
  cloudtrail: { callsPerSecond: 1, laneOf: (_, region) => `cloudtrail ${region}` },
  rolesanywhere: { callsPerSecond: 1, laneOf: (action, region) => `${action} ${region}` },
};

/**
 * What all calls to one account share: per API a bucket, its queue, and the calls in flight. STS has a lane of its own, so
 * that calls to IAM that wait for a new session do not stand in the way of the AssumeRole that makes it.
 */
export class AccountLanes {
  private readonly lanes = new Map<string, { lane: Lane; publishedLimit: number }>();
  private ceilingCallsPerSecond: number;
  private readonly startCallsPerSecond: number | undefined;

  constructor(ceilingCallsPerSecond: number, startCallsPerSecond?: number) {
    this.ceilingCallsPerSecond = ceilingCallsPerSecond;
    this.startCallsPerSecond = startCallsPerSecond;
  }

  /** Sets the most that each API is asked per second, from now on. */
  setCeiling(ceilingCallsPerSecond: number): void {
    this.ceilingCallsPerSecond = ceilingCallsPerSecond;
    for (const { lane, publishedLimit } of this.lanes.values()) {
      lane.budget.setCeiling(Math.min(ceilingCallsPerSecond, publishedLimit));
    }
  }

  laneOf(action: string, region = ""): Lane {
    const [service = action] = action.split(":");
    const limit = PUBLISHED_LIMITS[service];
    const key = limit?.laneOf(action, region) ?? service;
    const known = this.lanes.get(key)?.lane;
    if (known) return known;
    const publishedLimit = limit?.callsPerSecond ?? Number.POSITIVE_INFINITY;
    const lane: Lane = {
      budget: new CallBudget(Math.min(this.ceilingCallsPerSecond, publishedLimit), this.startCallsPerSecond),
      tokenQueue: pLimit(1),
      inFlight: pLimit(CONCURRENT_CALLS),
    };
    this.lanes.set(key, { lane, publishedLimit });
    return lane;
  }
}

export const createLanes = (ceilingCallsPerSecond: number, startCallsPerSecond?: number): AccountLanes =>
  new AccountLanes(ceilingCallsPerSecond, startCallsPerSecond);

type CallerOptions = {
  lanes: AccountLanes;
  awsAccountId: string;
  timing: Timing;
  signal?: AbortSignal;
  log?: (event: AwsLogEvent) => void;
};

type Attempts = { total: number; transient: number; renewed: boolean; throttledSinceMs: number | null };

/**
 * The one place through which every call to AWS goes: waits for its token, bounds what is in flight, counts every attempt by
 * action, repeats what is worth it. A throttled call is never dropped before `timing.throttledGiveUpMs` have passed.
 */
export class Caller {
  private readonly options: CallerOptions;
  private readonly counted: ApiCalls = { total: 0, throttled: 0, byAction: {} };

  constructor(options: CallerOptions) {
    this.options = options;
  }

  /** Attempts so far, throttled ones included. */
  get apiCalls(): ApiCalls {
    return { ...this.counted, byAction: { ...this.counted.byAction } };
  }

  /** The rate at which an action may be called at present, in calls per second. */
  callsPerSecond(action: string): number {
    return this.laneOf({ action }).budget.ratePerSecond;
  }

  /**
   * @returns AWS's answer.
   * @throws AwsCallFailed for what AWS or the network answered in the end; the abort signal's reason; a bug as it is.
   */
  call<Output>(call: AwsCall<Output>): Promise<Output> {
    return this.laneOf(call).inFlight(() => this.attemptUntilDone(call));
  }

  private async attemptUntilDone<Output>(call: AwsCall<Output>): Promise<Output> {
    const attempts: Attempts = { total: 0, transient: 0, renewed: false, throttledSinceMs: null };
    for (;;) {
      try {
        return await this.attempt(call, attempts);
      } catch (error) {
        this.options.signal?.throwIfAborted();
        if (!isFromAws(error)) throw error;
        await this.beforeRepetition(call, attempts, error);
      }
    }
  }

  private async attempt<Output>(call: AwsCall<Output>, attempts: Attempts): Promise<Output> {
    const { signal } = this.options;
    const lane = this.laneOf(call);
    await lane.tokenQueue(() => this.waitForToken(lane.budget));
    attempts.total += 1;
    this.count(call.action);
    const startedAtMs = performance.now();
    try {
      const output = await measured(
        "aws_call",
        call.action,
        { "rolecall.aws_account_id": this.options.awsAccountId },
        () => call.send({ abortSignal: signal }),
      );
      if (call.isWhole && !call.isWhole(output))
        throw new IncompleteAnswer(`AWS's answer to ${call.action} is incomplete`);
      lane.budget.answered(performance.now());
      return output;
    } catch (error) {
      const kind = kindOfAwsError(error);
      if (kind === "throttled") {
        this.counted.throttled += 1;
        lane.budget.throttled(startedAtMs, performance.now());
      } else if (kind !== "transient") lane.budget.answered(performance.now());
      throw error;
    }
  }

  private laneOf({ action, region }: Pick<AwsCall<unknown>, "action" | "region">): Lane {
    return this.options.lanes.laneOf(action, region);
  }

  private async waitForToken(budget: CallBudget): Promise<void> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    for (;;) {
      const waitMs = budget.take(performance.now());
      if (waitMs === 0) return;
      await wait(waitMs, signal);
    }
  }

  /** Returns when the call may be repeated. @throws AwsCallFailed if it may not. */
  private async beforeRepetition<Output>(call: AwsCall<Output>, attempts: Attempts, error: unknown): Promise<void> {
    const kind = kindOfAwsError(error);
    const waitMs = this.waitBeforeRepetition(kind, attempts);
    const renews = SESSION_ENDED.has(kind) && call.renewSession !== undefined && !attempts.renewed;
    this.log(call.action, attempts.total, error, waitMs !== null || renews);
    if (renews) {
      attempts.renewed = true;
      await call.renewSession?.();
      return;
    }
    if (waitMs === null) throw new AwsCallFailed(call.action, kindAfterLastAttempt(error), attempts.total, error);
    await wait(waitMs, this.options.signal);
  }

  private waitBeforeRepetition(kind: AwsErrorKind, attempts: Attempts): number | null {
    const { timing } = this.options;
    if (kind === "throttled") {
      attempts.throttledSinceMs ??= performance.now();
      const givenUp = performance.now() - attempts.throttledSinceMs >= timing.throttledGiveUpMs;
      return givenUp ? null : backoffMs(attempts.total, timing.backoffMs);
    }
    attempts.throttledSinceMs = null;
    if (kind !== "transient") return null;
    attempts.transient += 1;
    return attempts.transient >= TRANSIENT_ATTEMPTS ? null : backoffMs(attempts.transient, timing.backoffMs);
  }

  private count(action: string): void {
    this.counted.total += 1;
    this.counted.byAction[action] = (this.counted.byAction[action] ?? 0) + 1;
  }

  private log(action: string, attempt: number, error: unknown, repeats: boolean): void {
    this.options.log?.({
      level: repeats ? "debug" : "warn",
      message: `${repeats ? "will be repeated" : "failed"}: ${messageOfAwsError(error)}`,
      action,
      awsAccountId: this.options.awsAccountId,
      attempt,
      awsErrorName: error instanceof Error ? error.name : "Unknown",
    });
  }
}
