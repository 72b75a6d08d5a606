import type { Read, ResourceCoverage, ResourceKind } from "@rolecall/domain";
import { ifGone } from "../reading/if-gone.ts";
import { coverageOf, type Outcome } from "../reading/outcome.ts";
import { StopRule } from "../reading/stop-rule.ts";

type Options = {
  resource: ResourceKind;
  /** What is read, in the plural, as coverage names it. */
  what: string;
  now: () => Date;
  /** Called after each user who was read. */
  onRead: () => void;
};

/** Reads one kind of resource of many users by a call for each, and stops where the calls do not succeed. */
export class UserByUser {
  private readonly options: Options;
  private readonly rule = new StopRule();
  private asked = 0;
  private unread = 0;

  constructor(options: Options) {
    this.options = options;
  }

  /** A user who was deleted meanwhile is unread, which is no failure. Throws what is not AWS's answer. */
  async read<T>(call: () => Promise<T>): Promise<Read<T>> {
    this.asked += 1;
    const result = await this.rule.run(() => ifGone(null, async () => ({ value: await call() })));
    this.options.onRead();
    if (!result.ok) {
      this.unread += 1;
      return { state: "unread", reason: result.failure.reason };
    }
    if (result.value === null) return { state: "unread", reason: "AWS has no such user any more" };
    return { state: "read", value: result.value.value, source: "live_api", observedAt: this.options.now() };
  }

  coverage(): ResourceCoverage {
    const { resource, what, now } = this.options;
    const { failure } = this.rule;
    const outcome: Outcome<null> = failure
      ? {
          ok: false,
          failure: {
            ...failure,
            reason: `The ${what} of ${this.unread} of ${this.asked} users are unknown. ${failure.reason}`,
          },
        }
      : { ok: true, value: null, observedAt: now() };
    return coverageOf(resource, outcome);
  }
}
