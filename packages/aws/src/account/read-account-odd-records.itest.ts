import type { LeftOut } from "@rolecall/aws-emulator";
import { EVERY_KIND_WORLD, everyKindWorld } from "@rolecall/aws-emulator";
import type { AccountReading, ResourceKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  ALL_READ,
  coverageStates,
  emulate,
  emulateWorld,
  hoursAfter,
  keyIdsIn,
  keyIdsOf,
  LARGE_ACCOUNT,
  previousOf,
} from "../testing/emulated-account.ts";

const DETAILS = "GetAccountAuthorizationDetails";
const CEILING = { callCeilingPerSecond: 1_000 };
const ODD = 1;

const everyKind = () => emulateWorld({ ...EVERY_KIND_WORLD, world: everyKindWorld() });
const coverageOf = (reading: AccountReading, resource: ResourceKind) =>
  reading.coverage.find((entry) => entry.resource === resource);
const inOrder = (items: readonly { arn: string }[]) => items.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
const KINDS = ["users", "roles", "groups", "policies"] as const;
/** Without the calls, and without the words of the coverage. */
const facts = (reading: AccountReading) => ({
  ...Object.fromEntries(KINDS.map((kind) => [kind, inOrder(reading[kind])])),
  instanceProfiles: inOrder(reading.instanceProfiles),
});

/** Calls by action, without those for the session; the profiles of a role that is odd come from their own list. */
const callsOf = ({ apiCalls: { byAction } }: AccountReading) =>
  Object.fromEntries(Object.entries(byAction).filter(([action]) => !/^sts:|ListInstanceProfiles$/.test(action)));

type Kind = (typeof KINDS)[number];
/** What is left out of one kind of GetAccountAuthorizationDetails, and what the same facts cost all the same. */
const TOLD_ELSEWHERE: readonly [kind: Kind, list: string, fields: string[], Record<string, number>][] = [
  ["policies", "Policies", ["PolicyName", "PolicyId"], { "iam:ListPolicies": 2 }],
  ["policies", "Policies", ["PolicyName"], {}],
  ["policies", "Policies", ["PolicyId", "DefaultVersionId"], { "iam:ListPolicies": 2 }],
  ["users", "UserDetailList", ["UserId"], { "iam:ListUsers": 1 }],
  ["users", "UserDetailList", ["Arn"], { "iam:ListUsers": 1 }],
  ["users", "UserDetailList", ["CreateDate"], { "iam:ListUsers": 1 }],
  ["users", "UserDetailList", ["UserName"], {}],
  ["groups", "GroupDetailList", ["GroupId"], { "iam:ListGroups": 1 }],
  ["roles", "RoleDetailList", ["AssumeRolePolicyDocument"], {}],
  ["roles", "RoleDetailList", ["RoleId"], {}],
];

describe("what an answer leaves out of one kind is taken from one list more", () => {
  it.each(TOLD_ELSEWHERE.flatMap((given) => [[...given, Number.POSITIVE_INFINITY] as const, [...given, ODD] as const]))(
    "%s without %s %s: %j (of %d)",
    async (kind, list, fields, more, records) => {
      const { emulator, read } = await everyKind();
      emulator.configure({ paging: "full" });
      const whole = await read(CEILING);
      emulator.configure({ leavesOut: [{ action: DETAILS, list, fields, records }] });
      const reading = await read(CEILING);
      expect(coverageStates(reading)).toEqual(ALL_READ);
      expect(facts(reading)).toEqual(facts(whole));
      if (!fields.includes("AssumeRolePolicyDocument"))
        expect(coverageOf(reading, kind)?.reason).toContain(`iam:${DETAILS}`);
      for (const other of KINDS) if (other !== kind) expect(coverageOf(reading, other)?.reason).toBeNull();
      expect(callsOf(reading)).toEqual({ ...callsOf(whole), ...more });
    },
  );
});

describe("what no list tells either is unknown, and named", () => {
  it.each<[Kind, string, string, string, string]>([
    ["policies", "Policies", "PolicyId", "ListPolicies", "Policies"],
    ["users", "UserDetailList", "UserId", "ListUsers", "Users"],
    ["groups", "GroupDetailList", "GroupId", "ListGroups", "Groups"],
    ["roles", "RoleDetailList", "RoleId", "ListRoles", "Roles"],
  ])("of %s: one record, and the others are read", async (kind, list, field, action, listed) => {
    const { emulator, read } = await everyKind();
    emulator.configure({ paging: "full" });
    const whole = await read(CEILING);
    const leavesOut: LeftOut[] = [
      { action: DETAILS, list, fields: [field], records: ODD },
      { action, list: listed, fields: [field], records: ODD },
    ];
    emulator.configure({ leavesOut });
    const reading = await read(CEILING);
    expect(coverageOf(reading, kind)).toMatchObject({ state: "failed", action: `iam:${DETAILS}` });
    expect(coverageOf(reading, kind)?.reason).toMatch(/gave 1 of the .*\(arn:aws:iam::.*: they are unknown/);
    expect(reading[kind]).toHaveLength(whole[kind].length - 1);
    for (const other of KINDS) if (other !== kind) expect(coverageOf(reading, other)?.state).toBe("read");
    expect(reading.apiCalls.total).toBeLessThanOrEqual(whole.apiCalls.total + 4);
  });

  it.each<[ResourceKind, LeftOut]>([
    [
      "server_certificates",
      {
        action: "ListServerCertificates",
        list: "ServerCertificateMetadataList",
        fields: ["ServerCertificateId"],
        records: ODD,
      },
    ],
    [
      "instance_profiles",
      { action: "ListInstanceProfiles", list: "InstanceProfiles", fields: ["InstanceProfileId"], records: ODD },
    ],
    [
      "oidc_providers",
      { action: "ListOpenIDConnectProviders", list: "OpenIDConnectProviderList", fields: ["Arn"], records: ODD },
    ],
    ["saml_providers", { action: "ListSAMLProviders", list: "SAMLProviderList", fields: ["CreateDate"], records: ODD }],
    ["role_session_durations", { action: "ListRoles", list: "Roles", fields: ["RoleId"], records: ODD }],
    [
      "service_specific_credentials",
      {
        action: "ListServiceSpecificCredentials",
        list: "ServiceSpecificCredentials",
        fields: ["ServiceSpecificCredentialId"],
        records: ODD,
      },
    ],
  ])("of %s: one record of its list", async (resource, leftOut) => {
    const { emulator, read } = await everyKind();
    emulator.configure({ paging: "full" });
    const whole = await read(CEILING);
    emulator.configure({ leavesOut: [leftOut] });
    const reading = await read(CEILING);
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, [resource]: "failed" });
    expect(coverageOf(reading, resource)?.reason).toContain(`iam:${leftOut.action} gave 1 of the`);
    expect(reading.apiCalls.total).toBeLessThanOrEqual(whole.apiCalls.total);
  });

  it("of service-specific credentials: the user whose it is", async () => {
    const { emulator, read } = await everyKind();
    const list = "ServiceSpecificCredentials";
    emulator.configure({ leavesOut: [{ action: `List${list}`, list, fields: ["CreateDate"], records: ODD }] });
    const { users } = await read(CEILING);
    const unread = users.filter(({ serviceSpecificCredentials: { state } }) => state === "unread");
    expect(unread).toHaveLength(1);
  });
});

