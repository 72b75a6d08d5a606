/** The first scans of many members are spread: this long for each of them, an hour at the most. */
const SPREAD_PER_MEMBER_MS = 2_000;
const LONGEST_SPREAD_MS = 3_600_000;
/** A first scan that is so near is not worth a sweep. */
const AT_ONCE_MS = 10_000;

/** When a member that has just passed its checks is scanned first: now where few are chosen, spread by account where many are. */
export function firstScanAt(awsAccountId: string, chosen: number, now: Date): Date {
  const windowMs = Math.min(chosen * SPREAD_PER_MEMBER_MS, LONGEST_SPREAD_MS);
  if (windowMs <= AT_ONCE_MS) return now;
  return new Date(now.getTime() + Math.round(((Number(awsAccountId) % 1_000) / 1_000) * windowMs));
}
