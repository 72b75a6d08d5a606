import type { ReportSchedule } from "@rolecall/domain";

const WEEKDAY_NAMES: Record<ReportSchedule["dayOfWeek"], string> = {
  monday: "Monday",
  tuesday: "Tuesday",
  wednesday: "Wednesday",
  thursday: "Thursday",
  friday: "Friday",
  saturday: "Saturday",
  sunday: "Sunday",
};

export const WEEKDAY_OPTIONS = Object.entries(WEEKDAY_NAMES).map(([value, label]) => ({ value, label }));

/** `08:00` for 8. */
export const hourText = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** `Every Monday at 08:00`. */
export function rhythmText({
  frequency,
  dayOfWeek,
  hour,
}: Pick<ReportSchedule, "frequency" | "dayOfWeek" | "hour">): string {
  const day = WEEKDAY_NAMES[dayOfWeek];
  return frequency === "weekly"
    ? `Every ${day} at ${hourText(hour)}`
    : `First ${day} of the month at ${hourText(hour)}`;
}

/** An instant on the clocks of a time zone: `Mon 2026-11-23 08:00 GMT+1`. */
export function formatInZone(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("weekday")} ${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")} ${part("timeZoneName")}`;
}

/**
 * Names that IANA has given to zones which the runtime still lists under an older name only. It understands both.
 *
 * @see https://data.iana.org/time-zones/tzdb/backward
 */
const RENAMED_ZONES = [
  "Africa/Asmara",
  "America/Argentina/Buenos_Aires",
  "America/Atikokan",
  "America/Kentucky/Louisville",
  "America/Indiana/Indianapolis",
  "America/Nuuk",
  "Asia/Ho_Chi_Minh",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Yangon",
  "Atlantic/Faroe",
  "Europe/Kyiv",
  "Pacific/Chuuk",
  "Pacific/Kanton",
  "Pacific/Pohnpei",
];

/** All time zones that this runtime knows, UTC first, under their old and new names. */
export function timeZones(): string[] {
  const named = [...new Set([...Intl.supportedValuesOf("timeZone"), ...RENAMED_ZONES])].filter(
    (zone) => zone !== "UTC",
  );
  return ["UTC", ...named.sort()];
}
