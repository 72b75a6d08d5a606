import type { MfaKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { emulate, hoursAfter, keyIdsIn, keyIdsOf, previousOf } from "./emulated-account-fixture.ts";

describe("the budget", () => {
  const FULL = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };

  it("is 380 calls the first time and 30 for an unchanged account", async () => {
    const { emulator, account, read } = await emulate(FULL, { options: { latencyMs: 30 } });
    const startedAtMs = performance.now();
    const first = await read();
    expect(performance.now() - startedAtMs).toBeLessThan(12_000);
    expect(first.apiCalls.total).toBeLessThanOrEqual(380);
    expect(first.apiCalls.total).toBe(emulator.calls().total);
    expect(keyIdsOf(first)).toEqual(keyIdsIn(account()));
    expect(keyIdsIn(account())).toHaveLength(FULL.accessKeys);

    emulator.setNow(hoursAfter(24));
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.apiCalls.total).toBeLessThanOrEqual(30);
    expect(keyIdsOf(second)).toEqual(keyIdsOf(first));
    // No user whose keys the report shows; two of those of whom it shows none.
    expect(second.apiCalls.byAction["iam:ListAccessKeys"]).toBe(2);
  });

  it("is 40 calls for an unchanged account of 5,000 users and 5,000 roles", async () => {
    const size = { users: 5_000, usersWithKeys: 60, accessKeys: 60, roles: 5_000, policies: 10 };
    const { emulator, read } = await emulate(size, { options: { reportPolls: 2 } });
    const first = await read();
    emulator.setNow(hoursAfter(24));
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.users).toHaveLength(5_000);
    expect(second.roles).toHaveLength(5_000);
    expect(second.apiCalls.total).toBeLessThanOrEqual(40);
  });

  it("asks for the MFA devices of six users a scan, and knows them all in the end", async () => {
    const size = { users: 180, usersWithKeys: 0, accessKeys: 0, roles: 1, policies: 0 };
    const { account, read } = await emulate(size);
    let reading = await read();
    expect(reading.apiCalls.byAction["iam:ListMFADevices"]).toBe(6);
    expect(reading.coverage.find(({ resource }) => resource === "mfa_devices")?.reason).toMatch(/left to later scans/);
    for (let scan = 0; scan < 20 && reading.apiCalls.byAction["iam:ListMFADevices"]; scan++) {
      reading = await read({ previousUsers: previousOf(reading) });
    }
    const expected = [...account().users.values()].map((user): [string, MfaKind] => [
      user.userId,
      user.mfaDevices[0]?.kind ?? "none",
    ]);
    const found = reading.users.map(({ userId, mfa }) => [userId, mfa.state === "read" ? mfa.value : "unread"]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});
