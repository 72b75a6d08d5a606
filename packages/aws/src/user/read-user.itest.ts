import type { EmulatedUser } from "@rolecall/aws-emulator";
import type { ResourceKind, UserReading } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { type EmulatedWorld, emulateWorld, NOW } from "../testing/emulated-world.ts";

const SCP = "arn:aws:organizations::300000000001:policy/o-exampleorg1/service_control_policy/p-12345678";

const userNamed = (world: EmulatedWorld, userName: string): EmulatedUser =>
  world.account().users.get(userName.toLowerCase())!;

const read = (world: EmulatedWorld, userName: string, userId = userNamed(world, userName).userId) =>
  world.reader.readUser({ ...world.input, userName, userId });

const coverageFor = (reading: UserReading, resource: ResourceKind) =>
  reading.coverage.find((entry) => entry.resource === resource);

const live = <T>(value: T) => ({ state: "read", value, source: "live_api", observedAt: NOW });

describe("a user", () => {
  it("is read whole, by a call for each part of it", async () => {
    const world = await emulateWorld();
    const admin = userNamed(world, "admin");
    const reading = await read(world, "admin");
    expect(reading.user).toMatchObject({
      userId: admin.userId,
      userName: "admin",
      path: "/people/",
      createdAt: admin.createdAt,
      tags: admin.tags,
      groupNames: admin.groupNames,
      attachedPolicyArns: ["arn:aws:iam::aws:policy/IAMFullAccess"],
      inlinePolicies: [],
      permissionsBoundaryArn: null,
      mfa: live("fido"),
      mfaDevices: { state: "read", value: expect.arrayContaining([expect.objectContaining({ kind: "hardware" })]) },
      reportFingerprint: null,
    });
    expect(reading.user).not.toHaveProperty("unreadDetails");
    expect(reading.user?.mfaDevices).toMatchObject({ value: { length: 3 } });
    expect(reading.user?.consolePassword).toMatchObject(
      live({ exists: true, lastChangedAt: null, lastUse: { kind: "at", service: null } }),
    );
    expect(reading.user?.accessKeys).toMatchObject({
      value: [{ accessKeyId: admin.accessKeys[0]!.accessKeyId, status: "Active", lastUse: { kind: "at" } }],
    });
    expect(reading.user?.sshPublicKeys).toEqual(
      live([
        {
          sshPublicKeyId: admin.sshPublicKeys[0]!.sshPublicKeyId,
          status: "Active",
          uploadedAt: admin.sshPublicKeys[0]!.uploadedAt,
        },
      ]),
    );
    expect(reading.user?.signingCertificates).toEqual(
      live([
        {
          certificateId: admin.signingCertificates[0]!.certificateId,
          status: "Active",
          uploadedAt: admin.signingCertificates[0]!.uploadedAt,
        },
      ]),
    );
    expect(reading.coverage.map(({ resource, state }) => [resource, state])).toEqual([
      ["users", "read"],
      ["access_keys", "read"],
      ["mfa_devices", "read"],
      ["ssh_public_keys", "read"],
      ["signing_certificates", "read"],
      ["service_specific_credentials", "read"],
    ]);
    expect(reading.apiCalls.total).toBe(world.emulator.calls().total);
    expect(reading.apiCalls.total).toBeLessThanOrEqual(16);
  });

  it("with policies and a boundary has their documents", async () => {
    const { user } = await read(await emulateWorld(), "Bounded_User");
    expect(user?.permissionsBoundaryArn).toContain("policy/developer-boundary");
    expect(user?.inlinePolicies).toMatchObject([
      { name: "one", document: { state: "parsed", document: { Statement: [{ Action: ["sqs:SendMessage"] }] } } },
      { name: "two", document: { state: "parsed" } },
    ]);
    expect(user?.consolePassword).toEqual(live({ exists: false }));
    expect(user?.mfa).toEqual(live("none"));
  });

  it("with API keys has them with their expiry, expired ones too", async () => {
    const { user } = await read(await emulateWorld(), "BedrockAPIKey-7f3a");
    const credentials = user?.serviceSpecificCredentials;
    const shown = credentials?.state === "read" ? credentials.value : [];
    expect(shown.map(({ serviceName, status }) => `${serviceName} ${status}`).sort()).toEqual([
      "bedrock.amazonaws.com Active",
      "bedrock.amazonaws.com Expired",
      "cloudwatch.amazonaws.com Active",
      "logs.amazonaws.com Inactive",
    ]);
    expect(shown.filter(({ expiresAt }) => expiresAt === null)).toHaveLength(1);
  });

  it("whose password has no use on record may have used it before the record began", async () => {
    const { user } = await read(await emulateWorld(), "no-information");
    expect(user?.consolePassword).toMatchObject({ value: { exists: true, lastUse: { kind: "before_record" } } });
  });
});

