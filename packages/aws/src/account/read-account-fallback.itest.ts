import { accessKeyOf, EVERY_KIND_WORLD, everyKindWorld, type FaultKind } from "@rolecall/aws-emulator";
import type { AccountReading, ResourceKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  ALL_READ,
  coverageStates,
  type Emulated,
  emulate,
  emulateWorld,
  hoursAfter,
  keyIdsIn,
  keyIdsOf,
  previousOf,
} from "../testing/emulated-account.ts";

/** So few that all the calls of the fallback take little time. */
const FEW = { users: 6, usersWithKeys: 4, accessKeys: 6, roles: 4, policies: 2 };
const DETAILS = "GetAccountAuthorizationDetails";

function always({ emulator }: Emulated, kind: FaultKind, ...actions: string[]): void {
  for (const action of actions) emulator.faults.add({ action, kind, times: Number.POSITIVE_INFINITY });
}

const everyKind = () => emulateWorld({ ...EVERY_KIND_WORLD, world: everyKindWorld() });

const coverageOf = (reading: AccountReading, resource: ResourceKind) =>
  reading.coverage.find((entry) => entry.resource === resource);
/** Users and roles with their lists in one order, whatever the order of AWS's answers; without the keys. */
function identities({ users, roles }: AccountReading) {
  const inOrder = (entity: object) =>
    Object.entries(entity).map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]);
  const byArn = <T extends { arn: string }>(items: readonly T[]) =>
    Object.fromEntries(items.map((item) => [item.arn, Object.fromEntries(inOrder(item))]));
  return byArn([...users.map(({ accessKeys: _, ...user }) => user), ...roles]);
}

describe("an account whose authorization details are not to be had", () => {
  it.each<FaultKind>(["unsupported", "AccessDenied"])(
    "(%s) is read by one identity after the other, to the same facts",
    async (kind) => {
      const emulated = await emulate(FEW);
      const usual = await emulated.read();
      always(emulated, kind, DETAILS);
      const reading = await emulated.read();
      expect(coverageStates(reading)).toEqual(ALL_READ);
      for (const resource of ["users", "roles", "groups", "policies"] as const) {
        const reason = coverageOf(reading, resource)?.reason;
        expect(reason).toMatch(/instead\. iam:GetAccountAuthorizationDetails is (not supported|denied)/);
      }
      expect(keyIdsOf(reading)).toEqual(keyIdsIn(emulated.account()));
      expect(identities(reading)).toEqual(identities(usual));
      expect(reading.apiCalls.total).toBe(emulated.emulator.calls().total - usual.apiCalls.total);
      expect(reading.apiCalls.byAction["iam:GetUser"]).toBe(FEW.users);
      expect(reading.apiCalls.byAction["iam:GetRole"]).toBe(FEW.roles);
      expect(reading.apiCalls.byAction["iam:ListRoles"]).toBe(usual.apiCalls.byAction["iam:ListRoles"]);
    },
  );

  it("and which has no credential report either, is read key by key", async () => {
    const emulated = await emulate(FEW);
    always(emulated, "unsupported", DETAILS, "GenerateCredentialReport", "GetCredentialReport");
    const reading = await emulated.read();
    const failed = { credential_report: "failed", mfa_devices: "failed", signing_certificates: "failed" };
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, ...failed });
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(emulated.account()));
  });

  it("does not pass for an account without groups where they are denied", async () => {
    const emulated = await emulate(FEW);
    always(emulated, "unsupported", DETAILS);
    always(emulated, "AccessDenied", "ListGroupsForUser");
    const reading = await emulated.read();
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, users: "denied" });
    expect(coverageOf(reading, "users")).toMatchObject({
      action: "iam:ListGroupsForUser",
      reason: expect.stringContaining(`The groups of ${FEW.users} identities are unknown`),
    });
    expect(reading.apiCalls.byAction["iam:ListGroupsForUser"]).toBeLessThanOrEqual(10);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(emulated.account()));
  });

  it("names in each user and group the details that are denied, so that none of them passes for empty", async () => {
    const emulated = await everyKind();
    always(emulated, "unsupported", DETAILS);
    always(emulated, "AccessDenied", "GetUser", "ListGroupsForUser", "ListAttachedUserPolicies", "ListUserPolicies");
    always(emulated, "AccessDenied", "ListAttachedGroupPolicies");
    const reading = await emulated.read();
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, users: "denied", groups: "denied" });
    const ofUsers = ["attachedPolicyArns", "groupNames", "inlinePolicies", "permissionsBoundaryArn", "tags"];
    for (const { unreadDetails } of reading.users) expect(unreadDetails?.toSorted()).toEqual(ofUsers);
    for (const { unreadDetails } of reading.groups) expect(unreadDetails).toEqual(["attachedPolicyArns"]);
    for (const { unreadDetails } of reading.roles) expect(unreadDetails).toBeUndefined();
  });

  it.each<FaultKind>(["AccessDenied", "unsupported"])(
    "keeps the names of policies whose documents are not to be had (%s)",
    async (kind) => {
      const emulated = await everyKind();
      always(emulated, "unsupported", DETAILS);
      const actions = ["GetUserPolicy", "GetRolePolicy", "GetGroupPolicy", "GetPolicyVersion"];
      always(emulated, kind, ...actions);
      const reading = await emulated.read();
      const unread = reading.coverage.filter(({ state }) => state !== "read");
      expect(unread.map(({ resource }) => resource)).toEqual(["users", "roles", "groups", "policies"]);
      expect(unread.map(({ action }) => action)).toEqual(actions.map((action) => `iam:${action}`));
      const { users, roles, groups, policies } = reading;
      const documents = [...users, ...roles, ...groups].flatMap(({ inlinePolicies }) => inlinePolicies);
      expect(documents.length).toBeGreaterThan(6);
      for (const { document } of [...documents, ...policies]) expect(document.state).toBe("unread");
    },
  );

  it("is read but for groups and policies where these cannot be listed", async () => {
    const emulated = await everyKind();
    always(emulated, "unsupported", DETAILS);
    always(emulated, "AccessDenied", "ListGroups", "ListPolicies");
    const reading = await emulated.read();
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, groups: "failed", policies: "failed" });
    expect(coverageOf(reading, "policies")?.reason).toContain("iam:ListPolicies is denied");
    expect([reading.groups, reading.policies]).toEqual([[], []]);
  });

  it("has no groups where groups do not exist", async () => {
    const emulated = await emulate(FEW);
    always(emulated, "unsupported", DETAILS, "ListGroupsForUser");
    const reading = await emulated.read();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(coverageOf(reading, "users")?.reason).toContain("iam:ListGroupsForUser is not supported either");
  });

  it("does not say never of the last use of roles where it is denied", async () => {
    const emulated = await emulate(FEW);
    always(emulated, "AccessDenied", DETAILS, "GetRole");
    const reading = await emulated.read();
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, roles: "denied" });
    expect(new Set(reading.roles.map(({ lastUse }) => lastUse.kind))).toEqual(new Set(["unknown"]));
  });

  it("is unread where the identities cannot be listed either", async () => {
    const emulated = await emulate(FEW);
    always(emulated, "AccessDenied", DETAILS, "ListUsers", "ListRoles");
    const reading = await emulated.read();
    const unread = reading.coverage
      .filter(({ state }) => state !== "read")
      .map(({ resource, action }) => [resource, action]);
    expect(unread).toEqual([
      ["users", `iam:${DETAILS}`],
      ["roles", `iam:${DETAILS}`],
      ["access_keys", `iam:${DETAILS}`],
      ["mfa_devices", `iam:${DETAILS}`],
      ["signing_certificates", `iam:${DETAILS}`],
      ["service_specific_credentials", `iam:${DETAILS}`],
      ["role_session_durations", "iam:ListRoles"],
    ]);
    expect(coverageOf(reading, "users")?.reason).toContain("iam:ListUsers is denied");
  });
});

