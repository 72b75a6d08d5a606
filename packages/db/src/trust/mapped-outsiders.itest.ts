import type { FoundOutsider, Power, TrustGrade, TrustMapInput } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { insertRows, makeAccount, makeTenant, type Row, roleRow, testDb } from "../testing/index.ts";
import { countOutsiders, listOutsiders } from "./mapped-outsiders.ts";
import { writeRoleWays } from "./role-ways.ts";

type Way = { into: 1 | 2; role: string; grade: TrustGrade; power?: Power };

const OUTSIDERS: Record<string, { kind?: FoundOutsider["kind"]; ways: Way[] }> = {
  fine: { ways: [{ into: 1, role: "a", grade: "ok", power: "admin" }] },
  "weak writer": { ways: [{ into: 1, role: "b", grade: "weak", power: "write" }] },
  "weak admin": {
    ways: [
      { into: 1, role: "c", grade: "weak", power: "admin" },
      { into: 2, role: "d", grade: "ok" },
    ],
  },
  unread: { ways: [{ into: 2, role: "e", grade: "unknown", power: "unknown" }] },
  critical: {
    ways: [
      { into: 1, role: "f", grade: "ok" },
      { into: 2, role: "g", grade: "critical", power: "none" },
    ],
  },
  "*": { kind: "everybody", ways: [{ into: 1, role: "h", grade: "ok" }] },
  own: { ways: [{ into: 1, role: "i", grade: "critical" }] },
};
const CONTEXT = { organizationIds: ["own"], ownAccountIds: [] };

let tenantId: string;
let numbers: Record<1 | 2, string>;
beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  const accounts = {
    1: await makeAccount(tenantId, { status: "ok", name: "account 1" }),
    2: await makeAccount(tenantId, { status: "ok", name: "account 2" }),
  };
  numbers = { 1: accounts[1].awsAccountId, 2: accounts[2].awsAccountId };
  for (const [id, { kind = "aws_account", ways }] of Object.entries(OUTSIDERS))
    for (const { into, role, grade, power = "read" } of ways) {
      const row: Row = roleRow(accounts[into], { role_name: role, trust_grade: grade, power });
      await insertRows("iam_role", [row]);
      const outsiders = [{ kind, id, name: id, isVendor: false, requiresExternalId: null }];
      await testDb().inTenant(tenantId, (tx) =>
        writeRoleWays(tx, accounts[into].accountId, [
          { roleId: String(row.id), isRead: true, isDoor: true, letsIn: [], assumes: [], outsiders },
        ]),
      );
    }
});

const listed = (input: TrustMapInput = {}) =>
  testDb().inTenant(tenantId, (tx) => listOutsiders(tx, { context: CONTEXT, ...input }));

const ALL = ["*", "critical", "weak admin", "weak writer", "unread", "fine"];

test.each<[string, () => TrustMapInput, string[]]>([
  ["everybody, then the worst path, then the highest power; unknown before ok", () => ({}), ALL],
  ["of a grade, which is that of the worst path", () => ({ grade: "ok" }), ["*", "fine"]],
  ["of a kind", () => ({ kind: "everybody" }), ["*"]],
  ["by part of a name", () => ({ q: "WEAK" }), ["weak admin", "weak writer"]],
  ["by an account's number", () => ({ q: numbers[2] }), ["critical", "weak admin", "unread"]],
  ["by an account's name", () => ({ q: "Account 2" }), ["critical", "weak admin", "unread"]],
  ["by what nobody is called", () => ({ q: "=cmd|%" }), []],
  ["of one account, by their ways into it", () => ({ awsAccountId: numbers[2] }), ["critical", "unread", "weak admin"]],
])("lists outsiders %s", async (_, input, expected) => {
  const outsiders = await listed(input());
  expect(outsiders.map(({ id }) => id)).toEqual(expected);
  expect(outsiders.map(({ matching }) => matching)).toEqual(expected.map(() => expected.length));
});

test("tells the worst of all ways, and lists them worst first", async () => {
  const critical = (await listed()).find(({ id }) => id === "critical");
  expect(critical).toMatchObject({ grade: "critical", power: "read", entranceCount: 2, accountCount: 2 });
  expect(critical?.entrances.map(({ roleName }) => roleName)).toEqual(["g", "f"]);
});

test("counts each outsider once, by its worst way, and in each account by its worst way into that one", async () => {
  const found = await testDb().inTenant(tenantId, (tx) =>
    countOutsiders(tx, { context: CONTEXT, awsAccountId: undefined }),
  );
  expect(found?.counts).toEqual({ critical: 1, weak: 2, unknown: 1, ok: 2, entrances: 8, accounts: 2 });
  expect(found?.accounts).toEqual([
    { awsAccountId: numbers[2], accountName: "account 2", roles: 3, critical: 1, weak: 0, unknown: 1, ok: 1 },
    { awsAccountId: numbers[1], accountName: "account 1", roles: 5, critical: 0, weak: 2, unknown: 0, ok: 3 },
  ]);
});
