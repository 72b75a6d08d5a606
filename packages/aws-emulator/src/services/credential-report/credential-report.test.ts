import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { accessKeyOf } from "../../builders/credentials.ts";
import { accountOf, userOf } from "../../builders/entities.ts";
import { EVERY_KIND_WORLD } from "../../worlds/every-kind-parts.ts";
import { everyKindWorld } from "../../worlds/every-kind-world.ts";
import { credentialReportCsv } from "./credential-report.ts";

const now = new Date("2026-06-01T00:00:00Z");
const users = [userOf({ userName: "ann,b=c" })];
const root = {
  passwordEnabled: false,
  passwordUsage: [],
  mfa: "none" as const,
  accessKeys: [accessKeyOf("root")],
  signingCertificates: [],
};

/** The last digits of the account id decide on the variant, so these are all of them. */
const reports = Array.from({ length: 8 }, (_, index) => {
  const csv = credentialReportCsv(accountOf({ awsAccountId: `20000000000${index}`, users, root }), now);
  return parse(csv, { columns: true }) as Record<string, string>[];
});

describe("credentialReportCsv", () => {
  it("differs between accounts as real reports do", () => {
    const columns = new Set(reports.map(([row]) => Object.keys(row!).length));
    const booleans = new Set(reports.map(([row]) => row!.mfa_active));
    const rootPasswords = new Set(reports.map(([row]) => `${row!.password_enabled} ${row!.password_last_changed}`));
    expect(columns).toEqual(new Set([22, 23]));
    expect(booleans).toEqual(new Set(["false", "FALSE"]));
    expect(rootPasswords).toEqual(new Set(["false N/A", "FALSE N/A", "not_supported not_supported"]));
  });

  it("shows an inactive key by its date, or not at all", () => {
    const keys = [accessKeyOf("first", { status: "Inactive" }), accessKeyOf("second")];
    const dates = (reportOmitsInactiveKeys: boolean) => {
      const account = accountOf({
        awsAccountId: "200000000000",
        users: [userOf({ userName: "ann", accessKeys: keys })],
      });
      const csv = credentialReportCsv({ ...account, reportOmitsInactiveKeys }, now);
      const [, row] = parse(csv, { columns: true }) as Record<string, string>[];
      return [row!.access_key_1_last_rotated, row!.access_key_2_last_rotated].map((cell) => cell !== "N/A");
    };
    expect(dates(false)).toEqual([true, true]);
    expect(dates(true)).toEqual([false, true]);
  });

  it("shows the signing certificates of root and of users", () => {
    const { awsAccountId, now: everyKindNow } = EVERY_KIND_WORLD;
    const account = everyKindWorld().initial().accounts.get(awsAccountId)!;
    const rows = parse(credentialReportCsv(account, everyKindNow), { columns: true }) as Record<string, string>[];
    const cells = (name: string) => {
      const row = rows.find(({ user }) => user === name)!;
      return [1, 2].map((slot) => [row[`cert_${slot}_active`]!.toLowerCase(), row[`cert_${slot}_last_rotated`]]);
    };
    expect(cells("<root_account>")).toEqual([
      ["true", "2013-06-01T10:00:00+00:00"],
      ["false", "2014-06-01T10:00:00+00:00"],
    ]);
    expect(cells("admin")).toEqual([
      ["true", "2022-06-02T10:00:00+00:00"],
      ["false", "N/A"],
    ]);
    expect(cells("ghost")).toEqual([
      ["false", "N/A"],
      ["false", "N/A"],
    ]);
  });

  it("shows the root user's keys, and each user under its whole name", () => {
    for (const [rootRow, userRow] of reports) {
      expect(rootRow).toMatchObject({ user: "<root_account>", password_next_rotation: "not_supported" });
      expect(rootRow!.access_key_1_active!.toLowerCase()).toBe("true");
      expect(userRow).toMatchObject({ user: "ann,b=c", password_last_used: "N/A", access_key_1_last_rotated: "N/A" });
    }
  });
});
