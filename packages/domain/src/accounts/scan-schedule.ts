import { MS_PER_DAY } from "../primitives.ts";
import { DEFAULT_SCAN_EVERY_HOURS } from "./account.ts";

const MS_PER_HOUR = 3_600_000;
/** What has no bulk call costs a call for each user: it is read this often. */
const SLOW_LANE_EVERY_HOURS = 7 * 24;

/** Scans of one tenant are spread: each account's moment within the last tenth of the interval follows from its id. */
function spread(accountId: string, from: Date, everyHours: number): Date {
  const intervalMs = everyHours * MS_PER_HOUR;
  const offsetMs = (Number.parseInt(accountId.slice(-6), 16) / 0xffffff) * 0.1 * intervalMs;
  return new Date(from.getTime() + intervalMs - offsetMs);
}

/** When an account is scanned again. @param everyHours null: by the usual interval */
export const nextScanAt = (accountId: string, from: Date, everyHours: number | null): Date =>
  spread(accountId, from, everyHours ?? DEFAULT_SCAN_EVERY_HOURS);

/** When the slow lane of an account is read again. */
export const nextSlowLaneAt = (accountId: string, from: Date): Date => spread(accountId, from, SLOW_LANE_EVERY_HOURS);

/** When the slow lane of an account is tried again after it failed. */
export const retrySlowLaneAt = (from: Date): Date => new Date(from.getTime() + MS_PER_DAY);
