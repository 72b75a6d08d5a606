import type { Scan, ScanStatus } from "@rolecall/domain";
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

export function ScanStatusBadge({ status }: { status: ScanStatus }) {
  const { label, tone } = SCAN_STATUS[status];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

/** Whether a scan is still on its way, so that its page is worth reading again. */
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
