import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeStage } from "./judge-stage.ts";
import {
  type MigrationStage,
  MOVING_STAGES,
  type MovingStage,
  type StageCredential,
  type StageFacts,
  type SuccessorRole,
} from "./stage.ts";

const AT = new Date("2026-06-01T12:00:00Z");
const SCAN = "0197f0c0-0000-7000-8000-000000000001";
const ago = (days: number): Date => new Date(AT.getTime() - days * 86_400_000);

const KEY: StageCredential = {
  kind: "access_key",
  label: "AKIAEXAMPLE",
  status: "active",
  lastUsedAt: ago(1),
  isUseKnown: true,
  quietDays: 14,
};
const ROLE: SuccessorRole = {
  name: "role deploy-web",
  isThere: true,
  grade: "ok",
  covers: true,
  lastUsedAt: ago(0.5),
  daysMoved: 5,
};
const PLAN = { target: "github_actions_oidc", acceptedAt: ago(60) } as const;
const FACTS: StageFacts = {
  at: AT,
  scanId: SCAN,
  usedUntil: AT,
  unread: {},
  target: "github_actions_oidc",
  plan: null,
  successor: null,
  adoptedAt: null,
  credentials: [KEY],
  credentialsAbsentSince: null,
  userAbsentSince: null,
  recreatedAt: null,
  exceptedUntil: null,
  block: null,
};
/** Planned, with a role that is in use, and the key last used so many days ago. */
const moved = (keyDaysAgo: number, more: Partial<StageFacts> = {}): Partial<StageFacts> => ({
  plan: PLAN,
  successor: ROLE,
  credentials: [{ ...KEY, lastUsedAt: ago(keyDaysAgo) }],
  ...more,
});
const gone = (days: number, more: Partial<StageFacts> = {}): Partial<StageFacts> =>
  moved(90, { credentials: [], credentialsAbsentSince: ago(days), ...more });

type Case = [
  name: string,
  facts: Partial<StageFacts>,
  stage: MigrationStage,
  waitsFor: string | null,
  before?: MovingStage,
];

const CASES: Case[] = [
  ["nothing is planned", {}, "identified", "a member accepts a target, an owner and a due date"],
  ["a plan without a role", { plan: PLAN }, "planned", "the role that takes over is made, or named in the plan"],
  [
    "a role that is not there yet",
    { plan: PLAN, successor: { ...ROLE, isThere: false } },
    "planned",
    "role deploy-web exists",
  ],
  [
    "a role with a weak trust",
    { plan: PLAN, successor: { ...ROLE, grade: "weak" } },
    "planned",
    "graded ok; it is weak",
  ],
  [
    "a trust that could not be read",
    { plan: PLAN, successor: { ...ROLE, grade: "unknown" } },
    "planned",
    "it is unknown",
  ],
  [
    "a role that was not compared",
    { plan: PLAN, successor: { ...ROLE, covers: null } },
    "planned",
    "compared with what was used",
  ],
  [
    "a role that lacks something",
    { plan: PLAN, successor: { ...ROLE, covers: false } },
    "planned",
    "allows all that was used",
  ],
  [
    "a role that was never used",
    { plan: PLAN, successor: { ...ROLE, lastUsedAt: null } },
    "role_ready",
    "is used, after the plan",
  ],
  [
    "a role that was used before the plan alone",
    { plan: PLAN, successor: { ...ROLE, lastUsedAt: ago(61) } },
    "role_ready",
    "after the plan",
  ],
  ["a use that was seen on one day", { plan: PLAN, successor: { ...ROLE, daysMoved: 1 } }, "role_ready", "it was on 1"],
  ["both in use", moved(0.2), "adopted", "AKIAEXAMPLE has been unused for 14 days, on 2026-06-15"],
  [
    "the old key alone in use again",
    moved(1, { successor: { ...ROLE, lastUsedAt: ago(20) } }),
    "role_ready",
    "is used again",
  ],
  ["quiet for a day too few", moved(13), "adopted", "AKIAEXAMPLE has been unused for 14 days, on 2026-06-02"],
  ["quiet for long enough", moved(14), "quiet", "AKIAEXAMPLE is deactivated"],
  [
    "quiet since before it was adopted",
    moved(40, { adoptedAt: ago(5) }),
    "adopted",
    "unused for 14 days, on 2026-06-10",
  ],
  [
    "a quarterly job between two runs",
    moved(60, { credentials: [{ ...KEY, lastUsedAt: ago(60), quietDays: 100 }] }),
    "adopted",
    "100 days",
  ],
  [
    "a use that AWS does not tell of",
    moved(60, { credentials: [{ ...KEY, lastUsedAt: null, isUseKnown: false }] }),
    "adopted",
    "AWS tells",
  ],
  [
    "an SSH key, of which AWS never tells the use",
    moved(60, {
      credentials: [{ ...KEY, kind: "ssh_public_key", label: "SSH key APKA", lastUsedAt: null, isUseKnown: false }],
    }),
    "adopted",
    "SSH key APKA is deactivated, once its owner attests",
  ],
  [
    "a password beside a quiet key",
    moved(20, {
      credentials: [
        { ...KEY, lastUsedAt: ago(20) },
        { ...KEY, kind: "console_password", label: "the console password", lastUsedAt: ago(2) },
      ],
    }),
    "adopted",
    "the console password has been unused",
  ],
  [
    "an inactive key",
    moved(20, { credentials: [{ ...KEY, status: "inactive" }] }),
    "deactivated",
    "AKIAEXAMPLE is deleted",
  ],
  [
    "an inactive key, and nothing planned",
    { credentials: [{ ...KEY, status: "inactive" }] },
    "deactivated",
    "AKIAEXAMPLE is deleted",
  ],
  ["a key that was reactivated", moved(0.1), "adopted", "unused", "deactivated"],
  ["no credential in one scan", gone(0), "deactivated", "a second scan, an hour later or more"],
  ["no credential in two scans", gone(0.5), "deleted", "the user is deleted"],
  ["a new key after that", moved(0.1), "adopted", "unused", "deleted"],
  ["the user gone", gone(10, { userAbsentSince: ago(3) }), "removed", "until 2026-06-28"],
  ["gone for thirty days", gone(40, { userAbsentSince: ago(30) }), "verified", null],
  [
    "made again under its name",
    gone(40, { userAbsentSince: ago(30), recreatedAt: ago(2) }),
    "removed",
    "made again under its name on 2026-05-30",
  ],
  [
    "a removal without a successor, quiet",
    { plan: { ...PLAN, target: "remove" }, credentials: [{ ...KEY, lastUsedAt: ago(70) }] },
    "quiet",
    "AKIAEXAMPLE is deactivated",
  ],
  [
    "a removal without a successor, at its end",
    gone(40, { target: "remove", plan: { ...PLAN, target: "remove" }, userAbsentSince: ago(30) }),
    "retired",
    null,
  ],
  [
    "users not read",
    gone(40, { userAbsentSince: ago(30), unread: { users: "AccessDenied" } }),
    "deleted",
    "a scan reads it whole: AccessDenied",
  ],
  [
    "users not read, after they were seen to be gone",
    gone(40, { userAbsentSince: ago(30), unread: { users: "AccessDenied" } }),
    "removed",
    "AccessDenied",
    "removed",
  ],
  ["credentials not read", moved(20, { unread: { credentials: "Throttling" } }), "adopted", "Throttling"],
  [
    "credentials not read, after they were quiet",
    moved(20, { unread: { credentials: "Throttling" } }),
    "quiet",
    "Throttling",
    "quiet",
  ],
  ["roles not read", { plan: PLAN, successor: ROLE, unread: { roles: "AccessDenied" } }, "planned", "AccessDenied"],
  ["an exception that stands", moved(20, { exceptedUntil: ago(-10) }), "excepted", "AKIAEXAMPLE is deactivated"],
  ["an exception that is over", moved(20, { exceptedUntil: ago(1) }), "quiet", "AKIAEXAMPLE is deactivated"],
  ["blocked", moved(20, { block: { reason: "freeze", by: "ann" } }), "blocked", "AKIAEXAMPLE is deactivated"],
  [
    "blocked, and gone all the same",
    gone(40, { userAbsentSince: ago(30), block: { reason: "freeze", by: "ann" } }),
    "verified",
    null,
  ],
];

