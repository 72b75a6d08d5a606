import { z } from "zod";

export const BreakAnswer = z.enum(["hit", "clean", "cannot_be_seen"]);
export type BreakAnswer = z.infer<typeof BreakAnswer>;
export type BreakFound = { answer: BreakAnswer; sentence: string };

export const hit = (sentence: string): BreakFound => ({ answer: "hit", sentence });
export const clean = (sentence: string): BreakFound => ({ answer: "clean", sentence });
export const cannotBeSeen = (sentence: string): BreakFound => ({ answer: "cannot_be_seen", sentence });
