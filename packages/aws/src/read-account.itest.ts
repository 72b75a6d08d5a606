import { accessKeyOf, lastUse, userOf } from "@rolecall/aws-emulator";
import type { MfaKind, ResourceKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  AWS_ACCOUNT_ID,
  coverageStates,
  emulate,
  keyIdsIn,
  keyIdsOf,
  NOW,
  previousOf,
  SMALL,
} from "./emulated-account.itest-support.ts";
import { ReadingRefused } from "./read-account.ts";

const HOUR_MS = 3_600_000;
const hoursAfter = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
/** Times in the credential report have no fraction. */
const toSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);
/** AWS looks back so far for the last use of a role. */
const ROLE_USE_SINCE = hoursAfter(-400 * 24);
const ALL_READ = {
  users: "read",
  roles: "read",
  credential_report: "read",
  access_keys: "read",
  mfa_devices: "read",
  role_session_durations: "read",
  account_summary: "read",
  account_alias: "read",
};

describe("a reading", () => {
  it("finds every user, key and role as they are", async () => {
    const { account, read } = await emulate(SMALL);
    const reading = await read();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(reading.alias).toBe("customer-main");
    expect(reading.root).toMatchObject({ arn: `arn:aws:iam::${AWS_ACCOUNT_ID}:root` });
    const users = [...account().users.values()];
    expect(reading.users.map((user) => user.userId).sort()).toEqual(users.map((user) => user.userId).sort());
    for (const user of users) {
      const fact = reading.users.find(({ userId }) => userId === user.userId);
      const keys = user.accessKeys.map(({ accessKeyId, status, createdAt, usage }) => {
        const used = lastUse(usage, NOW);
        const use = used ? { kind: "at", at: toSecond(used.at), service: used.service } : { kind: "never" };
        return expect.objectContaining({ accessKeyId, status, createdAt, lastUse: expect.objectContaining(use) });
      });
      const [device] = user.mfaDevices;
      expect(fact).toMatchObject({
        userName: user.userName,
        path: user.path,
        createdAt: user.createdAt,
        tags: user.tags,
        groupNames: user.groupNames,
        consolePassword: { state: "read", value: { exists: user.password !== null } },
        mfa: { state: "read", value: device?.kind ?? "none" },
        accessKeys: { state: "read", value: expect.arrayContaining(keys) },
      });
    }
  });

  it("finds trust, session duration and last use of every role", async () => {
    const { account, read } = await emulate(SMALL);
    const reading = await read();
    expect(reading.roles).toHaveLength(SMALL.roles);
    for (const role of account().roles.values()) {
      const used = lastUse(role.usage, NOW);
      expect(reading.roles.find(({ roleId }) => roleId === role.roleId)).toMatchObject({
        roleName: role.roleName,
        description: role.description,
        maxSessionDurationSeconds: role.maxSessionDurationSeconds,
        trustPolicy: { state: "parsed", document: JSON.parse(role.trustPolicy) },
        lastUse: used && used.at >= ROLE_USE_SINCE ? { kind: "at", region: used.region } : { kind: "never" },
      });
    }
  });

  it("goes on where a trust policy is malformed, and names the role", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    emulator.mutate(() => {
      const role = account().roles.get("role-00001");
      if (role) role.trustPolicy = "{not json";
    });
    const reading = await read();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(reading.problems).toMatchObject([
      { resource: expect.stringMatching(/role-00001$/), message: /Trust policy/ },
    ]);
    expect(reading.roles.find(({ roleName }) => roleName === "role-00001")?.trustPolicy.state).toBe("malformed");
  });

  it("waits for a report that is being made, and tells its progress", async () => {
    const { read } = await emulate(SMALL, { options: { reportPolls: 1 } });
    const steps = new Set<string>();
    const reading = await read({ onProgress: ({ step }) => steps.add(step) });
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect([...steps]).toEqual(expect.arrayContaining(["session", "account", "users and roles", "access keys"]));
  });
});

