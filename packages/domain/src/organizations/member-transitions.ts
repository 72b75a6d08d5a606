import type { AccountStop } from "../accounts/account.ts";
import type { ConnectionCheck } from "../accounts/connection.ts";
import type { OrganizationSelection } from "./organization.ts";
import type { MemberCheck, OrganizationMember } from "./organization-member.ts";
import { isChosenBy } from "./organization-tree.ts";

/** What an organisation lists of an account. `unitIds` of null: not told. */
export type SeenMember = Pick<OrganizationMember, "awsAccountId" | "name" | "state" | "joinedAt"> & {
  unitIds: string[] | null;
};

/** A StackSet needs minutes to reach an account: as long as this after it was chosen, a refusal is no failure. */
export const GRACE_MINUTES = 30;
const MS_PER_MINUTE = 60_000;

/** Whether an account is to be verified and scanned: chosen, and there. */
export const isMemberRead = ({
  isChosen,
  state,
  leftAt,
}: Pick<OrganizationMember, "isChosen" | "state" | "leftAt">): boolean =>
  isChosen && state === "ACTIVE" && leftAt === null;

/** Puts the end of the grace where the next run finds it. */
export function withRetryUntil(checks: readonly ConnectionCheck[], retryUntil: Date | null): MemberCheck[] {
  const [first, ...others] = checks;
  if (!first || !retryUntil) return [...checks];
  return [{ ...first, retryUntil: retryUntil.toISOString() }, ...others];
}

export function retryUntilOf([first]: readonly MemberCheck[]): Date | null {
  return first?.retryUntil ? new Date(first.retryUntil) : null;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const KEPT = "It is neither verified nor scanned; what was found in it before stays.";

/** Why an account is not read, in words; null: because it is not chosen. Words of before stay while they are true. */
function obstacleOf(
  before: OrganizationMember | null,
  next: OrganizationMember,
  lastSeenAt: Date | null,
): string | null {
  if (next.leftAt) {
    if (before?.leftAt) return before.statusReason;
    const listed = lastSeenAt ? `: it was last listed on ${dayOf(lastSeenAt)}` : "";
    return `AWS Organizations lists the account no longer${listed}. ${KEPT}`;
  }
  if (next.state === "ACTIVE") return null;
  if (before && !before.leftAt && before.state === next.state && before.statusReason) return before.statusReason;
  const changed = before && !before.leftAt && before.state !== next.state && lastSeenAt;
  const earlier = changed ? `; it was ${before.state} when we last saw it on ${dayOf(lastSeenAt)}` : "";
  return `AWS Organizations says that the account is ${next.state}${earlier}. ${KEPT}`;
}

type Known = {
  selection: OrganizationSelection;
  /** When the organisation was last read before; null: never. */
  lastSeenAt: Date | null;
  /** Of a verification to come. */
  checks: readonly ConnectionCheck[];
  now: Date;
};

const newMember = (seen: SeenMember, now: Date): OrganizationMember => ({
  ...seen,
  unitIds: seen.unitIds ?? [],
  firstSeenAt: now,
  leftAt: null,
  isChosen: false,
  status: "not_verified",
  statusReason: null,
  checks: [],
  verifiedAt: null,
  verifyDueAt: null,
});

function listed(before: OrganizationMember | null, seen: SeenMember, now: Date): OrganizationMember {
  if (!before) return newMember(seen, now);
  return { ...before, ...seen, unitIds: seen.unitIds ?? before.unitIds, leftAt: null };
}

/**
 * What becomes of a member by what its organisation lists and by what is chosen: an account that comes to be read is verified
 * first, one that is no longer read is asked nothing any more, and all others stay as they are.
 */
export function listedMember(before: OrganizationMember | null, seen: SeenMember, known: Known): OrganizationMember {
  return settle(before, listed(before, seen, known.now), known);
}

/** The same for an account that its organisation does not list any more. */
export const unlistedMember = (before: OrganizationMember, known: Known): OrganizationMember =>
  settle(before, { ...before, leftAt: before.leftAt ?? known.now }, known);

/** The same for a change of what is chosen. */
export const rechosenMember = (before: OrganizationMember, known: Known): OrganizationMember =>
  settle(before, { ...before }, known);

function settle(before: OrganizationMember | null, present: OrganizationMember, known: Known): OrganizationMember {
  const next = { ...present, isChosen: isChosenBy(known.selection, present) };
  if (isMemberRead(next)) {
    if (before && isMemberRead(before)) return next;
    const retryUntil = new Date(known.now.getTime() + GRACE_MINUTES * MS_PER_MINUTE);
    return {
      ...next,
      status: "verifying",
      statusReason: "Its role is about to be checked",
      checks: withRetryUntil(known.checks, retryUntil),
      verifyDueAt: known.now,
    };
  }
  const statusReason = obstacleOf(before, next, known.lastSeenAt);
  return { ...next, status: "not_verified", statusReason, checks: [], verifyDueAt: null };
}

/** What a member that is not read means for its account, if that is connected; null: it goes on. */
export function stopOfMember(member: OrganizationMember): AccountStop | null {
  if (member.leftAt || member.state !== "ACTIVE") {
    const reason = member.statusReason ?? `AWS Organizations says that the account is ${member.state}`;
    return { status: "suspended", reason, scanError: `Not scanned: ${reason}` };
  }
  if (member.isChosen) return null;
  const reason = "Not chosen in its organisation any more: it is not scanned, and what was found in it stays";
  return { status: "disconnected", reason, scanError: `Nothing was written. ${reason}.` };
}
