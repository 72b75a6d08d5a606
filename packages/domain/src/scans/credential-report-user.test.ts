import { expect, it } from "vitest";
import { type ReportRow, readReportRows } from "./credential-report.ts";
import { accessKeysOfRow, consolePasswordOfRow } from "./credential-report-user.ts";

const ARN = "arn:aws:iam::111122223333:user/ada";
const ROW: Record<string, string> = {
  user: "ada",
  arn: ARN,
  password_enabled: "true",
  password_last_used: "N/A",
  password_last_changed: "2024-10-01T00:00:00Z",
  access_key_1_active: "false",
  access_key_1_last_rotated: "N/A",
  access_key_1_last_used_date: "N/A",
  access_key_2_active: "false",
  access_key_2_last_rotated: "2020-01-01T00:00:00Z",
  access_key_2_last_used_date: "2021-01-01T00:00:00Z",
  access_key_2_last_used_region: "us-east-1",
  access_key_2_last_used_service: "s3",
  cert_1_active: "false",
  cert_1_last_rotated: "2014-01-01T00:00:00Z",
  cert_2_active: "false",
  cert_2_last_rotated: "N/A",
};

function rowOf(more: Record<string, string> = {}): ReportRow | null {
  const report = readReportRows([{ ...ROW, ...more }], new Date("2026-11-01"));
  return report.state === "parsed" ? (report.rows.get(ARN) ?? null) : null;
}

it("tells of keys by their places, without ids and without a creation that nobody told", () => {
  const lastUse = { kind: "at", at: new Date("2021-01-01T00:00:00Z"), service: "s3", region: "us-east-1" };
  expect(accessKeysOfRow(rowOf())).toEqual([
    { accessKeyId: null, slot: 2, status: "Inactive", createdAt: null, lastUse },
  ]);
  expect(accessKeysOfRow(null)).toBeNull();
});

it.each([
  ["true", { exists: true, lastChangedAt: new Date("2024-10-01T00:00:00Z"), lastUse: { kind: "never" } }],
  ["FALSE", { exists: false }],
  ["not_supported", null],
])("tells of a password that is %s", (password_enabled, expected) => {
  expect(consolePasswordOfRow(rowOf({ password_enabled }))).toEqual(expected);
});

it.each([
  ["2018-05-24T00:00:00+00:00", "never"],
  ["2018-05-23T23:59:59+00:00", "before_record"],
  ["N/A", "before_record"],
])("of a password without a use, of a user made on %s, the last use is %s", (user_creation_time, kind) => {
  const row = rowOf({ user_creation_time, password_last_used: "no_information" });
  expect(row?.passwordLastUse.kind).toBe(kind);
});

it("tells of certificates by their places, and of a change in them apart from one in the keys", () => {
  const row = rowOf();
  expect(row?.certificateSlots).toEqual([{ slot: 1, active: false, lastRotatedAt: new Date("2014-01-01T00:00:00Z") }]);
  const activated = rowOf({ cert_1_active: "true" });
  expect(activated?.keyFingerprint).toBe(row?.keyFingerprint);
  expect(activated?.certificateFingerprint).not.toBe(row?.certificateFingerprint);
});

it("makes digests with what it is given for that", () => {
  const report = readReportRows([ROW], new Date("2026-11-01"), (text) => String(text.length));
  expect(report.state === "parsed" && report.rows.get(ARN)?.keyFingerprint).toMatch(/^\d+$/);
});

it.each([
  ["no rows", []],
  ["no column user", [{ arn: ARN }]],
])("refuses %s", (what, rows: Record<string, string>[]) => {
  expect(readReportRows(rows, new Date())).toEqual({ state: "malformed", reason: `the report has ${what}` });
});
