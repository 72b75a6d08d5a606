import fc from "fast-check";
import { expect, test } from "vitest";
import type { JudgedCredential } from "../../judgement/judged.ts";
import { judgeMigration, type MigrationKnown } from "../judge-migration.ts";
import type { MigrationPeriod, MigrationPlan } from "../migration.ts";
import { MOVING_STAGES, type MovingStage, type StageFacts } from "./stage.ts";

/**
 * A migration as AWS knows it, hour by hour on AWS's own clock, and as it is seen by scans: in parts, with gaps, with reports that are some
 * hours old, and by a clock of ours that is put forward and back.
 */
const HOUR_MS = 3_600_000;
const START = Date.parse("2026-01-01T00:00:00Z");
const instant = (hours: number): Date => new Date(START + hours * HOUR_MS);
const DAY = 24;
const QUIET_DAYS = 14;
const USER = "0197f0c0-0000-7000-8000-000000000001";

type Truth = {
  plannedAt: number;
  /** The role is used every twelve hours from then on, and the key once a day until it is quiet. */
  roleUsedFrom: number;
  keyUsedUntil: number;
  deactivatedAt: number;
  /** Null: it stays off. */
  reactivatedAt: number | null;
  deletedAt: number;
  userGoneAt: number;
  recreatedAt: number | null;
};
type Scan = { afterHours: number; clockStep: number; lag: number; unread: StageFacts["unread"] };
type History = { truth: Truth; scans: Scan[] };

const gap = (least: number, most: number) => fc.integer({ min: least * DAY, max: most * DAY });
const truth: fc.Arbitrary<Truth> = fc
  .record({
    plan: gap(2, 20),
    role: gap(1, 10),
    quiet: gap(0, 20),
    off: gap(1, 40),
    on: fc.option(gap(1, 10), { freq: 4 }),
    deleted: gap(1, 20),
    gone: gap(0, 20),
    again: fc.option(gap(1, 60), { freq: 4 }),
  })
  .map(({ plan, role, quiet, off, on, deleted, gone, again }) => {
    const roleUsedFrom = plan + role;
    const keyUsedUntil = roleUsedFrom + quiet;
    const deactivatedAt = keyUsedUntil + off;
    const reactivatedAt = on === null ? null : deactivatedAt + on;
    const deletedAt = (reactivatedAt ?? deactivatedAt) + deleted;
    const userGoneAt = deletedAt + gone;
    const recreatedAt = again === null ? null : userGoneAt + again;
    return {
      plannedAt: plan,
      roleUsedFrom,
      keyUsedUntil,
      deactivatedAt,
      reactivatedAt,
      deletedAt,
      userGoneAt,
      recreatedAt,
    };
  });
const scan: fc.Arbitrary<Scan> = fc.record({
  afterHours: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 48 }) },
    { weight: 1, arbitrary: fc.integer({ min: 10 * DAY, max: 25 * DAY }) },
  ),
  clockStep: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(-40 * DAY, -10 * DAY, -2, 2, 10 * DAY, 40 * DAY) },
  ),
  lag: fc.integer({ min: 0, max: 4 }),
  unread: fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom({ users: "denied" }, { credentials: "denied" }, { roles: "denied" }) },
  ),
});
const history: fc.Arbitrary<History> = fc.record({ truth, scans: fc.array(scan, { minLength: 60, maxLength: 140 }) });

const KEY: JudgedCredential = {
  ...{ id: "0197f0c0-0000-7000-8000-000000000002", kind: "access_key", userRecordId: USER, userName: "svc-labels" },
  ...{ accessKeyId: "AKIAEXAMPLE", credentialId: "AKIAEXAMPLE", name: null, serviceName: null, status: "active" },
  ...{ createdAt: instant(-9_000), expiresAt: null, lastUse: "at", lastUsedAt: null, lastUsedService: "s3" },
  ...{ owner: null, firstSeenAt: instant(-9_000) },
};
const USER_FACTS: NonNullable<MigrationKnown["user"]> = {
  ...{
    id: USER,
    userName: "svc-labels",
    path: "/",
    tags: [],
    groupNames: [],
    owner: null,
    hasConsolePassword: false,
    hasMfa: false,
  },
};

