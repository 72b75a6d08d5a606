import type { MailStatus, Report } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

type Label = { label: string; tone: Tone };

export const MAIL_LABELS: Record<MailStatus, Label> = {
  waiting: { label: "Waiting", tone: "warning" },
  sending: { label: "Sending", tone: "info" },
  sent: { label: "Sent", tone: "positive" },
  failed: { label: "Failed", tone: "critical" },
};

export const REPORT_LABELS: Record<Report["status"], Label> = {
  queued: { label: "Being composed", tone: "info" },
  composed: { label: "Composed", tone: "positive" },
  failed: { label: "Failed", tone: "critical" },
};
