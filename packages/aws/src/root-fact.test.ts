import { expect, it } from "vitest";
import { parseCredentialReport } from "./credential-report.ts";
import { rootFactOf } from "./root-fact.ts";

const ARN = "arn:aws:iam::111122223333:root";
const HEADER =
  "user,arn,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date";

function rootRow(cells: string) {
  const report = parseCredentialReport(`${HEADER}\n<root_account>,${ARN},${cells}`, new Date("2026-11-01"));
  return report.state === "parsed" ? report.root : null;
}

it("is told by the report", () => {
  const row = rootRow("true,2026-10-01T00:00:00Z,true,true,2020-01-01T00:00:00Z,N/A,false,N/A,N/A");
  expect(
    rootFactOf(ARN, row, { AccountPasswordPresent: 0, AccountMFAEnabled: 0, AccountAccessKeysPresent: 0 }),
  ).toMatchObject({
    hasPassword: true,
    mfaActive: true,
    accessKeys: [{ slot: 1, lastRotatedAt: new Date("2020-01-01T00:00:00Z"), lastUse: { kind: "never" } }],
    passwordLastUse: { kind: "at" },
  });
});

it("is told by the summary where an older report does not support the column", () => {
  const row = rootRow("not_supported,no_information,false,false,N/A,N/A,false,N/A,N/A");
  expect(rootFactOf(ARN, row, { AccountPasswordPresent: 1 })).toMatchObject({ hasPassword: true, accessKeys: [] });
  expect(rootFactOf(ARN, row, null)?.hasPassword).toBeNull();
});

it("is told by the summary alone, without dates that nobody told", () => {
  const summary = { AccountPasswordPresent: 0, AccountMFAEnabled: 1, AccountAccessKeysPresent: 1 };
  expect(rootFactOf(ARN, null, summary)).toMatchObject({
    hasPassword: false,
    mfaActive: true,
    accessKeys: [{ slot: 1, lastRotatedAt: null, lastUse: { kind: "unknown" } }],
    passwordLastUse: { kind: "unknown" },
  });
});

it("is null where nothing was readable", () => {
  expect(rootFactOf(ARN, null, null)).toBeNull();
});
