import { formatAmount } from "@rolecall/ui/format";

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;

/** How long a running scan still takes, rounded as an estimate should be; null: unknown. */
export function secondsLeftInWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  if (seconds < 10) return "a few seconds left";
  if (seconds < SECONDS_PER_MINUTE) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  if (seconds < SECONDS_PER_HOUR) {
    const minutes = Math.ceil(seconds / SECONDS_PER_MINUTE);
    return `about ${formatAmount(minutes, "minute")} left`;
  }
  const hours = Math.ceil(seconds / SECONDS_PER_HOUR);
  return `about ${hours} hours left`;
}
