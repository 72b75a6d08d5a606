import type { Rotation, RotationHistory, RotationStage } from "../../judgement/rotation.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import { ageDays } from "../credential-state.ts";
import {
  bornAt,
  deactivatedAt,
  endedBy,
  firstUsedAt,
  isActive,
  type KeyLife,
  lastUsedAt,
  overlapDays,
  presentUse,
} from "./key-life.ts";
import { deadlockSentence, rotationSentence } from "./rotation-sentences.ts";
import { DEFAULT_QUIET_DAYS } from "./usage-rhythm.ts";
import { median } from "./use-series.ts";

/** The lives of one user's access keys, those that are gone included, as known at `asOf`; in any order. */
export type RotationFacts = {
  userId: string;
  keys: readonly KeyLife[];
  /** The limit that holds for the user's keys: so long both may be used side by side. */
  graceDays: number;
  asOf: Date;
};
type Terms = Pick<RotationFacts, "graceDays" | "asOf">;

const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * MS_PER_DAY);

/**
 * Whether it is certain that `old` was made before `made`. Of a key whose creation is not told only the scan that first saw it is
 * known: it is the newer one only if an earlier scan saw the other alone.
 */
function precedes(old: KeyLife, made: KeyLife): boolean {
  if (bornAt(old) >= bornAt(made)) return false;
  return made.createdAt !== null || old.firstSeenAt < made.firstSeenAt;
}

/** Made long after the other had come to its end: a new key, no rotation. */
function hadEndedLongBefore(old: KeyLife, made: KeyLife, graceDays: number): boolean {
  const ended = endedBy(old);
  return ended !== null && daysAfter(ended, graceDays) < bornAt(made);
}

const byBirth = (a: KeyLife, b: KeyLife): number =>
  bornAt(a).getTime() - bornAt(b).getTime() || (a.credentialId < b.credentialId ? -1 : 1);

/** Made beside an older key and deleted before it, without ever having been used: it replaced nothing. */
function wasWithdrawn(key: KeyLife, keys: readonly KeyLife[]): boolean {
  const { goneAt } = key;
  if (!goneAt || key.lastUse.kind !== "never" || lastUsedAt(key)) return false;
  return keys.some((older) => precedes(older, key) && (older.goneAt === null || older.goneAt > goneAt));
}

/** Each key with the newest one before it that had not come to its end long before. */
function pairsOf(keys: readonly KeyLife[], graceDays: number): { old: KeyLife; made: KeyLife }[] {
  const inOrder = keys.filter((key) => !wasWithdrawn(key, keys)).toSorted(byBirth);
  return inOrder.flatMap((made, index) => {
    const old = inOrder
      .slice(0, index)
      .findLast((older) => precedes(older, made) && !hadEndedLongBefore(older, made, graceDays));
    return old ? [{ old, made }] : [];
  });
}

/** Whether the old key has been in use beside the new one for longer than time to change over was given. */
function isInNameOnly(old: KeyLife, made: KeyLife, { graceDays }: Terms): boolean {
  const used = lastUsedAt(old);
  return used !== null && used > daysAfter(bornAt(made), graceDays) && firstUsedAt(made) !== null;
}

function hasFallenQuiet(old: KeyLife, made: KeyLife, asOf: Date): boolean {
  return presentUse(old, asOf) === "quiet" && asOf >= daysAfter(bornAt(made), DEFAULT_QUIET_DAYS);
}

function stageOf(old: KeyLife, made: KeyLife, terms: Terms): RotationStage {
  if (old.goneAt) return "complete";
  if (!isActive(old)) return "deactivated";
  if (isInNameOnly(old, made, terms)) return "in_name_only";
  return hasFallenQuiet(old, made, terms.asOf) ? "quiet" : "overlapping";
}

function rotationOf(old: KeyLife, made: KeyLife, terms: Terms): Rotation {
  const startedAt = bornAt(made);
  const stage = stageOf(old, made, terms);
  const mayBeInUse = stage === "overlapping" || (stage === "in_name_only" && presentUse(old, terms.asOf) !== "quiet");
  const oldDeactivatedAt = deactivatedAt(old);
  // One that had been inactive when it was first seen ended at a time that nobody knows, deleted or not.
  const wasEnded = endedBy(old);
  const endedAt = oldDeactivatedAt ?? (wasEnded && old.goneAt && wasEnded >= old.goneAt ? old.goneAt : null);
  const rotation: Omit<Rotation, "sentence"> = {
    oldCredentialId: old.credentialId,
    oldAccessKeyId: old.accessKeyId,
    newCredentialId: made.credentialId,
    newAccessKeyId: made.accessKeyId,
    stage,
    startedAt,
    oldAgeDaysAtStart: old.createdAt && ageDays(old.createdAt, startedAt),
    oldQuietSince: mayBeInUse ? null : lastUsedAt(old),
    newUsedSince: firstUsedAt(made),
    oldDeactivatedAt,
    oldDeletedAt: old.goneAt,
    overlapDays: overlapDays(old, made, terms.asOf),
    cutOverDays: endedAt && ageDays(startedAt, endedAt),
  };
  return { ...rotation, sentence: rotationSentence(rotation, old, made) };
}

/** Both slots hold active keys, and none is known to be free for a new one. */
function deadlockOf({ keys, graceDays, asOf }: RotationFacts): string | null {
  const present = keys.filter(({ goneAt }) => goneAt === null).toSorted(byBirth);
  const newest = present.at(-1);
  if (present.length < 2 || !newest || asOf <= daysAfter(bornAt(newest), graceDays)) return null;
  const uses = present.map((key) => ({ key, use: isActive(key) ? presentUse(key, asOf) : "quiet" }));
  return uses.some(({ use }) => use === "quiet") ? null : deadlockSentence(uses);
}

/**
 * The rotations of one user's access keys, newest first: each new key with the one that it replaces. An old key that is deactivated
 * and activated again is active. One that was used after the grace period stays rotated in name only until it is deactivated;
 * `oldQuietSince` tells whether it has fallen quiet meanwhile, by its own rhythm.
 */
export function rotationHistory(facts: RotationFacts): RotationHistory {
  const rotations = pairsOf(facts.keys, facts.graceDays).map(({ old, made }) => rotationOf(old, made, facts));
  const daysBetween = rotations.slice(1).map(({ startedAt }, index) => ageDays(rotations[index]!.startedAt, startedAt));
  return {
    userId: facts.userId,
    rotations: rotations.toReversed(),
    deadlock: deadlockOf(facts),
    medianDaysBetweenRotations: median(daysBetween),
  };
}
