import type { ExceptionCondition, ExceptionState } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

export const STATE_LABELS: Record<ExceptionState, { label: string; tone: Tone }> = {
  active: { label: "Active", tone: "info" },
  expiring: { label: "Expiring", tone: "warning" },
  expired: { label: "Expired", tone: "neutral" },
  void: { label: "Void", tone: "critical" },
  revoked: { label: "Revoked", tone: "neutral" },
};

/** The condition of an exception, as the end of a sentence that begins with "It holds as long as". */
export function conditionText(condition: ExceptionCondition): string {
  switch (condition.kind) {
    case "source_ip":
      return `the user's policies bind it to ${condition.cidrs.join(", ")} by aws:SourceIp`;
    case "permissions_boundary":
      return `the permissions boundary ${condition.policyArn} is set`;
    case "hardware_mfa":
      return "the user has a hardware or FIDO device";
    case "no_console_password":
      return "the user has no console password";
  }
}
