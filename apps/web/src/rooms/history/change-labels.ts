import type { ChangeKind, Subject } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";
import { SUBJECT_LABELS } from "../words/subjects.ts";

/** What a change is of. Of an account it is always the settings. */
export const CHANGED_LABELS: Record<Subject, string> = { ...SUBJECT_LABELS, account: "Account settings" };

export const CHANGE_LABELS: Record<ChangeKind, { label: string; tone: Tone }> = {
  appeared: { label: "Appeared", tone: "info" },
  changed: { label: "Changed", tone: "warning" },
  vanished: { label: "Vanished", tone: "critical" },
  rotated: { label: "Rotated", tone: "positive" },
  first_seen: { label: "First inventory", tone: "neutral" },
};
