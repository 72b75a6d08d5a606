import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Power, type TrustGrade } from "../../inventory/trust-grade.ts";
import type { TrustVerdict } from "../../judgement/trust.ts";
import forms from "./forms.cases.json" with { type: "json" };
import { CASES, type Condition, policy, type Statement, statement } from "./generated-policies-fixture.ts";
import { documentOf, gradeCase, roleOf, type TrustCase, type TrustGiven } from "./trust-fixture.ts";
import { trustVerdicts } from "./trust-verdicts.ts";

const GRAVITY: Record<TrustGrade, number> = { critical: 3, weak: 2, unknown: 1, ok: 0 };
const gravity = (document: unknown, power: Power) => GRAVITY[gradeCase({ document, power }).verdict.grade];
const power = fc.constantFrom(...Power.options);

function without(condition: Condition, operator: string, key: string): Condition {
  const { [key]: _, ...rest } = condition[operator] ?? {};
  return { ...condition, [operator]: rest };
}

describe("grading", () => {
  test("never improves when a condition is removed", () => {
    fc.assert(
      fc.property(policy, power, (statements, held) => {
        const before = gravity({ Statement: statements }, held);
        for (const [index, one] of statements.entries())
          for (const [operator, keys] of Object.entries(one.Condition ?? {}))
            for (const key of Object.keys(keys)) {
              const less = statements.with(index, { ...one, Condition: without(one.Condition!, operator, key) });
              expect(gravity({ Statement: less }, held), `without ${operator} ${key}`).toBeGreaterThanOrEqual(before);
            }
      }),
      { numRuns: 400 },
    );
  });

  test("never improves when a value is added to a condition, or a statement to the policy", () => {
    fc.assert(
      fc.property(policy, statement, power, (statements, other, held) => {
        const before = gravity({ Statement: statements }, held);
        expect(gravity({ Statement: [...statements, other] }, held)).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test("never throws, whatever the document", () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: false });
    const name = fc.constantFrom(
      "Statement",
      "Effect",
      "Action",
      "Principal",
      "NotPrincipal",
      "NotAction",
      "Condition",
      "AWS",
      "Service",
      "Federated",
      "StringEquals",
      "StringLike",
      "Null",
      "sts:ExternalId",
      "aws:PrincipalArn",
      "aws:SourceArn",
      "__proto__",
    );
    const word = fc.constantFrom(
      "Allow",
      "Deny",
      "*",
      "sts:AssumeRole",
      "arn:aws:iam::1:root",
      "rolesanywhere.amazonaws.com",
      "",
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        word,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(name, tie("tree"), { maxKeys: 6 }),
      ),
    }));
    const document = fc.oneof(
      anything,
      tree,
      tree.map((inner) => ({ Statement: inner })),
    );
    fc.assert(
      fc.property(document, power, (some, held) => {
        const given: TrustGiven = { document: some, power: held };
        const { verdict } = gradeCase(given);
        trustVerdicts(roleOf(given), verdict, { power: held, reason: "" });
      }),
      { numRuns: 1500 },
    );
  });
});

/** Everything in reverse order: statements, principals of a list, values of a list, operators and keys. */
const reversed = (statements: readonly Statement[]): Statement[] => statements.map(flipped).toReversed();
function flipped(value: Statement): Statement {
  return flip(value) as Statement;
}
function flip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flip).toReversed();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, flip(inner)])
      .toReversed(),
  );
}

/** The number of a statement is its place in the document: it alone may change with the order. */
function toldOf(document: unknown, held: Power) {
  const given: TrustGiven = { document, power: held };
  const { verdict } = gradeCase(given);
  const verdicts = trustVerdicts(roleOf(given), verdict, { power: held, reason: "" });
  return {
    grade: verdict.grade,
    sentence: verdict.sentence,
    principals: summaries(verdict),
    verdicts: verdicts.map((one) => ({ ...one, facts: one.facts.filter(({ field }) => field !== "statement") })),
  };
}
const summaries = ({ principals }: TrustVerdict): string[] =>
  principals.map(({ type, value, grade, sentence }) => `${type} ${value} ${grade} ${sentence}`).sort();

describe("the order of a document", () => {
  test("changes neither grade nor verdicts", () => {
    fc.assert(
      fc.property(policy, power, (statements, held) => {
        expect(toldOf({ Statement: reversed(statements) }, held)).toEqual(toldOf({ Statement: statements }, held));
      }),
      { numRuns: 400 },
    );
  });

  test("of each case of the tables changes nothing", () => {
    for (const { given } of CASES) {
      const { Statement: statements } = documentOf(given);
      expect(toldOf({ Statement: reversed(statements as Statement[]) }, "read")).toEqual(
        toldOf({ Statement: statements }, "read"),
      );
    }
    expect((forms as unknown as TrustCase[]).length).toBeGreaterThan(20);
  });
});
