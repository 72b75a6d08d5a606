import type { Rotation, RotationHistory, RotationStage } from "../../judgement/rotation.ts";
import type { RotationLimits } from "../../judgement/rotation-policy.ts";
import { ageDays } from "../deadlines/credential-state.ts";
import { DEFAULT_QUIET_DAYS } from "../use/usage-rhythm.ts";
import { median } from "../use/use-series.ts";
import { deadlockOf } from "./deadlock.ts";
import {
  deactivatedAt,
  endedBy,
  firstUsedAt,
  isActive,
  isFirstUseBound,
  type KeyLife,
  lastUsedAt,
  overlapDays,
  presentUse,
  spanOf,
  useOf,
} from "./key-life.ts";
import { bornAt, graceEndsAt, isInNameOnly, isRotation, precedes } from "./key-rotation.ts";
import { deadlockSentence, rotationSentence, unknownDeadlockSentence } from "./rotation-sentences.ts";

/** The lives of one user's access keys, those that are gone included, as known at `asOf`; in any order. */
export type RotationFacts = {
  userId: string;
  keys: readonly KeyLife[];
  /** What holds for the user's access keys, all of which have the same limits. */
  limits: RotationLimits;
  asOf: Date;
};
type Terms = { graceDays: number; asOf: Date };

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
    const old = inOrder.slice(0, index).findLast((older) => isRotation(spanOf(older), made, graceDays));
    return old ? [{ old, made }] : [];
  });
}

function hasFallenQuiet(old: KeyLife, made: KeyLife, asOf: Date): boolean {
  return presentUse(old, asOf) === "quiet" && asOf >= graceEndsAt(bornAt(made), DEFAULT_QUIET_DAYS);
}

function stageOf(old: KeyLife, made: KeyLife, terms: Terms): RotationStage {
  if (old.goneAt) return "complete";
  if (!isActive(old)) return "deactivated";
  if (isInNameOnly(useOf(old), { ...made, ...useOf(made) }, terms.graceDays)) return "in_name_only";
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
    startedAtLatest: made.createdAt === null,
    newUsedSince: firstUsedAt(made),
    newUsedAtLatest: isFirstUseBound(made),
    oldDeactivatedAt,
    oldDeletedAt: old.goneAt,
    overlapDays: overlapDays(old, made, terms.asOf),
    cutOverDays: endedAt && ageDays(startedAt, endedAt),
  };
  return { ...rotation, sentence: rotationSentence(rotation, old, made) };
}

/** An access key that is there, as it stands in its slot. */
const slotOf = (key: KeyLife, limits: RotationLimits) => ({
  ...key,
  ...useOf(key),
  id: key.credentialId,
  status: key.statuses.at(-1)?.status ?? "inactive",
  limits,
});

function deadlockSentenceOf({ keys, limits, asOf }: RotationFacts): string | null {
  const present = keys.filter(({ goneAt }) => goneAt === null);
  const found = deadlockOf(
    present.map((key) => slotOf(key, limits)),
    asOf,
  );
  if (found.state === "deadlocked") return deadlockSentence([found.older, found.newer], found.overdue);
  return found.state === "unknown" ? unknownDeadlockSentence([found.older, found.newer]) : null;
}

/**
 * The rotations of one user's access keys, newest first: each new key with the one that it replaces. An old key that is deactivated
 * and activated again is active. One that was used after the grace period stays rotated in name only until it is deactivated;
 * `oldQuietSince` tells whether it has fallen quiet meanwhile, by its own rhythm.
 */
export function rotationHistory(facts: RotationFacts): RotationHistory {
  const terms = { graceDays: facts.limits.graceDays, asOf: facts.asOf };
  const rotations = pairsOf(facts.keys, terms.graceDays).map(({ old, made }) => rotationOf(old, made, terms));
  const daysBetween = rotations.slice(1).map(({ startedAt }, index) => ageDays(rotations[index]!.startedAt, startedAt));
  return {
    userId: facts.userId,
    rotations: rotations.toReversed(),
    deadlock: deadlockSentenceOf(facts),
    medianDaysBetweenRotations: median(daysBetween),
  };
}