test.each(CASES)("%s", (_name, facts, stage, waitsFor, before = "identified") => {
  const judged = judgeStage({ ...FACTS, ...facts }, before);
  expect(judged.stage).toBe(stage);
  if (waitsFor === null) expect(judged.waitsFor).toBeNull();
  else expect(judged.waitsFor).toContain(waitsFor);
});

test("every stage that is proved keeps what proved it", () => {
  const { evidence } = judgeStage({ ...FACTS, ...gone(40, { userAbsentSince: ago(30) }) }, "identified");
  const stages = new Set(evidence.map(({ stage }) => stage));
  expect([...stages]).toEqual(["planned", "role_ready", "adopted", "deactivated", "deleted", "removed", "verified"]);
  expect(evidence.every(({ sentence, scanId }) => sentence.endsWith(".") && scanId === SCAN)).toBe(true);
});

const someFacts = fc
  .tuple(fc.constantFrom(...CASES.map(([, facts]) => facts)), fc.constantFrom<MovingStage>(...MOVING_STAGES))
  .map(([facts, before]) => ({ facts: { ...FACTS, ...facts, block: null, exceptedUntil: null }, before }));
const orderOf = (stage: MigrationStage): number =>
  stage === "retired" ? 99 : MOVING_STAGES.indexOf(stage as MovingStage);

test("what was not read moves nothing forward", () => {
  const unread = fc.constantFrom<StageFacts["unread"]>(
    { users: "denied" },
    { credentials: "denied" },
    { roles: "denied" },
  );
  fc.assert(
    fc.property(someFacts, unread, ({ facts, before }, kinds) => {
      const whole = orderOf(judgeStage({ ...facts, unread: {} }, before).stage);
      const partial = orderOf(judgeStage({ ...facts, unread: kinds }, before).stage);
      expect(partial).toBeLessThanOrEqual(Math.max(whole, orderOf(before)));
    }),
  );
});

test("a credential in use more never moves a migration forward", () => {
  fc.assert(
    fc.property(someFacts, ({ facts, before }) => {
      const inUse = {
        ...facts,
        credentials: [...facts.credentials, KEY],
        credentialsAbsentSince: null,
        userAbsentSince: null,
      };
      expect(orderOf(judgeStage(inUse, before).stage)).toBeLessThanOrEqual(orderOf(judgeStage(facts, before).stage));
    }),
  );
});
