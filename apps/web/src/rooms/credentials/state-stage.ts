import { type Credential, MS_PER_DAY } from "@rolecall/domain";
import { formatDays } from "@rolecall/ui/format";

type Judged = Pick<
  Credential,
  "status" | "state" | "dueInDays" | "warningDays" | "lastUse" | "lastUsedAt" | "createdAt"
>;

const since = (from: Date, at: Date): string =>
  formatDays(Math.max(0, Math.floor((at.getTime() - from.getTime()) / MS_PER_DAY)));

const dueText = (days: number): string => {
  if (days === 0) return "due today";
  return days > 0 ? `due in ${formatDays(days)}` : `overdue by ${formatDays(-days)}`;
};

function unusedText({ lastUse, lastUsedAt, createdAt }: Judged, at: Date): string | null {
  if (lastUse === "at" && lastUsedAt) return `not used for ${since(lastUsedAt, at)}`;
  return lastUse === "never" && createdAt ? `never used in ${since(createdAt, at)}` : null;
}

/**
 * How far along a credential's state is, such as "due in 14 days" or "overdue by 120 days", at the instant of its judgement.
 * Null: it is not judged, or there is nothing to count.
 */
export function stageOf(credential: Judged, at: Date): string | null {
  const { status, state, dueInDays } = credential;
  if (status !== "active") return null;
  if (state === "unused") return unusedText(credential, at);
  if (dueInDays === null || state === "unknown") return null;
  return state === "ok" ? null : dueText(dueInDays);
}

/** The last of the rotation policy's warnings that has been given. */
export function warningOf({ status, state, warningDays, dueInDays }: Judged): string | null {
  if (status !== "active" || warningDays === null || dueInDays === null) return null;
  if (warningDays === 0)
    return state === "excepted" ? "Past its deadline, which somebody answers for" : "Past its deadline";
  return `Warned ${formatDays(warningDays)} before the deadline`;
}
