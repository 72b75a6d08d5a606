import { type Credential, MS_PER_DAY } from "@rolecall/domain";
import { formatDays } from "@rolecall/ui/format";

type Aged = Pick<Credential, "state" | "dueInDays">;
type Used = Pick<Credential, "use" | "lastUse" | "lastUsedAt" | "lastUsedBefore" | "createdAt">;

const since = (from: Date, at: Date): string =>
  formatDays(Math.max(0, Math.floor((at.getTime() - from.getTime()) / MS_PER_DAY)));

const dueText = (days: number): string => {
  if (days === 0) return "due today";
  return days > 0 ? `due in ${formatDays(days)}` : `overdue by ${formatDays(-days)}`;
};

/**
 * How far along a credential's state is, such as "due in 14 days" or "overdue by 120 days", at the instant of its judgement.
 * Null: it is not judged, or there is nothing to count.
 */
export function stageOf({ state, dueInDays }: Aged): string | null {
  const isCounted = state === "due_soon" || state === "overdue" || state === "excepted";
  return isCounted && dueInDays !== null ? dueText(dueInDays) : null;
}

/** For how long an unused credential has not been used; "at least", where AWS's record begins later. Null: it is not unused. */
export function useStageOf({ use, lastUse, lastUsedAt, lastUsedBefore, createdAt }: Used, at: Date): string | null {
  if (use !== "unused" && use !== "excepted") return null;
  if (lastUse === "at" && lastUsedAt) return `not used for ${since(lastUsedAt, at)}`;
  if (lastUsedBefore) {
    const from = createdAt && createdAt > lastUsedBefore ? createdAt : lastUsedBefore;
    return `not used for at least ${since(from, at)}`;
  }
  return lastUse === "never" && createdAt ? `never used in ${since(createdAt, at)}` : null;
}

/** The last of the rotation policy's warnings that has been given. */
export function warningOf({ state, warningDays, dueInDays }: Aged & Pick<Credential, "warningDays">): string | null {
  if (state === "ended" || warningDays === null || dueInDays === null) return null;
  if (warningDays === 0)
    return state === "excepted" ? "Past its deadline, which somebody answers for" : "Past its deadline";
  return `Warned ${formatDays(warningDays)} before the deadline`;
}