describe("a credential report that leaves inactive keys out", () => {
  /** The users of a small account with an inactive key each; one of them has no other key. */
  async function omitting() {
    const emulated = await emulate(FEW);
    const { emulator, account } = emulated;
    const withKeys = [...account().users.values()].filter((user) => user.accessKeys.length > 0);
    emulator.mutate(() => {
      account().reportOmitsInactiveKeys = true;
    });
    const [first, second] = withKeys;
    if (!first || !second) throw new Error("The world has too few users with keys");
    return { ...emulated, first, second };
  }

  it("hides none of them at the first scan", async () => {
    const { emulator, account, read, first } = await omitting();
    emulator.mutate(() => {
      first.accessKeys = [accessKeyOf("hidden", { status: "Inactive" })];
    });
    const reading = await read();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    const found = reading.users.find(({ userId }) => userId === first.userId)?.accessKeys;
    expect(found).toMatchObject({
      state: "read",
      value: [{ accessKeyId: first.accessKeys[0]?.accessKeyId, status: "Inactive" }],
    });
  });

  it("loses no key that becomes inactive, and keeps none that is deleted afterwards", async () => {
    const { emulator, account, read, first, second } = await omitting();
    const keysAfter = async (hours: number, before: AccountReading, change: () => void) => {
      emulator.setNow(hoursAfter(hours));
      emulator.mutate(change);
      const reading = await read({ previousUsers: previousOf(before) });
      expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
      return reading;
    };
    const initial = await read();
    const inactive = await keysAfter(24, initial, () => {
      for (const key of [...first.accessKeys, ...second.accessKeys]) key.status = "Inactive";
    });
    const unchanged = await keysAfter(48, inactive, () => {});
    await keysAfter(72, unchanged, () => {
      first.accessKeys = [];
    });
  });
});

it("does not trust a report that is never made anew to know every key", async () => {
  let now = hoursAfter(0);
  const { emulator, account, read } = await emulate(FEW, { now: () => now });
  const first = await read();
  const [user] = [...account().users.values()].filter(({ accessKeys }) => accessKeys.length === 0);
  emulator.mutate(() => user?.accessKeys.push(accessKeyOf("made since", { createdAt: now })));
  now = hoursAfter(25);
  const second = await read({ previousUsers: previousOf(first) });
  expect(coverageStates(second)).toEqual(ALL_READ);
  expect(coverageOf(second, "credential_report")?.reason).toContain("too old");
  expect(keyIdsOf(second)).toEqual(keyIdsIn(account()));
});
