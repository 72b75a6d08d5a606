import type { Confidence, MigrationStage } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import { CONFIDENCE, STAGES } from "./migration-labels.ts";

export function StageBadge({ stage }: { stage: MigrationStage }) {
  const { label, tone } = STAGES[stage];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

/** How well the evidence bears the proposed target. */
export function ConfidenceBadge({ confidence }: { confidence: Confidence }) {
  const { label, tone } = CONFIDENCE[confidence];
  return <StatusBadge tone={tone}>{label} confidence</StatusBadge>;
}
