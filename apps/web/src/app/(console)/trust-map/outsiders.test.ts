import type { Entrance } from "@rolecall/domain";
import { expect, test } from "vitest";
import { byAccount } from "./outsiders.ts";

const entrance = (roleName: string, account: string): Entrance => ({
  roleId: `${account} ${roleName}`,
  roleName,
  awsAccountId: account.padStart(12, "0"),
  accountName: `account ${account}`,
  grade: "ok",
  power: "read",
  requiresExternalId: null,
});

test("paths are grouped by account, in the order in which they come", () => {
  const accounts = byAccount([entrance("b", "2"), entrance("c", "1"), entrance("a", "2")]);
  expect(
    accounts.map(({ accountName, entrances }) => [accountName, entrances.map(({ roleName }) => roleName)]),
  ).toEqual([
    ["account 2", ["b", "a"]],
    ["account 1", ["c"]],
  ]);
});
