import { expect, test } from "vitest";
import type { ExceptionState } from "../../judgement/finding.ts";
import { AS_OF, instant } from "../deadlines/instants-fixture.ts";
import cases from "./exception-state.cases.json" with { type: "json" };
import { exceptionHolds, exceptionState } from "./exception-state.ts";

type Case = {
  name: string;
  source: string;
  given: { expires: string; ended?: string; endKind?: "revoked" | "void" };
  expected: ExceptionState;
};

test.each(cases as Case[])("$name ($source): $expected", ({ given, expected }) => {
  const exception = {
    expiresAt: instant(given.expires),
    endedAt: instant(given.ended ?? null),
    endKind: given.endKind ?? null,
  };
  expect(exceptionState(exception, AS_OF)).toBe(expected);
});

test("an exception answers for its finding until it ends", () => {
  const states: ExceptionState[] = ["active", "expiring", "expired", "void", "revoked"];
  expect(states.filter(exceptionHolds)).toEqual(["active", "expiring"]);
});
