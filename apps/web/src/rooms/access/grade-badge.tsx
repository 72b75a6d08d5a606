import type { TrustGrade } from "@rolecall/domain";
import { StatusBadge, type Tone } from "@rolecall/ui";
import { GRADE_LABELS } from "./grade-labels.ts";

const TONES: Record<TrustGrade, Tone> = { critical: "critical", weak: "warning", ok: "positive", unknown: "neutral" };

/** How well a trust policy keeps outsiders out. */
export function GradeBadge({ grade }: { grade: TrustGrade }) {
  return <StatusBadge tone={TONES[grade]}>{GRADE_LABELS[grade]}</StatusBadge>;
}
