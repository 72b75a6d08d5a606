const HOURS_PER_DAY = 24;
const HOURS_PER_WEEK = 168;
/** Intervals that are offered; the API takes any number of hours from 1 to 168. */
const OFFERED_HOURS: readonly number[] = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 168];

/** `every hour`, `every 6 hours`, `every day`, `every 2 days`, `every week`. */
export function intervalInWords(hours: number): string {
  if (hours === HOURS_PER_WEEK) return "every week";
  const [amount, unit] = hours % HOURS_PER_DAY === 0 ? [hours / HOURS_PER_DAY, "day"] : [hours, "hour"];
  return amount === 1 ? `every ${unit}` : `every ${amount} ${unit}s`;
}

/** The intervals to choose from; the current one is always among them. */
export function intervalOptions(present: number | null): { value: string; label: string }[] {
  const hours = present === null || OFFERED_HOURS.includes(present) ? OFFERED_HOURS : [...OFFERED_HOURS, present];
  return hours
    .toSorted((a, b) => a - b)
    .map((amount) => ({ value: String(amount), label: intervalInWords(amount).replace("every", "Every") }));
}
