import type { ConnectionStatus } from "@rolecall/domain";
import { StatusBadge, type Tone } from "@rolecall/ui";

type Words = { label: string; tone: Tone; meaning: string };

/** Each status in words that say what to do next. */
export const CONNECTION_STATUS: Record<ConnectionStatus, Words> = {
  pending: {
    label: "Waiting for the role",
    tone: "neutral",
    meaning: "Install the role in your AWS account, then tell Rolecall its ARN.",
  },
  verifying: { label: "Verifying", tone: "info", meaning: "The checks are running. Nothing is read before they pass." },
  active: {
    label: "Active",
    tone: "positive",
    meaning: "The role opens with its External ID only, and lets Rolecall read what it needs.",
  },
  unsafe: {
    label: "Unsafe",
    tone: "critical",
    meaning: "The role opens without this connection's External ID. Rolecall does not use it until that is mended.",
  },
  failed: {
    label: "Failed",
    tone: "critical",
    meaning: "A check failed, so Rolecall does not read this account. Mend what the check names, then verify again.",
  },
  disconnected: {
    label: "Disconnected",
    tone: "neutral",
    meaning: "Rolecall no longer reads this account. What it read before stays readable here.",
  },
};

export function ConnectionStatusBadge({ status }: { status: ConnectionStatus }) {
  const { label, tone } = CONNECTION_STATUS[status];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
