import type { IamUser } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

export const MFA_LABELS: Record<IamUser["mfa"], { label: string; tone: Tone }> = {
  none: { label: "None", tone: "critical" },
  virtual: { label: "Virtual", tone: "positive" },
  fido: { label: "FIDO", tone: "positive" },
  hardware: { label: "Hardware", tone: "positive" },
  /** The user has a device. */
  unknown: { label: "Yes, kind not read", tone: "positive" },
};