describe("a list that an answer has not at all", () => {
  it.each<[Kind, string]>([
    ["users", "UserDetailList"],
    ["roles", "RoleDetailList"],
    ["groups", "GroupDetailList"],
    ["policies", "Policies"],
  ])(
    "(%s) is no list without entries: who there is, another list shows, and the rest is unread",
    async (kind, list) => {
      const { emulator, read } = await everyKind();
      emulator.configure({ paging: "full" });
      const whole = await read(CEILING);
      emulator.configure({ leavesOut: [{ action: DETAILS, list, fields: "list" }] });
      const reading = await read(CEILING);
      const namesOf = ({ [kind]: items }: AccountReading) => items.map(({ arn }) => arn).toSorted();
      expect(namesOf(reading)).toEqual(namesOf(whole));
      expect(reading.apiCalls.total).toBeLessThanOrEqual(whole.apiCalls.total + 12);
      if (kind === "policies") return;
      expect(coverageOf(reading, kind)).toMatchObject({
        state: "failed",
        reason: expect.stringContaining("gave no list of"),
      });
      for (const { unreadDetails } of reading[kind]) expect(unreadDetails).toContain("attachedPolicyArns");
    },
  );
});

describe("no single answer multiplies the calls", { timeout: 60_000 }, () => {
  const SIZE = { users: 60, usersWithKeys: 20, accessKeys: 24, roles: 20, policies: 10 };

  it.each(["AccessDenied", "unsupported"] as const)(
    "one refusal (%s) of the bulk call is asked again",
    async (kind) => {
      const { emulator, read } = await emulate(SIZE);
      const { total } = (await read(CEILING)).apiCalls;
      emulator.faults.add({ action: DETAILS, kind, times: 1 });
      const reading = await read(CEILING);
      expect(coverageStates(reading)).toEqual(ALL_READ);
      expect(reading.apiCalls.total).toBeLessThanOrEqual(total + 1);
    },
  );

  it("the bulk call that is refused after its first page leaves its kinds unread", async () => {
    const { emulator, read } = await emulate(SIZE);
    const first = await read(CEILING);
    emulator.configure({ paging: "overlapping" });
    setTimeout(
      () => emulator.faults.add({ action: DETAILS, kind: "AccessDenied", times: Number.POSITIVE_INFINITY }),
      300,
    );
    const reading = await read({ ...CEILING, previousUsers: previousOf(first) });
    for (const kind of KINDS) expect(coverageOf(reading, kind)?.state).toBe("failed");
    expect(reading.apiCalls.byAction["iam:ListUsers"]).toBeUndefined();
    expect(reading.apiCalls.byAction["iam:GetUser"]).toBeUndefined();
  });
});

describe("an implementation that leaves out PolicyName and PolicyId of managed policies", { timeout: 120_000 }, () => {
  const FULL = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };

  it("is read with at most 400 calls, and 40 on the unchanged rescan", async () => {
    const leavesOut = [{ action: DETAILS, list: "Policies", fields: ["PolicyName", "PolicyId"] }];
    const { emulator, account, read } = await emulate(FULL, { options: { leavesOut }, timing: LARGE_ACCOUNT });
    const first = await read(CEILING);
    expect(coverageStates(first)).toEqual(ALL_READ);
    expect(coverageOf(first, "policies")?.reason).toContain("these were taken from iam:ListPolicies");
    expect(first.policies.filter(({ isAwsManaged }) => !isAwsManaged)).toHaveLength(FULL.policies);
    expect(keyIdsOf(first)).toEqual(keyIdsIn(account()));
    expect(first.apiCalls.total).toBeLessThanOrEqual(400);
    emulator.setNow(hoursAfter(24));
    const second = await read({ ...CEILING, previousUsers: previousOf(first) });
    expect(second.apiCalls.total).toBeLessThanOrEqual(40);
    expect([first.apiCalls.byAction["iam:ListPolicies"], second.apiCalls.byAction["iam:ListPolicies"]]).toEqual([2, 2]);
  });
});
