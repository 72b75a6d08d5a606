import pLimit from "p-limit";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { type Failure, failureOf } from "./outcome.ts";

const DENIED_AT_FIRST = 3;
const FAILED_IN_A_ROW = 8;
/** So few at a time that a rule can stop those that wait. */
const AT_A_TIME = 8;

type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/**
 * Bounds what is spent on calls, one per user, that do not succeed: an action that is denied to the first few users, or that
 * the implementation does not have, fails for all, and an API that is down or throttled call after call is left alone until the next scan.
 */
export class StopRule {
  /** The first failure, null if there was none. */
  failure: Failure | null = null;
  private readonly limit = pLimit(AT_A_TIME);
  private succeeded = 0;
  private failed = 0;
  private denied = 0;
  private unsupported = 0;
  private failedInARow = 0;

  /** Runs the call, or answers with the failure that stopped the calls. Throws what is not AWS's answer. */
  run<T>(call: () => Promise<T>): Promise<Result<T>> {
    return this.limit(() => this.runUnlessStopped(call));
  }

  private async runUnlessStopped<T>(call: () => Promise<T>): Promise<Result<T>> {
    if (this.failure && this.isStopped()) return { ok: false, failure: this.failure };
    try {
      const value = await call();
      this.succeeded += 1;
      this.failedInARow = 0;
      return { ok: true, value };
    } catch (error) {
      if (!(error instanceof AwsCallFailed)) throw error;
      return { ok: false, failure: this.note(error) };
    }
  }

  /** True if the endpoint lacks the action: then what it would return cannot exist there either. */
  get isUnsupported(): boolean {
    return this.succeeded === 0 && this.failed > 0 && this.unsupported === this.failed;
  }

  private isStopped(): boolean {
    const refused = this.denied + this.unsupported;
    return (this.succeeded === 0 && refused >= DENIED_AT_FIRST) || this.failedInARow >= FAILED_IN_A_ROW;
  }

  private note(error: AwsCallFailed): Failure {
    const failure = failureOf(error);
    this.failure ??= failure;
    this.failed += 1;
    if (error.kind === "denied") this.denied += 1;
    else if (error.kind === "unsupported") this.unsupported += 1;
    else this.failedInARow += 1;
    return failure;
  }
}