describe("a user who is not there", () => {
  it("is told, at the cost of one call", async () => {
    const world = await emulateWorld();
    const reading = await read(world, "nobody", "AIDANOBODY");
    expect(reading.user).toBeNull();
    expect(reading.coverage).toMatchObject([
      { resource: "users", state: "read", reason: "AWS has no user named nobody" },
    ]);
    expect(world.emulator.calls().byAction).toEqual({ AssumeRole: 1, GetCallerIdentity: 1, GetUser: 1 });
  });

  it("is told where another one was made under the same name", async () => {
    const world = await emulateWorld();
    const { userId } = userNamed(world, "ghost");
    world.emulator.mutate(() => {
      userNamed(world, "ghost").userId = "AIDAMADEANEW";
    });
    const reading = await read(world, "ghost", userId);
    expect(reading.user).toBeNull();
    expect(reading.coverage).toMatchObject([
      { resource: "users", state: "read", reason: expect.stringMatching(/another one now: AIDAMADEANEW.*is gone/) },
    ]);
  });

  it("is not said to be gone where asking is denied", async () => {
    const world = await emulateWorld();
    world.deny("iam:GetUser");
    const reading = await read(world, "admin");
    expect(reading.user).toBeNull();
    expect(reading.coverage).toMatchObject([
      { resource: "users", state: "denied", action: "iam:GetUser", deniedBy: { policyType: "identity" } },
    ]);
  });
});

describe("what is denied is unread", () => {
  it.each<[string, ResourceKind, string]>([
    ["ListAccessKeys", "access_keys", "accessKeys"],
    ["ListMFADevices", "mfa_devices", "mfaDevices"],
    ["ListSSHPublicKeys", "ssh_public_keys", "sshPublicKeys"],
    ["ListSigningCertificates", "signing_certificates", "signingCertificates"],
    ["ListServiceSpecificCredentials", "service_specific_credentials", "serviceSpecificCredentials"],
    ["GetLoginProfile", "users", "consolePassword"],
  ])("%s", async (action, resource, fact) => {
    const world = await emulateWorld();
    const message = `User is not authorized to perform: iam:${action} on resource: * with an explicit deny in a service control policy: ${SCP}`;
    world.emulator.faults.add({ action, kind: "AccessDenied", message });
    const reading = await read(world, "admin");
    expect(reading.user).toHaveProperty(fact, { state: "unread", reason: expect.stringContaining(SCP) });
    expect(coverageFor(reading, resource)).toMatchObject({
      state: "denied",
      action: `iam:${action}`,
      deniedBy: { policyType: "service_control", policyArn: SCP, isExplicit: true },
    });
    expect(reading.coverage.filter(({ state }) => state !== "read")).toHaveLength(1);
  });

  it.each([
    ["ListGroupsForUser", ["groupNames"]],
    ["ListAttachedUserPolicies", ["attachedPolicyArns"]],
    ["ListUserPolicies", ["inlinePolicies"]],
  ])("%s", async (action, unreadDetails) => {
    const world = await emulateWorld();
    world.deny(`iam:${action}`);
    const reading = await read(world, "Bounded_User");
    expect(reading.user).toMatchObject({ unreadDetails });
    expect(coverageFor(reading, "users")).toMatchObject({ state: "denied", action: `iam:${action}` });
  });

  it("the document of an inline policy, whose name is known", async () => {
    const world = await emulateWorld();
    world.deny("iam:GetUserPolicy");
    const reading = await read(world, "Bounded_User");
    expect(reading.user?.inlinePolicies).toMatchObject([
      { name: "one", document: { state: "unread" } },
      { name: "two", document: { state: "unread" } },
    ]);
    expect(coverageFor(reading, "users")).toMatchObject({ state: "denied", action: "iam:GetUserPolicy" });
  });

  it("the last use of keys, which are there", async () => {
    const world = await emulateWorld();
    world.deny("iam:GetAccessKeyLastUsed");
    const reading = await read(world, "admin");
    expect(reading.user?.accessKeys).toMatchObject({ value: [{ lastUse: { kind: "unknown" } }] });
    expect(coverageFor(reading, "access_keys")).toMatchObject({
      state: "read",
      reason: expect.stringContaining("iam:GetAccessKeyLastUsed"),
    });
  });
});

it("a session that expires in the middle is renewed, and the user is read whole", async () => {
  const world = await emulateWorld();
  world.emulator.faults.add({ action: "ListMFADevices", kind: "expiredSession" });
  world.emulator.faults.add({ action: "ListAccessKeys", kind: "expiredSession" });
  const reading = await read(world, "admin");
  expect(reading.coverage.every(({ state }) => state === "read")).toBe(true);
  expect(reading.apiCalls.byAction["sts:AssumeRole"]).toBe(2);
});

it("of another account is not read", async () => {
  const world = await emulateWorld();
  const input = { ...world.input, expectedAwsAccountId: "999999999999", userName: "admin", userId: "AIDA" };
  await expect(world.reader.readUser(input)).rejects.toMatchObject({ code: "CONFLICT" });
});

it("without a session is refused with what AWS said", async () => {
  const world = await emulateWorld();
  const input = { ...world.input, externalId: "rolecall-wrong", userName: "admin", userId: "AIDA" };
  await expect(world.reader.readUser(input)).rejects.toMatchObject({
    code: "UPSTREAM",
    details: { kind: "denied" },
    message: expect.stringContaining("could not be assumed"),
  });
});
