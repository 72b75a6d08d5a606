import type { Entrance, Outsider, Power, TrustGrade } from "@rolecall/domain";
import { describe, expect, test } from "vitest";
import { accountRows, byAccount, chosenOutsiders, countByGrade, ratedOutsiders } from "./outsiders.ts";

const entrance = (roleName: string, grade: TrustGrade, power: Power = "read", account = "1"): Entrance => ({
  roleId: `${account} ${roleName}`,
  roleName,
  awsAccountId: account.padStart(12, "0"),
  accountName: `account ${account}`,
  grade,
  power,
  requiresExternalId: null,
});
const outsider = (name: string, entrances: Entrance[], kind: Outsider["kind"] = "aws_account"): Outsider => ({
  kind,
  id: name,
  name,
  isVendor: false,
  entrances,
});

const OUTSIDERS = [
  outsider("fine", [entrance("a", "ok", "admin")]),
  outsider("weak writer", [entrance("b", "weak", "write")]),
  outsider("weak admin", [entrance("c", "weak", "admin"), entrance("d", "ok", "read", "2")]),
  outsider("unread", [entrance("e", "unknown", "unknown", "2")]),
  outsider("critical", [entrance("f", "ok"), entrance("g", "critical", "none", "2")]),
  outsider("*", [entrance("h", "ok")], "everybody"),
];
const rated = ratedOutsiders(OUTSIDERS);
const names = (outsiders: readonly { name: string }[]) => outsiders.map(({ name }) => name);
const ALL = { grade: null, kind: null, q: null };

test("everybody stands first, then the worst path, then the highest privilege; unknown before ok", () => {
  expect(names(rated)).toEqual(["*", "critical", "weak admin", "weak writer", "unread", "fine"]);
});

test("the order does not depend on the order given", () => {
  expect(names(ratedOutsiders(OUTSIDERS.toReversed()))).toEqual(names(rated));
});

describe("what an address asks for", () => {
  test.each([
    ["nothing", ALL, ["*", "critical", "weak admin", "weak writer", "unread", "fine"]],
    ["a grade: of the worst path", { ...ALL, grade: "ok" }, ["*", "fine"]],
    ["a kind", { ...ALL, kind: "everybody" }, ["*"]],
    ["part of a name", { ...ALL, q: "WEAK" }, ["weak admin", "weak writer"]],
    ["an account by its number", { ...ALL, q: "000000000002" }, ["critical", "weak admin", "unread"]],
    ["an account by its name", { ...ALL, q: "account 2" }, ["critical", "weak admin", "unread"]],
    ["nobody", { ...ALL, q: "=cmd|" }, []],
  ] as const)("is %s", (_, filters, expected) => {
    expect(names(chosenOutsiders(rated, filters))).toEqual(expected);
  });

  test("a count leads to as many rows", () => {
    for (const [grade, amount] of Object.entries(countByGrade(rated)))
      expect(chosenOutsiders(rated, { ...ALL, grade: grade as TrustGrade }), grade).toHaveLength(amount);
  });
});

test("paths are grouped by account, worst first", () => {
  const accounts = byAccount([entrance("a", "ok"), entrance("b", "critical", "read", "2"), entrance("c", "weak")]);
  expect(
    accounts.map(({ accountName, entrances }) => [accountName, entrances.map(({ roleName }) => roleName)]),
  ).toEqual([
    ["account 2", ["b"]],
    ["account 1", ["c", "a"]],
  ]);
});

test("an account counts each outsider once, by its worst path into that account", () => {
  expect(
    accountRows(OUTSIDERS).map(({ accountName, roles, outsiders }) => ({ accountName, roles, ...outsiders })),
  ).toEqual([
    { accountName: "account 2", roles: 3, critical: 1, weak: 0, unknown: 1, ok: 1 },
    { accountName: "account 1", roles: 5, critical: 0, weak: 2, unknown: 0, ok: 3 },
  ]);
});
