import type { Scan, ScanKind, ScanStatus } from "@rolecall/domain";
import { StatusBadge, type Tone } from "@rolecall/ui";

const SCAN_STATUS: Record<ScanStatus, { label: string; tone: Tone }> = {
  queued: { label: "Queued", tone: "neutral" },
  running: { label: "Running", tone: "info" },
  complete: { label: "Complete", tone: "positive" },
  partial: { label: "Partial", tone: "warning" },
  failed: { label: "Failed", tone: "critical" },
};

export const SCAN_TRIGGER: Record<Scan["trigger"], string> = {
  connected: "first scan after connecting",
  scheduled: "on schedule",
  requested: "asked for",
};

type KindWords = { label: string; title: (awsAccountId: string) => string; meaning: string };

/** What each kind of scan reads, and what that costs. */
export const SCAN_KINDS: Record<ScanKind, KindWords> = {
  inventory: {
    label: "Inventory",
    title: (awsAccountId) => `Scan of ${awsAccountId}`,
    meaning: "Reads the whole account by its bulk calls.",
  },
  slow_lane: {
    label: "Slow lane",
    title: (awsAccountId) => `Slow lane of ${awsAccountId}`,
    meaning:
      "Reads what has no bulk call, user by user: SSH keys, MFA devices, services last accessed, Roles Anywhere.",
  },
  recheck: {
    label: "Recheck of a user",
    title: (awsAccountId) => `Recheck of a user in ${awsAccountId}`,
    meaning: "Reads one user anew by a few calls of its own, ahead of the queue.",
  },
  upload: {
    label: "Upload",
    title: (awsAccountId) => `Upload of ${awsAccountId}`,
    meaning: "Takes the inventory from files that a person uploaded. Nothing is asked of AWS.",
  },
};

type Ended = Pick<Scan, "status" | "cancelledBy">;

/** The status of a scan. One that a person cancelled did not fail. */
export function ScanStatusBadge({ scan: { status, cancelledBy } }: { scan: Ended }) {
  if (cancelledBy) return <StatusBadge tone="neutral">Cancelled</StatusBadge>;
  const { label, tone } = SCAN_STATUS[status];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

/** Whether a scan waits or runs: its page then refreshes itself. */
export function isMoving({ status }: Pick<Scan, "status">): boolean {
  return status === "queued" || status === "running";
}

/** `1.4 s`, `3 min 20 s`; null while it is not finished. */
export function scanDuration({ startedAt, finishedAt }: Pick<Scan, "startedAt" | "finishedAt">): string | null {
  if (!startedAt || !finishedAt) return null;
  const seconds = (finishedAt.getTime() - startedAt.getTime()) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
