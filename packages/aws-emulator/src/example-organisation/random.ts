import { createHash } from "node:crypto";

/** A stream of numbers that depends on its label alone, so that a new row in one table moves nothing in another. */
export type Random = {
  /** A number in [0, 1). */
  next: () => number;
  /** A whole number from `lowest` to `highest`, both included. */
  int: (lowest: number, highest: number) => number;
  pick: <T>(choices: readonly T[]) => T;
  shuffled: <T>(items: readonly T[]) => T[];
};

/** Mulberry32, started from the hash of the label. */
export function randomOf(...label: readonly (string | number)[]): Random {
  let state = createHash("sha256").update(label.join("\u0000")).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (lowest: number, highest: number) => lowest + Math.floor(next() * (highest - lowest + 1));
  return {
    next,
    int,
    pick: (choices) => choices[int(0, choices.length - 1)]!,
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
