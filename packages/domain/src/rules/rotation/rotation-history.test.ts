import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CredentialStatus } from "../../inventory/credential.ts";
import type { Rotation } from "../../judgement/rotation.ts";
import type { RotationLimits } from "../../judgement/rotation-policy.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import { DEFAULT_LIMITS } from "../deadlines/credential-state.ts";
import { AS_OF, instant, lastUse } from "../deadlines/instants-fixture.ts";
import { dailyDays } from "../use/days-fixture.ts";
import type { KeyLife } from "./key-life.ts";
import cases from "./rotation-history.cases.json" with { type: "json" };
import { rotationHistory } from "./rotation-history.ts";

type KeyCase = {
  id: string;
  created: string | null;
  firstSeen?: string;
  statuses?: Record<string, CredentialStatus>;
  gone?: string;
  lastUse: string;
  used?: string[];
};
type RotationCase = { old: string; new: string; stage: Rotation["stage"]; sentence?: string } & Partial<
  Record<"startedAt" | "oldQuietSince" | "newUsedSince" | "oldDeactivatedAt" | "oldDeletedAt", string | null>
> &
  Partial<Record<"oldAgeDaysAtStart" | "overlapDays" | "cutOverDays", number | null>> &
  Partial<Record<"startedAtLatest" | "newUsedAtLatest", boolean>>;
type Case = {
  name: string;
  source: string;
  given: { keys: KeyCase[]; asOf?: string; limits?: Partial<RotationLimits> };
  expected: { rotations: RotationCase[]; deadlock: boolean; medianDaysBetweenRotations: number | null };
};

function keyOf({ id, created, firstSeen, statuses, gone, lastUse: used, used: days = [] }: KeyCase): KeyLife {
  const createdAt = instant(created);
  const firstSeenAt = instant(firstSeen ?? created ?? "");
  return {
    credentialId: id,
    accessKeyId: id,
    createdAt,
    firstSeenAt,
    statuses: Object.entries(statuses ?? { [firstSeenAt.toISOString()]: "active" as const }).map(([at, status]) => ({
      at: new Date(at),
      status,
    })),
    goneAt: instant(gone ?? null),
    lastUse: lastUse(used),
    daysUsed: days.flatMap(dailyDays),
  };
}

const INSTANTS = ["startedAt", "oldQuietSince", "newUsedSince", "oldDeactivatedAt", "oldDeletedAt"] as const;

function expectedOf({ old, new: made, ...told }: RotationCase) {
  const instants = INSTANTS.flatMap((name) => {
    const text = told[name];
    return text === undefined ? [] : [[name, instant(text)] as const];
  });
  return { oldAccessKeyId: old, newAccessKeyId: made, ...told, ...Object.fromEntries(instants) };
}

describe("history", () => {
  test.each(cases as Case[])("$name ($source)", ({ given, expected }) => {
    const { rotations, deadlock, ...rest } = rotationHistory({
      userId: "the user",
      keys: given.keys.map(keyOf),
      limits: { ...DEFAULT_LIMITS, ...given.limits },
      asOf: given.asOf ? new Date(given.asOf) : AS_OF,
    });
    expect(rotations).toHaveLength(expected.rotations.length);
    expect(rotations).toMatchObject(expected.rotations.map(expectedOf));
    expect(deadlock !== null).toBe(expected.deadlock);
    expect(rest).toEqual({ userId: "the user", medianDaysBetweenRotations: expected.medianDaysBetweenRotations });
  });

  test.each<[string, string, string, string]>([
    ["the overdue one", "2026-04-01", "2026-05-30", "A is overdue"],
    ["both", "2026-02-01", "2026-05-30", "Both are overdue"],
  ])("says of a deadlock which keys are in use, and that %s had to be rotated", (_, created, lastUsed, late) => {
    const keys = [
      keyOf({ id: "A", created: "2026-01-01", lastUse: "2026-05-31" }),
      keyOf({ id: "B", created, lastUse: lastUsed }),
    ];
    const { deadlock } = rotationHistory({ userId: "u", keys, limits: DEFAULT_LIMITS, asOf: AS_OF });
    expect(deadlock).toBe(
      "Both slots hold active keys: A was last used on 2026-05-31; B was last used on 2026-05-30. " +
        `${late}, and there is no room for a new key: move what uses one of them to the other, then deactivate and delete it.`,
    );
  });

  test("says of keys of which too little is known what is not", () => {
    const keys = [
      keyOf({ id: "A", created: "2026-01-01", lastUse: "2026-05-31" }),
      keyOf({ id: "B", created: "2026-02-01", lastUse: "unknown" }),
    ];
    const { deadlock } = rotationHistory({ userId: "u", keys, limits: DEFAULT_LIMITS, asOf: AS_OF });
    expect(deadlock).toBe(
      "Both slots hold active keys: A was last used on 2026-05-31; whether B is in use is not known. " +
        "Whether one of them can make room for a new key is not known.",
    );
  });
});

