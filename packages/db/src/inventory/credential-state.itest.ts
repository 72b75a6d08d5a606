import {
  ageDays,
  type Credential,
  CredentialKind,
  CredentialState,
  CredentialStatus,
  CredentialUse,
  credentialDeadlines,
  credentialState,
  credentialUse,
  DEFAULT_LIMITS,
  type LastUse,
  MS_PER_DAY,
  ROTATED_KINDS,
  type RotationLimits,
  useRecordedSince,
} from "@rolecall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Prisma } from "../generated/client.ts";
import { clientOf } from "../sql/rows.ts";
import { credentialRow, insertRows, makeAccount, makeTenant, testDb } from "../testing/index.ts";
import { ageDaysSql, credentialStateSql, credentialUseSql, dueInDaysSql, warningDaysSql } from "./credential-state.ts";

type Subject = {
  kind: Credential["kind"];
  status: Credential["status"];
  createdAt: Date | null;
  expiresAt?: Date | null;
  lastUse: LastUse;
  goneAt?: Date | null;
  /** Those that hold for it; absent: the defaults of its kind. */
  limits?: RotationLimits;
  /** Checks that somebody answers for. */
  exceptedChecks?: readonly ("credential_overdue" | "credential_unused")[];
};

const limitsOf = ({ kind, limits }: Subject): RotationLimits =>
  limits ?? { ...DEFAULT_LIMITS, rotationDays: ROTATED_KINDS.includes(kind) ? DEFAULT_LIMITS.rotationDays : null };

/** The day after the leap day of 2028, by which some of the cases span it. */
const AS_OF = new Date("2028-03-01T12:00:00Z");
const before = (days: number, ms = 0): Date => new Date(AS_OF.getTime() - days * MS_PER_DAY - ms);
const usedAt = (at: Date): LastUse => ({ kind: "at", at, service: null, region: null });
const UNKNOWN: LastUse = { kind: "unknown", reason: "not tracked" };
const NEVER: LastUse = { kind: "never" };
/** As a reading has it of a kind whose use AWS records. */
const beforeRecord = (kind: Credential["kind"]): LastUse => {
  const recordedSince = useRecordedSince(kind);
  return recordedSince ? { kind: "before_record", recordedSince } : UNKNOWN;
};
const activeKey = (createdAt: Date | null, lastUse: LastUse): Subject => ({
  kind: "access_key",
  status: "active",
  createdAt,
  lastUse,
});
const justUsed = usedAt(before(0, 60_000));

/** Somebody answers for a check of a credential at `AS_OF`. */
const exceptionRow = (
  { tenantId, accountId }: { tenantId: string; accountId: string },
  credentialId: string,
  checkId: string,
  row: Record<string, unknown> = {},
) => ({
  tenant_id: tenantId,
  id: crypto.randomUUID(),
  account_id: accountId,
  check_id: checkId,
  subject: "credential",
  subject_id: credentialId,
  owner: "Ada",
  reason: "The vendor changes it in spring.",
  approver: "Grace",
  created_at: before(1).toISOString(),
  created_by: "Ada",
  expires_at: before(-1).toISOString(),
  ended_at: null as string | null,
  end_kind: null as string | null,
  ...row,
});

/** Writes the subjects as a scan would and lets PostgreSQL judge them, in the order given. */
async function judgeInSql(subjects: readonly Subject[], asOf: Date, timeZone = "UTC") {
  const { tenantId } = await makeTenant();
  const account = await makeAccount(tenantId);
  const rows = subjects.map((subject, index) => {
    const { kind, status, createdAt, expiresAt, lastUse } = subject;
    const { deadlineAt, dueSoonAt, unusedAt } = credentialDeadlines(subject, limitsOf(subject));
    return credentialRow(account, {
      identity: String(index),
      kind,
      status,
      created_at: createdAt?.toISOString() ?? null,
      expires_at: expiresAt?.toISOString() ?? null,
      last_use: lastUse.kind,
      last_used_at: lastUse.kind === "at" ? lastUse.at.toISOString() : null,
      gone_at: subject.goneAt?.toISOString() ?? null,
      deadline_at: deadlineAt?.toISOString() ?? null,
      due_soon_at: dueSoonAt?.toISOString() ?? null,
      unused_at: unusedAt?.toISOString() ?? null,
    });
  });
  await insertRows("credential", rows);
  const exceptions = subjects.flatMap(({ exceptedChecks = [] }, index) =>
    exceptedChecks.map((checkId) => exceptionRow(account, String(rows[index]?.id), checkId)),
  );
  if (exceptions.length > 0) await insertRows("finding_exception", exceptions);
  return testDb().inTenant(tenantId, async (tx) => {
    await clientOf(tx).$executeRaw`SELECT set_config('TimeZone', ${timeZone}, true)`;
    return clientOf(tx).$queryRaw<{ state: string; use: string; ageDays: number | null }[]>`
      SELECT ${credentialStateSql(asOf)} AS state, ${credentialUseSql(asOf)} AS use,
        ${ageDaysSql(Prisma.sql`c.created_at`, asOf, Prisma.sql`c.gone_at`)} AS "ageDays"
      FROM credential c ORDER BY c.identity::int`;
  });
}

