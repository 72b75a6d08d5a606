import { accessKeyOf, lastUse, userOf } from "@rolecall/aws-emulator";
import { describe, expect, it } from "vitest";
import {
  ALL_READ,
  AWS_ACCOUNT_ID,
  coverageStates,
  emulate,
  hoursAfter,
  keyIdsIn,
  keyIdsOf,
  NOW,
  previousOf,
  SMALL,
} from "../testing/emulated-account.ts";

/** Times in the credential report have no fraction. */
const toSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);
/** AWS looks back so far for the last use of a role. */
const ROLE_USE_SINCE = hoursAfter(-400 * 24);

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
