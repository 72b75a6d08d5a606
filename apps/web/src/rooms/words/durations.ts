/** `3600` seconds as `1 hour`, `5400` as `1.5 hours`. */
export function hoursText(seconds: number): string {
  const hours = seconds / 3600;
  return `${hours.toLocaleString("en-US", { maximumFractionDigits: 2 })} ${hours === 1 ? "hour" : "hours"}`;
}

/** `1 day`, `1,204 days`. */
export const daysText = (days: number): string => `${days.toLocaleString("en-US")} ${days === 1 ? "day" : "days"}`;
