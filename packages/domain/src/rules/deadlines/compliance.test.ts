import fc from "fast-check";
import { describe, expect, test } from "vitest";
import cases from "./compliance.cases.json" with { type: "json" };
import { compliantPercent } from "./compliance.ts";

type State = "ok" | "due_soon" | "overdue" | "excepted" | "unknown";
type Case = { name: string; source: string; given: State[]; expected: number | null };
const STATES: readonly State[] = ["ok", "due_soon", "overdue", "excepted", "unknown"];

function percentOf(states: readonly State[]): number | null {
  const count = (state: State) => states.filter((each) => each === state).length;
  return compliantPercent({ ok: count("ok"), dueSoon: count("due_soon"), overdue: count("overdue") });
}

describe("compliance", () => {
  test.each(cases as Case[])("$name ($source): $expected", ({ given, expected }) => {
    expect(percentOf(given)).toBe(expected);
  });

  test("an exception never betters the number by itself", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATES)), (given) => {
        expect(percentOf([...given, "excepted"])).toBe(percentOf(given));
      }),
    );
  });
});
