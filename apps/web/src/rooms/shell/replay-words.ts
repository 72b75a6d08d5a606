import type { Replay } from "@rolecall/domain";
import { secondsLeftInWords } from "../scans/seconds-left.ts";

const MONTHS_OF_A_YEAR = 12;

/** `March 2026`, of the UTC day. */
const monthOf = (at: Date): string =>
  new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(at);

/** Whole months from one instant to another. */
function monthsBetween(from: Date, to: Date): number {
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * MONTHS_OF_A_YEAR + to.getUTCMonth() - from.getUTCMonth();
  return months - (to.getUTCDate() < from.getUTCDate() ? 1 : 0);
}

/** How much of the history has been replayed, in per cent, rounded down: 100 is when it has ended. */
export function replayPercent({ fromAt, toAt, reachedAt }: Replay): number {
  const [done, whole] = [(reachedAt ?? fromAt).getTime() - fromAt.getTime(), toAt.getTime() - fromAt.getTime()];
  return whole <= 0 ? 0 : Math.max(0, Math.min(100, Math.floor((done / whole) * 100)));
}

/** The month that the replay has reached, how many of all that is, and what to wait for or to do. */
export function replayInWords({ fromAt, toAt, reachedAt, secondsLeft, isStopped }: Replay): string {
  const reached = reachedAt ?? fromAt;
  const parts = [
    isStopped ? "History incomplete" : "Loading history",
    monthOf(reached),
    `${monthsBetween(fromAt, reached)} of ${monthsBetween(fromAt, toAt)} months`,
    isStopped ? "Restart Rolecall to load the rest" : secondsLeftInWords(secondsLeft),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
