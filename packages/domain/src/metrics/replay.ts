import { z } from "zod";
import { Instant } from "../primitives.ts";

/** How far the replay of a history is, such as the example's. While it lasts, nothing later than what it has reached is shown. */
export const Replay = z.object({
  fromAt: Instant,
  toAt: Instant,
  reachedAt: Instant.nullable().describe("Up to when the history has been replayed; null: nothing of it"),
  secondsLeft: z
    .number()
    .int()
    .nullable()
    .describe("By the pace so far; null: not known yet, or the replay has stopped"),
  isStopped: z.boolean().describe("Whether no process goes on with it at the moment"),
});
export type Replay = z.infer<typeof Replay>;

/** A replay as its process last showed it. */
export type ShownReplay = Pick<Replay, "fromAt" | "toAt" | "reachedAt"> & {
  /** When the present run began, by the wall clock. */
  runStartedAt: Date;
  /** Days on which accounts are scanned: those that this run has done, and those that are left. Others take no time. */
  daysDone: number;
  daysLeft: number;
  shownAt: Date;
};

/** A process that has shown nothing for so long is not there any more: a day of the history takes about a second. */
const STOPPED_AFTER_MS = 60_000;
/** Before so much of the history has been replayed, its pace says nothing. */
const SHORTEST_SAMPLE_DAYS = 7;

/** How far a replay is now. */
export function replayAt(shown: ShownReplay, now: Date): Replay {
  const { fromAt, toAt, reachedAt, runStartedAt, daysDone, daysLeft, shownAt } = shown;
  const isStopped = now.getTime() - shownAt.getTime() > STOPPED_AFTER_MS;
  const hasPace = !isStopped && daysDone >= SHORTEST_SAMPLE_DAYS;
  const leftMs = hasPace
    ? ((shownAt.getTime() - runStartedAt.getTime()) / daysDone) * daysLeft - (now.getTime() - shownAt.getTime())
    : null;
  const secondsLeft = leftMs === null ? null : Math.max(0, Math.round(leftMs / 1000));
  return { fromAt, toAt, reachedAt, secondsLeft, isStopped };
}
