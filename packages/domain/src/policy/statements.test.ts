import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readIdentityPolicy, readPolicy } from "./statements.ts";
import { summarizeTrust } from "./trust-summary.ts";

const allow = (more: object) => ({ Effect: "Allow", Action: "s3:Get*", Resource: "*", ...more });

describe("a policy", () => {
  test.each<[string, unknown]>([
    ["a text", "x"],
    ["null", null],
    ["a list", []],
    ["without statements", { Version: "2012-10-17" }],
  ])("that is %s is none", (_, document) => {
    expect(readPolicy(document)).toBeNull();
    expect(readIdentityPolicy(document)).toEqual({ statements: [], isComplete: false });
  });

  test.each<[string, unknown, number, boolean]>([
    ["an object for a list", { Statement: allow({}) }, 1, true],
    ["an empty list", { Statement: [] }, 0, true],
    ["one that has no effect", { Statement: [allow({}), allow({ Effect: undefined })] }, 1, false],
    ["one of another effect", { Statement: [allow({ Effect: "allow" })] }, 0, false],
    ["what is no statement", { Statement: [null, 7, "x", [], allow({})] }, 1, false],
    ["null", { Statement: null }, 0, false],
  ])("of %s has the statements that can be read", (_, document, count, isComplete) => {
    const policy = readPolicy(document);
    expect([policy?.statements.length, policy?.isComplete]).toEqual([count, isComplete]);
  });

  test("of an identity is read once", () => {
    const document = { Statement: [allow({})] };
    expect(readIdentityPolicy(document)).toBe(readIdentityPolicy(document));
  });
});

describe("a statement", () => {
  const only = (raw: object) => readPolicy({ Statement: [{ Effect: "Deny" }, raw] })?.statements[1];

  test("knows its place, its effect and what it was read from", () => {
    const raw = allow({});
    expect(only(raw)).toMatchObject({ index: 1, allows: true, raw });
    expect(only({ ...raw, Effect: "Deny" })).toMatchObject({ allows: false });
  });

  test.each<[string, object, unknown]>([
    ["Action", { Action: "s3:Get*" }, { patterns: ["s3:get*"], written: ["s3:Get*"], isExcept: false }],
    ["a list", { Action: ["a:B", "*"] }, { patterns: ["a:b", "*"], written: ["a:B", "*"], isExcept: false }],
    ["NotAction", { NotAction: "iam:*" }, { patterns: ["iam:*"], written: ["iam:*"], isExcept: true }],
    ["neither", {}, null],
  ])("of %s is about these actions", (_, element, expected) => {
    expect(only({ Effect: "Allow", ...element })?.actions).toEqual(expected);
  });

  test.each<[string, object, unknown]>([
    ["Resource", { Resource: "*" }, [["*"], false]],
    ["a list", { Resource: ["arn:aws:s3:::a", "b"] }, [["arn:aws:s3:::a", "b"], false]],
    ["NotResource", { NotResource: "arn:aws:s3:::a" }, [["arn:aws:s3:::a"], true]],
    ["neither", {}, null],
  ])("of %s is about these resources", (_, element, expected) => {
    const resources = only({ Effect: "Allow", ...element })?.resources;
    expect(resources && [resources.patterns.map(({ text }) => text), resources.isExcept]).toEqual(expected);
  });

  test.each<[string, object, unknown]>([
    ["everybody", { Principal: "*" }, { named: [{ type: "AWS", value: "*" }], isExcept: false, isComplete: true }],
    [
      "several",
      { Principal: { AWS: ["1", "2"], Service: "x" } },
      {
        named: [
          { type: "AWS", value: "1" },
          { type: "AWS", value: "2" },
          { type: "Service", value: "x" },
        ],
        isExcept: false,
        isComplete: true,
      },
    ],
    ["a number", { Principal: { AWS: 1 } }, { named: [{ type: "AWS", value: "1" }], isComplete: true }],
    [
      "all but",
      { NotPrincipal: { AWS: "1" } },
      { named: [{ type: "AWS", value: "1" }], isExcept: true, isComplete: true },
    ],
    ["nobody", {}, { named: [], isExcept: false, isComplete: false }],
    ["a text", { Principal: "x" }, { named: [], isComplete: false }],
    [
      "what is no text",
      { Principal: { AWS: ["1", { a: 1 }] } },
      { named: [{ type: "AWS", value: "1" }], isComplete: false },
    ],
  ])("names %s", (_, element, expected) => {
    expect(only({ Effect: "Allow", ...element })?.principals).toMatchObject(expected as object);
  });
});

test("a statement of an identity policy says what, and on what", () => {
  const { statements, isComplete } = readIdentityPolicy({
    Statement: [allow({}), allow({ Action: undefined }), allow({ Resource: undefined })],
  });
  expect([statements.map(({ index }) => index), isComplete]).toEqual([[0], false]);
});

describe("properties", () => {
  const element = fc.constantFrom(
    ...[
      "Statement",
      "Effect",
      "Action",
      "NotAction",
      "Resource",
      "NotResource",
      "Principal",
      "NotPrincipal",
      "Condition",
    ],
    ...["AWS", "StringEquals", "ForAllValues:StringLike", "Null", "sts:ExternalId", "toString", "__proto__"],
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 7, "*", "Allow", "Deny", "iam:*", "arn:aws:iam::111122223333:root"),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(element, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: tree,
    Resource: tree,
    Principal: tree,
    Condition: tree,
  });

  test("any JSON can be read, and all of it, without a word lost between", () => {
    fc.assert(
      fc.property(fc.oneof(tree, fc.record({ Statement: fc.array(statement, { maxLength: 3 }) })), (given) => {
        const document: unknown = JSON.parse(JSON.stringify(given));
        const policy = readPolicy(document);
        for (const { conditions } of policy?.statements ?? [])
          for (const key of conditions.keys) conditions.demands(key);
        expect(readIdentityPolicy(document).statements.length).toBeLessThanOrEqual(policy?.statements.length ?? 0);
        summarizeTrust({ state: "parsed", document });
      }),
    );
  });

  test("a document far larger than any policy is read in no time", () => {
    const many = <T>(make: (index: number) => T) => Array.from({ length: 20_000 }, (_, index) => make(index));
    const keys = (value: string) => Object.fromEntries(many((index) => [`aws:key${index}`, value]));
    const document = {
      Statement: [
        allow({
          Action: many((index) => `s3:Action${index}`),
          Principal: { AWS: many((index) => `arn:aws:iam::111122223333:role/r${index}`) },
          Condition: { StringLikeIfExists: keys("a*"), Null: keys("false") },
        }),
        ...many(() => allow({})),
      ],
    };
    const startedAt = performance.now();
    for (const { conditions } of readPolicy(document)?.statements ?? [])
      for (const key of conditions.keys) conditions.demands(key);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
