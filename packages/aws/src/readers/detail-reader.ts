import type { ReadAction } from "@rolecall/domain";
import { AwsCallFailed } from "../aws-errors.ts";
import type { Failure } from "../outcome.ts";
import { StopRule } from "./stop-rule.ts";

/** Reads one detail of many identities, by a call for each, and keeps account of what could not be read. */
export class DetailReader {
  readonly action: ReadAction;
  private readonly what: string;
  private readonly rule = new StopRule();
  private unread = 0;

  /** @param what the detail in words, in the plural. */
  constructor(action: ReadAction, what: string) {
    this.action = action;
    this.what = what;
  }

  /** The detail of one identity; `none` if it could not be read, and for an identity that is gone meanwhile. */
  async read<T>(call: () => Promise<T>, none: T): Promise<T> {
    const result = await this.rule.run(() =>
      call().catch((error: unknown) => {
        if (error instanceof AwsCallFailed && error.kind === "not_found") return none;
        throw error;
      }),
    );
    if (result.ok) return result.value;
    this.unread += 1;
    return none;
  }

  /** Null also if the action does not exist there: nobody has what it would tell then. */
  get failure(): Failure | null {
    const { failure, isUnsupported } = this.rule;
    if (!failure || isUnsupported) return null;
    const reason = `The ${this.what} of ${this.unread} identities are unknown. ${failure.reason}`;
    return { ...failure, reason };
  }

  get note(): string | null {
    return this.rule.isUnsupported ? `${this.action} is not supported either: taken as no ${this.what}` : null;
  }
}
