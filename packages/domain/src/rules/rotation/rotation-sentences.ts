import type { Rotation, RotationStage } from "../../judgement/rotation.ts";
import { noUseInWords } from "../../scans/use-record.ts";
import { isoDayOf } from "../use/use-series.ts";
import { type KeyLife, lastUsedAt, reactivatedAt } from "./key-life.ts";
import type { KeyUse } from "./key-rotation.ts";

type Told = Omit<Rotation, "sentence">;

const nameOf = ({ accessKeyId }: Pick<KeyLife, "accessKeyId">): string => accessKeyId ?? "a key whose id is not known";
const days = (count: number): string => `${count} day${count === 1 ? "" : "s"}`;
/** " on 2026-03-01", or that nobody knows. */
const on = (at: Date | null): string => (at ? ` on ${isoDayOf(at)}` : " at a time that is not known");

function lastUseOfOld(key: KeyLife): string {
  const used = lastUsedAt(key);
  if (used) return `was last used${on(used)}`;
  if (key.lastUse.kind === "before_record") return `has had ${noUseInWords("access_key")}`;
  return key.lastUse.kind === "never" ? "was never used" : "was last used at a time that is not known";
}

function endOfOld({ oldDeactivatedAt, oldDeletedAt }: Told): string {
  const deactivated = oldDeactivatedAt ? `, deactivated${on(oldDeactivatedAt)}` : "";
  return `${deactivated} and deleted${on(oldDeletedAt)}`;
}

const cutOver = ({ cutOverDays }: Told): string =>
  cutOverDays === null ? "" : ` The change-over took ${days(cutOverDays)}.`;

const newUse = ({ newUsedSince, newUsedAtLatest }: Told, made: KeyLife): string => {
  if (newUsedSince && newUsedAtLatest)
    return `${nameOf(made)} was in use when it was first seen on ${isoDayOf(made.firstSeenAt)}, at the latest since ${isoDayOf(newUsedSince)}`;
  if (newUsedSince) return `${nameOf(made)} has been in use since ${isoDayOf(newUsedSince)}`;
  if (made.lastUse.kind === "before_record") return `${nameOf(made)} has had ${noUseInWords("access_key")}`;
  return made.lastUse.kind === "never"
    ? `${nameOf(made)} has not been used`
    : `whether ${nameOf(made)} is in use is not known`;
};

const STANDING: Record<RotationStage, (told: Told, old: KeyLife, made: KeyLife) => string> = {
  overlapping: (told, old, made) => `The old one is active and ${lastUseOfOld(old)}; ${newUse(told, made)}.`,
  in_name_only: (told, old, made) =>
    told.oldQuietSince
      ? `Rotated in name only: the old one was in use until ${isoDayOf(told.oldQuietSince)}, although ${newUse(told, made)}; it is still active.`
      : `Rotated in name only: the old one is still in use, last${on(lastUsedAt(old))}, although ${newUse(told, made)}.`,
  quiet: (told, old, made) => `The old one ${lastUseOfOld(old)}, yet it is still active. ${newUse(told, made)}.`,
  deactivated: (told, old) =>
    `The old one ${lastUseOfOld(old)} and was deactivated${on(told.oldDeactivatedAt)}: it can be deleted.${cutOver(told)}`,
  complete: (told, old) => `The old one ${lastUseOfOld(old)}${endOfOld(told)}.${cutOver(told)}`,
};

const capital = (text: string): string => text.replace(/(^|\. )[a-z]/g, (letter) => letter.toUpperCase());

/** What became of the old key, in words. */
export function rotationSentence(told: Told, old: KeyLife, made: KeyLife): string {
  const age = told.oldAgeDaysAtStart === null ? "of unknown age" : `then ${days(told.oldAgeDaysAtStart)} old`;
  const again = reactivatedAt(old);
  const reactivated = again ? ` The old one was activated again${on(again)} after it had been inactive.` : "";
  const withdrawn =
    made.goneAt && (!old.goneAt || made.goneAt < old.goneAt) ? ` The new one was deleted${on(made.goneAt)}.` : "";
  const born = told.startedAtLatest ? ` by ${isoDayOf(told.startedAt)}` : on(told.startedAt);
  const start = `${nameOf(made)} was made${born} to follow ${nameOf(old)}, ${age}.`;
  return capital(`${start} ${STANDING[told.stage](told, old, made)}${reactivated}${withdrawn}`);
}

type NamedKey = Pick<KeyLife, "accessKeyId"> & KeyUse;

const slotInWords = (key: NamedKey): string =>
  key.lastUsedAt
    ? `${nameOf(key)} was last used${on(key.lastUsedAt)}`
    : `whether ${nameOf(key)} is in use is not known`;
const slotsInWords = (keys: readonly NamedKey[]): string =>
  `Both slots hold active keys: ${keys.map(slotInWords).join("; ")}.`;

/** Why no key can be rotated: both keys of a user are in use, the older first, and some of them overdue. */
export function deadlockSentence(keys: readonly NamedKey[], overdue: readonly NamedKey[]): string {
  const late = overdue.length > 1 ? "Both are overdue" : `${overdue.map(nameOf).join("")} is overdue`;
  return (
    `${slotsInWords(keys)} ${late}, and there is no room for a new key: move what uses one of them to the other, then deactivate and ` +
    "delete it."
  );
}

/** Of two keys of which too little is known. */
export const unknownDeadlockSentence = (keys: readonly NamedKey[]): string =>
  `${slotsInWords(keys)} Whether one of them can make room for a new key is not known.`;
