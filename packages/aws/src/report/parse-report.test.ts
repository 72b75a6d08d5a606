import { isStaleReport, type ParsedReport, rowOfUser } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { parseCredentialReport } from "./parse-report.ts";

const COLUMNS =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
  "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
  "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
  "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
const GENERATED_AT = new Date("2026-11-01T08:00:00Z");
const ARN = "arn:aws:iam::111122223333:user/team/ada";
const NO_KEY = "false,N/A,N/A,N/A,N/A";
const CERTIFICATES = "false,N/A,false,N/A";

const rowOf = ({
  password = "false,N/A,N/A,N/A",
  mfa = "false",
  key1 = NO_KEY,
  key2 = NO_KEY,
  user = "ada",
  arn = ARN,
} = {}) => [user, arn, "2020-01-01T00:00:00+00:00", password, mfa, key1, key2, CERTIFICATES].join(",");

function parse(...lines: string[]): ParsedReport {
  const report = parseCredentialReport([COLUMNS, ...lines].join("\n"), GENERATED_AT);
  if (report.state === "malformed") throw new Error(report.reason);
  return report;
}

const parseRow = (row: Parameters<typeof rowOf>[0]) => parse(rowOf(row)).rows.get(ARN);

describe("parseCredentialReport", () => {
  it.each([
    { cells: "true,2026-10-01T10:00:00+00:00,us-east-1,s3", use: { kind: "at", region: "us-east-1", service: "s3" } },
    { cells: "true,2026-10-01T10:00:00+00:00,N/A,iam", use: { kind: "at", region: null, service: "iam" } },
    { cells: "TRUE,N/A,N/A,N/A", use: { kind: "never" } },
    { cells: "true,no_information,N/A,N/A", use: { kind: "unknown" } },
  ])("reads the last use of a key from $cells", ({ cells, use }) => {
    const [active, ...used] = cells.split(",");
    const slots = parseRow({ key1: [active, "2026-01-02T03:04:05+00:00", ...used].join(",") })?.keySlots;
    expect(slots).toMatchObject([
      { slot: 1, active: true, lastRotatedAt: new Date("2026-01-02T03:04:05Z"), lastUse: use },
    ]);
  });

  it("does not say never of a key that is older than the tracking of keys", () => {
    const slots = parseRow({ key1: "true,2014-01-02T03:04:05+00:00,N/A,N/A,N/A" })?.keySlots;
    expect(slots?.[0]?.lastUse.kind).toBe("unknown");
  });

  it("shows an inactive key by its date, and an empty slot not at all", () => {
    const slots = parseRow({ key2: "false,2026-01-02T03:04:05+00:00,N/A,N/A,N/A" })?.keySlots;
    expect(slots).toMatchObject([{ slot: 2, active: false }]);
  });

  it.each([
    { password: "true,2026-10-01T10:00:00+00:00,2026-01-01T00:00:00+00:00,N/A", enabled: true, use: "at" },
    { password: "TRUE,no_information,2026-01-01T00:00:00+00:00,N/A", enabled: true, use: "never" },
    { password: "true,N/A,2026-01-01T00:00:00+00:00,N/A", enabled: true, use: "never" },
    { password: "FALSE,N/A,N/A,N/A", enabled: false, use: "never" },
    { password: "not_supported,no_information,not_supported,not_supported", enabled: null, use: "never" },
  ])("reads the password $password", ({ password, enabled, use }) => {
    const row = parseRow({ password });
    expect([row?.passwordEnabled, row?.passwordLastUse.kind]).toEqual([enabled, use]);
  });

  it("keeps the root user apart, and takes a 23rd column and capital booleans", () => {
    const root = rowOf({ user: "<root_account>", arn: "arn:aws:iam::111122223333:root", mfa: "TRUE" });
    const report = parseCredentialReport(
      `${COLUMNS},additional_credentials_info\n${root},N/A\n${rowOf()},N/A`,
      GENERATED_AT,
    ) as ParsedReport;
    expect(report.root).toMatchObject({ arn: "arn:aws:iam::111122223333:root", mfaActive: true });
    expect([...report.rows.keys()]).toEqual([ARN]);
  });

  it("reads by column name, whatever the order, and tells a missing column from a false one", () => {
    const report = parseCredentialReport(`mfa_active,arn,user\ntrue,${ARN},ada`, GENERATED_AT) as ParsedReport;
    expect(report.rows.get(ARN)).toMatchObject({
      mfaActive: true,
      passwordEnabled: null,
      keySlots: null,
      keyFingerprint: null,
    });
  });

  it.each([
    ["nothing", ""],
    ["only a header", COLUMNS],
    ["a page of a proxy", "<html><body>Bad gateway</body></html>"],
    ["a row cut short", `${COLUMNS}\n${rowOf()}\n${rowOf().slice(0, 60)}`],
    ["no user column", `arn,mfa_active\n${ARN},true`],
    ["an open quotation mark", `${COLUMNS}\n"${rowOf()}`],
  ])("refuses %s, with a reason", (_, text) => {
    expect(parseCredentialReport(text, GENERATED_AT)).toMatchObject({
      state: "malformed",
      reason: expect.stringMatching(/report/),
    });
  });

  it.each([
    ["a boolean", rowOf({ mfa: "maybe" }), "mfa_active"],
    ["a date", rowOf({ key1: "true,yesterday,N/A,N/A,N/A" }), "access_key_1_last_rotated"],
    ["a whole date", rowOf({ key1: "true,2026-01-02,N/A,N/A,N/A" }), "access_key_1_last_rotated"],
    ["a last cell that is cut", rowOf().slice(0, -1), "cert_2_last_rotated"],
  ])("sets a row apart in which %s is none", (_, row, column) => {
    const report = parse(row, rowOf({ user: "bob", arn: "arn:aws:iam::111122223333:user/bob" }));
    expect(report.oddRows).toMatchObject([{ arn: ARN, message: expect.stringContaining(column) }]);
    expect(report.rows.size).toBe(1);
  });
});

