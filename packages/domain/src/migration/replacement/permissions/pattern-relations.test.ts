import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesWildcard } from "../../../policy/wildcards.ts";
import { covers, meets } from "./pattern-relations.ts";

const LETTERS = ["a", "b"];
const TEXTS = Array.from({ length: 8 }).reduce<string[]>(
  (texts) => [...new Set([...texts, ...texts.flatMap((text) => LETTERS.map((letter) => text + letter))])],
  [""],
);
const pattern = fc.string({ unit: fc.constantFrom(...LETTERS, "*", "?"), maxLength: 4 });
const matched = (by: string) => TEXTS.filter((text) => matchesWildcard(by, text));

test("what covers a pattern matches all that it matches", () => {
  fc.assert(
    fc.property(pattern, pattern, (wider, narrower) => {
      if (covers(wider, narrower))
        expect(matched(narrower).filter((text) => !matchesWildcard(wider, text))).toEqual([]);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test("patterns meet where some text fits both, and nowhere else", () => {
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      expect(meets(one, other)).toBe(matched(one).some((text) => matchesWildcard(other, text)));
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test.each([
  ["s3:*", "s3:Get*", true],
  ["s3:Get?", "s3:Get*", false],
  ["s3:Get*", "s3:*", false],
])("%s covers %s: %s", (wider, narrower, expected) => {
  expect(covers(wider, narrower)).toBe(expected);
});
