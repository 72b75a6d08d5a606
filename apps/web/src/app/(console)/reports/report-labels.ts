import type { OutboxMail, Report } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

type Label = { label: string; tone: Tone };
type MailState = "handed_over" | "held" | "retrying" | "sending" | "sent" | "failed";
type Mail = Pick<OutboxMail, "status" | "attempts">;

/** With a mail server, the first attempt begins within this time. */
const HAND_OVER_MS = 15_000;

export const MAIL_LABELS: Record<MailState, Label> = {
  handed_over: { label: "Waiting", tone: "info" },
  held: { label: "Waiting", tone: "warning" },
  retrying: { label: "Will be tried again", tone: "warning" },
  sending: { label: "Sending", tone: "info" },
  sent: { label: "Sent", tone: "positive" },
  failed: { label: "Failed", tone: "critical" },
};

export const REPORT_LABELS: Record<Report["status"], Label> = {
  queued: { label: "Being composed", tone: "info" },
  composed: { label: "Composed", tone: "positive" },
  failed: { label: "Failed", tone: "critical" },
};

/**
 * The state of a mail's delivery. A mail that waits without any attempt is held because no mail server is set, unless it was
 * composed a moment ago.
 */
export function mailState({ status, attempts }: Mail, createdAt: Date, now: Date): MailState {
  if (status !== "waiting") return status;
  if (attempts > 0) return "retrying";
  return now.getTime() - createdAt.getTime() < HAND_OVER_MS ? "handed_over" : "held";
}
