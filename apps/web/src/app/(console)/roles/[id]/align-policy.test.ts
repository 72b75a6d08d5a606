import fc from "fast-check";
import { expect, test } from "vitest";
import { alignedTo } from "./align-policy.ts";

const lines = (value: unknown): string => JSON.stringify(value);

test.each([
  ["keys follow the pattern", { b: 1, a: 2 }, { a: 3, b: 4 }, { b: 4, a: 3 }],
  ["what is new comes last", { b: 1 }, { c: 5, a: 3, b: 4 }, { b: 4, c: 5, a: 3 }],
  ["what is gone is left out", { b: 1, a: 2 }, { a: 3 }, { a: 3 }],
  [
    "statements one by one",
    { S: [{ b: 1, a: 2 }] },
    { S: [{ a: 3, b: 4 }, { d: 1 }] },
    { S: [{ b: 4, a: 3 }, { d: 1 }] },
  ],
  ["one statement beside a list of one", { S: { b: 1, a: 2 } }, { S: [{ a: 3, b: 4 }] }, { S: [{ b: 4, a: 3 }] }],
  ["a list of one beside one statement", { S: [{ b: 1, a: 2 }] }, { S: { a: 3, b: 4 } }, { S: { b: 4, a: 3 } }],
  ["another kind of value", { P: "*" }, { P: { AWS: "*" } }, { P: { AWS: "*" } }],
  ["a key that every object inherits", {}, { toString: 1 }, { toString: 1 }],
  ["nothing to go by", null, { a: [1, null] }, { a: [1, null] }],
])("%s", (_, pattern, value, expected) => {
  expect(lines(alignedTo(pattern, value))).toBe(lines(expected));
});

test("a document keeps what it says, whatever the pattern", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (pattern, value) => {
      expect(JSON.parse(lines(alignedTo(pattern, value)))).toEqual(JSON.parse(lines(value)));
    }),
  );
});