/** Whether the key is active, was used last at, and whether things are there, at an hour of AWS's. */
const keyIsActive = ({ deactivatedAt, reactivatedAt }: Truth, hour: number): boolean =>
  hour < deactivatedAt || (reactivatedAt !== null && hour >= reactivatedAt);
const lastKeyUse = ({ keyUsedUntil }: Truth, hour: number): number =>
  Math.floor(Math.min(keyUsedUntil, hour) / DAY) * DAY;
const lastRoleUse = ({ roleUsedFrom }: Truth, hour: number): number | null =>
  hour < roleUsedFrom ? null : roleUsedFrom + Math.floor((hour - roleUsedFrom) / 12) * 12;

type Seen = { hour: number; reportHour: number; unread: StageFacts["unread"]; before: MovingStage; after: MovingStage };

/** The plan is accepted by our clock, as it goes at that hour. */
const planOf = (clock: number, hour: number): MigrationPlan => ({
  ...{ id: USER, userId: USER, target: "ecs_task_role", reason: null, owner: "warehouse", dueOn: "2027-01-01" },
  ...{ replacementRoleArn: "arn:aws:iam::111122223333:role/labels", values: {}, blockedReason: null },
  ...{ proposedTarget: "ask_owner", proposedConfidence: "low", acceptedAt: instant(hour + clock), acceptedBy: "ann" },
});

/** What scans have made known so far: what one could not read stays as it was last. */
class Scanner {
  readonly #truth: Truth;
  #hour = 0;
  #clock = 0;
  #at = 0;
  #reportHour = 0;
  #period: MigrationPeriod | null = null;
  #plan: MigrationPlan | null = null;
  #user: MigrationKnown["user"] = USER_FACTS;
  #credentials: JudgedCredential[] = [KEY];
  #role: number | null = null;
  readonly #roleDays = new Set<number>();

  constructor(of: Truth) {
    this.#truth = of;
  }

