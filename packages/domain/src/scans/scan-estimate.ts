/** What is known of a scan that runs. Times of the step and of the scan are by one clock. */
export type ScanPace = {
  status: string;
  startedAt: Date | null;
  /** The step in hand; `startedAt` is when it began, absent if that was not noted. */
  progress: { done: number; total: number | null; startedAt?: Date | string } | null;
  /** How long the account's last landed scan of the same kind took; null: there is none. */
  lastDurationSeconds: number | null;
};

const secondsSince = (from: Date | string, now: Date): number => (now.getTime() - new Date(from).getTime()) / 1000;

/** By the pace of the step in hand; null where its total is not known or nothing of it is done yet. */
function byPace({ progress }: ScanPace, now: Date): number | null {
  if (!progress?.total || progress.done <= 0 || !progress.startedAt) return null;
  const spent = secondsSince(progress.startedAt, now);
  return spent > 0 ? (spent / progress.done) * Math.max(0, progress.total - progress.done) : null;
}

function byLastScan({ startedAt, lastDurationSeconds }: ScanPace, now: Date): number | null {
  if (lastDurationSeconds === null || !startedAt) return null;
  return Math.max(0, lastDurationSeconds - secondsSince(startedAt, now));
}

/**
 * Seconds until a running scan has ended: by the pace of its step, or else by how long the last one took. A step that is done
 * says nothing about those after it. Null: cannot be told, or the scan does not run.
 */
export function estimateSecondsLeft(scan: ScanPace, now: Date): number | null {
  if (scan.status !== "running") return null;
  const isDone = scan.progress?.total != null && scan.progress.done >= scan.progress.total;
  const seconds = (isDone ? null : byPace(scan, now)) ?? byLastScan(scan, now);
  return seconds === null ? null : Math.ceil(seconds);
}