const judgeInDomain = (subjects: readonly Subject[], asOf: Date) =>
  subjects.map((subject) => ({
    state: credentialState({ ...subject, ...credentialDeadlines(subject, limitsOf(subject)) }, asOf),
    use: credentialUse({ ...subject, ...credentialDeadlines(subject, limitsOf(subject)) }, asOf),
    ageDays: subject.createdAt ? ageDays(subject.createdAt, subject.goneAt ?? asOf) : null,
  }));

const CASES: [string, Subject, string, string, number | null][] = [
  ["made this moment", activeKey(before(0), NEVER), "ok", "ok", 0],
  ["made in the future, by a clock ahead of ours", activeKey(before(-1), NEVER), "ok", "ok", 0],
  ["one millisecond short of a day old", activeKey(before(1, -1), justUsed), "ok", "ok", 0],
  ["59 days old, still out of the last 30", activeKey(before(59), justUsed), "ok", "ok", 59],
  ["60 days old, in the last 30", activeKey(before(60), justUsed), "due_soon", "ok", 60],
  ["exactly 90 days old", activeKey(before(90), justUsed), "due_soon", "ok", 90],
  ["90 days and all but a millisecond of the next", activeKey(before(91, -1), justUsed), "due_soon", "ok", 90],
  ["exactly 91 days old", activeKey(before(91), justUsed), "overdue", "ok", 91],
  ["made on the leap day before", activeKey(new Date("2024-02-29T00:00:00Z"), justUsed), "overdue", "ok", 1462],
  ["made the day before the leap day", activeKey(new Date("2028-02-28T12:00:00Z"), justUsed), "ok", "ok", 2],
  ["45 days unused to the millisecond", activeKey(before(60), usedAt(before(45))), "due_soon", "unused", 60],
  ["a millisecond short of 45 days unused", activeKey(before(59), usedAt(before(45, -1))), "ok", "ok", 59],
  ["never used for 45 days", activeKey(before(45), NEVER), "ok", "unused", 45],
  ["never used for 44 days", activeKey(before(44), NEVER), "ok", "ok", 44],
  ["unused and overdue", activeKey(before(400), usedAt(before(200))), "overdue", "unused", 400],
  ["unused and due soon", activeKey(before(80), usedAt(before(50))), "due_soon", "unused", 80],
  ["last use unknown", activeKey(before(59), UNKNOWN), "ok", "unknown", 59],
  ["creation time unknown", activeKey(null, usedAt(before(100))), "unknown", "unused", null],
  ["inactive and old", { ...activeKey(before(900), NEVER), status: "inactive" }, "ended", "ended", 900],
  ["expired", { ...activeKey(before(900), NEVER), status: "expired" }, "ended", "ended", 900],
  ["old root key", { ...activeKey(before(91), justUsed), kind: "root_access_key" }, "overdue", "ok", 91],
  ["old password in use", { ...activeKey(before(900), justUsed), kind: "console_password" }, "ok", "ok", 900],
  [
    "password unused for 45 days",
    { ...activeKey(before(900), usedAt(before(45))), kind: "console_password" },
    "ok",
    "unused",
    900,
  ],
  ["old SSH key", { ...activeKey(before(91), UNKNOWN), kind: "ssh_public_key" }, "overdue", "unknown", 91],
  [
    "API key that expires in a fortnight",
    { ...activeKey(before(1), UNKNOWN), kind: "api_key", expiresAt: before(-14) },
    "due_soon",
    "unknown",
    1,
  ],
  [
    "server certificate with time left",
    { ...activeKey(before(900), UNKNOWN), kind: "server_certificate", expiresAt: before(-31) },
    "ok",
    "unknown",
    900,
  ],
  [
    "server certificate that expired a day ago",
    { ...activeKey(before(900), UNKNOWN), kind: "server_certificate", expiresAt: before(1) },
    "overdue",
    "unknown",
    900,
  ],
  [
    "server certificate without a date",
    { ...activeKey(before(9), UNKNOWN), kind: "server_certificate" },
    "unknown",
    "unknown",
    9,
  ],
  [
    "excepted from its age",
    { ...activeKey(before(91), justUsed), exceptedChecks: ["credential_overdue"] },
    "excepted",
    "ok",
    91,
  ],
  [
    "due soon and excepted",
    { ...activeKey(before(60), justUsed), exceptedChecks: ["credential_overdue"] },
    "excepted",
    "ok",
    60,
  ],
  [
    "unused, and excepted from its age alone",
    { ...activeKey(before(400), usedAt(before(200))), exceptedChecks: ["credential_overdue"] },
    "excepted",
    "unused",
    400,
  ],
  [
    "unused and overdue, excepted from both",
    { ...activeKey(before(400), NEVER), exceptedChecks: ["credential_overdue", "credential_unused"] },
    "excepted",
    "excepted",
    400,
  ],
  [
    "without a limit of age",
    { ...activeKey(before(900), justUsed), limits: { ...DEFAULT_LIMITS, rotationDays: null } },
    "ok",
    "ok",
    900,
  ],
  [
    "never used, in its time of grace",
    { ...activeKey(before(10), NEVER), limits: { ...DEFAULT_LIMITS, unusedDays: 1, graceDays: 11 } },
    "ok",
    "ok",
    10,
  ],
  [
    "key of 2014 without a use on record",
    activeKey(new Date("2014-03-01"), beforeRecord("access_key")),
    "overdue",
    "unused",
    5114,
  ],
  [
    "the same, where the limit reaches beyond",
    {
      ...activeKey(new Date("2014-03-01"), beforeRecord("access_key")),
      limits: { ...DEFAULT_LIMITS, unusedDays: 5_000 },
    },
    "overdue",
    "unknown",
    5114,
  ],
  [
    "root password of 2016 without a use on record",
    { ...activeKey(new Date("2016-07-01"), beforeRecord("root_password")), kind: "root_password" },
    "ok",
    "unused",
    4261,
  ],
  ["deleted while overdue", { ...activeKey(before(400), justUsed), goneAt: before(100) }, "ended", "ended", 300],
  [
    "password of which nothing is known",
    { ...activeKey(null, UNKNOWN), kind: "root_password" },
    "unknown",
    "unknown",
    null,
  ],
];

