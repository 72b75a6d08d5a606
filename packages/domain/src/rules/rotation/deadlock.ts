import type { CredentialStatus } from "../../inventory/credential.ts";
import type { RotationLimits } from "../../judgement/rotation-policy.ts";
import { credentialDeadlines, isOverdueAt } from "../deadlines/credential-state.ts";
import { lastUseOf } from "../deadlines/limits.ts";
import {
  bornAt,
  graceDaysOf,
  isInNameOnly,
  isWithinGrace,
  type KeyBirth,
  type KeyUse,
  precedes,
} from "./key-rotation.ts";

/** One of a user's access keys, of any status, with the limits that hold for it; undefined: it has not been judged. */
export type SlotKey = KeyBirth &
  KeyUse & {
    id: string;
    status: CredentialStatus;
    limits: RotationLimits | undefined;
  };

/**
 * `deadlocked`: a rotation has to begin and cannot. Else why not: a slot is free, or holds a key that nobody uses; the grace of the newer
 * key is not over; the older one is not used since, so that it can go; no key has to be rotated now. `unknown`: what is known does not
 * suffice.
 */
export type Deadlock<Key extends SlotKey = SlotKey> =
  | { state: "deadlocked"; older: Key; newer: Key; overdue: readonly Key[] }
  | { state: "unknown"; older: Key; newer: Key }
  | { state: "slot_free" | "unused" | "rotating" | "cut_over" | "not_due" };

const byBirth = (a: SlotKey, b: SlotKey): number => bornAt(a).getTime() - bornAt(b).getTime() || (a.id < b.id ? -1 : 1);

const deadlinesOf = (key: SlotKey) =>
  key.limits && credentialDeadlines({ ...key, lastUse: lastUseOf({ ...key, kind: "access_key" }) }, key.limits);

/** A key that was never used, or not for as long as counts as unused, can be deleted. */
function isUnused(key: SlotKey, asOf: Date): boolean {
  if (key.lastUse === "never") return true;
  const unusedAt = deadlinesOf(key)?.unusedAt ?? null;
  return unusedAt !== null && asOf >= unusedAt;
}

/** Null: its age, or the limit of it, is not known. */
function isOverdue(key: SlotKey, asOf: Date): boolean | null {
  const deadlineAt = deadlinesOf(key)?.deadlineAt ?? null;
  if (deadlineAt !== null) return isOverdueAt(deadlineAt, asOf);
  return key.limits?.rotationDays === null ? false : null;
}

/** Whether the newer key is so new that both may be used. What was merely seen late need not be new. */
const isMadeWithin = (graceDays: number, older: SlotKey, newer: SlotKey, asOf: Date): boolean =>
  (precedes(older, newer) || newer.createdAt !== null) && isWithinGrace(bornAt(newer), graceDays, asOf);

/**
 * Whether the older key has still been used after the time to change over to the newer one. Where it cannot be told which is older, both
 * must have been.
 */
function isHeldByUse(older: SlotKey, newer: SlotKey, graceDays: number): boolean | null {
  if (precedes(older, newer)) return isInNameOnly(older, newer, graceDays);
  const wasUsedLater = ({ lastUsedAt }: SlotKey) =>
    lastUsedAt !== null && !isWithinGrace(bornAt(newer), graceDays, lastUsedAt);
  return wasUsedLater(older) && wasUsedLater(newer) ? true : null;
}

/**
 * Whether a user's access keys are deadlocked: a key has to be rotated and cannot be. A user has two slots, whether what is in them is
 * active or not, so that no key can be rotated while both hold keys that are in use; one has to be where it is overdue. A rotation on its
 * way is no deadlock: not within the grace of the new key, and not when the new one is in use and the old one has not been used since, as
 * then the old one can go. In use is what does not count as unused by its limits: that answer is the same wherever it is asked for, and
 * does not come and go with a rhythm of use that only sampled days tell.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html two access keys for each user
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
 */
export function deadlockOf<Key extends SlotKey>(keys: readonly Key[], asOf: Date): Deadlock<Key> {
  const active = keys.filter(({ status }) => status === "active").toSorted(byBirth);
  const [older, newer] = [active.at(-2), active.at(-1)];
  if (!older || !newer) return { state: "slot_free" };
  const pair = [older, newer];
  if (pair.some((key) => isUnused(key, asOf))) return { state: "unused" };
  const graceDays = graceDaysOf(pair.map(({ limits }) => limits));
  if (graceDays !== null && isMadeWithin(graceDays, older, newer, asOf)) return { state: "rotating" };
  const isHeld = graceDays === null ? null : isHeldByUse(older, newer, graceDays);
  if (isHeld === false) return { state: "cut_over" };
  const dues = pair.map((key) => isOverdue(key, asOf));
  if (dues.every((due) => due === false)) return { state: "not_due" };
  if (!dues.includes(true) || !isHeld) return { state: "unknown", older, newer };
  return { state: "deadlocked", older, newer, overdue: pair.filter((_, index) => dues[index] === true) };
}
