import type { IdentityDetail, ReadAction } from "@rolecall/domain";
import { ifGone } from "../reading/if-gone.ts";
import type { Failure } from "../reading/outcome.ts";
import { StopRule } from "../reading/stop-rule.ts";

/** A detail that could not be read, and by which reader. */
export type UnreadDetail = { detail: IdentityDetail; reader: DetailReader };
type Detail<T> = { value: T; failure: Failure | null };

/** Reads one detail of many identities, by a call for each, and keeps account of what could not be read. */
export class DetailReader {
  readonly action: ReadAction;
  private readonly what: string;
  private readonly of: string;
  private readonly isKnownElsewhere: boolean;
  private readonly rule = new StopRule();
  private unread = 0;

  /**
   * @param what the detail in words, in the plural.
   * @param options.of whose detail it is, in the plural.
   * @param options.isKnownElsewhere another call has shown that there is such a detail: where the endpoint lacks the
   * action, somebody may have the detail all the same.
   */
  constructor(action: ReadAction, what: string, { of = "identities", isKnownElsewhere = false } = {}) {
    this.action = action;
    this.what = what;
    this.of = of;
    this.isKnownElsewhere = isKnownElsewhere;
  }

  /** The detail of one identity; `none` if it could not be read, and for an identity that was deleted since it was listed. */
  async read<T>(call: () => Promise<T>, none: T): Promise<Detail<T>> {
    const result = await this.rule.run(() => ifGone(none, call));
    if (result.ok) return { value: result.value, failure: null };
    this.unread += 1;
    return { value: none, failure: result.failure };
  }

  /** Null also if the endpoint lacks the action: then nobody has what it would return. */
  get failure(): Failure | null {
    const { failure } = this.rule;
    if (!failure || this.isAbsent) return null;
    return { ...failure, reason: `The ${this.what} of ${this.unread} ${this.of} are unknown. ${failure.reason}` };
  }

  /** True if the endpoint lacks the action, and with it what it would return. */
  get isAbsent(): boolean {
    return this.rule.isUnsupported && !this.isKnownElsewhere;
  }

  get note(): string | null {
    return this.isAbsent ? `${this.action} is not supported either: taken as no ${this.what}` : null;
  }
}

/** What an identity bears of details that could not be read, once all were asked for. */
export function unreadDetails(unread: readonly UnreadDetail[]): { unreadDetails?: IdentityDetail[] } {
  const details = new Set(unread.filter(({ reader }) => !reader.isAbsent).map(({ detail }) => detail));
  return details.size > 0 ? { unreadDetails: [...details] } : {};
}
