/** Numbers and times as texts: a door of its own, for code that draws nothing. */
export { formatAmount, formatCount } from "./number-format.ts";
export { formatDay, formatDays, formatDistance, formatInstant } from "./time-format.ts";
