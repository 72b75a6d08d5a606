import type { Credential } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import { STATE_LABELS, STATUS_LABELS, USE_LABELS } from "./credential-labels.ts";

/** How a credential stands by its age. One that is not active, or deleted, is not judged and shows that. */
export function StateBadge({ status, state, goneAt }: Pick<Credential, "status" | "state" | "goneAt">) {
  if (goneAt) return <StatusBadge tone="neutral">Deleted</StatusBadge>;
  if (status !== "active") return <StatusBadge tone="neutral">{STATUS_LABELS[status]}</StatusBadge>;
  const { label, tone } = STATE_LABELS[state];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

/** How it stands by its use; nothing of one that has ended. */
export function UseBadge({ use }: Pick<Credential, "use">) {
  if (use === "ended") return null;
  const { label, tone } = USE_LABELS[use];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