it.each([
  ["fewer", rowOf().slice(0, 60)],
  ["more", `${rowOf()},true`],
])("sets a row apart that has %s cells than there are columns, and reads the others", (_, row) => {
  const bob = "arn:aws:iam::111122223333:user/bob";
  const report = parse(
    rowOf({ user: "carol", arn: "arn:aws:iam::111122223333:user/carol" }),
    row,
    rowOf({ user: "bob", arn: bob }),
  );
  expect(report.oddRows).toMatchObject([{ arn: ARN, message: expect.stringContaining("line 3") }]);
  expect([...report.rows.keys()]).toEqual(["arn:aws:iam::111122223333:user/carol", bob]);
});

describe("a report of an implementation other than AWS's", () => {
  it.each([
    "2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00+00:00",
    "2024-01-01T00:00:00.000Z",
    "2024-01-01T00:00:00.000123+00:00",
    "2024-01-01 00:00:00",
    "2024-01-01 00:00:00.000000",
    "2024-01-01 00:00:00+00:00",
    "2024-01-01 00:00:00 UTC",
    "2024-01-01T00:00:00",
    "2024-01-01T02:00:00+0200",
  ])("writes a date as %s", (date) => {
    const slots = parseRow({ key1: `true,${date},${date},N/A,N/A` })?.keySlots;
    const at = new Date("2024-01-01T00:00:00Z");
    expect(slots).toMatchObject([{ lastRotatedAt: at, lastUse: { kind: "at", at } }]);
  });

  it("has no row of the root user", () => {
    expect(parse(rowOf())).toMatchObject({ root: null, rows: new Map([[ARN, expect.anything()]]) });
  });

  it("has no last use of keys and passwords: that is unknown, and the keys are still shown", () => {
    const header =
      "user,arn,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated";
    const text = `${header}\nada,${ARN},true,true,2024-01-01T00:00:00Z,false,N/A`;
    const report = parseCredentialReport(text, GENERATED_AT) as ParsedReport;
    expect(report.rows.get(ARN)).toMatchObject({
      keySlots: [{ slot: 1, active: true, lastUse: { kind: "unknown" } }],
      passwordLastUse: { kind: "unknown" },
    });
  });

  it("shows an inactive key, whose dates are N/A, as no key", () => {
    expect(parseRow({ key1: "false,N/A,N/A,N/A,N/A" })?.keySlots).toEqual([]);
    expect(parseRow({ key1: "true,N/A,N/A,N/A,N/A" })?.keySlots).toMatchObject([{ active: true, lastRotatedAt: null }]);
  });
});

describe("rowOfUser", () => {
  const user = { arn: ARN, userName: "ada", createdAt: new Date("2020-01-01T00:00:00.500Z") };
  const madeAnew = { ...user, createdAt: new Date("2026-01-01T00:00:00Z") };
  const otherArn = "arn:aws:iam::000000000000:user/ada";
  const withoutCreation = (arn: string) =>
    parseCredentialReport(`user,arn,mfa_active\nada,${arn},true`, GENERATED_AT) as ParsedReport;
  const withoutArn = parseCredentialReport("user,mfa_active\nada,true", GENERATED_AT) as ParsedReport;

  it.each([
    ["by ARN", parse(rowOf()), user, true],
    ["by ARN, but of a user who was made anew", parse(rowOf()), madeAnew, false],
    ["by name and creation where the ARN is another", parse(rowOf({ arn: otherArn })), user, true],
    ["by name where the ARN is none", parse(rowOf({ arn: "ada" })), user, true],
    ["by name where the ARN is empty, but of a user who was made anew", parse(rowOf({ arn: "" })), madeAnew, false],
    ["by name where there is no ARN column", withoutArn, user, true],
    ["by ARN where the creation is not told", withoutCreation(ARN), user, true],
    ["by name alone, against another ARN", withoutCreation(otherArn), user, false],
    ["by neither", parse(rowOf({ user: "bob", arn: otherArn })), user, false],
  ])("finds a row %s", (_, report, whose, found) => {
    expect(rowOfUser(report, whose) !== null).toBe(found);
  });
});

it.each([
  ["2026-11-02T07:59:59Z", false],
  ["2026-11-02T08:00:01Z", true],
  ["2019-01-01T00:00:00Z", false],
])("is stale at %s: %s", (now, isStale) => {
  expect(isStaleReport(parse(rowOf()), new Date(now))).toBe(isStale);
});

describe("keyFingerprint", () => {
  const key = (active: string, rotated: string, used = "N/A") => `${active},${rotated},${used},N/A,N/A`;
  const fingerprint = (key1: string, key2 = NO_KEY) => parseRow({ key1, key2 })?.keyFingerprint;
  const before = fingerprint(key("true", "2026-01-02T03:04:05+00:00"));

  it.each([
    ["use", key("true", "2026-01-02T03:04:05+00:00", "2026-10-01T10:00:00+00:00"), NO_KEY, true],
    ["the case of booleans", key("TRUE", "2026-01-02T03:04:05+00:00"), NO_KEY, true],
    ["deactivation", key("false", "2026-01-02T03:04:05+00:00"), NO_KEY, false],
    ["rotation", key("true", "2026-02-02T03:04:05+00:00"), NO_KEY, false],
    ["a second key", key("true", "2026-01-02T03:04:05+00:00"), key("true", "2026-02-02T03:04:05+00:00"), false],
  ])("after %s", (_, key1, key2, same) => {
    expect(fingerprint(key1, key2) === before).toBe(same);
  });
});
