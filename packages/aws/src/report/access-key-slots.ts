import type { AccessKeyFact, LastUse, ReportKeySlot } from "@rolecall/domain";

type Key = Pick<AccessKeyFact, "accessKeyId" | "status" | "createdAt">;
type Pairing = { keys: Key[]; slots: ReportKeySlot[]; lastUses: Map<string, LastUse> };

const secondOf = (at: Date | null): number | null => (at ? Math.floor(at.getTime() / 1000) : null);
const sameDate = (key: Key, slot: ReportKeySlot) =>
  key.createdAt !== null && secondOf(key.createdAt) === secondOf(slot.lastRotatedAt);
const sameStatus = (key: Key, slot: ReportKeySlot) => (key.status === "Active") === slot.active;
/** A slot's date is the key's creation or a later change: it cannot belong to a key that is younger. */
const possible = (key: Key, slot: ReportKeySlot) =>
  slot.lastRotatedAt === null || (secondOf(key.createdAt) ?? 0) <= (secondOf(slot.lastRotatedAt) ?? 0);

/** From the strictest rule to the loosest; a rule pairs a key and a slot only if both have no other choice by it. */
const RULES: readonly ((key: Key, slot: ReportKeySlot) => boolean)[] = [
  sameDate,
  (key, slot) => sameDate(key, slot) && sameStatus(key, slot),
  (key, slot) => possible(key, slot) && sameStatus(key, slot),
];

/**
 * Finds out which key of a user is which slot of the credential report, which knows no key ids: by creation date to the second,
 * then by status.
 *
 * @param keys the user's keys; those younger than the report have no slot.
 * @returns last use by access key id. A key that is not in it is ambiguous: only GetAccessKeyLastUsed knows.
 */
export function lastUseByKey(
  keys: readonly Key[],
  slots: readonly ReportKeySlot[],
  generatedAt: Date,
): Map<string, LastUse> {
  const pairing: Pairing = {
    keys: keys.filter((key) => key.createdAt === null || key.createdAt <= generatedAt),
    slots: [...slots],
    lastUses: new Map(),
  };
  for (const rule of RULES) pairUnique(pairing, rule);
  if (pairing.keys.length === pairing.slots.length) {
    pairRest(pairing);
  }
  return pairing.lastUses;
}

function pairUnique(pairing: Pairing, fits: (key: Key, slot: ReportKeySlot) => boolean): void {
  for (const key of [...pairing.keys]) {
    const [slot, ...others] = pairing.slots.filter((candidate) => fits(key, candidate));
    if (!slot || others.length > 0) continue;
    if (pairing.keys.filter((candidate) => fits(candidate, slot)).length === 1) pair(pairing, key, slot);
  }
}

/** All keys older than the report have a slot: one left on each side belong together, and equal slots are interchangeable. */
function pairRest(pairing: Pairing): void {
  const uses = new Set(pairing.slots.map((slot) => JSON.stringify(slot.lastUse)));
  if (uses.size > 1) return;
  for (const key of [...pairing.keys]) {
    const slot = pairing.slots[0];
    if (slot) pair(pairing, key, slot);
  }
}

function pair(pairing: Pairing, key: Key, slot: ReportKeySlot): void {
  if (key.accessKeyId !== null) pairing.lastUses.set(key.accessKeyId, slot.lastUse);
  pairing.keys = pairing.keys.filter((other) => other !== key);
  pairing.slots = pairing.slots.filter((other) => other !== slot);
}

/** The later of two answers on the same key: both sources lag, and neither ever reports a use that did not happen. */
export function laterUse(before: LastUse, after: LastUse): LastUse {
  return before.kind === "at" && (after.kind !== "at" || before.at > after.at) ? before : after;
}
