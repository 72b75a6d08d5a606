import { BREAK_ROWS } from "./break-rows.ts";
import type { BreaksInput } from "./facts.ts";
import type { BreakAnswer } from "./found.ts";

/** One thing that may break when the user goes away. */
export type Break = {
  id: string;
  title: string;
  answer: BreakAnswer;
  sentence: string;
  source: string;
  /** Nobody but the owner can tell: to be ticked before the user is deactivated. */
  needsTick: boolean;
};

/** What breaks when a user goes away, as far as it can be seen beforehand: all rows, in one order. */
export const breaksOf = (input: BreaksInput): Break[] =>
  BREAK_ROWS.map(({ id, title, source, find }) => {
    const found = find(input);
    return { id, title, source, ...found, needsTick: found.answer === "cannot_be_seen" };
  });
