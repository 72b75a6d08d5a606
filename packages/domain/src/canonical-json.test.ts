import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, isSame } from "./canonical-json.ts";

/** Values that JSON writes, and some that it writes in its own way or leaves out. */
const content = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ maxLength: 3 }),
    fc.boolean(),
    fc.constantFrom(
      null,
      undefined,
      0,
      -0,
      1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "0",
      "null",
      "1970-01-01T00:00:00.000Z",
    ),
    fc.constantFrom(new Date(0), new Date(1), new Date(Number.NaN)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "toJSON"), tie("value"), { maxKeys: 3 }),
  ),
})).value;

/** The same content, with the keys of each of its objects in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, turned(part)]),
  );
}

describe("what is the same", () => {
  test("is what has the same canonical JSON", () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        expect(isSame(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
      { numRuns: 2_000 },
    );
  });

  test("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(isSame(value, turned(value))).toBe(true);
      }),
    );
  });

  test.each<[string, unknown, unknown, boolean]>([
    ["an instant and its text", new Date(0), "1970-01-01T00:00:00.000Z", true],
    ["what is left out and what is undefined", { a: 1, b: undefined }, { a: 1 }, true],
    ["undefined in a list and null", [undefined], [null], true],
    ["a number and its text", 1, "1", false],
    ["lists of other orders", [1, 2], [2, 1], false],
    ["a list and an object", [], {}, false],
  ])("%s", (_, a, b, expected) => {
    expect(isSame(a, b)).toBe(expected);
    expect(isSame({ in: [a] }, { in: [b] })).toBe(expected);
  });
});
