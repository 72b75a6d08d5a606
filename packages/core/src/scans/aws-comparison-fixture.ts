import type { EmulatedAccount } from "@rolecall/aws-emulator";
import { expect } from "vitest";
import type { Connected } from "../emulated-customer-fixture.ts";
import { listCredentials, listRoles, listUsers } from "../inventory/inventory.ts";

/** What an account holds, in the words of the inventory. */
function expectedOf(account: EmulatedAccount) {
  const users = [...account.users.values()];
  return {
    users: users.map(({ userName, userId, path, createdAt }) => ({ userName, userId, path, createdAt })),
    keys: users.flatMap(({ userName, userId, accessKeys }) =>
      accessKeys.map(({ accessKeyId, status, createdAt }) => ({
        accessKeyId,
        status: status.toLowerCase(),
        createdAt,
        userName,
        userId,
      })),
    ),
    passwords: users.filter(({ password }) => password !== null).map(({ userName }) => userName),
    roles: [...account.roles.values()].map(({ roleName, roleId, maxSessionDurationSeconds, trustPolicy }) => ({
      roleName,
      roleId,
      maxSessionDurationSeconds,
      trustPolicy: JSON.parse(trustPolicy),
    })),
  };
}

const by = <T>(items: T[], key: (item: T) => string): T[] => items.sort((a, b) => (key(a) < key(b) ? -1 : 1));

/** The inventory that exists now, as the lists of the product show it. */
async function shownOf({ ctx }: Connected) {
  const users = await listUsers(ctx, { sort: "userName", limit: 200 });
  const credentials = await listCredentials(ctx, { sort: "userName", limit: 200 });
  const roles = await listRoles(ctx, { sort: "roleName", limit: 200 });
  return {
    users: users.items.map(({ userName, userId, path, createdAt }) => ({ userName, userId, path, createdAt })),
    keys: credentials.items.flatMap(({ kind, accessKeyId, status, createdAt, userName, userId }) =>
      kind === "access_key" ? [{ accessKeyId, status, createdAt, userName, userId }] : [],
    ),
    passwords: credentials.items.flatMap(({ kind, userName }) => (kind === "console_password" ? [userName] : [])),
    roles: roles.items.map(({ roleName, roleId, maxSessionDurationSeconds, trust }) => ({
      roleName,
      roleId,
      maxSessionDurationSeconds,
      trustPolicy: trust.document,
    })),
  };
}

/** Asserts that the inventory shows what is in the account: each key by its id, and nothing else. */
export async function expectEqualToAws(customer: Connected): Promise<void> {
  const [shown, expected] = [await shownOf(customer), expectedOf(customer.account())];
  expect(by(shown.users, ({ userId }) => userId)).toEqual(by(expected.users, ({ userId }) => userId));
  expect(by(shown.keys, ({ accessKeyId }) => accessKeyId ?? "")).toEqual(by(expected.keys, (key) => key.accessKeyId));
  expect(shown.passwords.sort()).toEqual(expected.passwords.sort());
  expect(by(shown.roles, ({ roleId }) => roleId)).toEqual(by(expected.roles, ({ roleId }) => roleId));
}
