import { expect, it } from "vitest";
import { sizedWorld, type WorldSize } from "./sized-world.ts";

const size: WorldSize = {
  users: 500,
  usersWithKeys: 350,
  accessKeys: 400,
  roles: 200,
  policies: 100,
  startAt: new Date("2026-06-01T00:00:00Z"),
  readerRole: { externalId: "rolecall-sized" },
};
const accountOf = (given: WorldSize) => [...sizedWorld(given).initial().accounts.values()][0]!;

it.each([
  size,
  { ...size, users: 7, usersWithKeys: 5, accessKeys: 10, roles: 1, policies: 0 },
  { ...size, users: 3, usersWithKeys: 0, accessKeys: 0 },
])("has exactly $users users, $accessKeys keys, $roles roles and $policies policies", (given) => {
  const { users, roles, policies } = accountOf(given);
  const keys = [...users.values()].map((user) => user.accessKeys.length);
  expect(users.size).toBe(given.users);
  expect(keys.filter((count) => count > 0)).toHaveLength(given.usersWithKeys);
  expect(keys.reduce((sum, count) => sum + count, 0)).toBe(given.accessKeys);
  expect(Math.max(...keys)).toBeLessThanOrEqual(2);
  expect([roles.size, policies.size]).toEqual([given.roles, given.policies]);
});

it("is the same each time, of its own for each emulator, and has no id twice", () => {
  const world = sizedWorld(size);
  expect(accountOf(size)).toEqual([...world.initial().accounts.values()][0]);
  expect(world.initial().accounts).not.toBe(world.initial().accounts);
  const { users, roles } = accountOf(size);
  const keyIds = [...users.values()].flatMap((user) => user.accessKeys.map((key) => key.accessKeyId));
  const ids = [
    ...[...users.values()].map((user) => user.userId),
    ...[...roles.values()].map((role) => role.roleId),
    ...keyIds,
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it("holds what is worth finding, and nothing from the future", () => {
  const users = [...accountOf(size).users.values()];
  const keys = users.flatMap((user) => user.accessKeys);
  expect(keys.some((key) => key.status === "Inactive")).toBe(true);
  expect(keys.some((key) => key.usage.length === 0)).toBe(true);
  expect(users.some((user) => user.password !== null && user.mfaDevices.length === 0)).toBe(true);
  expect(users.some((user) => user.accessKeys.length === 0 && user.password === null)).toBe(true);
  expect(keys.every((key) => key.createdAt <= size.startAt)).toBe(true);
  expect(keys.every((key) => key.usage.every((pattern) => pattern.firstAt >= key.createdAt))).toBe(true);
});

it("has as many groups as it is told, and a share of every other credential", () => {
  expect(accountOf(size).groups.size).toBe(12);
  expect(accountOf({ ...size, groups: 300 }).groups.size).toBe(300);
  const none = accountOf({ ...size, groups: 0 });
  expect([...none.users.values()].flatMap(({ groupNames }) => groupNames)).toEqual([]);
  const users = [...accountOf(size).users.values()];
  for (const kind of ["sshPublicKeys", "signingCertificates", "serviceSpecificCredentials"] as const) {
    const holders = users.filter((user) => user[kind].length > 0).length;
    expect(holders, kind).toBeGreaterThan(0);
    expect(holders, kind).toBeLessThan(users.length / 10);
  }
});

it("has instance profiles of roles that are there, and the version of a policy that it names", () => {
  const { instanceProfiles, roles, policies } = accountOf(size);
  expect(instanceProfiles.size).toBeGreaterThan(0);
  expect([...instanceProfiles.values()].filter(({ roleName }) => !roles.has(roleName!))).toEqual([]);
  const named = [...policies.values()].filter(({ versions, defaultVersionId }) =>
    versions.some(({ versionId }) => versionId === defaultVersionId),
  );
  expect(named).toHaveLength(size.policies);
});

it("refuses numbers that contradict each other", () => {
  expect(() => sizedWorld({ ...size, accessKeys: 701 })).toThrow(RangeError);
  expect(() => sizedWorld({ ...size, usersWithKeys: 501 })).toThrow(RangeError);
  expect(() => sizedWorld({ ...size, roles: 0 })).toThrow(RangeError);
});
