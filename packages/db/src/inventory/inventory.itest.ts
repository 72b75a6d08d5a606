import { ListCredentialsInput, ListRolesInput, ListUsersInput, MS_PER_DAY } from "@rolecall/domain";
import { beforeAll, describe, expect, test } from "vitest";
import {
  credentialRow,
  insertRows,
  makeAccount,
  makeTenant,
  ownerSql,
  roleRow,
  testDb,
  userRow,
} from "../testing/index.ts";
import { findCredential, findUser, listCredentialRows, listRoleRows, listUserRows } from "./index.ts";

const AS_OF = new Date("2026-06-01T00:00:00Z");
const REPORTED_AT = "2026-05-31T20:00:00.000Z";
const daysBefore = (days: number) => new Date(AS_OF.getTime() - days * MS_PER_DAY).toISOString();

type Account = Awaited<ReturnType<typeof makeAccount>>;
let account: Account;
let other: Account;
let goneId: string;

beforeAll(async () => {
  const { tenantId } = await makeTenant();
  account = await makeAccount(tenantId, { status: "ok", name: "Production" });
  other = await makeAccount(tenantId, { status: "ok" });
  const disconnected = await makeAccount(tenantId, { status: "disconnected" });
  const freshness = { credential_report: { source: "credential_report", observedAt: REPORTED_AT } };
  await ownerSql("UPDATE aws_account SET freshness = $1 WHERE id = $2", [freshness, account.accountId]);
  const gone = userRow(account, { user_name: "gone", gone_at: daysBefore(1), has_console_password: true });
  goneId = gone.id;
  await insertRows("iam_user", [
    userRow(account, {
      user_name: "ada",
      has_console_password: true,
      mfa: "fido",
      active_access_keys: 2,
      oldest_active_key_at: daysBefore(100),
    }),
    userRow(account, { user_name: "a_a", has_console_password: false, mfa: "none", active_access_keys: 0 }),
    userRow(other, { user_name: "unread", has_console_password: null, mfa: "unknown", active_access_keys: null }),
    gone,
    userRow(disconnected, { user_name: "disconnected", has_console_password: true, active_access_keys: 1 }),
  ]);
  await insertRows("credential", [
    credentialRow(account, {
      user_name: "ada",
      access_key_id: "AKIAOLD",
      created_at: daysBefore(100),
      deadline_at: daysBefore(10),
      unused_at: daysBefore(-9),
    }),
    credentialRow(account, {
      user_name: "bob",
      access_key_id: "AKIAYOUNG",
      created_at: daysBefore(5),
      deadline_at: daysBefore(-85),
      unused_at: daysBefore(1),
    }),
    credentialRow(account, {
      user_name: "eve",
      access_key_id: "AKIAOFF",
      created_at: daysBefore(100),
      status: "inactive",
    }),
    credentialRow(other, { user_name: "ada", kind: "console_password", access_key_id: null, created_at: null }),
    credentialRow(account, { user_name: "gone", gone_at: daysBefore(1) }),
    credentialRow(disconnected, { user_name: "disconnected" }),
  ]);
  await insertRows("iam_role", [
    roleRow(account, { role_name: "deploy", kind: "federated" }),
    roleRow(other, { role_name: "audit", kind: "cross_account" }),
    roleRow(account, { role_name: "gone", gone_at: daysBefore(1) }),
    roleRow(disconnected, { role_name: "disconnected" }),
  ]);
});

describe("users", () => {
  const names = async (input: object) => {
    const page = await testDb().inTenant(account.tenantId, (tx) =>
      listUserRows(tx, ListUsersInput.parse(input), AS_OF),
    );
    return page.items.map(({ userName }) => userName);
  };

  test.each<[object, string[]]>([
    [{}, ["a_a", "ada", "unread"]],
    [{ q: "A" }, ["a_a", "ada", "unread"]],
    [{ q: "_" }, ["a_a"]],
    [{ q: "%" }, []],
    [{ hasConsolePassword: "true" }, ["ada"]],
    [{ hasConsolePassword: "false" }, ["a_a"]],
    [{ hasActiveKey: "true" }, ["ada"]],
    [{ hasActiveKey: "false" }, ["a_a"]],
    [{ mfa: "unknown" }, ["unread"]],
    [{ minKeyAgeDays: 100 }, ["ada"]],
    [{ minKeyAgeDays: 101 }, []],
    [{ minKeyAgeDays: 0 }, ["ada"]],
  ])(
    "by %j are %j: what is unknown is neither yes nor no, and nobody is there who is gone",
    async (input, expected) => {
      expect((await names(input)).sort()).toEqual([...expected].sort());
    },
  );

  test("of one account are its own", async () => {
    expect(await names({ awsAccountId: other.awsAccountId })).toEqual(["unread"]);
  });

  test("without a key have no age of it", async () => {
    const { items } = await testDb().inTenant(account.tenantId, (tx) =>
      listUserRows(tx, ListUsersInput.parse({ sort: "userName" }), AS_OF),
    );
    const ages = Object.fromEntries(items.map((item) => [item.userName, item.oldestActiveKeyAgeDays]));
    expect(ages).toEqual({ ada: 100, a_a: null, unread: null });
  });

  test("who are gone are still found by id, and nobody is found by another tenant", async () => {
    const { tenantId: stranger } = await makeTenant();
    const find = (tenantId: string) => testDb().inTenant(tenantId, (tx) => findUser(tx, goneId, AS_OF));
    expect(await find(account.tenantId)).toMatchObject({ userName: "gone", goneAt: new Date(daysBefore(1)) });
    expect(await find(stranger)).toBeNull();
  });
});

