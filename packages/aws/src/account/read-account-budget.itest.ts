import { instanceProfileOf } from "@rolecall/aws-emulator";
import type { MfaDeviceFact, MfaKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  emulate,
  hoursAfter,
  keyIdsIn,
  keyIdsOf,
  knownOf,
  LARGE_ACCOUNT,
  previousOf,
} from "../testing/emulated-account.ts";

describe("the budget", { timeout: 120_000 }, () => {
  const FULL = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };

  it("is 377 calls the first time and 23 for an unchanged account", async () => {
    const { emulator, account, read } = await emulate(FULL, { timing: LARGE_ACCOUNT });
    const first = await read({ callCeilingPerSecond: 1_000 });
    expect(first.apiCalls.total).toBeLessThanOrEqual(377);
    expect(first.apiCalls.total).toBe(emulator.calls().total);
    expect(keyIdsOf(first)).toEqual(keyIdsIn(account()));
    expect(keyIdsIn(account())).toHaveLength(FULL.accessKeys);

    emulator.setNow(hoursAfter(24));
    const second = await read({ callCeilingPerSecond: 1_000, previousUsers: previousOf(first) });
    expect(second.apiCalls.total).toBeLessThanOrEqual(23);
    expect(keyIdsOf(second)).toEqual(keyIdsOf(first));
    // No user whose keys the report shows; two of those of whom it shows none.
    expect(second.apiCalls.byAction["iam:ListAccessKeys"]).toBe(2);
  });

  it("is 40 calls for an unchanged account of 5,000 users (3,500 with keys), 5,000 roles and 100 policies", async () => {
    const size = { users: 5_000, usersWithKeys: 3_500, accessKeys: 3_500, roles: 5_000, policies: 100 };
    const { account, read } = await emulate(size, { options: { reportPolls: 2 }, timing: LARGE_ACCOUNT });
    const reading = await read({ previousUsers: knownOf(account()) });
    expect([reading.users.length, reading.roles.length]).toEqual([5_000, 5_000]);
    expect(reading.policies.filter(({ isAwsManaged }) => !isAwsManaged)).toHaveLength(100);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.coverage.filter(({ state }) => state !== "read")).toEqual([]);
    expect(reading.apiCalls.total).toBeLessThanOrEqual(40);
  });
});

it("asks for the MFA devices of six users a scan, and knows them all in the end", async () => {
  const size = { users: 180, usersWithKeys: 0, accessKeys: 0, roles: 1, policies: 0 };
  const { account, read } = await emulate(size);
  const more = { callCeilingPerSecond: 1_000 };
  let reading = await read(more);
  expect(reading.apiCalls.byAction["iam:ListMFADevices"]).toBe(6);
  expect(reading.coverage.find(({ resource }) => resource === "mfa_devices")?.reason).toMatch(/left to later scans/);
  for (let scan = 0; scan < 20 && reading.apiCalls.byAction["iam:ListMFADevices"]; scan++) {
    reading = await read({ ...more, previousUsers: previousOf(reading) });
  }
  const expected = [...account().users.values()].map(({ userId, mfaDevices }): [string, MfaKind, MfaDeviceFact[]] => [
    userId,
    mfaDevices[0]?.kind ?? "none",
    mfaDevices.map(({ kind, serialNumber, enabledAt }) => ({ kind, serialNumber, enabledAt })),
  ]);
  const found = reading.users.map(({ userId, mfa, mfaDevices }) => [
    userId,
    mfa.state === "read" ? mfa.value : "unread",
    mfaDevices.state === "read" ? mfaDevices.value : "unread",
  ]);
  expect(found.toSorted()).toEqual(expected.toSorted());
});

describe("signing certificates", () => {
  /** So many users that one in a hundred has a certificate. */
  const SIZE = { users: 200, usersWithKeys: 20, accessKeys: 20, roles: 1, policies: 0 };

  it("are asked for where the report shows any, and again only where they changed, apart from the keys", async () => {
    const { emulator, account, read } = await emulate(SIZE);
    const withCertificates = [...account().users.values()].filter((user) => user.signingCertificates.length > 0);
    const [user] = withCertificates;
    if (!user) throw new Error("The world has no user with a signing certificate");
    const first = await read();
    expect(first.apiCalls.byAction["iam:ListSigningCertificates"]).toBe(withCertificates.length);

    emulator.setNow(hoursAfter(24));
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.apiCalls.byAction["iam:ListSigningCertificates"]).toBeUndefined();
    const certificatesOf = ({ users }: typeof first) =>
      users.find(({ userId }) => userId === user.userId)?.signingCertificates;
    expect(certificatesOf(second)).toMatchObject({ state: "read", source: "credential_report" });

    emulator.setNow(hoursAfter(48));
    emulator.mutate(() => {
      for (const certificate of user.signingCertificates) certificate.status = "Inactive";
    });
    const third = await read({ previousUsers: previousOf(second) });
    const { byAction } = third.apiCalls;
    expect([byAction["iam:ListSigningCertificates"], byAction["iam:ListAccessKeys"]]).toEqual([1, 2]);
    expect(certificatesOf(third)).toMatchObject({ state: "read", value: [{ status: "Inactive" }] });
  });

  it("that could not be read are asked for again, and the keys are not", async () => {
    const { emulator, account, read } = await emulate(SIZE);
    const users = [...account().users.values()].filter((user) => user.signingCertificates.length > 0).length;
    emulator.faults.add({ action: "ListSigningCertificates", kind: "AccessDenied", times: Number.POSITIVE_INFINITY });
    const first = await read();
    expect(first.coverage.find(({ resource }) => resource === "signing_certificates")).toMatchObject({
      state: "denied",
      action: "iam:ListSigningCertificates",
    });
    emulator.faults.clear();
    const second = await read({ previousUsers: previousOf(first) });
    const { byAction } = second.apiCalls;
    expect([byAction["iam:ListSigningCertificates"], byAction["iam:ListAccessKeys"]]).toEqual([users, 2]);
  });
});

it("lists instance profiles and server certificates only if the account has some that are not known yet", async () => {
  const { emulator, account, read } = await emulate({
    users: 5,
    usersWithKeys: 0,
    accessKeys: 0,
    roles: 20,
    policies: 1,
  });
  emulator.mutate(() => {
    account().serverCertificates = [];
  });
  const held = await read();
  expect(held.instanceProfiles.length).toBeGreaterThan(0);
  expect(held.instanceProfiles).toHaveLength(account().instanceProfiles.size);
  expect(Object.keys(held.apiCalls.byAction)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/ListInstanceProfiles|ListServerCertificates/)]),
  );

  emulator.mutate(() => account().instanceProfiles.set("spare", instanceProfileOf({ instanceProfileName: "spare" })));
  const spare = await read();
  expect(spare.apiCalls.byAction["iam:ListInstanceProfiles"]).toBe(1);
  expect(spare.instanceProfiles.find(({ instanceProfileName }) => instanceProfileName === "spare")).toMatchObject({
    roleId: null,
    roleName: null,
  });

  // Numbers that are not of this account as it was read are not believed.
  emulator.faults.add({ action: "GetAccountSummary", kind: "AccessDenied", times: 1 });
  const { byAction } = (await read()).apiCalls;
  expect([byAction["iam:ListInstanceProfiles"], byAction["iam:ListServerCertificates"]]).toEqual([1, 1]);
});
