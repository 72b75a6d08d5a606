import { MS_PER_DAY } from "../primitives.ts";
import { EXPIRING_DAYS } from "../rules/exceptions/exception-state.ts";

type ExceptionTurn = { type: "exception.expiring" | "exception.expired"; at: Date };

/** What the days of an exception that nobody ended have brought by an instant, and when each of it came to be true. */
export function exceptionTurns(
  { createdAt, expiresAt }: { createdAt: Date; expiresAt: Date },
  asOf: Date,
): ExceptionTurn[] {
  const expiringFrom = new Date(expiresAt.getTime() - EXPIRING_DAYS * MS_PER_DAY);
  const turns: ExceptionTurn[] = [
    { type: "exception.expiring", at: createdAt > expiringFrom ? createdAt : expiringFrom },
    { type: "exception.expired", at: expiresAt },
  ];
  return turns.filter(({ at }) => at <= asOf);
}
