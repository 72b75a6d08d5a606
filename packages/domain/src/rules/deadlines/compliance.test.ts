import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CredentialState } from "../../inventory/credential.ts";
import cases from "./compliance.cases.json" with { type: "json" };
import { compliantPercent, rotationCounts } from "./compliance.ts";

type Case = { name: string; source: string; given: CredentialState[]; expected: number | null };

describe("compliance", () => {
  test.each(cases as Case[])("$name ($source): $expected", ({ given, expected }) => {
    expect(compliantPercent(rotationCounts(given))).toBe(expected);
  });

  test("counts each credential once", () => {
    const states = fc.array(fc.constantFrom(...CredentialState.options));
    fc.assert(
      fc.property(states, (given) => {
        const counts = Object.values(rotationCounts(given));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(given.length);
      }),
    );
  });

  test("an exception never betters the number by itself", () => {
    const states = fc.array(fc.constantFrom(...CredentialState.options));
    fc.assert(
      fc.property(states, (given) => {
        const percent = compliantPercent(rotationCounts(given));
        expect(compliantPercent(rotationCounts([...given, "excepted"]))).toBe(percent);
      }),
    );
  });
});
