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
  /** Where in the history the present run began, and when by the wall clock. */
  runFromAt: Date;
  runStartedAt: Date;
  shownAt: Date;
};

/** A process that has shown nothing for so long is not there any more: a day of the history takes about a second. */
const STOPPED_AFTER_MS = 60_000;
/** Before so much of the history has been replayed, its pace says nothing. */
const SHORTEST_SAMPLE_MS = 7 * 86_400_000;

/** How far a replay is now. */
export function replayAt(shown: ShownReplay, now: Date): Replay {
  const { fromAt, toAt, reachedAt, runFromAt, runStartedAt, shownAt } = shown;
  const isStopped = now.getTime() - shownAt.getTime() > STOPPED_AFTER_MS;
  const replayedMs = (reachedAt ?? runFromAt).getTime() - runFromAt.getTime();
  const hasPace = !isStopped && replayedMs >= SHORTEST_SAMPLE_MS && reachedAt !== null;
  const leftMs = hasPace
    ? ((shownAt.getTime() - runStartedAt.getTime()) / replayedMs) * (toAt.getTime() - reachedAt.getTime()) -
      (now.getTime() - shownAt.getTime())
    : null;
  const secondsLeft = leftMs === null ? null : Math.max(0, Math.round(leftMs / 1000));
  return { fromAt, toAt, reachedAt, secondsLeft, isStopped };
}