describe("the budget", () => {
  const FULL = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };

  it("is 380 calls the first time and 30 for an unchanged account", async () => {
    const { emulator, account, read } = await emulate(FULL);
    const first = await read();
    expect(first.apiCalls.total).toBeLessThanOrEqual(380);
    expect(first.apiCalls.total).toBe(emulator.calls().total);
    expect(keyIdsOf(first)).toEqual(keyIdsIn(account()));
    expect(keyIdsIn(account())).toHaveLength(FULL.accessKeys);

    emulator.setNow(hoursAfter(24));
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.apiCalls.total).toBeLessThanOrEqual(30);
    expect(keyIdsOf(second)).toEqual(keyIdsOf(first));
    expect(second.apiCalls.byAction["iam:ListAccessKeys"]).toBeUndefined();
  });

  it("is 40 calls for an unchanged account of 5,000 users and 5,000 roles", async () => {
    const { emulator, read } = await emulate({
      users: 5_000,
      usersWithKeys: 60,
      accessKeys: 60,
      roles: 5_000,
      policies: 10,
    });
    const first = await read();
    emulator.setNow(hoursAfter(24));
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.users).toHaveLength(5_000);
    expect(second.roles).toHaveLength(5_000);
    expect(second.apiCalls.total).toBeLessThanOrEqual(40);
  });

  it("asks for at most ten MFA devices a scan, and knows them all in the end", async () => {
    const size = { users: 300, usersWithKeys: 0, accessKeys: 0, roles: 1, policies: 0 };
    const { account, read } = await emulate(size);
    let reading = await read();
    expect(reading.apiCalls.byAction["iam:ListMFADevices"]).toBe(10);
    expect(reading.coverage.find(({ resource }) => resource === "mfa_devices")?.reason).toMatch(/left to later scans/);
    for (let scan = 0; scan < 10 && reading.apiCalls.byAction["iam:ListMFADevices"]; scan++) {
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

it("loses nothing behind 20 calls a second, and takes at most 10 % more calls", { timeout: 60_000 }, async () => {
  const size = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };
  const { emulator, account, read } = await emulate(size, { options: { latencyMs: 30 } });
  const startedAtMs = performance.now();
  const free = await read();
  expect(performance.now() - startedAtMs).toBeLessThan(12_000);
  const limited = await emulate(size, { options: { latencyMs: 30, rateLimit: { callsPerSecond: 20, burst: 5 } } });
  const reading = await limited.read();
  expect(coverageStates(reading)).toEqual(ALL_READ);
  expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
  expect(limited.emulator.calls().byError.Throttling).toBe(reading.apiCalls.throttled);
  expect(reading.apiCalls.throttled).toBeGreaterThan(0);
  expect(reading.apiCalls.total).toBeLessThanOrEqual(free.apiCalls.total * 1.1);
  expect(emulator.calls().total).toBe(free.apiCalls.total);
});

describe("a rescan", () => {
  it("lists only the users whose keys changed, and refreshes the last use of all", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    const first = await read();
    emulator.setNow(hoursAfter(48));
    const withKey = [...account().users.values()].filter((user) => user.accessKeys[0]?.status === "Active");
    emulator.mutate(() => {
      if (withKey[0]?.accessKeys[0]) withKey[0].accessKeys[0].status = "Inactive";
      if (withKey[1]) withKey[1].accessKeys = [];
    });
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.apiCalls.byAction["iam:ListAccessKeys"]).toBeLessThanOrEqual(2);
    expect(keyIdsOf(second)).toEqual(keyIdsIn(account()));
    const usedAt = (reading: typeof first) =>
      reading.users.flatMap(({ accessKeys }) =>
        accessKeys.state === "read"
          ? accessKeys.value.map(({ lastUse: use }) => (use.kind === "at" ? use.at.getTime() : 0))
          : [],
      );
    expect(Math.max(...usedAt(second))).toBeGreaterThan(Math.max(...usedAt(first)));
    const deactivated = second.users.find(({ userId }) => userId === withKey[0]?.userId);
    expect(deactivated?.accessKeys).toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ status: "Inactive" })]),
    });
  });

  it("takes nothing from the report's row of a user who was deleted and made anew", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    const first = await read();
    const old = [...account().users.values()].find((user) => user.password && user.accessKeys.length === 0);
    if (!old) throw new Error("The world has no user with a password only");
    emulator.setNow(hoursAfter(1));
    const accessKeys = [accessKeyOf("made anew", { createdAt: hoursAfter(1) })];
    emulator.mutate(() => {
      const anew = userOf({
        userName: old.userName,
        userId: "AIDAMADEANEW",
        path: old.path,
        createdAt: hoursAfter(1),
        accessKeys,
      });
      account().users.set(old.userName.toLowerCase(), anew);
    });
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.users.find(({ userName }) => userName === old.userName)).toMatchObject({
      userId: "AIDAMADEANEW",
      accessKeys: { state: "read", value: [{ accessKeyId: accessKeys[0]?.accessKeyId, lastUse: { kind: "never" } }] },
      consolePassword: { state: "unread" },
      reportFingerprint: null,
    });
  });

  it("lists a user who is younger than the report, and does not guess at password and MFA", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    const first = await read();
    emulator.setNow(hoursAfter(1));
    emulator.mutate(() => account().users.set("newcomer", userOf({ userName: "newcomer", createdAt: hoursAfter(1) })));
    const second = await read({ previousUsers: previousOf(first) });
    expect(second.users.find(({ userName }) => userName === "newcomer")).toMatchObject({
      accessKeys: { state: "read", value: [], source: "live_api" },
      consolePassword: { state: "unread" },
      mfa: { state: "unread" },
      reportFingerprint: null,
    });
    expect(second.apiCalls.byAction["iam:ListAccessKeys"]).toBe(1);
  });
});

