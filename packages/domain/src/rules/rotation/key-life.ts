import type { CredentialStatus } from "../../inventory/credential.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import type { LastUse } from "../../scans/reading.ts";
import { quietDaysOf, rhythmOf } from "../use/usage-rhythm.ts";
import { dayNumber, dayNumberOf, useSeries } from "../use/use-series.ts";
import { bornAt, type KeyBirth, type KeySpan, type KeyUse } from "./key-rotation.ts";

/** What is known of the life of one access key, as of one instant. */
export type KeyLife = KeyBirth & {
  credentialId: string;
  /** Null where an uploaded report alone tells of the key. */
  accessKeyId: string | null;
  /** The statuses that it had, oldest first, each since the scan that saw it; the first, since `firstSeenAt`, is always there. */
  statuses: readonly { at: Date; status: CredentialStatus }[];
  /** The scan that did not see it any more; null: it is there. */
  goneAt: Date | null;
  lastUse: LastUse;
  /** ISO days on which it was used, as scans sampled them, in any order. */
  daysUsed: readonly string[];
};

const isActiveStatus = (status: CredentialStatus | undefined): boolean => status === "active";

/** Of a key that is there. */
export const isActive = ({ statuses }: KeyLife): boolean => isActiveStatus(statuses.at(-1)?.status);

/** Where its last stretch of being inactive begins: the index in `statuses`, which is its length if it was active to the end. */
const lastEnding = ({ statuses }: KeyLife): number =>
  statuses.findLastIndex(({ status }) => isActiveStatus(status)) + 1;

/** When it was deactivated for good; null: it was not, or had been before it was first seen. */
export function deactivatedAt(key: KeyLife): Date | null {
  const ending = lastEnding(key);
  return ending === 0 ? null : (key.statuses[ending]?.at ?? null);
}

/** When it was last activated again; null: never. */
export function reactivatedAt({ statuses }: KeyLife): Date | null {
  const index = statuses.findLastIndex(
    ({ status }, at) => at > 0 && isActiveStatus(status) && !isActiveStatus(statuses[at - 1]?.status),
  );
  return statuses[index]?.at ?? null;
}

/** From when on it certainly could not be used any more; null: it still can. */
export function endedBy(key: KeyLife): Date | null {
  const deactivated = key.statuses[lastEnding(key)]?.at ?? null;
  return deactivated ?? key.goneAt;
}

/** The last use that is known: of a sampled day, whose hour is not kept, its beginning. */
export function lastUsedAt({ lastUse, daysUsed }: KeyLife): Date | null {
  const told = lastUse.kind === "at" ? lastUse.at.getTime() : Number.NEGATIVE_INFINITY;
  const sampled = Math.max(...daysUsed.map((day) => Date.parse(day)));
  const last = Math.max(told, sampled);
  return Number.isFinite(last) ? new Date(last) : null;
}

export const spanOf = (key: KeyLife): KeySpan => ({
  createdAt: key.createdAt,
  firstSeenAt: key.firstSeenAt,
  endedAt: endedBy(key),
});

/** Its use as far as any source tells it. */
export function useOf(key: KeyLife): KeyUse {
  const at = lastUsedAt(key);
  return { lastUse: at ? "at" : key.lastUse.kind, lastUsedAt: at };
}

/** The first use that is known, never before it was made. */
export function firstUsedAt(key: KeyLife): Date | null {
  const told = key.lastUse.kind === "at" ? key.lastUse.at.getTime() : Number.POSITIVE_INFINITY;
  const first = Math.min(told, ...key.daysUsed.map((day) => Date.parse(day)));
  return Number.isFinite(first) ? new Date(Math.max(first, key.createdAt?.getTime() ?? first)) : null;
}

/**
 * Whether the first use that is known is a bound, and may have been far from the first: none had been seen before, as it was used already
 * when it was first seen, and not on the day on which it was made.
 */
export function isFirstUseBound(key: KeyLife): boolean {
  const first = firstUsedAt(key);
  if (!first || dayNumberOf(first) > dayNumberOf(key.firstSeenAt)) return false;
  return key.createdAt === null || dayNumberOf(first) > dayNumberOf(key.createdAt);
}

/** `unknown`: AWS does not tell its last use, and no scan has. */
export type PresentUse = "in_use" | "quiet" | "unknown";

/** Whether it is in use at an instant, by its own rhythm: a monthly job of two weeks ago is in use. */
export function presentUse(key: KeyLife, asOf: Date): PresentUse {
  const used = lastUsedAt(key);
  if (used) {
    const series = useSeries([...key.daysUsed.map(dayNumber), dayNumberOf(used)], null);
    if (asOf.getTime() - used.getTime() < quietDaysOf(rhythmOf(series)) * MS_PER_DAY) return "in_use";
  }
  return key.lastUse.kind === "unknown" ? "unknown" : "quiet";
}

type Stretch = { from: number; to: number };

function activeStretches(key: KeyLife, asOf: Date): Stretch[] {
  const end = (key.goneAt ?? asOf).getTime();
  return key.statuses.flatMap(({ at, status }, index) => {
    const from = index === 0 ? bornAt(key).getTime() : at.getTime();
    const to = key.statuses[index + 1]?.at.getTime() ?? end;
    return isActiveStatus(status) && to > from ? [{ from, to }] : [];
  });
}

/** How long it was active before it was first seen inactive is not known. */
const unknownUntil = ({ statuses, firstSeenAt }: KeyLife): number =>
  isActiveStatus(statuses[0]?.status) ? Number.NEGATIVE_INFINITY : firstSeenAt.getTime();

/** Whole days in which both were active, up to `asOf`; null: cannot be told, as one had been deactivated before it was first seen. */
export function overlapDays(a: KeyLife, b: KeyLife, asOf: Date): number | null {
  const bothBorn = Math.max(bornAt(a).getTime(), bornAt(b).getTime());
  if (bothBorn < Math.max(unknownUntil(a), unknownUntil(b))) return null;
  const shared = activeStretches(a, asOf).flatMap((one) =>
    activeStretches(b, asOf).map((other) => Math.min(one.to, other.to) - Math.max(one.from, other.from)),
  );
  return Math.floor(shared.reduce((total, ms) => total + Math.max(0, ms), 0) / MS_PER_DAY);
}
