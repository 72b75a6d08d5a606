import { KEY_AGE_BANDS, MS_PER_DAY } from "@rolecall/domain";
import { describe, expect, test } from "vitest";
import { clientOf } from "../sql/rows.ts";
import {
  accountDayRow,
  credentialRow,
  insertRows,
  makeAccount,
  makeTenant,
  ownerSql,
  roleRow,
  tenantDayRow,
  testDb,
  userRow,
} from "../testing/index.ts";
import { readDays, writeDay, writeTenantDay } from "./roll-up.ts";

const AS_OF = new Date("2026-06-10T23:30:00Z");
const SCAN_ID = "01939f00-0000-7000-8000-000000000001";
const daysBefore = (days: number): string => new Date(AS_OF.getTime() - days * MS_PER_DAY).toISOString();

type Interval = "day" | "week" | "month";
const read = (tenantId: string, from: string, to: string, interval: Interval = "day", awsAccountId?: string) =>
  testDb().inTenant(tenantId, (tx) => readDays(tx, { from, to, interval, awsAccountId }));

describe("an account's day", () => {
  test("counts what exists, by the rules of its instant", async () => {
    const { tenantId } = await makeTenant();
    const account = await makeAccount(tenantId, { status: "ok" });
    const other = await makeAccount(tenantId, { status: "ok" });
    await insertRows("iam_user", [
      userRow(account, { has_console_password: true, mfa: "none", active_access_keys: 2 }),
      userRow(account, { has_console_password: true, has_mfa: true, mfa: "unknown", active_access_keys: 0 }),
      userRow(account, { has_console_password: null, mfa: "unknown", active_access_keys: null }),
      userRow(account, { has_console_password: true, active_access_keys: 1, gone_at: daysBefore(1) }),
      userRow(other, { has_console_password: true, active_access_keys: 1 }),
    ]);
    await insertRows("iam_role", [
      roleRow(account, { last_used_at: daysBefore(89) }),
      roleRow(account, { last_used_at: daysBefore(90) }),
      roleRow(account, { kind: "identity_center", last_used_at: daysBefore(1) }),
      roleRow(account, { kind: "service_linked", last_used_at: daysBefore(1) }),
      roleRow(account, { gone_at: daysBefore(1), last_used_at: daysBefore(1) }),
      roleRow(other),
    ]);
    const limits = KEY_AGE_BANDS.flatMap(({ minDays, maxDays }) => [minDays, maxDays ?? 500]);
    const key = (ageDays: number, row = {}) =>
      credentialRow(account, {
        created_at: daysBefore(ageDays),
        deadline_at: daysBefore(ageDays - 90),
        due_soon_at: daysBefore(ageDays - 76),
        unused_at: daysBefore(-1),
        ...row,
      });
    await insertRows("credential", [
      ...limits.map((ageDays) => key(ageDays)),
      key(10, { unused_at: daysBefore(0) }),
      key(100, { status: "inactive" }),
      key(100, { kind: "console_password" }),
      key(100, { gone_at: daysBefore(1) }),
      key(0, { created_at: null, deadline_at: null, unused_at: null }),
    ]);
    await testDb().inTenant(tenantId, (tx) =>
      writeDay(tx, { accountId: account.accountId, scanId: SCAN_ID, asOf: AS_OF, partial: true }),
    );
    const [day] = await read(tenantId, "2026-06-10", "2026-06-10", "day", account.awsAccountId);
    expect(day).toEqual({
      day: "2026-06-10",
      accounts: 1,
      accountsCarried: 0,
      accountsPartial: 1,
      users: 3,
      usersWithConsolePassword: 2,
      usersWithActiveKey: 1,
      usersKeysUnknown: 1,
      consoleUsersWithoutMfa: 1,
      roles: 3,
      rolesServiceLinked: 1,
      rolesUsed90Days: 2,
      identityCenterRoles: 1,
      activeKeys: 14,
      // The key of unknown age is in no band.
      activeKeysByAge: { d0_30: 3, d31_60: 2, d61_90: 2, d91_180: 2, d181_365: 2, d366: 2 },
      activeKeysOverdue: 6,
      activeKeysDueSoon: 1,
      activeKeysUnused: 1,
      activeKeysExcepted: 0,
      activeKeysAgeDaysSum: limits.reduce((sum, age) => sum + age, 10),
    });
    expect(await read(tenantId, "2026-06-10", "2026-06-10")).toEqual([day]);
  });

  test("is that of the day's last scan, on the UTC day", async () => {
    const { tenantId } = await makeTenant();
    const account = await makeAccount(tenantId, { status: "ok" });
    const scan = (asOf: Date) =>
      testDb().inTenant(tenantId, async (tx) => {
        await clientOf(tx).$executeRaw`SELECT set_config('TimeZone', 'Pacific/Kiritimati', true)`;
        await writeDay(tx, { accountId: account.accountId, scanId: SCAN_ID, asOf, partial: false });
      });
    await scan(new Date("2026-06-10T00:00:00Z"));
    await insertRows("iam_user", [userRow(account)]);
    await scan(AS_OF);
    expect(await read(tenantId, "2026-06-09", "2026-06-11")).toMatchObject([
      { day: "2026-06-10", users: 1, accountsCarried: 0 },
      { day: "2026-06-11", users: 1, accountsCarried: 1 },
    ]);
  });
});

