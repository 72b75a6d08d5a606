import type { TrustGrade } from "@rolecall/domain";

export const GRADE_LABELS: Record<TrustGrade, string> = {
  critical: "Critical",
  weak: "Weak",
  ok: "OK",
  unknown: "Unknown",
};
