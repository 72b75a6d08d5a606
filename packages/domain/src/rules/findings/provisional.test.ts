import { expect, it } from "vitest";
import type { CredentialKind } from "../../inventory/credential.ts";
import type { CheckId, FindingSubject } from "../../judgement/check.ts";
import { isProvisional, type Readings } from "./provisional.ts";

const REPORT_AT = new Date("2026-06-01T08:00:00Z");
const JUDGED_AT = new Date("2026-06-01T10:00:00Z");
const LATER = new Date("2026-06-01T12:00:00Z");
const READ: Readings = { reportObservedAt: REPORT_AT, recheckedAt: null };

const verdict = (checkId: CheckId, subject: FindingSubject) => ({
  checkId,
  subject,
  subjectId: "id",
  resourceName: "name",
  userRecordId: null,
  owner: null,
  result: "fail" as const,
  severity: "medium" as const,
  sentence: "It fails.",
  facts: [],
  grade: null,
});
const unused = verdict("credential_unused", "credential");
const opened = { isProvisional: true, openedAt: JUDGED_AT };

it.each<[string, CheckId, FindingSubject, CredentialKind | undefined, boolean]>([
  ["the use of a key", "credential_unused", "credential", "access_key", true],
  ["the use of a password", "credential_unused", "credential", "console_password", true],
  ["the age of a key, which AWS lists", "credential_overdue", "credential", "access_key", false],
  ["the age of a root key", "credential_overdue", "credential", "root_access_key", true],
  ["the age of a server certificate", "credential_overdue", "credential", "server_certificate", false],
  ["the MFA of a user", "console_user_mfa", "credential", "console_password", true],
  ["the use of a user's keys", "rotated_in_name_only", "user", undefined, true],
  ["the use of the root user", "root_recently_used", "account", undefined, true],
  ["a trust policy", "trust_public", "role", undefined, false],
  ["a policy of a user", "user_direct_policies", "user", undefined, false],
])("%s: a report alone tells it or not", (_, checkId, subject, kind, expected) => {
  expect(isProvisional(verdict(checkId, subject), kind, undefined, READ)).toBe(expected);
});

it.each<[string, Parameters<typeof isProvisional>, boolean]>([
  ["no report, or an uploaded one", [unused, "access_key", undefined, { ...READ, reportObservedAt: null }], false],
  ["a recheck after the report", [unused, "access_key", undefined, { ...READ, recheckedAt: LATER }], false],
  ["a recheck before the report", [unused, "access_key", undefined, { ...READ, recheckedAt: new Date(0) }], true],
  ["the same report again", [unused, "access_key", opened, READ], true],
  [
    "a report made just when it was opened",
    [unused, "access_key", opened, { ...READ, reportObservedAt: JUDGED_AT }],
    true,
  ],
  ["a report made since", [unused, "access_key", opened, { ...READ, reportObservedAt: LATER }], false],
  ["what was firm before", [unused, "access_key", { ...opened, isProvisional: false }, READ], false],
])("%s decides whether it is provisional", (_, given, expected) => {
  expect(isProvisional(...given)).toBe(expected);
});
