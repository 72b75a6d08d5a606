import type { Power } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

export const POWER_LABELS: Record<Power, { label: string; tone: Tone; meaning: string }> = {
  admin: { label: "Administrator", tone: "critical", meaning: "May do everything in the account" },
  escalation: { label: "Can become admin", tone: "critical", meaning: "May give itself more than it has been given" },
  write: { label: "Writes", tone: "info", meaning: "May change things in the account" },
  read: { label: "Reads", tone: "neutral", meaning: "May look at things and change none" },
  none: { label: "Nothing", tone: "neutral", meaning: "No policy allows it anything" },
  unknown: { label: "Unknown", tone: "neutral", meaning: "Its policies could not all be read" },
};
