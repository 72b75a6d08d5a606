import type { Credential } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import { STATE_LABELS, STATUS_LABELS } from "./credential-labels.ts";

/** The state of a credential. One that is not active is not judged, and shows its status. */
export function StateBadge({ status, state }: Pick<Credential, "status" | "state">) {
  if (status !== "active") return <StatusBadge tone="neutral">{STATUS_LABELS[status]}</StatusBadge>;
  const { label, tone } = STATE_LABELS[state];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