describe("coverage", () => {
  it.each<[string, ResourceKind[]]>([
    ["GetAccountAuthorizationDetails", ["users", "roles", "access_keys", "mfa_devices"]],
    ["GetCredentialReport", ["credential_report", "mfa_devices"]],
    ["ListAccessKeys", ["access_keys"]],
    ["ListVirtualMFADevices", ["mfa_devices"]],
    ["ListMFADevices", ["mfa_devices"]],
    ["ListRoles", ["role_session_durations"]],
    ["GetAccountSummary", ["account_summary"]],
    ["ListAccountAliases", ["account_alias"]],
  ])("tells that %s is denied, and reads the rest", async (action, resources) => {
    const { emulator, read } = await emulate(SMALL);
    emulator.faults.add({ action, kind: "AccessDenied", times: 10_000 });
    const reading = await read();
    const denied = reading.coverage.filter(({ state }) => state !== "read");
    expect(denied.map(({ resource }) => resource)).toEqual(resources);
    for (const { state, reason, action: named } of denied) {
      expect([state, named]).toEqual(["denied", `iam:${action}`]);
      expect(reason).toContain(`iam:${action} is denied`);
    }
  });

  it("reads a report that is there although making one is denied", async () => {
    const { emulator, read } = await emulate(SMALL);
    await read();
    emulator.faults.add({ action: "GenerateCredentialReport", kind: "AccessDenied", times: 10_000 });
    expect(coverageStates(await read())).toEqual(ALL_READ);
  });

  it("asks only few users where listing keys is denied, and says that the keys are unread", async () => {
    const { emulator, read } = await emulate({
      users: 200,
      usersWithKeys: 150,
      accessKeys: 150,
      roles: 1,
      policies: 0,
    });
    emulator.faults.add({ action: "ListAccessKeys", kind: "AccessDenied", times: 10_000 });
    const reading = await read();
    expect(reading.apiCalls.byAction["iam:ListAccessKeys"]).toBeLessThanOrEqual(12);
    expect(reading.coverage.find(({ resource }) => resource === "access_keys")?.reason).toContain("150 of 150 users");
    const unread = reading.users.filter(({ accessKeys }) => accessKeys.state === "unread");
    expect(unread).toHaveLength(150);
    expect(unread.every(({ reportFingerprint }) => reportFingerprint === null)).toBe(true);
  });

  it("falls back on calls per user where the report is malformed", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    emulator.faults.add({ action: "GetCredentialReport", kind: "malformedReport", times: 10 });
    const reading = await read();
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, credential_report: "failed", mfa_devices: "failed" });
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.apiCalls.byAction["iam:ListAccessKeys"]).toBe(SMALL.users);
    expect(reading.apiCalls.byAction["iam:ListMFADevices"]).toBeUndefined();
    expect(
      reading.users.every(({ mfa, consolePassword }) => mfa.state === "unread" && consolePassword.state === "unread"),
    ).toBe(true);
    const uses = reading.users.flatMap(({ accessKeys }) => (accessKeys.state === "read" ? accessKeys.value : []));
    expect(uses.some(({ lastUse: use }) => use.kind === "at")).toBe(true);
  });
});

it("does not take a last use that was denied for never", async () => {
  const { emulator, account, read } = await emulate(SMALL);
  emulator.faults.add({ action: "GetCredentialReport", kind: "malformedReport", times: 10 });
  emulator.faults.add({ action: "GetAccessKeyLastUsed", kind: "AccessDenied", times: 10_000 });
  const reading = await read();
  expect(reading.coverage.find(({ resource }) => resource === "access_keys")).toMatchObject({
    state: "read",
    reason: expect.stringContaining(
      `Last use of ${keyIdsIn(account()).length} keys is unknown. iam:GetAccessKeyLastUsed is denied`,
    ),
  });
  const keys = reading.users.flatMap(({ accessKeys }) => (accessKeys.state === "read" ? accessKeys.value : []));
  expect(keys.every(({ lastUse: use }) => use.kind === "unknown")).toBe(true);
  expect(reading.apiCalls.byAction["iam:GetAccessKeyLastUsed"]).toBeLessThanOrEqual(12);
});

