import { expect, it } from "vitest";
import { type ReportRow, readReportRows } from "./credential-report.ts";
import { rootFactOf } from "./credential-report-root.ts";

const ARN = "arn:aws:iam::111122223333:root";
const ROW = {
  user: "<root_account>",
  arn: ARN,
  password_enabled: "true",
  password_last_used: "2026-10-01T00:00:00Z",
  password_last_changed: "2024-10-01T00:00:00Z",
  mfa_active: "true",
  access_key_1_active: "true",
  access_key_1_last_rotated: "2020-01-01T00:00:00Z",
  access_key_1_last_used_date: "N/A",
  access_key_2_active: "false",
  access_key_2_last_rotated: "N/A",
  access_key_2_last_used_date: "N/A",
  cert_1_active: "false",
  cert_1_last_rotated: "N/A",
  cert_2_active: "true",
  cert_2_last_rotated: "2013-06-01T00:00:00Z",
};

function rootRow(more: Record<string, string> = {}): ReportRow | null {
  const report = readReportRows([{ ...ROW, ...more }], new Date("2026-11-01"));
  return report.state === "parsed" ? report.root : null;
}

it("is told by the report", () => {
  const summary = { AccountPasswordPresent: 0, AccountMFAEnabled: 0, AccountAccessKeysPresent: 0 };
  expect(rootFactOf(ARN, rootRow(), summary, true)).toEqual({
    arn: ARN,
    hasPassword: true,
    mfaActive: true,
    mfaKind: "virtual",
    accessKeys: [{ slot: 1, lastRotatedAt: new Date("2020-01-01T00:00:00Z"), lastUse: { kind: "never" } }],
    signingCertificates: [{ slot: 2, lastRotatedAt: new Date("2013-06-01T00:00:00Z") }],
    passwordLastUse: { kind: "at", at: new Date("2026-10-01T00:00:00Z"), service: null, region: null },
    passwordLastChangedAt: new Date("2024-10-01T00:00:00Z"),
  });
});

it("is told by the summary where an older report does not support the column", () => {
  const row = rootRow({
    password_enabled: "not_supported",
    access_key_1_active: "false",
    access_key_1_last_rotated: "N/A",
  });
  expect(rootFactOf(ARN, row, { AccountPasswordPresent: 1 }, null)).toMatchObject({
    hasPassword: true,
    accessKeys: [],
  });
  expect(rootFactOf(ARN, row, null, null)?.hasPassword).toBeNull();
});

it("is told by the summary alone, without dates that nobody told", () => {
  const summary = {
    AccountPasswordPresent: 0,
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 1,
    AccountSigningCertificatesPresent: 0,
  };
  expect(rootFactOf(ARN, null, summary, null)).toMatchObject({
    hasPassword: false,
    mfaActive: true,
    mfaKind: null,
    accessKeys: [{ slot: 1, lastRotatedAt: null, lastUse: { kind: "unknown" } }],
    signingCertificates: [],
    passwordLastUse: { kind: "unknown" },
    passwordLastChangedAt: null,
  });
});

it.each([
  ["true", true, "virtual"],
  ["true", false, "unknown"],
  ["true", null, null],
  ["false", false, "none"],
  ["false", null, "none"],
  ["N/A", false, null],
])("has, with MFA %s and a virtual device %s, MFA of the kind %s", (mfa_active, hasVirtualDevice, kind) => {
  expect(rootFactOf(ARN, rootRow({ mfa_active }), null, hasVirtualDevice)?.mfaKind).toBe(kind);
});

it("is null where nothing was readable", () => {
  expect(rootFactOf(ARN, null, null, null)).toBeNull();
});
