import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CredentialKind } from "../../inventory/credential.ts";
import { Holder } from "../../inventory/holder.ts";
import type { JudgedUser, JudgementContext } from "../../judgement/judged.ts";
import {
  type AppliedLimits,
  type RotationLimits,
  type RotationOverride,
  RotationPolicies,
} from "../../judgement/rotation-policy.ts";
import { DEFAULT_LIMITS } from "./credential-state.ts";
import { DEFAULT_ROTATION_POLICIES } from "./default-policies.ts";
import cases from "./limits.cases.json" with { type: "json" };
import { judgeLimits, limitsFor } from "./limits.ts";
import { contextOf, credentialOf, userOf } from "./subjects-fixture.ts";

type Case = {
  name: string;
  source: string;
  given: {
    kind: CredentialKind;
    holder: Holder;
    user?: Partial<JudgedUser> | null;
    overrides?: RotationOverride[];
    human?: Partial<RotationLimits>;
    machine?: Partial<RotationLimits>;
    context?: Partial<JudgementContext>;
  };
  expected: Partial<AppliedLimits>;
};

describe("limits", () => {
  test.each(cases as Case[])("$name ($source)", ({ given, expected }) => {
    const rotationPolicies = {
      human: { ...DEFAULT_LIMITS, ...given.human },
      machine: { ...DEFAULT_LIMITS, ...given.machine },
      overrides: given.overrides ?? [],
    };
    const user = given.user === null ? null : userOf(given.user);
    const context = contextOf({ rotationPolicies, ...given.context });
    expect(limitsFor(credentialOf(given.kind), user, given.holder, context)).toMatchObject(expected);
  });

  test("by default are valid, and those of the benchmark", () => {
    expect(RotationPolicies.parse(DEFAULT_ROTATION_POLICIES)).toEqual(DEFAULT_ROTATION_POLICIES);
  });
});

describe("judging a user's credentials", () => {
  test("takes the holder from all of them, and gives each its deadlines", () => {
    const user = userOf({ hasConsolePassword: false });
    const key = credentialOf("access_key", { lastUse: "at", lastUsedAt: new Date("2026-03-10T00:00:00Z") });
    const [judged] = judgeLimits(user, [key], contextOf());
    expect(judged).toMatchObject({
      credentialId: key.id,
      limits: { holder: "machine", reason: "default for machines" },
      deadlines: {
        deadlineAt: new Date("2026-05-30T00:00:00Z"),
        dueSoonAt: new Date("2026-04-30T00:00:00Z"),
        unusedAt: new Date("2026-04-24T00:00:00Z"),
      },
    });
  });

  test("of no user are told apart: the root user is human, a server is not", () => {
    const [root, server] = judgeLimits(
      null,
      [credentialOf("root_access_key"), credentialOf("server_certificate", { expiresAt: new Date("2026-05-01") })],
      contextOf(),
    );
    expect([root?.limits.holder, server?.limits.holder]).toEqual(["human", "machine"]);
    expect(server?.deadlines.deadlineAt).toEqual(new Date("2026-05-01"));
  });

  test("leaves the day of disuse open where the last use is not known", () => {
    const unread = credentialOf("access_key", { lastUse: "at", lastUsedAt: null });
    expect(judgeLimits(userOf(), [unread], contextOf())[0]?.deadlines.unusedAt).toBeNull();
  });
});

describe("properties", () => {
  const days = fc.integer({ min: 1, max: 400 });
  const limits: fc.Arbitrary<RotationOverride["limits"]> = fc.record(
    {
      rotationDays: fc.option(days),
      unusedDays: fc.option(days),
      graceDays: fc.nat({ max: 30 }),
      warnDaysBefore: fc.array(days, { maxLength: 5 }),
    },
    { requiredKeys: [] },
  );
  const kind = fc.constantFrom(...CredentialKind.options);
  const holder = fc.constantFrom(...Holder.options);

  test("the order of overrides that do not overlap does not matter", () => {
    const apart = fc.uniqueArray(fc.record({ kind, limits }), { selector: ({ kind: of }) => of });
    fc.assert(
      fc.property(apart, kind, holder, (given, of, heldBy) => {
        const overrides = given.map((one) => ({
          name: one.kind,
          match: { kinds: [one.kind] },
          limits: one.limits,
        }));
        const by = (lines: RotationOverride[]) =>
          limitsFor(
            credentialOf(of),
            userOf(),
            heldBy,
            contextOf({ rotationPolicies: { ...DEFAULT_ROTATION_POLICIES, overrides: lines } }),
          );
        expect(by(overrides.toReversed())).toEqual(by(overrides));
      }),
    );
  });

  test("an unknown holder is never better off than a human or a machine", () => {
    const overrides = fc.array(
      fc.record({ name: fc.string(), match: fc.record({ holder }, { requiredKeys: [] }), limits }),
      { maxLength: 6 },
    );
    const orNever = (of: number | null) => of ?? Number.POSITIVE_INFINITY;
    fc.assert(
      fc.property(overrides, kind, (given, of) => {
        // Lines for unknown holders alone may say anything.
        const lines = given.filter(({ match }) => match.holder !== "unknown");
        const context = contextOf({ rotationPolicies: { ...DEFAULT_ROTATION_POLICIES, overrides: lines } });
        const [human, machine, unknown] = (["human", "machine", "unknown"] as const).map((heldBy) =>
          limitsFor(credentialOf(of), userOf(), heldBy, context),
        );
        for (const known of [human!, machine!]) {
          expect(orNever(unknown!.rotationDays)).toBeLessThanOrEqual(orNever(known.rotationDays));
          expect(orNever(unknown!.unusedDays)).toBeLessThanOrEqual(orNever(known.unusedDays));
          expect(unknown!.graceDays).toBeLessThanOrEqual(known.graceDays);
        }
      }),
    );
  });
});
