import { describe, expect, test } from "vitest";
import { demandsAll, demandsExact, describeDemand, heldDemands, isNegated, readConditions } from "./conditions.ts";

const on = (block: unknown, key = "aws:key") => readConditions(block).on(key);

describe("an operator", () => {
  test.each<[string, object]>([
    ["StringEquals", { operator: "stringequals", quantifier: null, hasIfExists: false, isOptional: false }],
    ["STRINGEQUALS", { operator: "stringequals", quantifier: null, hasIfExists: false, isOptional: false }],
    ["StringEqualsIfExists", { operator: "stringequals", quantifier: null, hasIfExists: true, isOptional: true }],
    ["ForAllValues:StringLike", { operator: "stringlike", quantifier: "forallvalues", isOptional: true }],
    ["ForAnyValue:StringLike", { operator: "stringlike", quantifier: "foranyvalue", isOptional: false }],
    [
      "ForAnyValue:ArnLikeIfExists",
      { operator: "arnlike", quantifier: "foranyvalue", hasIfExists: true, isOptional: true },
    ],
    ["Null", { operator: "null", quantifier: null, isOptional: false }],
    ["IfExists", { operator: "ifexists", hasIfExists: false }],
    ["", { operator: "", isOptional: false }],
  ])("%j is read as %j", (writtenOperator, expected) => {
    expect(on({ [writtenOperator]: { "aws:KEY": "x" } })).toEqual([
      expect.objectContaining({ ...expected, writtenOperator, key: "aws:key", values: ["x"] }),
    ]);
  });

  test.each([
    ["StringNotEquals", true],
    ["ForAnyValue:StringNotLikeIfExists", true],
    ["NotIpAddress", true],
    ["Null", true],
    ["StringEquals", false],
    ["IpAddress", false],
  ])("%s is negated: %s", (operator, expected) => {
    expect(on({ [operator]: { "aws:key": "x" } }).map(isNegated)).toEqual([expected]);
  });
});

describe("values", () => {
  test.each<[unknown, string[]]>([
    ["x", ["x"]],
    [
      ["x", "y"],
      ["x", "y"],
    ],
    [true, ["true"]],
    [3600, ["3600"]],
    [[], []],
    [null, [""]],
    [
      [{ toString: 1 }, ["x"]],
      ["", ""],
    ],
  ])("%j are %j", (written, values) => {
    expect(on({ StringEquals: { "aws:key": written } }).flatMap((condition) => condition.values)).toEqual(values);
  });

  test.each<[string, string, object]>([
    ["StringEquals", "a*", { prefix: "a*", isExact: true }],
    ["StringLike", "a*c", { prefix: "a", isExact: false }],
    ["StringLike", "a?c", { prefix: "a", isExact: false }],
    ["StringLike", "abc", { prefix: "abc", isExact: true }],
    ["ArnEquals", "arn:*", { prefix: "arn:", isExact: false }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: policy variables, as IAM writes them
    ["StringEquals", "a${aws:username}", { prefix: "a", isExact: false }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: policy variables, as IAM writes them
    ["StringLike", "a${*}b", { prefix: "a${*}b", isExact: true }],
  ])("of %s %s demand %j", (operator, text, expected) => {
    const [demand] = readConditions({ [operator]: { "aws:key": text } }).demands("aws:key");
    expect(demand?.values).toEqual([{ text, ...expected }]);
  });
});

describe("a demand", () => {
  const held = (block: unknown) =>
    heldDemands(readConditions(block), "aws:key").map((demand) => describeDemand("k", demand));

  test.each<[string, unknown, string[]]>([
    ["holds", { StringEquals: { "aws:key": ["b", "a"] } }, ["StringEquals k a, b"]],
    ["that may be left out holds nobody", { StringEqualsIfExists: { "aws:key": "a" } }, []],
    ["of all values holds nobody", { "ForAllValues:StringEquals": { "aws:key": "a" } }, []],
    [
      "that may be left out holds where the key must be there",
      { StringEqualsIfExists: { "aws:key": "a" }, Null: { "AWS:key": "false" } },
      ["StringEqualsIfExists k a"],
    ],
    [
      "of all values holds where the key must be there",
      { "ForAllValues:StringLike": { "aws:key": "a*" }, Null: { "aws:key": ["False"] } },
      ["ForAllValues:StringLike k a*"],
    ],
    [
      "is not held by the presence of another key",
      { StringEqualsIfExists: { "aws:key": "a" }, Null: { "aws:other": "false" } },
      [],
    ],
    ["for the key alone takes any value", { Null: { "aws:key": "false" } }, ["Null k *"]],
    ["that the key is missing is none", { Null: { "aws:key": "true" } }, []],
    ["for nothing is none", { StringEquals: { "aws:key": [] } }, []],
    ["by a negated operator is none", { StringNotEquals: { "aws:key": "a" } }, []],
    ["by an operator for other than text is none", { NumericLessThan: { "aws:key": "1" } }, []],
    ["that is none is none", { StringEquals: "x", StringLike: null, Bool: ["x"] }, []],
    ["in no block is none", "x", []],
  ])("%s", (_, block, expected) => {
    expect(held(block)).toEqual(expected);
  });

  test("is right if all of its values are, and exact if none has a wildcard or is empty", () => {
    const conditions = readConditions({
      StringLike: { a: ["x", "y*"], b: ["x", "y"], c: "" },
      StringEqualsIfExists: { d: "x" },
    });
    expect(["a", "b", "c", "d"].map((key) => demandsExact(conditions, key))).toEqual([false, true, false, false]);
    expect(demandsAll(conditions, "a", ({ prefix }) => prefix !== "")).toBe(true);
    expect(demandsAll(conditions, "a", ({ prefix }) => prefix === "x")).toBe(false);
  });
});

test("keys are those of the document, each once", () => {
  expect(readConditions({ StringEquals: { A: "1", b: "2" }, Bool: { a: "true" } }).keys).toEqual(["a", "b"]);
  expect(readConditions(undefined)).toMatchObject({ all: [], keys: [] });
});