  scan({ afterHours, clockStep, lag, unread }: Scan): Seen {
    const truth = this.#truth;
    this.#hour += afterHours;
    this.#clock += clockStep;
    // Judgements of an account never go back in time, and reports of AWS do not either.
    this.#at = Math.max(this.#at, this.#hour + this.#clock);
    if (!unread.credentials) this.#reportHour = Math.max(this.#reportHour, this.#hour - lag);
    if (!this.#plan && this.#hour >= truth.plannedAt) this.#plan = planOf(this.#clock, this.#hour);
    this.#read(unread);
    const before = this.#period?.provedStage ?? "identified";
    const again = truth.recreatedAt !== null && this.#hour >= truth.recreatedAt && this.#user === null;
    const known: MigrationKnown = {
      ...{ at: instant(this.#at), scanId: null, usedUntil: instant(this.#reportHour), unread, before: this.#period },
      ...{ user: this.#user, credentials: this.#credentials, plan: this.#plan },
      quietnessOf: () => ({ rhythm: "daily", quietDays: QUIET_DAYS, isQuiet: true }),
      policies: { allowedServices: ["s3"], conditionKeys: [] },
      ...{ providerArns: [], observed: null, exceptedUntil: null, campaignId: null },
      recreatedAt: again && !unread.users ? instant(this.#at) : null,
      successor: this.#plan && {
        ...{ name: "role labels", isThere: true, grade: "ok", covers: true, daysMoved: this.#roleDays.size },
        lastUsedAt: this.#role === null ? null : instant(this.#role),
      },
    };
    this.#period = judgeMigration(known);
    const after = this.#period?.provedStage ?? "identified";
    return { hour: this.#hour, reportHour: this.#reportHour, unread, before, after };
  }

  #read(unread: StageFacts["unread"]): void {
    const truth = this.#truth;
    if (!unread.credentials) {
      const status = keyIsActive(truth, this.#hour) ? "active" : "inactive";
      const lastUsedAt = instant(lastKeyUse(truth, this.#reportHour));
      this.#credentials = this.#hour >= truth.deletedAt ? [] : [{ ...KEY, status, lastUsedAt }];
    }
    if (!unread.users) this.#user = this.#hour >= truth.userGoneAt ? null : USER_FACTS;
    if (this.#user === null) this.#credentials = [];
    const used = unread.roles ? this.#role : lastRoleUse(truth, this.#hour);
    if (used !== this.#role && used !== null) this.#roleDays.add(Math.floor(used / DAY));
    this.#role = used;
  }
}

const replay = ({ truth: of, scans }: History): Seen[] => {
  const scanner = new Scanner(of);
  return scans.map((each) => scanner.scan(each));
};
const orderOf = (stage: MovingStage): number => MOVING_STAGES.indexOf(stage);
const movesTo = ({ before, after }: Seen, stage: MovingStage): boolean =>
  orderOf(before) < orderOf(stage) && orderOf(after) >= orderOf(stage);

/** What has to be true in AWS when a stage is reached; what comes after a stage may be reached without it. */
const TRUE_WHEN: Readonly<Partial<Record<MovingStage, (of: Truth, seen: Seen, all: readonly Seen[]) => boolean>>> = {
  planned: ({ plannedAt, deactivatedAt }, { hour }) => hour >= plannedAt || hour >= deactivatedAt,
  verified: ({ userGoneAt }, { hour }, all) => {
    const firstSeen = all.find((each) => each.hour >= userGoneAt && !each.unread.users);
    return firstSeen !== undefined && hour - firstSeen.hour >= 30 * DAY - 4;
  },
  removed: ({ userGoneAt }, { hour, unread }) => hour >= userGoneAt && !unread.users,
  deleted: ({ deletedAt, userGoneAt }, { hour, unread }, all) =>
    hour >= deletedAt &&
    ((hour >= userGoneAt && !unread.users) ||
      all.filter((each) => each.hour >= deletedAt && each.hour <= hour && !each.unread.credentials).length >= 2),
  deactivated: (of, { hour, unread }) =>
    (!keyIsActive(of, hour) || hour >= of.deletedAt) && (!unread.credentials || hour >= of.userGoneAt),
};
/** Reached as such, and not on the way to what is further. */
function quietIsTrue(of: Truth, { after, reportHour, unread }: Seen): boolean {
  if (after !== "quiet") return true;
  return (
    !unread.credentials && reportHour - lastKeyUse(of, reportHour) >= QUIET_DAYS * DAY && reportHour >= of.roleUsedFrom
  );
}

const RUNS = { seed: 20_261_130, numRuns: 400 };

test("whatever our clock does, no stage is reached without what proves it", () => {
  const reached = new Map<MovingStage, number>();
  fc.assert(
    fc.property(history, (given) => {
      const all = replay(given);
      for (const seen of all) {
        for (const stage of MOVING_STAGES.filter((each) => movesTo(seen, each))) {
          reached.set(stage, (reached.get(stage) ?? 0) + 1);
          const isTrue = TRUE_WHEN[stage]?.(given.truth, seen, all) ?? true;
          if (!isTrue || !quietIsTrue(given.truth, seen))
            throw new Error(`${stage}: ${JSON.stringify({ seen, ...given.truth })}`);
        }
      }
    }),
    RUNS,
  );
  // What never happens is not tested.
  expect(MOVING_STAGES.slice(1).filter((stage) => (reached.get(stage) ?? 0) < 100)).toEqual([]);
});

test("none is lost while nothing in AWS goes back, and the same history gives the same stages", () => {
  fc.assert(
    fc.property(history, ({ truth: of, scans }) => {
      const given = { truth: { ...of, reactivatedAt: null, recreatedAt: null }, scans };
      const all = replay(given);
      const lost = all.filter(({ before, after }) => orderOf(after) < orderOf(before));
      if (lost[0]) throw new Error(JSON.stringify({ lost: lost[0], ...given.truth }));
      expect(replay(given)).toEqual(all);
    }),
    RUNS,
  );
});
