import type { ExceptionState } from "../../judgement/finding.ts";
import { MS_PER_DAY } from "../../primitives.ts";

/** An exception is said to be expiring in the last days before its end. */
export const EXPIRING_DAYS = 14;

/** The instants that an exception's state follows from. */
export type DatedException = {
  expiresAt: Date;
  /** When it was revoked or became void. */
  endedAt: Date | null;
  endKind: "revoked" | "void" | null;
};

/** The state of an exception at an instant. What came first ended it: one that had expired is not revoked any more. */
export function exceptionState({ expiresAt, endedAt, endKind }: DatedException, asOf: Date): ExceptionState {
  if (endedAt && endKind && endedAt <= asOf && endedAt < expiresAt) return endKind;
  if (expiresAt <= asOf) return "expired";
  return expiresAt.getTime() - asOf.getTime() <= EXPIRING_DAYS * MS_PER_DAY ? "expiring" : "active";
}

/** Whether an exception still answers for its finding: the last days before its end included. */
export const exceptionHolds = (state: ExceptionState): boolean => state === "active" || state === "expiring";
