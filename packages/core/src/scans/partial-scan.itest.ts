import type { ResourceKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { type Connected, connectCustomer, emulateAws, gapsOf, readInventory } from "../emulated-customer-fixture.ts";
import { listRoles, listUsers } from "../inventory/inventory.ts";
import { getOverview } from "../metrics/metrics.ts";
import { getAccount } from "./request-scan.ts";

/** What was shown of each thing, without what only tells which scan it was. */
async function shownOf(customer: Connected) {
  const { users, credentials, roles } = await readInventory(customer);
  return { users: users.map(({ reportFingerprint: _a, keysReadAt: _b, ...user }) => user), credentials, roles };
}

const deny = ({ emulator }: Connected, ...actions: string[]) => {
  for (const action of actions) emulator.faults.add({ action, kind: "AccessDenied", times: 10_000 });
};

describe("a scan without the right to", () => {
  it.each<[string, ResourceKind[]]>([
    [
      "GetAccountAuthorizationDetails, ListUsers and ListRoles",
      [
        ...(["users", "roles", "access_keys", "mfa_devices", "role_session_durations"] as const),
        ...(["signing_certificates", "service_specific_credentials"] as const),
      ],
    ],
    ["GetAccountAuthorizationDetails, GetRole and ListGroupsForUser", ["users", "roles"]],
    ["GetCredentialReport", ["credential_report", "mfa_devices", "signing_certificates"]],
    ["ListAccessKeys", ["access_keys"]],
    ["ListRoles", ["role_session_durations"]],
    ["ListVirtualMFADevices", ["mfa_devices"]],
    ["GetAccountSummary", ["account_summary"]],
    ["ListAccountAliases", ["account_alias"]],
  ])("%s is partial, says so, and changes nothing of what was known", async (named, resources) => {
    const actions = named.split(/, | and /);
    const customer = await connectCustomer();
    await customer.scan();
    const before = await shownOf(customer);
    const overview = await getOverview(customer.ctx, {});
    customer.later(6, (account) => {
      // The report shows that a key has gone, so that the scan asks for the user's keys again.
      if (named === "ListAccessKeys") account.users.get("auditor")!.accessKeys.pop();
    });
    deny(customer, ...actions);
    const scan = await customer.scan();

    expect(scan.status).toBe("partial");
    expect(gapsOf(scan)).toEqual(Object.fromEntries(resources.map((resource) => [resource, "denied"])));
    for (const entry of scan.coverage.filter(({ state }) => state === "denied")) {
      expect(actions.map((action) => `iam:${action}`)).toContain(entry.action);
      expect(entry.reason).toContain(`${entry.action} is denied`);
    }
    expect(scan.changes?.removed).toBe(0);
    expect(scan.changes?.changed).toBe(0);
    const after = await shownOf(customer);
    expect(stableOf(after)).toEqual(stableOf(before));
    expect(await getAccount(customer.ctx, { awsAccountId: scan.awsAccountId })).toMatchObject({
      status: "partial",
      alias: "example-production",
      users: before.users.length,
      roles: before.roles.length,
      credentials: before.credentials.length,
    });
    const { today } = await getOverview(customer.ctx, {});
    expect(today).toMatchObject({
      users: overview.today!.users,
      roles: overview.today!.roles,
      activeKeys: overview.today!.activeKeys,
      usersWithConsolePassword: overview.today!.usersWithConsolePassword,
      accountsPartial: 1,
    });
  });

  it("is complete again, and up to date, once it may read", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    customer.later(6, (account) => account.users.delete("nobody"));
    deny(customer, "GetAccountAuthorizationDetails", "ListUsers");
    expect((await customer.scan()).status).toBe("partial");
    expect((await listUsers(customer.ctx, { sort: "userName", limit: 10 })).items).toHaveLength(5);
    customer.later(6);
    customer.emulator.faults.clear();
    expect(await customer.scan()).toMatchObject({ status: "complete", changes: { removed: 1 } });
    expect((await listUsers(customer.ctx, { sort: "userName", limit: 10 })).items).toHaveLength(4);
  });
});

/** Uses go on while a scan cannot read: what may only grow is left out of the comparison. */
function stableOf({ users, credentials, roles }: Awaited<ReturnType<typeof shownOf>>) {
  return {
    users: users.map(({ lastActivityAt: _, ...user }) => user),
    credentials: credentials.map(
      ({ lastUse: _a, lastUsedAt: _b, lastUsedService: _c, lastUsedRegion: _d, unusedAt: _e, ...kept }) => kept,
    ),
    roles: roles.map(({ lastUsedAt: _a, lastUsedRegion: _b, ...role }) => role),
  };
}

