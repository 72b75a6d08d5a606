import { CallCeiling, DEFAULT_CALL_CEILING_PER_SECOND } from "@rolecall/domain";

export const MOST_CALLS_PER_SECOND = DEFAULT_CALL_CEILING_PER_SECOND;

/** The problem with a ceiling that was typed in; null: none. */
export function problemOfCeiling(typed: number | string): string | null {
  if (typed !== "" && CallCeiling.safeParse(typed).success) return null;
  return `A whole number from 1 to ${MOST_CALLS_PER_SECOND}`;
}