describe("trouble on the way", () => {
  it.each([
    ["truncatedBody", "GetAccountAuthorizationDetails"],
    ["truncatedBody", "ListAccessKeys"],
    ["ServiceFailure", "ListAccessKeys"],
    ["ServiceFailure", "GetCredentialReport"],
    ["Throttling", "ListRoles"],
  ] as const)("%s of %s, twice, loses nothing", async (kind, action) => {
    const { emulator, account, read } = await emulate(SMALL);
    emulator.faults.add({ action, kind, times: 2 });
    const reading = await read();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.apiCalls.total).toBe(emulator.calls().total);
    expect(reading.apiCalls.throttled).toBe(kind === "Throttling" ? 2 : 0);
  });

  it("an answer that never comes is asked for again", async () => {
    const { emulator, read } = await emulate(SMALL, { timing: { responseTimeoutMs: 200 } });
    emulator.faults.add({ action: "ListAccountAliases", kind: "timeout", times: 2 });
    expect(coverageStates(await read())).toEqual(ALL_READ);
  });

  it("a session that expires is renewed once for all calls in flight", async () => {
    const { emulator, account, read } = await emulate(SMALL, { options: { latencyMs: 20 }, now: () => NOW });
    const onProgress = ({ step, done }: { step: string; done: number }) => {
      if (step === "access keys" && done === 1) emulator.setNow(hoursAfter(2));
    };
    const reading = await read({ onProgress });
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.apiCalls.byAction["sts:AssumeRole"]).toBe(2);
    expect(emulator.calls().byError.ExpiredToken).toBeGreaterThan(1);
  });

  it("a scan that is aborted rejects with the reason and stops calling", async () => {
    const { emulator, read } = await emulate(SMALL, { options: { latencyMs: 20 } });
    const abort = new AbortController();
    const onProgress = ({ step }: { step: string }) =>
      step === "access keys" && abort.abort(new Error("stopped by the owner"));
    await expect(read({ signal: abort.signal, onProgress })).rejects.toThrow("stopped by the owner");
    expect(emulator.calls().byAction.ListAccessKeys ?? 0).toBeLessThanOrEqual(8);
  });
});

describe("sessions", () => {
  it("are kept for 55 minutes by the given clock, which may be far from AWS's", async () => {
    let now = new Date("2019-01-01T00:00:00Z");
    const { emulator, read } = await emulate(SMALL, { now: () => now });
    const assumed = () => emulator.calls().byAction.AssumeRole;
    await read();
    now = new Date("2019-01-01T00:54:59Z");
    await read();
    expect(assumed()).toBe(1);
    now = new Date("2019-01-01T00:55:00Z");
    await read();
    expect(assumed()).toBe(2);
  });

  it("are renewed when AWS says that they are expired", async () => {
    const { emulator, read } = await emulate(SMALL, { now: () => NOW });
    await read();
    emulator.setNow(hoursAfter(2));
    expect(coverageStates(await read())).toEqual(ALL_READ);
    expect(emulator.calls().byAction.AssumeRole).toBe(2);
  });

  it("are renewed when their role was deleted and made anew", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    await read();
    emulator.mutate(() => {
      const role = account().roles.get("rolecallreadonly");
      if (role) role.roleId = "AROAMADEANEW";
    });
    expect(coverageStates(await read())).toEqual(ALL_READ);
    expect(emulator.calls().byAction.AssumeRole).toBe(2);
  });

  it("of another account stop the scan before anything is read", async () => {
    const { emulator, read } = await emulate(SMALL);
    await expect(read({ expectedAwsAccountId: "999999999999" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(Object.keys(emulator.calls().byAction).sort()).toEqual(["AssumeRole", "GetCallerIdentity"]);
  });

  it("that are refused stop the scan, with what AWS said", async () => {
    const { read } = await emulate(SMALL);
    const refused = await read({ externalId: "rolecall-wrong" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ReadingRefused);
    expect(refused).toMatchObject({
      code: "UPSTREAM",
      details: { kind: "denied" },
      message: expect.stringContaining("sts:AssumeRole"),
    });
  });
});
