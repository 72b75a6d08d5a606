import { MS_PER_DAY } from "@rolecall/domain";
import { describe, expect, test } from "vitest";
import {
  accountDayRow,
  credentialRow,
  insertRows,
  makeAccount,
  makeTenant,
  ownerSql,
  tenantDayRow,
  testDb,
} from "../testing/index.ts";
import { readCredentialDays, readCredentialKinds, refreshDay, writeDay, writeTenantDay } from "./index.ts";

const AS_OF = new Date("2026-06-10T23:30:00Z");
const SCAN_ID = "01939f00-0000-7000-8000-000000000001";
const before = (days: number): string => new Date(AS_OF.getTime() - days * MS_PER_DAY).toISOString();
type Account = Awaited<ReturnType<typeof makeAccount>>;

const write = ({ tenantId, accountId }: Account, asOf = AS_OF) =>
  testDb().inTenant(tenantId, (tx) => writeDay(tx, { accountId, scanId: SCAN_ID, asOf, partial: false }));
type Input = Parameters<typeof readCredentialDays>[1];
const read = (tenantId: string, input: Partial<Input> = {}) =>
  testDb().inTenant(tenantId, (tx) =>
    readCredentialDays(tx, { from: "2026-06-10", to: "2026-06-10", interval: "day", ...input }),
  );
const connectedAccount = async () => makeAccount((await makeTenant()).tenantId, { status: "ok" });

/** A credential whose deadline is that of rotation. */
const credential = (account: Account, kind: string, ageDays: number, row = {}) =>
  credentialRow(account, {
    kind,
    created_at: before(ageDays),
    deadline_at: before(ageDays - 90),
    due_soon_at: before(ageDays - 76),
    ...row,
  });

describe("a day of credentials", () => {
  test("counts the active ones of each kind by age, those of unknown age apart", async () => {
    const account = await connectedAccount();
    await insertRows("credential", [
      ...[0, 30, 31, 61, 91, 181, 366].map((days) => credential(account, "access_key", days)),
      credential(account, "access_key", 0, { created_at: null, deadline_at: null }),
      credential(account, "access_key", 500, { status: "inactive" }),
      credential(account, "access_key", 500, { gone_at: before(1) }),
      credential(account, "ssh_public_key", 80),
      credential(account, "server_certificate", 400, { deadline_at: before(1) }),
      credential(account, "console_password", 400, { deadline_at: null, unused_at: before(0) }),
      credential(account, "signing_certificate", 1, { status: "inactive" }),
    ]);
    await write(account);
    const [all] = await read(account.tenantId);
    expect(all).toEqual({
      day: "2026-06-10",
      accounts: 1,
      accountsCarried: 0,
      active: 11,
      activeByAge: { d0_30: 2, d31_60: 1, d61_90: 2, d91_180: 1, d181_365: 1, d366: 3 },
      ageUnknown: 1,
      overdue: 4,
      dueSoon: 1,
      unused: 1,
      excepted: 0,
    });
    expect(await read(account.tenantId, { awsAccountId: account.awsAccountId })).toEqual([all]);
    expect(await read(account.tenantId, { kinds: ["ssh_public_key", "server_certificate"] })).toMatchObject([
      { active: 2, activeByAge: { d61_90: 1, d366: 1 }, overdue: 1, dueSoon: 1 },
    ]);
    expect(await read(account.tenantId, { kinds: ["signing_certificate"] })).toMatchObject([{ active: 0 }]);
    const kinds = await testDb().inTenant(account.tenantId, (tx) => readCredentialKinds(tx, { day: "2026-06-12" }));
    expect(kinds).toEqual([
      { kind: "access_key", active: 8, overdue: 3, unused: 0, ageUnknown: 1 },
      { kind: "console_password", active: 1, overdue: 0, unused: 1, ageUnknown: 0 },
      { kind: "server_certificate", active: 1, overdue: 1, unused: 0, ageUnknown: 0 },
      { kind: "ssh_public_key", active: 1, overdue: 0, unused: 0, ageUnknown: 0 },
    ]);
  });

  test("adds up accounts, those without a scan that day with their last state, and none that is disconnected", async () => {
    const first = await connectedAccount();
    const second = await makeAccount(first.tenantId, { status: "ok" });
    await insertRows("credential", [credential(first, "api_key", 10), credential(second, "api_key", 10)]);
    await write(first, new Date("2026-06-08T12:00:00Z"));
    await write(second);
    expect(await read(first.tenantId)).toMatchObject([{ active: 2, accounts: 2, accountsCarried: 1 }]);
    await ownerSql("UPDATE aws_account SET status = 'disconnected' WHERE id = $1", [first.accountId]);
    await testDb().inTenant(first.tenantId, (tx) => writeTenantDay(tx, AS_OF));
    expect(await read(first.tenantId)).toMatchObject([{ active: 1, accounts: 1, accountsCarried: 0 }]);
  });

  test("loses a kind of which none is left, and carries no older day's forward for it", async () => {
    const account = await connectedAccount();
    const [key, password] = [credential(account, "api_key", 10), credential(account, "console_password", 10)];
    await insertRows("credential", [key, password]);
    await write(account, new Date("2026-06-09T12:00:00Z"));
    await write(account, new Date("2026-06-10T01:00:00Z"));
    await ownerSql("UPDATE credential SET gone_at = now() WHERE id = $1", [key.id]);
    await write(account);
    const days = await read(account.tenantId, { from: "2026-06-09", to: "2026-06-11" });
    expect(days.map(({ day, active, accountsCarried }) => [day, active, accountsCarried])).toEqual([
      ["2026-06-09", 2, 0],
      ["2026-06-10", 1, 0],
      ["2026-06-11", 1, 1],
    ]);
    const { rows } = await ownerSql(
      "SELECT kind FROM account_credential_day WHERE tenant_id = $1 AND day = '2026-06-10'",
      [account.tenantId],
    );
    expect(rows).toEqual([{ kind: "console_password" }]);
  });

  test("before credentials were counted by kind has none of them, and is there", async () => {
    const account = await connectedAccount();
    await insertRows("account_day", [accountDayRow(account, { day: "2026-06-10", active_keys: 3 })]);
    await insertRows("tenant_day", [tenantDayRow(account.tenantId, { day: "2026-06-10", active_keys: 3 })]);
    expect(await read(account.tenantId)).toMatchObject([{ active: 0 }]);
    expect(await read(account.tenantId, { from: "2026-06-01", to: "2026-06-09" })).toEqual([]);
  });

  test("of another tenant is not seen", async () => {
    const [mine, theirs] = [await connectedAccount(), await connectedAccount()];
    await insertRows("credential", [credential(theirs, "api_key", 10)]);
    await write(theirs);
    await write(mine);
    expect(await read(mine.tenantId)).toMatchObject([{ active: 0 }]);
    expect(await read(mine.tenantId, { awsAccountId: theirs.awsAccountId })).toEqual([]);
  });
});

