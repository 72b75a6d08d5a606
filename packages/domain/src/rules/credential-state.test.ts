import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CredentialKind, CredentialStatus } from "../inventory/credential.ts";
import { MS_PER_DAY } from "../primitives.ts";
import type { LastUse } from "../scans/reading.ts";
import { ageDays, credentialDeadlines, credentialState } from "./credential-state.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const before = (days: number, ms = 0) => new Date(AS_OF.getTime() - days * MS_PER_DAY - ms);
const usedAt = (at: Date): LastUse => ({ kind: "at", at, service: "s3", region: "eu-west-1" });
const NEVER: LastUse = { kind: "never" };
const UNKNOWN: LastUse = { kind: "unknown", reason: "iam:GetAccessKeyLastUsed was denied" };
const key = { kind: "access_key", status: "active" } as const;

type Subject = Parameters<typeof credentialDeadlines>[0];
const judge = (subject: Subject, asOf = AS_OF) =>
  credentialState({ ...subject, ...credentialDeadlines(subject) }, asOf);

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

describe("deadlines", () => {
  test.each<[string, Subject, number | null, number | null]>([
    ["of a key in use", { ...key, createdAt: before(10), lastUse: usedAt(before(3)) }, 80, 42],
    ["of a key never used", { ...key, createdAt: before(10), lastUse: NEVER }, 80, 35],
    ["of a key of unknown use", { ...key, createdAt: before(10), lastUse: UNKNOWN }, 80, null],
    ["of a key of unknown age", { ...key, createdAt: null, lastUse: usedAt(before(3)) }, null, 42],
    ["of a root key", { ...key, kind: "root_access_key", createdAt: before(10), lastUse: NEVER }, 80, 35],
    [
      "of a password",
      { ...key, kind: "console_password", createdAt: before(10), lastUse: usedAt(before(3)) },
      null,
      42,
    ],
    ["of a root password never used", { ...key, kind: "root_password", createdAt: null, lastUse: NEVER }, null, null],
    [
      "of an SSH key, whose use nobody tells",
      { ...key, kind: "ssh_public_key", createdAt: before(10), lastUse: UNKNOWN },
      80,
      null,
    ],
    [
      "of a signing certificate",
      { ...key, kind: "signing_certificate", createdAt: before(10), lastUse: UNKNOWN },
      80,
      null,
    ],
    [
      "of an API key that expires before",
      { ...key, kind: "api_key", createdAt: before(10), expiresAt: before(-30), lastUse: UNKNOWN },
      30,
      null,
    ],
    [
      "of an API key that expires after",
      { ...key, kind: "api_key", createdAt: before(10), expiresAt: before(-300), lastUse: UNKNOWN },
      80,
      null,
    ],
    [
      "of a server certificate",
      { ...key, kind: "server_certificate", createdAt: before(300), expiresAt: before(-30), lastUse: UNKNOWN },
      30,
      null,
    ],
    ["of an inactive key", { ...key, status: "inactive", createdAt: before(10), lastUse: NEVER }, null, null],
    ["of an expired key", { ...key, status: "expired", createdAt: before(10), lastUse: NEVER }, null, null],
  ])("%s", (_, subject, deadlineInDays, unusedInDays) => {
    const inDays = (days: number | null) => (days === null ? null : before(-days));
    expect(credentialDeadlines(subject)).toEqual({
      deadlineAt: inDays(deadlineInDays),
      unusedAt: inDays(unusedInDays),
    });
  });
});

describe("state", () => {
  test.each<[string, Subject, string]>([
    ["in use, 75 days old", { ...key, createdAt: before(75), lastUse: usedAt(AS_OF) }, "ok"],
    ["in use, 76 days old", { ...key, createdAt: before(76), lastUse: usedAt(AS_OF) }, "due_soon"],
    ["in use, exactly 90 days old", { ...key, createdAt: before(90), lastUse: usedAt(AS_OF) }, "due_soon"],
    [
      "in use, 91 days old less a millisecond",
      { ...key, createdAt: before(91, -1), lastUse: usedAt(AS_OF) },
      "due_soon",
    ],
    ["in use, exactly 91 days old", { ...key, createdAt: before(91), lastUse: usedAt(AS_OF) }, "overdue"],
    ["unused for 45 days", { ...key, createdAt: before(60), lastUse: usedAt(before(45)) }, "unused"],
    ["unused for 45 days less a millisecond", { ...key, createdAt: before(60), lastUse: usedAt(before(45, -1)) }, "ok"],
    ["overdue and unused", { ...key, createdAt: before(300), lastUse: NEVER }, "overdue"],
    ["of unknown age, unused", { ...key, createdAt: null, lastUse: usedAt(before(300)) }, "unknown"],
    ["of unknown use, young", { ...key, createdAt: before(60), lastUse: UNKNOWN }, "ok"],
    ["inactive, ancient", { ...key, status: "inactive", createdAt: before(3_000), lastUse: NEVER }, "ok"],
    [
      "a server certificate with time left",
      { ...key, kind: "server_certificate", createdAt: before(300), expiresAt: before(-30), lastUse: UNKNOWN },
      "ok",
    ],
    [
      "a server certificate about to expire",
      { ...key, kind: "server_certificate", createdAt: before(300), expiresAt: before(-14), lastUse: UNKNOWN },
      "due_soon",
    ],
    [
      "a server certificate that has expired",
      { ...key, kind: "server_certificate", createdAt: before(300), expiresAt: before(1), lastUse: UNKNOWN },
      "overdue",
    ],
    [
      "a server certificate without a date",
      { ...key, kind: "server_certificate", createdAt: before(300), lastUse: UNKNOWN },
      "unknown",
    ],
    ["a password of unknown use", { ...key, kind: "console_password", createdAt: null, lastUse: UNKNOWN }, "unknown"],
    [
      "a password in use for years",
      { ...key, kind: "console_password", createdAt: before(3_000), lastUse: usedAt(AS_OF) },
      "ok",
    ],
  ])("%s", (_, subject, state) => {
    expect(judge(subject)).toBe(state);
  });

  const instant = fc.date({ min: before(1_000), max: AS_OF, noInvalidDate: true });
  const subjects: fc.Arbitrary<Subject> = fc.record({
    kind: fc.constantFrom(...CredentialKind.options),
    status: fc.constantFrom(...CredentialStatus.options),
    createdAt: fc.option(instant),
    lastUse: fc.oneof(fc.constant(NEVER), fc.constant(UNKNOWN), instant.map(usedAt)),
  });

  test("never gets better by time alone", () => {
    const grades = ["ok", "due_soon", "unused", "overdue"];
    fc.assert(
      fc.property(subjects, fc.nat({ max: 400 }), (subject, days) => {
        const [now, later] = [judge(subject), judge(subject, before(-days))];
        if (now === "unknown") expect(later).toBe("unknown");
        else expect(grades.indexOf(later)).toBeGreaterThanOrEqual(grades.indexOf(now));
      }),
    );
  });

  test("of an active key is never fine while its age is unknown", () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        expect(judge({ ...subject, ...key, createdAt: null })).toBe("unknown");
      }),
    );
  });
});
