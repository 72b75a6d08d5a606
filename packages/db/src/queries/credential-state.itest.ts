import {
  ageDays,
  type Credential,
  CredentialKind,
  CredentialStatus,
  credentialDeadlines,
  credentialState,
  type LastUse,
  MS_PER_DAY,
} from "@rolecall/domain";
import { credentialRow, insertRows, makeAccount, makeTenant, testDb } from "@rolecall/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Prisma } from "../generated/client.ts";
import { ageDaysSql, credentialStateSql } from "./credential-state.ts";

type Subject = {
  kind: Credential["kind"];
  status: Credential["status"];
  createdAt: Date | null;
  expiresAt?: Date | null;
  lastUse: LastUse;
};

/** The day after the leap day of 2028, by which some of the cases span it. */
const AS_OF = new Date("2028-03-01T12:00:00Z");
const before = (days: number, ms = 0): Date => new Date(AS_OF.getTime() - days * MS_PER_DAY - ms);
const usedAt = (at: Date): LastUse => ({ kind: "at", at, service: null, region: null });
const UNKNOWN: LastUse = { kind: "unknown", reason: "not tracked" };
const NEVER: LastUse = { kind: "never" };
const activeKey = (createdAt: Date | null, lastUse: LastUse): Subject => ({
  kind: "access_key",
  status: "active",
  createdAt,
  lastUse,
});
const justUsed = usedAt(before(0, 60_000));

