import type { AccessKeyFact } from "../scans/reading.ts";
import type { IndexRow } from "./tables.ts";

/** An access key of a user that the inventory has. */
export type KnownKey = Pick<IndexRow<"credential">, "identity" | "access_key_id" | "status" | "created_at" | "gone_at">;

/** Which row a key that was read is. */
export type IdentifiedKey = {
  key: AccessKeyFact;
  identity: string;
  /** Null: it is not known yet. */
  accessKeyId: string | null;
  /** The identity under which the row is kept so far, if it is another one. */
  knownAs: string | undefined;
};

type Side = { createdSecond: number | null; isActive: boolean };
type Rule = (key: Side, slot: Side) => boolean;

const secondOf = (at: Date | string | null): number | null =>
  at === null ? null : Math.floor(new Date(at).getTime() / 1000);
const sideOfFact = (key: AccessKeyFact): Side => ({
  createdSecond: secondOf(key.createdAt),
  isActive: key.status === "Active",
});
const sideOfRow = (row: KnownKey): Side => ({
  createdSecond: secondOf(row.created_at),
  isActive: row.status === "active",
});

const sameDate: Rule = (key, slot) => key.createdSecond !== null && key.createdSecond === slot.createdSecond;
const sameStatus: Rule = (key, slot) => key.isActive === slot.isActive;
/** A slot's date is the key's creation or a later change: it cannot belong to a key that is younger. */
const possible: Rule = (key, slot) =>
  slot.createdSecond === null || key.createdSecond === null || key.createdSecond <= slot.createdSecond;

/** From the strictest to the loosest; a rule pairs a key and a slot only if both have no other choice by it. */
const RULES: readonly Rule[] = [
  sameDate,
  (key, slot) => sameDate(key, slot) && sameStatus(key, slot),
  (key, slot) => possible(key, slot) && sameStatus(key, slot),
  possible,
];

type Sided<T> = { item: T; side: Side };

/** Pairs keys that have ids with slots of a credential report, which has none, as `access-key-slots.ts` of the AWS package does. */
function pairKeys<K, S>(keys: readonly Sided<K>[], slots: readonly Sided<S>[]): Map<K, S> {
  const pairs = new Map<K, S>();
  let [openKeys, openSlots] = [[...keys], [...slots]];
  const pair = (key: Sided<K>, slot: Sided<S>) => {
    pairs.set(key.item, slot.item);
    openKeys = openKeys.filter((other) => other !== key);
    openSlots = openSlots.filter((other) => other !== slot);
  };
  for (const fits of RULES) {
    for (const key of [...openKeys]) {
      const [slot, ...others] = openSlots.filter((candidate) => fits(key.side, candidate.side));
      const isOnly = slot && openKeys.filter((candidate) => fits(candidate.side, slot.side)).length === 1;
      if (isOnly && others.length === 0) pair(key, slot);
    }
  }
  // Made in one second and of one status: nothing tells them apart, so that either order is right.
  for (const key of [...openKeys]) {
    const slot = openSlots.find((candidate) => sameDate(key.side, candidate.side));
    if (slot) pair(key, slot);
  }
  return pairs;
}

/** Keys read with their ids: those of an upload, which had none, are found again among the slots that it left. */
function identifyLive(keys: readonly AccessKeyFact[], known: readonly KnownKey[]): IdentifiedKey[] {
  const identities = new Set(known.map(({ identity }) => identity));
  const unknown = keys.filter(({ accessKeyId }) => !identities.has(String(accessKeyId)));
  const pairs = pairKeys(
    unknown.map((key) => ({ item: key, side: sideOfFact(key) })),
    known
      .filter((row) => row.access_key_id === null && row.gone_at === null)
      .map((row) => ({ item: row, side: sideOfRow(row) })),
  );
  return keys.map((key) => ({
    key,
    identity: String(key.accessKeyId),
    accessKeyId: key.accessKeyId,
    knownAs: pairs.get(key)?.identity,
  }));
}

/** Slots of an uploaded report: they are the keys that are known by id as far as they fit, and else kept by their place. */
function identifySlots(userId: string, slots: readonly AccessKeyFact[], known: readonly KnownKey[]): IdentifiedKey[] {
  const withId = known.filter((row) => row.access_key_id !== null && row.gone_at === null);
  const pairs = pairKeys(
    withId.map((row) => ({ item: row, side: sideOfRow(row) })),
    slots.map((slot) => ({ item: slot, side: sideOfFact(slot) })),
  );
  const rowOf = new Map([...pairs].map(([row, slot]) => [slot, row]));
  return slots.map((key) => {
    const row = rowOf.get(key);
    const identity = row?.identity ?? `${userId}:access_key_${key.slot ?? 1}`;
    return { key, identity, accessKeyId: row?.access_key_id ?? null, knownAs: undefined };
  });
}

/**
 * Which rows a user's access keys are, across readings with ids and uploads without. A key that is gone is found again
 * by its id alone.
 */
export function identifyKeys(
  userId: string,
  keys: readonly AccessKeyFact[],
  known: readonly KnownKey[],
): IdentifiedKey[] {
  const withId = keys.filter(({ accessKeyId }) => accessKeyId !== null);
  const slots = keys.filter(({ accessKeyId }) => accessKeyId === null);
  return [...identifyLive(withId, known), ...identifySlots(userId, slots, known)];
}
