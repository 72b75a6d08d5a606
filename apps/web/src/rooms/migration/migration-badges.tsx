import type { Confidence, MigrationStage, MigrationTarget } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import { CONFIDENCE, STAGES } from "./migration-labels.ts";

export function StageBadge({ stage }: { stage: MigrationStage }) {
  const { label, tone } = STAGES[stage];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

type ConfidenceBadgeProps = {
  target: MigrationTarget;
  confidence: Confidence;
  /** Whether it says what it is, where no heading does. */
  inWords?: boolean;
};

/** How well the evidence bears the proposed target. A question has nothing to bear. */
export function ConfidenceBadge({ target, confidence, inWords = false }: ConfidenceBadgeProps) {
  if (target === "ask_owner") return null;
  const { label, tone } = CONFIDENCE[confidence];
  return <StatusBadge tone={tone}>{inWords ? `${label} confidence` : label}</StatusBadge>;
}