/** Writes the subjects as a scan would and lets PostgreSQL judge them, in the order given. */
async function judgeInSql(subjects: readonly Subject[], asOf: Date, timeZone = "UTC") {
  const { tenantId } = await makeTenant();
  const account = await makeAccount(tenantId);
  const rows = subjects.map((subject, index) => {
    const { kind, status, createdAt, expiresAt, lastUse } = subject;
    const { deadlineAt, unusedAt } = credentialDeadlines(subject);
    return credentialRow(account, {
      identity: String(index),
      kind,
      status,
      created_at: createdAt?.toISOString() ?? null,
      expires_at: expiresAt?.toISOString() ?? null,
      last_use: lastUse.kind,
      last_used_at: lastUse.kind === "at" ? lastUse.at.toISOString() : null,
      deadline_at: deadlineAt?.toISOString() ?? null,
      unused_at: unusedAt?.toISOString() ?? null,
    });
  });
  await insertRows("credential", rows);
  return testDb().inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT set_config('TimeZone', ${timeZone}, true)`;
    return tx.$queryRaw<{ state: string; ageDays: number | null }[]>`
      SELECT ${credentialStateSql(asOf)} AS state, ${ageDaysSql(Prisma.sql`c.created_at`, asOf)} AS "ageDays"
      FROM credential c ORDER BY c.identity::int`;
  });
}

const judgeInDomain = (subjects: readonly Subject[], asOf: Date) =>
  subjects.map((subject) => ({
    state: credentialState({ ...subject, ...credentialDeadlines(subject) }, asOf),
    ageDays: subject.createdAt ? ageDays(subject.createdAt, asOf) : null,
  }));

const CASES: [string, Subject, string, number | null][] = [
  ["made this moment", activeKey(before(0), NEVER), "ok", 0],
  ["made in the future, by a clock ahead of ours", activeKey(before(-1), NEVER), "ok", 0],
  ["one millisecond short of a day old", activeKey(before(1, -1), justUsed), "ok", 0],
  ["75 days old, still out of the last fortnight", activeKey(before(75), justUsed), "ok", 75],
  ["76 days old, in the last fortnight", activeKey(before(76), justUsed), "due_soon", 76],
  ["exactly 90 days old", activeKey(before(90), justUsed), "due_soon", 90],
  ["90 days and all but a millisecond of the next", activeKey(before(91, -1), justUsed), "due_soon", 90],
  ["exactly 91 days old", activeKey(before(91), justUsed), "overdue", 91],
  ["made on the leap day before", activeKey(new Date("2024-02-29T00:00:00Z"), justUsed), "overdue", 1462],
  ["made the day before the leap day", activeKey(new Date("2028-02-28T12:00:00Z"), justUsed), "ok", 2],
  ["45 days unused to the millisecond", activeKey(before(60), usedAt(before(45))), "unused", 60],
  ["a millisecond short of 45 days unused", activeKey(before(60), usedAt(before(45, -1))), "ok", 60],
  ["never used for 45 days", activeKey(before(45), NEVER), "unused", 45],
  ["never used for 44 days", activeKey(before(44), NEVER), "ok", 44],
  ["unused and overdue", activeKey(before(400), usedAt(before(200))), "overdue", 400],
  ["unused and due soon", activeKey(before(80), usedAt(before(50))), "unused", 80],
  ["last use unknown", activeKey(before(60), UNKNOWN), "ok", 60],
  ["creation time unknown", activeKey(null, usedAt(before(100))), "unknown", null],
  ["inactive and old", { ...activeKey(before(900), NEVER), status: "inactive" }, "ok", 900],
  ["expired", { ...activeKey(before(900), NEVER), status: "expired" }, "ok", 900],
  ["old root key", { ...activeKey(before(91), justUsed), kind: "root_access_key" }, "overdue", 91],
  ["old password in use", { ...activeKey(before(900), justUsed), kind: "console_password" }, "ok", 900],
  [
    "password unused for 45 days",
    { ...activeKey(before(900), usedAt(before(45))), kind: "console_password" },
    "unused",
    900,
  ],
  ["old SSH key", { ...activeKey(before(91), UNKNOWN), kind: "ssh_public_key" }, "overdue", 91],
  [
    "API key that expires in a fortnight",
    { ...activeKey(before(1), UNKNOWN), kind: "api_key", expiresAt: before(-14) },
    "due_soon",
    1,
  ],
  [
    "server certificate with time left",
    { ...activeKey(before(900), UNKNOWN), kind: "server_certificate", expiresAt: before(-30) },
    "ok",
    900,
  ],
  [
    "server certificate that expired a day ago",
    { ...activeKey(before(900), UNKNOWN), kind: "server_certificate", expiresAt: before(1) },
    "overdue",
    900,
  ],
  ["server certificate without a date", { ...activeKey(before(9), UNKNOWN), kind: "server_certificate" }, "unknown", 9],
  ["password of which nothing is known", { ...activeKey(null, UNKNOWN), kind: "root_password" }, "unknown", null],
];

test("each boundary is judged alike in SQL and in the domain, as the table says", async () => {
  const subjects = CASES.map(([, subject]) => subject);
  const named = <T>(judged: readonly T[]) => judged.map((result, index) => [CASES[index]![0], result]);
  const expected = named(CASES.map(([, , state, age]) => ({ state, ageDays: age })));
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

test("random credentials are judged alike", async () => {
  const instant = fc.date({ min: before(500), max: before(-2), noInvalidDate: true });
  const lastUse = fc.oneof(fc.constant(NEVER), fc.constant(UNKNOWN), instant.map(usedAt));
  const subject: fc.Arbitrary<Subject> = fc.record({
    kind: fc.constantFrom(...CredentialKind.options),
    status: fc.constantFrom(...CredentialStatus.options),
    createdAt: fc.option(instant),
    expiresAt: fc.option(fc.date({ min: before(100), max: before(-100), noInvalidDate: true })),
    lastUse,
  });
  // One query for all of them; the difference shows the case, so that nothing needs shrinking.
  const subjects = fc.sample(subject, 2_000);
  const judged = await judgeInSql(subjects, AS_OF);
  const expected = judgeInDomain(subjects, AS_OF);
  const pairs = <T>(results: readonly T[]) => results.map((result, index) => ({ ...subjects[index], result }));
  expect(pairs(judged)).toEqual(pairs(expected));
  expect(new Set(expected.map(({ state }) => state))).toEqual(
    new Set(["ok", "due_soon", "overdue", "unused", "unknown"]),
  );
});