describe("rows that are right already", () => {
  test("are not written again", async () => {
    const account = await connectedAccount();
    await insertRows("credential", [credential(account, "api_key", 10)]);
    await write(account, new Date("2026-06-10T01:00:00Z"));
    const xmins = async () => {
      const tables = ["account_day", "tenant_day", "account_credential_day", "tenant_credential_day"];
      const { rows } = await ownerSql(
        tables
          .map((table) => `SELECT '${table}' AS name, xmin::text FROM ${table} WHERE tenant_id = $1`)
          .join(" UNION ALL "),
        [account.tenantId],
      );
      return rows;
    };
    const first = await xmins();
    expect(first).toHaveLength(4);
    await write(account);
    expect(await xmins()).toEqual(first);
  });
});

describe("a refreshed day", () => {
  const refresh = ({ tenantId, accountId }: Account, asOf: string) =>
    testDb().inTenant(tenantId, (tx) => refreshDay(tx, { accountId, asOf: new Date(asOf) }));

  test("shows what changed since the day's scan, and stays that scan's", async () => {
    const account = await connectedAccount();
    await testDb().inTenant(account.tenantId, (tx) =>
      writeDay(tx, {
        accountId: account.accountId,
        scanId: SCAN_ID,
        asOf: new Date("2026-06-10T01:00:00Z"),
        partial: true,
      }),
    );
    await insertRows("credential", [credential(account, "access_key", 10)]);
    await refresh(account, "2026-06-10T02:00:00Z");
    expect(await read(account.tenantId)).toMatchObject([{ active: 1 }]);
    const { rows } = await ownerSql("SELECT scan_id, partial, active_keys FROM account_day WHERE tenant_id = $1", [
      account.tenantId,
    ]);
    expect(rows).toEqual([{ scan_id: SCAN_ID, partial: true, active_keys: 1 }]);
  });

  test.each([
    ["without a scan", "2026-06-11T02:00:00Z"],
    ["before the last scan", "2026-06-09T02:00:00Z"],
  ])("%s is not made", async (_, asOf) => {
    const account = await connectedAccount();
    await write(account);
    await insertRows("credential", [credential(account, "access_key", 10)]);
    await refresh(account, asOf);
    const { rows } = await ownerSql("SELECT active_keys FROM account_day WHERE tenant_id = $1", [account.tenantId]);
    expect(rows).toEqual([{ active_keys: 0 }]);
  });
});
