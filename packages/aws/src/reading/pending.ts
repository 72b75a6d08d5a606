import type { Failure } from "./outcome.ts";

/** Why something is unknown of users for whom a call is still to be made; null: there are none. */
export const pendingOf = (what: string, action: string, pending: number): Failure | null =>
  pending === 0
    ? null
    : {
        state: "pending",
        reason: `The ${what} of ${pending} users have not been read yet (${action})`,
        action,
        kind: "unknown",
        deniedBy: null,
        pending,
      };
