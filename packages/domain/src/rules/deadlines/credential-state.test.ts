import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CredentialKind,
  type CredentialState,
  CredentialStatus,
  type CredentialUse,
} from "../../inventory/credential.ts";
import type { CheckId } from "../../judgement/check.ts";
import type { RotationLimits } from "../../judgement/rotation-policy.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import type { LastUse } from "../../scans/reading.ts";
import cases from "./credential-state.cases.json" with { type: "json" };
import {
  ageDays,
  credentialDeadlines,
  credentialState,
  credentialUse,
  type DatedCredential,
  DEFAULT_LIMITS,
} from "./credential-state.ts";
import { AS_OF, instant, lastUse } from "./instants-fixture.ts";

type Case = {
  name: string;
  source: string;
  given: {
    kind?: CredentialKind;
    status?: CredentialStatus;
    created: string | null;
    expires?: string;
    lastUse: string;
    asOf?: string;
    limits?: Partial<RotationLimits>;
    excepted?: CheckId[];
    gone?: string;
  };
  expected: {
    deadlineAt?: string | null;
    dueSoonAt?: string | null;
    unusedAt?: string | null;
    state: CredentialState;
    use: CredentialUse;
  };
};

describe("deadlines and state", () => {
  test.each(cases as Case[])("$name ($source)", ({ given, expected }) => {
    const asOf = given.asOf ? new Date(given.asOf) : AS_OF;
    const subject = {
      kind: given.kind ?? "access_key",
      status: given.status ?? "active",
      createdAt: instant(given.created, asOf),
      expiresAt: instant(given.expires ?? null, asOf),
      lastUse: lastUse(given.lastUse, asOf),
    };
    const deadlines = credentialDeadlines(subject, { ...DEFAULT_LIMITS, ...given.limits });
    const { state, use, ...instants } = expected;
    const expectedInstants = Object.entries(instants).map(([name, at]) => [name, instant(at, asOf)]);
    expect(deadlines).toMatchObject(Object.fromEntries(expectedInstants));
    const judged = {
      ...subject,
      ...deadlines,
      exceptedChecks: given.excepted ?? [],
      goneAt: instant(given.gone ?? null, asOf),
    };
    expect({ state: credentialState(judged, asOf), use: credentialUse(judged, asOf) }).toEqual({ state, use });
  });
});

const before = (days: number, ms = 0) => new Date(AS_OF.getTime() - days * MS_PER_DAY - ms);

describe("age", () => {
  test.each([
    ["the same instant", AS_OF, 0],
    ["a day less a millisecond", before(1, -1), 0],
    ["a day", before(1), 1],
    ["a creation ahead of our clock", before(-3), 0],
    ["a leap day in between", new Date("2024-02-28T12:00:00Z"), 824],
  ])("of %s", (_, since, days) => {
    expect(ageDays(since, AS_OF)).toBe(days);
  });
});

