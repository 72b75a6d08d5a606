import { EVERY_KIND_WORLD, everyKindWorld, sizedWorld } from "@rolecall/aws-emulator";
import { type AccountSize, SCAN_BUDGET, type Scan, scanBudget } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  type Connected,
  connectCustomer,
  emulateAws,
  gapsOf,
  NOW,
  readInventory,
} from "../emulated-customer-fixture.ts";
import { recheckUser } from "./recheck-user.ts";
import { queueScheduledScan } from "./scan-schedule.ts";

const AWS_ACCOUNT_ID = "400000000001";
type Size = { users: number; usersWithKeys: number; accessKeys: number; roles: number; policies: number };

async function sizedCustomer(size: Size, pace: { isUnpaced?: boolean } = {}) {
  const readerRole = { externalId: "rolecall-replaced-when-connected" };
  const world = sizedWorld({ ...size, startAt: NOW, awsAccountId: AWS_ACCOUNT_ID, readerRole });
  const aws = await emulateAws(world, {}, pace);
  return connectCustomer({ aws, awsAccountId: AWS_ACCOUNT_ID });
}

it("500 users with 400 keys, 200 roles and 100 policies cost 380 calls at first, 30 afterwards, and no key is lost", {
  timeout: 60_000,
}, async () => {
  const size = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };
  const customer = await sizedCustomer(size);
  const first = await customer.scan();
  expect(first).toMatchObject({ status: "complete", counts: { users: 500, roles: 200 } });
  expect(first.apiCalls.total).toBeLessThanOrEqual(380);
  const keyIds = async () => (await readInventory(customer)).keys.map(({ accessKeyId }) => accessKeyId);
  const expected = [...customer.account().users.values()]
    .flatMap((user) => user.accessKeys.map(({ accessKeyId }) => accessKeyId))
    .sort();
  expect(expected).toHaveLength(400);
  expect((await keyIds()).sort()).toEqual(expected);

  customer.later(24);
  const second = await customer.scan();
  expect(second).toMatchObject({ status: "complete", changes: { created: 0, changed: 0, removed: 0 } });
  expect(second.apiCalls.total).toBeLessThanOrEqual(30);
  expect((await keyIds()).sort()).toEqual(expected);
});

it("behind 20 calls a second a scan is complete, with at most a tenth more calls", { timeout: 60_000 }, async () => {
  const size = { users: 140, usersWithKeys: 110, accessKeys: 130, roles: 10, policies: 5 };
  const free = await (await sizedCustomer(size)).scan();
  const limited = await sizedCustomer(size, { isUnpaced: false });
  limited.emulator.configure({ rateLimit: { callsPerSecond: 20, burst: 5 } });
  const scan = await limited.scan();
  expect(gapsOf(scan)).toEqual({});
  expect(scan.status).toBe("complete");
  expect(scan.counts).toEqual(free.counts);
  expect(scan.apiCalls.throttled).toBeGreaterThan(0);
  expect(scan.apiCalls.throttled).toBe(limited.emulator.calls().byError.Throttling);
  expect(scan.apiCalls.total).toBeLessThanOrEqual(free.apiCalls.total * 1.1);
});

/** What the published budget depends on, counted in the account itself. */
function sizeOf({ account }: Connected, usersChanged: number): AccountSize {
  const { users, groups, roles, policies, instanceProfiles, oidcProviders } = account();
  return {
    users: users.size,
    groups: groups.size,
    roles: roles.size,
    policies: policies.size,
    instanceProfiles: instanceProfiles.size,
    oidcProviders: oidcProviders.length,
    usersChanged,
    usersWithOtherMfa: [...users.values()].filter(({ mfaDevices }) => mfaDevices.length > 0).length,
    migrationCandidates: users.size,
    regions: 0,
  };
}

/** Asserts that each line of the budget holds, and that no call is made that the budget does not tell of. */
function expectWithinBudget(scan: Scan, size: AccountSize): void {
  const lines = SCAN_BUDGET.filter(({ kind }) => kind === scan.kind);
  const { total, byAction } = scan.apiCalls;
  expect(total).toBeLessThanOrEqual(scanBudget(scan.kind, size));
  for (const { actions, most } of lines) {
    const made = actions.reduce((sum, action) => sum + (byAction[action] ?? 0), 0);
    expect(made, actions.join(", ")).toBeLessThanOrEqual(most(size));
  }
  const published = lines.flatMap(({ actions }) => actions);
  const untold = Object.keys(byAction).filter((action) => published.length > 0 && !published.includes(action));
  expect(untold).toEqual([]);
}

describe("the published budget holds for", () => {
  const { awsAccountId } = EVERY_KIND_WORLD;
  const everything = async () => connectCustomer({ aws: await emulateAws(everyKindWorld()), awsAccountId });

  it("an inventory with everything in it, at first and unchanged, and its slow lane", async () => {
    const customer = await everything();
    const first = await customer.scan();
    expect(first.status).toBe("complete");
    expectWithinBudget(first, sizeOf(customer, customer.account().users.size));
    customer.later(6);
    const second = await customer.scan();
    expect(second.status).toBe("complete");
    expectWithinBudget(second, sizeOf(customer, 0));
    const slow = await queueScheduledScan(customer.ctx, { accountId: customer.accountId, kind: "slow_lane" });
    expectWithinBudget(await customer.run(slow), sizeOf(customer, 0));
  });

  it("a user read anew", async () => {
    const customer = await everything();
    await customer.scan();
    for (const { id } of (await readInventory(customer)).users) {
      const scan = await customer.run((await recheckUser(customer.ctx, { id })).id);
      expect(scan.status).toBe("complete");
      expectWithinBudget(scan, sizeOf(customer, 1));
    }
  });
});
