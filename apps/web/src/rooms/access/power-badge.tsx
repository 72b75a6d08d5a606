import type { Power } from "@rolecall/domain";
import { StatusBadge, Unknown } from "@rolecall/ui";
import { POWER_LABELS } from "./power-labels.ts";

/** The privilege of a user or role in its account. */
export function PowerBadge({ power }: { power: Power }) {
  if (power === "unknown") return <Unknown reason="Its policies could not all be read, or it was not judged yet." />;
  const { label, tone } = POWER_LABELS[power];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