test("each boundary is judged alike in SQL and in the domain, as the table says", async () => {
  const subjects = CASES.map(([, subject]) => subject);
  const named = <T>(judged: readonly T[]) => judged.map((result, index) => [CASES[index]![0], result]);
  const expected = named(CASES.map(([, , state, use, age]) => ({ state, use, ageDays: age })));
  expect(named(judgeInDomain(subjects, AS_OF))).toEqual(expected);
  expect(named(await judgeInSql(subjects, AS_OF))).toEqual(expected);
});

test("a day is 24 hours, also where the server's zone changed its clock meanwhile", async () => {
  const asOf = new Date("2026-04-10T00:30:00Z");
  const hours = Array.from({ length: 120 }, (_, hour) => hour - 60);
  const subjects = [76, 90, 91].flatMap((days) =>
    hours.map((hour) => activeKey(new Date(asOf.getTime() - days * MS_PER_DAY - hour * 3_600_000), usedAt(asOf))),
  );
  expect(await judgeInSql(subjects, asOf, "Europe/Berlin")).toEqual(judgeInDomain(subjects, asOf));
});

test("random credentials are judged alike, whatever their limits and exceptions", async () => {
  const instant = fc.date({ min: before(500), max: before(-2), noInvalidDate: true });
  const lastUse = fc.oneof(
    fc.constant(NEVER),
    fc.constant(UNKNOWN),
    fc.constant("before_record" as const),
    instant.map(usedAt),
  );
  const limits: fc.Arbitrary<RotationLimits> = fc.record({
    rotationDays: fc.option(fc.integer({ min: 1, max: 400 })),
    unusedDays: fc.option(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 3_000, max: 6_000 }))),
    graceDays: fc.integer({ min: 0, max: 60 }),
    warnDaysBefore: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 5 }),
  });
  const longAgo = fc.date({ min: new Date("2012-01-01"), max: new Date("2019-01-01"), noInvalidDate: true });
  const given = fc.record({
    kind: fc.constantFrom(...CredentialKind.options),
    status: fc.constantFrom(...CredentialStatus.options),
    createdAt: fc.option(fc.oneof(instant, longAgo)),
    goneAt: fc.option(fc.date({ min: before(500), max: before(0), noInvalidDate: true }), { freq: 2 }),
    expiresAt: fc.option(fc.date({ min: before(100), max: before(-100), noInvalidDate: true })),
    lastUse,
    limits,
    exceptedChecks: fc.subarray(["credential_overdue", "credential_unused"] as const),
  });
  const subject: fc.Arbitrary<Subject> = given.map(({ lastUse: use, ...rest }) => ({
    ...rest,
    lastUse: use === "before_record" ? beforeRecord(rest.kind) : use,
  }));
  // One query for all of them; the difference shows the case, so that nothing needs shrinking.
  const subjects = fc.sample(subject, 2_000);
  const judged = await judgeInSql(subjects, AS_OF);
  const expected = judgeInDomain(subjects, AS_OF);
  const pairs = <T>(results: readonly T[]) => results.map((result, index) => ({ ...subjects[index], result }));
  expect(pairs(judged)).toEqual(pairs(expected));
  expect(new Set(expected.map(({ state }) => state))).toEqual(new Set(CredentialState.options));
  expect(new Set(expected.map(({ use }) => use))).toEqual(new Set(CredentialUse.options));
});

