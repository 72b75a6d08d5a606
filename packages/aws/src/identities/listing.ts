import type { Failure, Outcome } from "../reading/outcome.ts";

/** All entities of one sort. `isListed` is true if none is missing, even where details of some could not be read. */
export type Listing<T> = { items: T[]; isListed: boolean; outcome: Outcome<unknown>; note: string | null };

export const unlisted = <T>(failure: Failure): Listing<T> => ({
  items: [],
  isListed: false,
  outcome: { ok: false, failure },
  note: null,
});

/** The failure of the first way, with why the second one failed too. */
export const withSecond = (first: Failure, second: Failure): Failure => ({
  ...first,
  reason: `${first.reason}. The other way failed too: ${second.reason}`,
});