describe("without the right to list keys from the start", () => {
  it("the number of keys is unknown, not zero", async () => {
    const customer = await connectCustomer();
    deny(customer, "ListAccessKeys");
    const scan = await customer.scan();
    expect(gapsOf(scan)).toEqual({ access_keys: "denied" });
    const users = (await listUsers(customer.ctx, { sort: "userName", limit: 10 })).items;
    expect(users.map(({ activeAccessKeys }) => activeAccessKeys)).toEqual([null, null, null, null, null]);
    const { today, rotation } = await getOverview(customer.ctx, {});
    expect(today).toMatchObject({ usersKeysUnknown: 5, accountsPartial: 1 });
    expect(rotation).toMatchObject({ percent: null, unknown: 0, usersUnread: 5 });
    expect((await listUsers(customer.ctx, { sort: "userName", limit: 10, hasActiveKey: false })).items).toEqual([]);
  });
});

describe("without the credential report", () => {
  it("from the start, passwords and MFA are unknown, and keys are there", async () => {
    const customer = await connectCustomer();
    deny(customer, "GetCredentialReport");
    const scan = await customer.scan();
    expect(scan.status).toBe("partial");
    const users = (await listUsers(customer.ctx, { sort: "userName", limit: 10 })).items;
    for (const user of users) expect(user).toMatchObject({ hasConsolePassword: null, hasMfa: null, mfa: "unknown" });
    expect(users.map(({ activeAccessKeys }) => activeAccessKeys)).toEqual([1, 1, 1, 0, 0]);
    expect((await readInventory(customer)).keys).toHaveLength(4);
  });

  it("because it is malformed, the scan is partial and says so", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const before = await shownOf(customer);
    customer.later(6);
    customer.emulator.faults.add({ action: "GetCredentialReport", kind: "malformedReport", times: 10 });
    const scan = await customer.scan();
    expect(scan.status).toBe("partial");
    expect(gapsOf(scan)).toEqual({
      credential_report: "failed",
      mfa_devices: "failed",
      signing_certificates: "failed",
    });
    expect(scan.changes).toEqual({ created: 0, changed: 0, removed: 0 });
    expect(stableOf(await shownOf(customer))).toEqual(stableOf(before));
  });

  it("the root user's keys stay what they were", async () => {
    const aws = await emulateAws();
    const customer = await connectCustomer({ aws });
    const rootKey = {
      accessKeyId: "AKIAROOT000000000001",
      secretAccessKey: "root",
      status: "Active" as const,
      createdAt: customer.emulator.now(),
      usage: [],
    };
    customer.later(0, (account) => account.root.accessKeys.push(rootKey));
    await customer.scan();
    const rootOf = async () =>
      (await readInventory(customer)).credentials.filter(({ kind }) => kind.startsWith("root_"));
    const before = await rootOf();
    expect(before.map(({ kind, status }) => [kind, status])).toEqual([
      ["root_access_key", "active"],
      ["root_password", "active"],
    ]);
    expect(before[0]!.createdAt).not.toBeNull();
    customer.later(6);
    deny(customer, "GetCredentialReport");
    await customer.scan();
    expect(await rootOf()).toEqual(before);
    customer.later(6);
    deny(customer, "GetAccountSummary");
    await customer.scan();
    expect(await rootOf()).toEqual(before);
  });
});

it("a trust policy that is not JSON is a problem of that role, and all the rest is kept", async () => {
  const customer = await connectCustomer();
  await customer.scan();
  customer.later(6, (account) => {
    account.roles.get("web-server")!.trustPolicy = "{ this is no policy";
  });
  const scan = await customer.scan();
  expect(scan.status).toBe("partial");
  expect(gapsOf(scan)).toEqual({});
  expect(scan.problems).toHaveLength(1);
  expect(scan.problems[0]!.resource).toContain("role/web-server");
  const roles = (await listRoles(customer.ctx, { sort: "roleName", limit: 10 })).items;
  expect(roles).toHaveLength(3);
  expect(roles.find(({ roleName }) => roleName === "web-server")?.trust).toEqual({
    principals: [],
    requiresExternalId: false,
    document: null,
    grade: "unknown",
  });
  expect(scan.changes).toEqual({ created: 0, changed: 1, removed: 0 });
});
