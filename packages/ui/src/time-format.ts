import { formatAmount } from "./number-format.ts";

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;

/** `2026-11-21`, the UTC day of an instant. */
export function formatDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** `2026-11-21 08:05 UTC`. */
export function formatInstant(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `3 min ago`, `2 h ago`, `12 days ago`; `in 3 days` for what is to come. Rounded down. */
export function formatDistance(at: Date, now: Date): string {
  const distanceMs = Math.abs(now.getTime() - at.getTime());
  if (distanceMs < 60_000) return "just now";
  const amount = distanceText(distanceMs);
  return at <= now ? `${amount} ago` : `in ${amount}`;
}

function distanceText(distanceMs: number): string {
  if (distanceMs < MS_PER_HOUR) return `${Math.floor(distanceMs / 60_000)} min`;
  if (distanceMs < 2 * MS_PER_DAY) return `${Math.floor(distanceMs / MS_PER_HOUR)} h`;
  return formatDays(Math.floor(distanceMs / MS_PER_DAY));
}

/** `1 day`, `1,204 days`. */
export function formatDays(days: number): string {
  return formatAmount(days, "day");
}
