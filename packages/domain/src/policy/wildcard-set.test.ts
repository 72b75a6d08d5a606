import fc from "fast-check";
import { expect, test } from "vitest";
import { WildcardSet } from "./wildcard-set.ts";
import { matchesWildcard } from "./wildcards.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 6 });

test("a set covers what one of its patterns matches", () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), text, (patterns, given) => {
      expect(new WildcardSet(patterns).covers(given)).toBe(patterns.some((each) => matchesWildcard(each, given)));
    }),
  );
});

test("what could not be looked at within bounds is taken to be covered", () => {
  const set = new WildcardSet(Array.from({ length: 5_000 }, (_, index) => `${"*a".repeat(20)}${index}*b`));
  const covered = Array.from({ length: 50 }, (_, index) => set.covers(`${"a".repeat(60)}${index}`));
  expect(covered[0]).toBe(true);
});