describe("properties", () => {
  const at = fc.date({ min: before(1_000), max: AS_OF, noInvalidDate: true });
  const use: fc.Arbitrary<LastUse> = fc.oneof(
    fc.constant(lastUse("never")),
    fc.constant(lastUse("unknown")),
    at.map((recordedSince): LastUse => ({ kind: "before_record", recordedSince })),
    at.map((usedAt) => lastUse(usedAt.toISOString())),
  );
  const days = fc.integer({ min: 1, max: 400 });
  const limits: fc.Arbitrary<RotationLimits> = fc.record({
    rotationDays: fc.option(days),
    unusedDays: fc.option(days),
    graceDays: fc.nat({ max: 30 }),
    warnDaysBefore: fc.array(days, { maxLength: 5 }),
  });
  type Subject = DatedCredential & { kind: CredentialKind };
  const subjects: fc.Arbitrary<Subject> = fc.record({
    kind: fc.constantFrom(...CredentialKind.options),
    status: fc.constantFrom(...CredentialStatus.options),
    createdAt: fc.option(at),
    expiresAt: fc.option(at),
    lastUse: use,
  });
  const judge = (subject: Subject, by: RotationLimits, asOf = AS_OF) =>
    credentialState({ ...subject, ...credentialDeadlines(subject, by) }, asOf);
  const judgeUse = (subject: Subject, by: RotationLimits, asOf = AS_OF) =>
    credentialUse({ ...subject, ...credentialDeadlines(subject, by) }, asOf);
  const grades = ["ok", "due_soon", "overdue"];
  const grade = (state: CredentialState) => grades.indexOf(state);

  test("a state never gets better by time alone", () => {
    fc.assert(
      fc.property(subjects, limits, fc.nat({ max: 400 }), (subject, by, later) => {
        const [now, then] = [judge(subject, by), judge(subject, by, before(-later))];
        if (now === "unknown") expect(then).toBe("unknown");
        else expect(grade(then)).toBeGreaterThanOrEqual(grade(now));
      }),
    );
  });

  test("a use never gets better by time alone, and is unknown no longer once it is known to be none", () => {
    fc.assert(
      fc.property(subjects, limits, fc.nat({ max: 400 }), (subject, by, later) => {
        const [now, then] = [judgeUse(subject, by), judgeUse(subject, by, before(-later))];
        if (now === "unused" || now === "ended") expect(then).toBe(now);
        else expect([now, "unused"]).toContain(then);
      }),
    );
  });

  test("state tells nothing of use, nor use of age", () => {
    fc.assert(
      fc.property(subjects, use, at, limits, (subject, otherUse, otherExpiry, by) => {
        expect(judge({ ...subject, lastUse: otherUse }, by)).toBe(judge(subject, by));
        const aged = { ...subject, expiresAt: otherExpiry };
        expect(judgeUse(aged, { ...by, rotationDays: null })).toBe(judgeUse(subject, by));
      }),
    );
  });

  test("what AWS has recorded no use of is never unused by less than its bound and the limit", () => {
    fc.assert(
      fc.property(subjects, at, limits, (subject, recordedSince, by) => {
        const lastUse: LastUse = { kind: "before_record", recordedSince };
        if (judgeUse({ ...subject, lastUse }, by) !== "unused") return;
        const unusedSince = judgeUse(
          { ...subject, lastUse: { kind: "at", at: recordedSince, service: null, region: null } },
          by,
        );
        expect(unusedSince).toBe("unused");
      }),
    );
  });

  test("an older key never has a better state", () => {
    fc.assert(
      fc.property(at, fc.nat({ max: 400 }), use, limits, (createdAt, olderByDays, used, by) => {
        const key = { kind: "access_key", status: "active", createdAt, lastUse: used } as const;
        const older = { ...key, createdAt: new Date(createdAt.getTime() - olderByDays * MS_PER_DAY) };
        const [state, stateOfOlder] = [judge(key, by), judge(older, by)];
        if (state === "unknown") expect(stateOfOlder).toBe("unknown");
        else expect(grade(stateOfOlder)).toBeGreaterThanOrEqual(grade(state));
      }),
    );
  });

  test("a stricter limit of age never gives a better state", () => {
    fc.assert(
      fc.property(subjects, limits, days, days, (subject, by, a, b) => {
        const strict = judge(subject, { ...by, rotationDays: Math.min(a, b) });
        const lax = judge(subject, { ...by, rotationDays: Math.max(a, b) });
        if (lax === "unknown") expect(strict).toBe("unknown");
        else expect(grade(strict)).toBeGreaterThanOrEqual(grade(lax));
      }),
    );
  });

  test("an active key of unknown age is never fine", () => {
    fc.assert(
      fc.property(subjects, limits, (subject, by) => {
        expect(judge({ ...subject, kind: "access_key", status: "active", createdAt: null }, by)).toBe("unknown");
      }),
    );
  });
});