test("an exception holds from when it was made to its end, and only for its own check and kind of subject", async () => {
  const { tenantId } = await makeTenant();
  const account = await makeAccount(tenantId);
  const overdue = (name: string) =>
    credentialRow(account, {
      user_name: name,
      created_at: before(91).toISOString(),
      deadline_at: before(1).toISOString(),
      due_soon_at: before(31).toISOString(),
    });
  const at = (days: number) => before(days).toISOString();
  const exceptions: Record<string, [Record<string, unknown>, string]> = {
    stands: [{}, "excepted"],
    "made just now": [{ created_at: at(0) }, "excepted"],
    "made later": [{ created_at: before(0, -1).toISOString() }, "overdue"],
    "just expired": [{ expires_at: at(0) }, "overdue"],
    "ended before": [{ ended_at: at(0), end_kind: "void" }, "overdue"],
    "ends later": [{ ended_at: before(0, -1).toISOString(), end_kind: "revoked" }, "excepted"],
    "of another check": [{ check_id: "credential_unused" }, "overdue"],
    "of another subject": [{ subject: "user" }, "overdue"],
  };
  const credentials = Object.keys(exceptions).map(overdue);
  await insertRows("credential", credentials);
  const rows = Object.values(exceptions).map(([row], index) =>
    exceptionRow(account, String(credentials[index]?.id), "credential_overdue", row),
  );
  await insertRows("finding_exception", rows);
  const judged = await testDb().inTenant(
    tenantId,
    (tx) => clientOf(tx).$queryRaw<{ name: string; state: string }[]>`
      SELECT c.user_name AS name, ${credentialStateSql(AS_OF)} AS state FROM credential c`,
  );
  expect(Object.fromEntries(judged.map(({ name, state }) => [name, state]))).toEqual(
    Object.fromEntries(Object.entries(exceptions).map(([name, [, state]]) => [name, state])),
  );
});

test("days to the deadline and the stage of warning are those of the limits, and the deadline's own day still passes", async () => {
  const { tenantId } = await makeTenant();
  const account = await makeAccount(tenantId);
  const days: [number, number, number | null][] = [
    [-31, 31, null],
    [-30, 30, 30],
    [-14.5, 14, 30],
    [-14, 14, 14],
    [-7, 7, 7],
    [-0.5, 0, 7],
    [0, 0, 7],
    [0.9, 0, 7],
    [1, -1, 0],
    [40, -40, 0],
  ];
  const credentials = days.map(([past]) => credentialRow(account, { deadline_at: before(past).toISOString() }));
  await insertRows("credential", [...credentials, credentialRow(account, { user_name: "none" })]);
  const limit = {
    tenant_id: tenantId,
    account_id: account.accountId,
    valid_from: before(9).toISOString(),
    reason: "default",
  };
  await insertRows(
    "credential_limit",
    credentials.map(({ id }) => ({
      ...limit,
      credential_id: id,
      grace_days: 7,
      warn_days_before: [30, 14, 7],
      holder: "human",
    })),
  );
  const judged = await testDb().inTenant(
    tenantId,
    (tx) => clientOf(tx).$queryRaw<{ id: string; dueInDays: number | null; warningDays: number | null }[]>`
      SELECT c.id, ${dueInDaysSql(AS_OF)} AS "dueInDays", ${warningDaysSql(AS_OF, undefined)} AS "warningDays"
      FROM credential c ORDER BY c.deadline_at DESC`,
  );
  const none = { dueInDays: null, warningDays: null };
  const expected = days.map(([, dueInDays, warningDays]) => ({ dueInDays, warningDays }));
  expect(judged.map(({ id: _, ...row }) => row)).toEqual([none, ...expected]);
});
