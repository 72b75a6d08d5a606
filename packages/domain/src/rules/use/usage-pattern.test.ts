import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CredentialKind, type CredentialStatus } from "../../inventory/credential.ts";
import type { UsagePattern } from "../../judgement/rotation.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import { AS_OF, lastUse } from "../deadlines/instants-fixture.ts";
import { dailyDays } from "./days-fixture.ts";
import type { UsageFacts } from "./see-usage.ts";
import cases from "./usage-pattern.cases.json" with { type: "json" };
import { usagePattern } from "./usage-pattern.ts";

type Case = {
  name: string;
  source: string;
  given: {
    kind?: CredentialKind;
    used: string[];
    /** Null: noon of the last of the days. */
    lastUse: string | null;
    scans?: string[];
    status?: CredentialStatus;
    gone?: string;
    created?: string | null;
    asOf?: string;
  };
  expected: Partial<Omit<UsagePattern, "safeToDeactivateAfter">> & { safe?: string | null };
};

/** A scan on each day of the last 400. */
const EVERY_DAY = dailyDays("daily 2025-04-28 2026-06-01");

function factsOf({ kind, used, lastUse: told, scans, status, gone, created, asOf }: Case["given"]): UsageFacts {
  const daysUsed = used.flatMap(dailyDays);
  return {
    kind: kind ?? "access_key",
    daysUsed,
    scanDays: scans?.flatMap(dailyDays) ?? EVERY_DAY,
    lastUse: lastUse(told ?? `${daysUsed.toSorted().at(-1)}T12:00:00Z`),
    status: status ?? "active",
    goneAt: gone ? new Date(gone) : null,
    createdAt: created ? new Date(created) : null,
    asOf: asOf ? new Date(asOf) : AS_OF,
  };
}

describe("usage", () => {
  test.each(cases as Case[])("$name ($source)", ({ given, expected: { safe, ...expected } }) => {
    const pattern = usagePattern(factsOf(given));
    expect(pattern).toMatchObject(expected);
    if (safe !== undefined) expect(pattern.safeToDeactivateAfter).toEqual(safe === null ? null : new Date(safe));
  });
});

describe("properties", () => {
  const day = fc.constantFrom(...EVERY_DAY);
  const facts: fc.Arbitrary<UsageFacts> = fc.record({
    kind: fc.constantFrom(...CredentialKind.options),
    daysUsed: fc.array(day),
    scanDays: fc.array(day),
    lastUse: fc.oneof(
      fc.constant(lastUse("before record of 2015-04-22")),
      fc.constant(lastUse("never")),
      fc.constant(lastUse("unknown")),
      day.map((used) => lastUse(`${used}T12:00:00Z`)),
    ),
    status: fc.constantFrom("active" as const, "inactive" as const),
    goneAt: fc.option(fc.constant(AS_OF)),
    createdAt: fc.option(fc.date({ min: new Date("2020-01-01"), max: AS_OF, noInvalidDate: true })),
    asOf: fc.constant(AS_OF),
  });

  test("the pattern does not depend on the order of days, nor on days told twice", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const turned = {
          ...given,
          daysUsed: [...given.daysUsed, ...given.daysUsed].reverse(),
          scanDays: [...given.scanDays, ...given.scanDays].reverse(),
        };
        expect(usagePattern(turned)).toEqual(usagePattern(given));
      }),
    );
  });

  test("what may be deactivated is active, of known use, and quiet for 14 days at least", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { safeToDeactivateAfter: safe, rhythm } = usagePattern(given);
        if (!safe) return;
        expect(given.status).toBe("active");
        expect(given.goneAt).toBeNull();
        expect(given.lastUse.kind).not.toBe("unknown");
        expect(rhythm).not.toBe("unknown");
        const uses = given.daysUsed.map((used) => Date.parse(used));
        if (given.lastUse.kind === "at") uses.push(given.lastUse.at.getTime());
        for (const used of uses) expect(safe.getTime()).toBeGreaterThanOrEqual(used + 14 * MS_PER_DAY);
      }),
    );
  });

  test("a day that is past was seen through by a scan", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { safeToDeactivateAfter: safe } = usagePattern(given);
        if (!safe || safe > AS_OF) return;
        expect(given.scanDays.toSorted().at(-1)! >= safe.toISOString().slice(0, 10)).toBe(true);
      }),
    );
  });

  test("quiet outlasts every pause between uses, where scans saw them all", () => {
    fc.assert(
      fc.property(fc.uniqueArray(day, { minLength: 2 }), (daysUsed) => {
        const sorted = daysUsed.map((used) => Date.parse(used)).toSorted((a, b) => a - b);
        const last = new Date(sorted.at(-1)!).toISOString();
        const { safeToDeactivateAfter: safe } = usagePattern({
          ...factsOf({ used: daysUsed, lastUse: last }),
          createdAt: null,
        });
        if (!safe) return;
        const pauses = sorted.slice(1).map((used, index) => used - sorted[index]!);
        expect(safe.getTime() - sorted.at(-1)!).toBeGreaterThan(Math.max(...pauses));
      }),
    );
  });
});
