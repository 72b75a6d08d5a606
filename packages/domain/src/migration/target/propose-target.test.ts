import fc from "fast-check";
import { expect, test } from "vitest";
import { factsOf, type GivenUser } from "./given-user-fixture.ts";
import cases from "./propose-target.cases.json" with { type: "json" };
import { proposeTarget } from "./propose-target.ts";
import type { Confidence, MigrationTarget } from "./target.ts";

type Case = {
  name: string;
  source: string;
  given: GivenUser;
  target: MigrationTarget;
  confidence: Confidence;
  /** How it begins. */
  question?: string;
  halves?: { person: MigrationTarget; software: MigrationTarget };
};

test.each(cases as Case[])("$name: $target, $confidence", ({ given, target, confidence, question, halves }) => {
  const proposal = proposeTarget(factsOf(given));
  expect(proposal).toMatchObject({ target, confidence, halves: halves ?? null });
  if (question !== undefined) expect(proposal.question).toMatch(new RegExp(`^${question.replace(/[.?*+]/g, "\\$&")}`));
  if (confidence === "high") expect(proposal.question).toBeNull();
});

const name = fc.constantFrom(
  "svc-a",
  "github-web",
  "gitlab.com",
  "ann.lee",
  "ann@x.example",
  "ses-smtp-user.1",
  "break-glass",
);
const credential = fc.record({
  kind: fc.constantFrom("access_key", "console_password", "ssh_public_key", "api_key"),
  status: fc.constantFrom("active", "inactive"),
  isQuiet: fc.constantFrom(true, false, null),
  lastUsedAt: fc.constantFrom(null, "2026-05-01T00:00:00Z"),
}) as fc.Arbitrary<GivenUser["credentials"][number]>;
const given: fc.Arbitrary<GivenUser> = fc.record({
  userName: name,
  hasConsolePassword: fc.constantFrom(true, false, null),
  credentials: fc.array(credential, { maxLength: 4 }),
});

test("a name alone never gives more than low confidence", () => {
  fc.assert(
    fc.property(given, (of) => {
      const { confidence, signals } = proposeTarget(factsOf(of));
      if (signals.length > 0 && signals.every(({ weight }) => weight === "name")) expect(confidence).toBe("low");
    }),
  );
});

test("what is in use, or was not watched long enough, is never proposed for removal", () => {
  fc.assert(
    fc.property(given, (of) => {
      const isOpen = of.credentials.some(({ status, isQuiet }) => status === "active" && isQuiet !== true);
      if (isOpen || of.hasConsolePassword === null) expect(proposeTarget(factsOf(of)).target).not.toBe("remove");
    }),
  );
});

test("what is thin asks a question", () => {
  fc.assert(
    fc.property(given, (of) => {
      const { confidence, question } = proposeTarget(factsOf(of));
      if (confidence === "low") expect(question).not.toBeNull();
    }),
  );
});
