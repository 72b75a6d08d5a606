import type { verdictOf } from "../onboarding/checks.ts";
import { GRACE_MINUTES } from "./member-transitions.ts";
import type { MemberStatus } from "./organization.ts";

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
const REVERIFY_HOURS = 24;
/** A role that worked before is tried again sooner where AWS gave no answer. */
const RETRY_HOURS = 1;
const LONGEST_WAIT_MINUTES = 10;

export type MemberVerdict = {
  status: Exclude<MemberStatus, "not_verified">;
  reason: string | null;
  /** False where the role was not proven at this time. */
  isProven: boolean;
  verifyDueAt: Date;
};

type Given = {
  awsAccountId: string;
  status: MemberStatus;
  verdict: ReturnType<typeof verdictOf>;
  /** The role did not open to its own External ID. */
  isRefused: boolean;
  retryUntil: Date | null;
  now: Date;
};

/** The checks of an organisation's members are spread over the last tenth of the day, by account. */
export function nextDailyCheckAt(awsAccountId: string, now: Date): Date {
  const offsetMs = ((Number(awsAccountId) % 1_000) / 1_000) * 0.1 * REVERIFY_HOURS * MS_PER_HOUR;
  return new Date(now.getTime() + REVERIFY_HOURS * MS_PER_HOUR - offsetMs);
}

/** Each wait is as long as all before it together, from a minute to ten, and the last one ends with the grace. */
export function nextTryAt(retryUntil: Date, now: Date): Date {
  const elapsedMs = now.getTime() - (retryUntil.getTime() - GRACE_MINUTES * MS_PER_MINUTE);
  const waitMs = Math.min(Math.max(elapsedMs, MS_PER_MINUTE), LONGEST_WAIT_MINUTES * MS_PER_MINUTE);
  return new Date(Math.min(now.getTime() + waitMs, retryUntil.getTime()));
}

/** What the finished checks mean for a member, and when they are run again. */
export function judgeMember({ awsAccountId, status, verdict, isRefused, retryUntil, now }: Given): MemberVerdict {
  const daily = nextDailyCheckAt(awsAccountId, now);
  if (verdict.status === "active") return { status: "active", reason: null, isProven: true, verifyDueAt: daily };
  if (!verdict.isConclusive && status === "active") {
    const verifyDueAt = new Date(now.getTime() + RETRY_HOURS * MS_PER_HOUR);
    return { status: "active", reason: `Not checked today: ${verdict.reason}`, isProven: false, verifyDueAt };
  }
  if (isRefused && retryUntil && now < retryUntil) {
    const reason = `Waiting for the role: AWS does not let it be assumed yet. A StackSet needs some minutes to make it; it is tried again until ${retryUntil.toISOString().slice(0, 16)}Z.`;
    return { status: "verifying", reason, isProven: false, verifyDueAt: nextTryAt(retryUntil, now) };
  }
  return { status: verdict.status, reason: verdict.reason, isProven: false, verifyDueAt: daily };
}