describe("credentials", () => {
  const list = async (input: object) => {
    const page = await testDb().inTenant(account.tenantId, (tx) =>
      listCredentialRows(tx, ListCredentialsInput.parse(input), AS_OF),
    );
    return page.items;
  };

  test.each<[object, string[]]>([
    [{}, ["ada", "eve", "bob", "ada"]],
    [{ q: "akiao" }, ["ada", "eve"]],
    [{ kind: "console_password" }, ["ada"]],
    [{ status: "inactive" }, ["eve"]],
    [{ state: "overdue" }, ["ada"]],
    [{ state: "ok" }, ["bob"]],
    [{ state: "ended" }, ["eve"]],
    [{ use: "unused" }, ["bob"]],
    [{ use: "ok" }, ["ada"]],
    [{ state: "overdue", use: "unused" }, []],
    [{ state: "ok", use: "unused" }, ["bob"]],
    [{ state: "unknown" }, ["ada"]],
    [{ minAgeDays: 100 }, ["ada", "eve"]],
    [{ minAgeDays: 0 }, ["ada", "eve", "bob"]],
    [{ minAgeDays: 101 }, []],
  ])("by %j are those of %j", async (input, expected) => {
    expect((await list(input)).map(({ userName }) => userName).sort()).toEqual([...expected].sort());
  });

  test("that are deleted have ended: they age no more, and nothing is due", async () => {
    const deleted = credentialRow(account, {
      user_name: "ada",
      created_at: daysBefore(300),
      deadline_at: daysBefore(210),
      due_soon_at: daysBefore(240),
      unused_at: daysBefore(200),
      gone_at: daysBefore(100),
    });
    await insertRows("credential", [deleted]);
    const found = await testDb().inTenant(account.tenantId, (tx) => findCredential(tx, deleted.id, AS_OF));
    expect(found).toMatchObject({
      ...{ state: "ended", use: "ended", ageDays: 200, deadlineAt: null, dueInDays: null, warningDays: null },
      goneAt: new Date(daysBefore(100)),
    });
    expect((await list({})).map(({ id }) => id)).not.toContain(deleted.id);
  });

  test("come the oldest first, those of unknown age last", async () => {
    expect((await list({})).map(({ ageDays }) => ageDays)).toEqual([100, 100, 5, null]);
  });

  test("tell where their values came from, and when, where that is known", async () => {
    const [old] = await list({ q: "AKIAOLD" });
    expect(old?.sources).toEqual([
      { fields: ["accessKeyId", "status", "createdAt"], source: "live_api", observedAt: null },
      {
        fields: ["lastUsedAt", "lastUsedService", "lastUsedRegion"],
        source: "credential_report",
        observedAt: new Date(REPORTED_AT),
      },
    ]);
    expect(old).not.toHaveProperty("accountId");
    const found = await testDb().inTenant(account.tenantId, (tx) => findCredential(tx, old!.id, AS_OF));
    expect(found).toEqual(old);
  });
});

test.each<[object, string[]]>([
  [{}, ["audit", "deploy"]],
  [{ sort: "-roleName" }, ["deploy", "audit"]],
  [{ kind: "federated" }, ["deploy"]],
  [{ q: "DEP" }, ["deploy"]],
])("roles by %j are %j", async (input, expected) => {
  const page = await testDb().inTenant(account.tenantId, (tx) => listRoleRows(tx, ListRolesInput.parse(input)));
  expect(page.items.map(({ roleName }) => roleName)).toEqual(expected);
});