describe("properties", () => {
  const at = fc.date({ min: new Date("2025-01-01"), max: AS_OF, noInvalidDate: true });
  const status = fc.constantFrom<CredentialStatus>("active", "inactive", "expired");
  const later = (from: Date, days: number) => new Date(Math.min(AS_OF.getTime(), from.getTime() + days * MS_PER_DAY));
  const keys: fc.Arbitrary<KeyLife[]> = fc
    .array(
      fc.record({
        firstSeenAt: at,
        knownAge: fc.option(fc.nat({ max: 100 })),
        changes: fc.array(fc.record({ days: fc.integer({ min: 1, max: 90 }), status }), { maxLength: 3 }),
        livesDays: fc.option(fc.nat({ max: 400 })),
        used: fc.oneof(
          fc.constant("never"),
          fc.constant("unknown"),
          at.map((day) => day.toISOString()),
        ),
        days: fc.array(
          at.map((day) => day.toISOString().slice(0, 10)),
          { maxLength: 5 },
        ),
      }),
      { maxLength: 4 },
    )
    .map((lives) =>
      lives.map(({ firstSeenAt, knownAge, changes, livesDays, used, days }, index) => ({
        credentialId: `key-${index}`,
        accessKeyId: `AKIA${index}`,
        createdAt: knownAge === null ? null : new Date(firstSeenAt.getTime() - knownAge * MS_PER_DAY),
        firstSeenAt,
        statuses: [
          { at: firstSeenAt, status: "active" as const },
          // Each change so many days after the first sight, in order of time.
          ...changes
            .map((change) => ({ at: later(firstSeenAt, change.days), status: change.status }))
            .toSorted((a, b) => a.at.getTime() - b.at.getTime()),
        ],
        goneAt: livesDays === null ? null : later(firstSeenAt, livesDays),
        lastUse: lastUse(used),
        daysUsed: days,
      })),
    );
  const historyOf = (of: readonly KeyLife[]) =>
    rotationHistory({ userId: "u", keys: of, limits: DEFAULT_LIMITS, asOf: AS_OF });

  test("the history does not depend on the order of keys and days", () => {
    fc.assert(
      fc.property(keys, (given) => {
        const turned = given.map((key) => ({ ...key, daysUsed: key.daysUsed.toReversed() })).toReversed();
        expect(historyOf(turned)).toEqual(historyOf(given));
      }),
    );
  });

  test("a key follows at most one other, which is the older, and no count of days is negative", () => {
    fc.assert(
      fc.property(keys, (given) => {
        const { rotations } = historyOf(given);
        expect(new Set(rotations.map(({ newCredentialId }) => newCredentialId)).size).toBe(rotations.length);
        for (const { oldAgeDaysAtStart, overlapDays, cutOverDays, stage, ...rotation } of rotations) {
          expect(rotation.oldCredentialId).not.toBe(rotation.newCredentialId);
          for (const days of [oldAgeDaysAtStart, overlapDays, cutOverDays]) expect(days ?? 0).toBeGreaterThanOrEqual(0);
          expect(stage === "complete").toBe(rotation.oldDeletedAt !== null);
          if (stage === "overlapping") expect(rotation.oldQuietSince).toBeNull();
        }
      }),
    );
  });
});
