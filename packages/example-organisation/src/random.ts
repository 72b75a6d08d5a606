import { Dice } from "@rolecall/aws-emulator";

/** A stream of numbers that depends on its label alone, so that a new row in one table moves nothing in another. */
export type Random = {
  /** A number in [0, 1). */
  next: () => number;
  /** A whole number from `lowest` to `highest`, both included. */
  int: (lowest: number, highest: number) => number;
  pick: <T>(choices: readonly T[]) => T;
  shuffled: <T>(items: readonly T[]) => T[];
};

export function randomOf(...label: readonly (string | number)[]): Random {
  const dice = new Dice(label.join("\u0000"));
  return {
    next: () => dice.next(),
    int: (lowest, highest) => dice.between(lowest, highest),
    pick: (choices) => dice.pick(choices),
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: dice.next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
