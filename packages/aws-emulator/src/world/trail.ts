import type { TrailedCall, TrailedChange, World } from "./model.ts";

/** A change as the trail of an account has it; `key` is its own, and the same in every reading. */
export type RecordedCall = { at: Date; call: TrailedCall; key: string };

/** What changed in each account: by the world's own events, and over the API since. */
export class Trail {
  readonly #byAccount = new Map<string, RecordedCall[]>();
  #written: (RecordedCall & { awsAccountId: string })[] = [];

  constructor({ earlier = [], events }: Pick<World, "earlier" | "events">) {
    for (const change of [...earlier, ...events]) this.#add(change);
    for (const calls of this.#byAccount.values()) calls.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  #add({ at, awsAccountId, trail = [] }: TrailedChange): void {
    if (awsAccountId === undefined) return;
    const calls = this.#byAccount.get(awsAccountId) ?? [];
    this.#byAccount.set(awsAccountId, calls);
    for (const call of trail) calls.push({ at, call, key: `story ${calls.length}` });
  }

  write(awsAccountId: string, at: Date, call: TrailedCall): void {
    this.#written.push({ awsAccountId, at, call, key: `api ${this.#written.length}` });
  }

  /** Forgets what was written over the API. */
  clear(): void {
    this.#written = [];
  }

  /** Changes of an account within two instants, both included, in no order. */
  changes(awsAccountId: string, from: Date, to: Date): RecordedCall[] {
    const written = this.#written.filter((change) => change.awsAccountId === awsAccountId);
    return [...(this.#byAccount.get(awsAccountId) ?? []), ...written].filter(({ at }) => at >= from && at <= to);
  }
}
