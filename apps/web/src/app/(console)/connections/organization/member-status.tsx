import type { MemberStatus, OrganizationAccountState } from "@rolecall/domain";
import { StatusBadge, type Tone } from "@rolecall/ui";

export const MEMBER_STATUS: Record<MemberStatus, { label: string; tone: Tone }> = {
  active: { label: "Verified", tone: "positive" },
  verifying: { label: "Being verified", tone: "info" },
  failed: { label: "Failed", tone: "critical" },
  unsafe: { label: "Unsafe", tone: "critical" },
  not_verified: { label: "Not verified", tone: "neutral" },
};

/** AWS's own words for the state of an account, and one for accounts that have left. */
export const ACCOUNT_STATES: Record<OrganizationAccountState, { label: string; tone: Tone }> = {
  ACTIVE: { label: "ACTIVE", tone: "positive" },
  PENDING_ACTIVATION: { label: "PENDING_ACTIVATION", tone: "info" },
  SUSPENDED: { label: "SUSPENDED", tone: "warning" },
  PENDING_CLOSURE: { label: "PENDING_CLOSURE", tone: "warning" },
  CLOSED: { label: "CLOSED", tone: "neutral" },
  LEFT: { label: "Left", tone: "neutral" },
};

export function MemberStatusBadge({ status }: { status: MemberStatus }) {
  const { label, tone } = MEMBER_STATUS[status];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

export function AccountStateBadge({ state }: { state: OrganizationAccountState }) {
  const { label, tone } = ACCOUNT_STATES[state];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
