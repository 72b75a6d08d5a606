import type { CoverageState, ScanKind } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import { coverageState } from "./resource-labels.ts";

/** Whether one kind of resource could be read. A `state` of null: no scan has tried yet. */
export function CoverageBadge({ state, kind }: { state: CoverageState | null; kind: ScanKind | null }) {
  if (state === null) return <StatusBadge tone="neutral">Not asked yet</StatusBadge>;
  const { label, tone } = coverageState(state, kind);
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
