import type { CredentialStatus } from "../../inventory/credential.ts";
import type { RotationLimits } from "../../judgement/rotation-policy.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import type { LastUse } from "../../scans/reading.ts";
import { useRecordedSince } from "../../scans/use-record.ts";

/** When an access key was made, as far as is known. */
export type KeyBirth = {
  /** As AWS tells it; null: not known. */
  createdAt: Date | null;
  /** The scan that first saw it. */
  firstSeenAt: Date;
};

/** When an access key was made, and from when on it certainly could not be used any more; null: it still can. */
export type KeySpan = KeyBirth & { endedAt: Date | null };

export type KeyUse = { lastUse: LastUse["kind"]; lastUsedAt: Date | null };

/** When it was made, as AWS tells it, else the scan that first saw it. */
export const bornAt = ({ createdAt, firstSeenAt }: KeyBirth): Date => createdAt ?? firstSeenAt;

/** The last instant of the days that are given to change over from an old key to a new one. */
export const graceEndsAt = (since: Date, graceDays: number): Date => new Date(since.getTime() + graceDays * MS_PER_DAY);

/**
 * Whether an instant lies within the days that are given to change over: the last instant still does, as limits of days are met by
 * "or less" in the benchmarks.
 *
 * @see CIS AWS Foundations Benchmark v7.0.0, 2.12: "every 90 days or less"
 */
export const isWithinGrace = (since: Date, graceDays: number, at: Date): boolean => at <= graceEndsAt(since, graceDays);

/**
 * The grace that holds for a user's access keys. Limits go by kind, user and holder, so that all of them have the same; where they were
 * not judged at once, the longest holds. Null: none was judged.
 */
export function graceDaysOf(limits: Iterable<Pick<RotationLimits, "graceDays"> | undefined>): number | null {
  let longest: number | null = null;
  for (const each of limits) if (each && each.graceDays > (longest ?? -1)) longest = each.graceDays;
  return longest;
}

/**
 * Whether it is certain that `old` was made before `made`. Of a key whose creation is not told only the scan that first saw it is
 * known: it is the newer one only if an earlier scan saw the other alone.
 */
export function precedes(old: KeyBirth, made: KeyBirth): boolean {
  if (bornAt(old) >= bornAt(made)) return false;
  return made.createdAt !== null || old.firstSeenAt < made.firstSeenAt;
}

/**
 * Whether two access keys of one user are a rotation: the new one was certainly made after the old one, and the old one had not come to
 * its end longer before that than the grace. Beyond it, it is a new key that replaces nothing. The same rule stands in SQL in
 * `packages/db/src/rotation/key-rotation-sql.ts`; a test holds the two equal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
 */
export const isRotation = (old: KeySpan, made: KeyBirth, graceDays: number): boolean =>
  precedes(old, made) && (old.endedAt === null || isWithinGrace(old.endedAt, graceDays, bornAt(made)));

/** Whether the days to change over to a key end within AWS's record of the use of keys. */
function isSinceRecord(made: KeyBirth, graceDays: number): boolean {
  const recordedSince = useRecordedSince("access_key");
  return recordedSince !== null && graceEndsAt(bornAt(made), graceDays) >= recordedSince;
}

/**
 * Whether a rotation is one in name only: the new key is in use, and the old one was used after the days that were given to change over.
 * Null: the use of one of them is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html "determine if the first access key is still in use"
 */
export function isInNameOnly(old: KeyUse, made: KeyBirth & KeyUse, graceDays: number): boolean | null {
  const isUnused = ({ lastUse, lastUsedAt }: KeyUse) => lastUse === "never" && lastUsedAt === null;
  if (isUnused(old) || isUnused(made)) return false;
  // What has no use on record was used before the record, if ever: a key that was made since has not been used beside it.
  if ([old, made].some(({ lastUse }) => lastUse === "before_record") && isSinceRecord(made, graceDays)) return false;
  if (old.lastUsedAt === null || made.lastUsedAt === null) return null;
  return !isWithinGrace(bornAt(made), graceDays, old.lastUsedAt);
}

/** Whether a change of status, or its end (null), is the end of an active key; the deletion of an inactive one ends nothing. */
export const isEndOfUse = (before: CredentialStatus | null, after: CredentialStatus | null): boolean =>
  before === "active" && after !== "active";

/**
 * The key that has taken over from an active one that ends: the newest of the active keys of its user that is a rotation of it. Null:
 * none is, and the key simply ended.
 */
export function successorOf<Key extends KeyBirth>(ending: KeyBirth, active: readonly Key[]): Key | null {
  // What ends now had not ended before: grace is no question.
  const followers = active.filter((key) => precedes(ending, key));
  return followers.reduce<Key | null>(
    (newest, key) => (newest === null || bornAt(key) > bornAt(newest) ? key : newest),
    null,
  );
}
