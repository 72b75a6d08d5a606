const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const MINUS = "\u2212";

/** `1234.56` as `1,234.6`. */
export const formatNumber = (value: number): string => number.format(value);

/** `-12` as `−12`, `3` as `+3`. */
export function formatSigned(value: number): string {
  if (value === 0) return "0";
  return `${value > 0 ? "+" : MINUS}${formatNumber(Math.abs(value))}`;
}

/** `1 account`, `1,200 accounts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `Nov 22, 2026` in the time zone of the schedule. */
export function formatDate(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone }).format(instant);
}

/** `Nov 22, 2026, 8:00 AM (Europe/Berlin)`. */
export function formatInstant(instant: Date, timeZone: string): string {
  const text = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone }).format(instant);
  return `${oneLine(text)} (${timeZone})`;
}

/** A UTC calendar day, `2026-11-22`, as `Nov 22, 2026`. */
export const formatDay = (day: string): string => formatDate(new Date(`${day}T00:00:00Z`), "UTC");

/** Text of one line: what AWS allows in a name may not break a header or a line of the plain-text part. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\u202f]+/gu, " ").trim();