describe("a tenant's day", () => {
  const write = (tenantId: string, day: string) =>
    testDb().inTenant(tenantId, (tx) => writeTenantDay(tx, new Date(`${day}T12:00:00Z`)));

  test("adds up its accounts, those without a scan that day with their last state", async () => {
    const { tenantId } = await makeTenant();
    const [first, second] = await Promise.all([
      makeAccount(tenantId, { status: "ok" }),
      makeAccount(tenantId, { status: "partial" }),
      makeAccount(tenantId),
    ]);
    await insertRows("account_day", [
      accountDayRow(first, { day: "2026-06-01", users: 5 }),
      accountDayRow(first, { day: "2026-06-03", users: 7 }),
      accountDayRow(second, { day: "2026-06-01", users: 11, partial: true }),
      accountDayRow(second, { day: "2026-06-04", users: 1_000 }),
    ]);
    await write(tenantId, "2026-06-03");
    expect(await read(tenantId, "2026-06-03", "2026-06-03")).toMatchObject([
      { users: 18, accounts: 2, accountsCarried: 1, accountsPartial: 1 },
    ]);
  });

  test("leaves out an account from the moment it is disconnected, not from the days before", async () => {
    const { tenantId } = await makeTenant();
    const [kept, left] = await Promise.all([
      makeAccount(tenantId, { status: "ok" }),
      makeAccount(tenantId, { status: "ok" }),
    ]);
    await insertRows("account_day", [
      accountDayRow(kept, { day: "2026-06-01", users: 5 }),
      accountDayRow(left, { day: "2026-06-01", users: 11 }),
    ]);
    await write(tenantId, "2026-06-01");
    await ownerSql("UPDATE aws_account SET status = 'disconnected' WHERE id = $1", [left.accountId]);
    await write(tenantId, "2026-06-02");
    const days = await read(tenantId, "2026-06-01", "2026-06-02");
    expect(days).toMatchObject([
      { day: "2026-06-01", users: 16, accounts: 2 },
      { day: "2026-06-02", users: 5, accounts: 1 },
    ]);
  });
});

describe("a series", () => {
  test("starts with the first known day and carries each gap forward, marked", async () => {
    const { tenantId } = await makeTenant();
    await insertRows("tenant_day", [
      tenantDayRow(tenantId, { day: "2026-06-02", users: 2, accounts: 3, accounts_carried: 1 }),
      tenantDayRow(tenantId, { day: "2026-06-05", users: 5, accounts: 3 }),
    ]);
    const days = await read(tenantId, "2026-06-01", "2026-06-06");
    expect(days.map(({ day, users, accountsCarried }) => [day, users, accountsCarried])).toEqual([
      ["2026-06-02", 2, 1],
      ["2026-06-03", 2, 3],
      ["2026-06-04", 2, 3],
      ["2026-06-05", 5, 0],
      ["2026-06-06", 5, 3],
    ]);
    expect(await read(tenantId, "2026-06-20", "2026-06-20")).toMatchObject([{ day: "2026-06-20", users: 5 }]);
    expect(await read(tenantId, "2026-05-01", "2026-06-01")).toEqual([]);
  });

  test.each([
    ["week", ["2026-01-04", "2026-01-11", "2026-01-15"]],
    ["month", ["2025-12-31", "2026-01-15"]],
  ] as const)(
    "by %s shows each one's last day, the unfinished one's by the last day asked for",
    async (interval, shown) => {
      const { tenantId } = await makeTenant();
      await insertRows("tenant_day", [
        tenantDayRow(tenantId, { day: "2025-12-01", users: 1 }),
        tenantDayRow(tenantId, { day: "2026-01-03", users: 3 }),
        tenantDayRow(tenantId, { day: "2026-01-04", users: 4 }),
        tenantDayRow(tenantId, { day: "2026-01-12", users: 12 }),
      ]);
      const days = await read(tenantId, "2025-12-30", "2026-01-15", interval);
      expect(days.map(({ day }) => day)).toEqual(shown);
      expect(days.at(-1)).toMatchObject({ users: 12, accountsCarried: 1 });
    },
  );

  test("has every day once, also where the server's zone skips a midnight", async () => {
    const { tenantId } = await makeTenant();
    await insertRows("tenant_day", [tenantDayRow(tenantId, { day: "2026-03-01" })]);
    const days = await testDb().inTenant(tenantId, async (tx) => {
      // Summer time starts at midnight there, on 29 March 2026.
      await clientOf(tx).$executeRaw`SELECT set_config('TimeZone', 'Asia/Beirut', true)`;
      return readDays(tx, { from: "2026-03-27", to: "2026-03-31", interval: "day" });
    });
    expect(days.map(({ day }) => day.slice(-2))).toEqual(["27", "28", "29", "30", "31"]);
  });

  test("of one account is its own, and empty for an account the tenant does not have", async () => {
    const { tenantId } = await makeTenant();
    const stranger = await makeTenant();
    const account = await makeAccount(tenantId, { status: "ok" });
    const foreign = await makeAccount(stranger.tenantId, { status: "ok" });
    await insertRows("account_day", [
      accountDayRow(account, { day: "2026-06-01", users: 5, partial: true }),
      accountDayRow(foreign, { day: "2026-06-01", users: 9 }),
    ]);
    expect(await read(tenantId, "2026-06-01", "2026-06-02", "day", account.awsAccountId)).toMatchObject([
      { day: "2026-06-01", users: 5, accounts: 1, accountsCarried: 0, accountsPartial: 1 },
      { day: "2026-06-02", users: 5, accounts: 1, accountsCarried: 1, accountsPartial: 1 },
    ]);
    expect(await read(tenantId, "2026-06-01", "2026-06-02", "day", foreign.awsAccountId)).toEqual([]);
  });
});
