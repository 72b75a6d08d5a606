import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnything, matchesWildcard } from "./wildcards.ts";

test("wildcards match as regular expressions of the same meaning do", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 8 });
  fc.assert(
    fc.property(pattern, letters, (given, text) => {
      const expression = new RegExp(`^${given.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      expect(matchesWildcard(given, text)).toBe(expression.test(text));
    }),
  );
});

test("a pattern that expressions would try for ever is tried once for each character", () => {
  const startedAt = performance.now();
  expect(matchesWildcard(`${"*a".repeat(500)}b`, "a".repeat(6_000))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test.each([
  ["*", true],
  ["***", true],
  ["", false],
  ["*:*", false],
])("%j is anything: %s", (pattern, expected) => {
  expect(isAnything(pattern)).toBe(expected);
});
