import { z } from "zod";
import { BREAK_ROWS } from "./break-rows.ts";
import type { BreaksInput } from "./facts.ts";
import { BreakAnswer } from "./found.ts";

/** One thing that may break when the user goes away. */
export const Break = z.object({
  id: z.string(),
  title: z.string(),
  answer: BreakAnswer,
  sentence: z.string(),
  source: z.string().describe("The page or thread that tells of it"),
  needsTick: z.boolean().describe("Nobody but the owner can tell: to be ticked before the user is deactivated"),
});
export type Break = z.infer<typeof Break>;

/** What breaks when a user goes away, as far as it can be seen beforehand: all rows, in one order. */
export const breaksOf = (input: BreaksInput): Break[] =>
  BREAK_ROWS.map(({ id, title, source, find }) => {
    const found = find(input);
    return { id, title, source, ...found, needsTick: found.answer === "cannot_be_seen" };
  });
