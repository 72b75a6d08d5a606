import type { EmulatedRolesAnywhere } from "@rolecall/aws-emulator";
import type { ReadingProgress, ResourceKind, SlowLaneReading, SlowLaneUser } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { AWS_ACCOUNT_ID, type EmulatedWorld, emulateWorld, NOW, REGION } from "../testing/emulated-world.ts";
import type { ReadSlowLaneInput } from "./read-slow-lane.ts";

/** All users of the account, as an inventory knows them. */
const usersOf = ({ account }: EmulatedWorld, over: Partial<SlowLaneUser> = {}): SlowLaneUser[] =>
  [...account().users.values()].map(({ userId, userName, path, mfaDevices }) => ({
    userId,
    userName,
    arn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user${path}${userName}`,
    hasMfa: mfaDevices.length > 0,
    isMigrationCandidate: false,
    ...over,
  }));

const read = (world: EmulatedWorld, given: Partial<ReadSlowLaneInput> = {}) =>
  world.reader.readSlowLane({ ...world.input, users: usersOf(world), packs: [], ...given });

const coverageFor = ({ coverage }: SlowLaneReading, resource: ResourceKind) =>
  coverage.find((entry) => entry.resource === resource);

const userIn = (world: EmulatedWorld, reading: SlowLaneReading, userName: string) =>
  reading.users.find(({ userId }) => userId === world.account().users.get(userName.toLowerCase())?.userId);

describe("SSH keys and MFA devices", () => {
  it("are read of each user, devices only of those who may have one", async () => {
    const world = await emulateWorld();
    const progress: ReadingProgress[] = [];
    const reading = await read(world, { onProgress: (step) => progress.push(step) });
    for (const { userId, sshPublicKeys, mfaDevices } of world.account().users.values()) {
      const user = reading.users.find((candidate) => candidate.userId === userId);
      expect(user?.sshPublicKeys).toEqual({
        state: "read",
        value: sshPublicKeys
          .map(({ sshPublicKeyId, status, uploadedAt }) => ({ sshPublicKeyId, status, uploadedAt }))
          .sort((a, b) => (a.sshPublicKeyId < b.sshPublicKeyId ? -1 : 1)),
        source: "live_api",
        observedAt: NOW,
      });
      if (mfaDevices.length === 0) expect(user?.mfaDevices.state).toBe("unread");
      else {
        const kinds = mfaDevices.map(({ kind, serialNumber }) => ({ kind, serialNumber }));
        const value = expect.arrayContaining(kinds.map((device) => expect.objectContaining(device)));
        expect(user?.mfaDevices).toMatchObject({ state: "read", value });
      }
    }
    const withMfa = usersOf(world).filter(({ hasMfa }) => hasMfa).length;
    expect(world.emulator.calls().byAction).toMatchObject({
      ListSSHPublicKeys: reading.users.length,
      ListMFADevices: withMfa,
    });
    expect(progress.filter(({ step }) => step === "MFA devices").at(-1)).toMatchObject({
      done: withMfa,
      total: withMfa,
    });
    expect(reading.coverage.map(({ resource, state }) => [resource, state])).toEqual([
      ["ssh_public_keys", "read"],
      ["mfa_devices", "read"],
      ["service_last_accessed", "read"],
      ["roles_anywhere", "not_applicable"],
    ]);
    expect(coverageFor(reading, "roles_anywhere")?.reason).toBe("The connection does not grant Roles Anywhere");
    expect(reading.apiCalls.total).toBe(world.emulator.calls().total);
  });

  it("are asked of users whose MFA is not known", async () => {
    const world = await emulateWorld();
    const reading = await read(world, { users: usersOf(world, { hasMfa: null }) });
    expect(userIn(world, reading, "ghost")?.mfaDevices).toMatchObject({ state: "read", value: [] });
  });

  it("that are denied are not asked for user by user", async () => {
    const world = await emulateWorld();
    world.deny("iam:ListSSHPublicKeys");
    const [one] = usersOf(world, { hasMfa: false });
    const users = Array.from({ length: 500 }, () => one!);
    const reading = await read(world, { users });
    expect(world.emulator.calls().byAction.ListSSHPublicKeys).toBeLessThanOrEqual(11);
    expect(reading.users.every(({ sshPublicKeys }) => sshPublicKeys.state === "unread")).toBe(true);
    expect(coverageFor(reading, "ssh_public_keys")).toMatchObject({
      state: "denied",
      action: "iam:ListSSHPublicKeys",
      reason: expect.stringContaining("500 of 500 users are unknown"),
    });
    expect(coverageFor(reading, "mfa_devices")?.state).toBe("read");
  });

  it("of a user who is gone are unread, and no failure", async () => {
    const world = await emulateWorld();
    const users = usersOf(world, { hasMfa: false, isMigrationCandidate: true });
    world.emulator.mutate(() => void world.account().users.delete("ghost"));
    const reading = await read(world, { users });
    const ghost = reading.users.find(
      ({ userId }) => userId === users.find((user) => user.userName === "ghost")?.userId,
    );
    const gone = { state: "unread", reason: "AWS has no such user any more" };
    expect(ghost).toMatchObject({ sshPublicKeys: gone, servicesAccessed: gone });
    expect(reading.coverage.slice(0, 3).every(({ state }) => state === "read")).toBe(true);
  });
});

describe("services last accessed", () => {
  const candidate = (world: EmulatedWorld, userName: string) =>
    usersOf(world, { isMigrationCandidate: true }).filter((user) => user.userName === userName);

  it("are read of migration candidates, over all pages, and are null for the others", async () => {
    const world = await emulateWorld();
    const others = usersOf(world).filter(({ userName }) => userName !== "admin");
    const reading = await read(world, { users: [...candidate(world, "admin"), ...others] });
    const services = userIn(world, reading, "admin")?.servicesAccessed;
    const found = services?.state === "read" ? services.value : [];
    expect(found.find(({ serviceNamespace }) => serviceNamespace === "iam")).toMatchObject({
      lastAuthenticatedAt: expect.any(Date),
    });
    expect(found.some(({ lastAuthenticatedAt }) => lastAuthenticatedAt === null)).toBe(true);
    expect(new Set(found.map(({ serviceNamespace }) => serviceNamespace)).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(5);
    expect(userIn(world, reading, "ghost")?.servicesAccessed).toBeNull();
    expect(world.emulator.calls().byAction.GenerateServiceLastAccessedDetails).toBe(1);
  });

  it("are asked for again where the session was renewed before they were fetched", async () => {
    const world = await emulateWorld();
    const { userId, userName } = world.account().users.get("ghost")!;
    await world.reader.readUser({ ...world.input, readingId: "before", userId, userName });
    world.emulator.faults.add({ action: "GetServiceLastAccessedDetails", kind: "expiredSession" });
    const reading = await read(world, { users: candidate(world, "admin") });
    expect(userIn(world, reading, "admin")?.servicesAccessed?.state).toBe("read");
    expect(world.emulator.calls().byAction.GenerateServiceLastAccessedDetails).toBe(2);
    expect(coverageFor(reading, "service_last_accessed")?.state).toBe("read");
  });

  it("that never come are unread after a while", async () => {
    const world = await emulateWorld({ timing: { lastAccessedWaitMs: 0 } });
    const reading = await read(world, { users: candidate(world, "admin") });
    expect(userIn(world, reading, "admin")?.servicesAccessed).toMatchObject({
      state: "unread",
      reason: expect.stringContaining("has not made the report within"),
    });
    expect(coverageFor(reading, "service_last_accessed")).toMatchObject({
      state: "failed",
      action: "iam:GetServiceLastAccessedDetails",
    });
  });

  it("that are denied are told, with the policy", async () => {
    const world = await emulateWorld();
    world.deny("iam:GenerateServiceLastAccessedDetails");
    const reading = await read(world, { users: candidate(world, "admin") });
    expect(coverageFor(reading, "service_last_accessed")).toMatchObject({
      state: "denied",
      action: "iam:GenerateServiceLastAccessedDetails",
      deniedBy: { policyType: "identity", isExplicit: true },
    });
  });
});

describe("actions last accessed", () => {
  const lookUp = (world: EmulatedWorld, userName = "admin") => {
    const { path } = world.account().users.get(userName) ?? { path: "/" };
    return world.reader.lookUpActions({
      ...world.input,
      userArn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user${path}${userName}`,
    });
  };

  it("are read of one user, of the services that it called by an action that AWS tracks", async () => {
    const services = await lookUp(await emulateWorld());
    const { iam, s3, ec2 } = Object.fromEntries(services.map((service) => [service.service, service]));
    expect(iam?.lastUsedAt).toBeInstanceOf(Date);
    const actions = new Map(iam?.actions?.map(({ name, lastUsedAt }) => [name, lastUsedAt]));
    expect(actions.get("GetRole")).toBeInstanceOf(Date);
    expect(actions.get("CreateUser")).toBeNull();
    expect(s3).toMatchObject({ lastUsedAt: expect.any(Date), actions: null });
    expect(ec2).toMatchObject({ lastUsedAt: null, actions: null });
  });

  it("that are denied, or of a user who is gone, are told as such", async () => {
    const world = await emulateWorld();
    await expect(lookUp(world, "nobody")).rejects.toMatchObject({ code: "NOT_FOUND" });
    world.deny("iam:GenerateServiceLastAccessedDetails");
    await expect(lookUp(world)).rejects.toMatchObject({
      code: "UPSTREAM",
      message: expect.stringContaining("iam:GenerateServiceLastAccessedDetails is denied"),
    });
  });
});

describe("Roles Anywhere", () => {
  const createdAt = new Date("2025-01-01T00:00:00Z");
  const inRegion = (region: string): EmulatedRolesAnywhere => ({
    region,
    trustAnchors: [
      { trustAnchorId: `ta-${region}`, name: "corporate", sourceType: "CERTIFICATE_BUNDLE", enabled: true, createdAt },
    ],
    profiles: Array.from({ length: 3 }, (_, index) => ({
      profileId: `profile-${index}`,
      name: `servers-${index}`,
      enabled: index !== 2,
      roleArns: [`arn:aws:iam::${AWS_ACCOUNT_ID}:role/web-server`],
      durationSeconds: 3_600,
      sessionPolicy: null,
      createdAt,
    })),
    subjects: [
      {
        subjectId: "subject-1",
        x509Subject: "CN=host.example.test",
        issuer: "CN=ca",
        serialNumber: "1",
        enabled: true,
        createdAt,
        usage: [
          { firstAt: createdAt, until: null, everyHours: 24, jitterSeed: 1, services: [{ service: "sts", region }] },
        ],
      },
    ],
  });

  const packs = ["roles_anywhere"] as const;
  const emulateAnywhere = async (...regions: string[]) => {
    const world = await emulateWorld();
    world.emulator.mutate(() => {
      world.account().rolesAnywhere = regions.map(inRegion);
      world.account().optInRegions = { "eu-south-1": "ENABLED" };
    });
    return world;
  };

  it("is read in all enabled Regions, and in no other", async () => {
    const world = await emulateAnywhere("us-west-2", "eu-south-1", "me-south-1");
    const reading = await read(world, { packs });
    expect([...new Set(reading.rolesAnywhere.map(({ region }) => region))].sort()).toEqual(["eu-south-1", "us-west-2"]);
    expect(reading.rolesAnywhere.filter(({ region }) => region === "eu-south-1")).toEqual([
      expect.objectContaining({ kind: "trust_anchor", name: "corporate", enabled: true, createdAt, roleArns: [] }),
      ...[0, 1, 2].map((index) =>
        expect.objectContaining({
          kind: "profile",
          name: `servers-${index}`,
          enabled: index !== 2,
          roleArns: [`arn:aws:iam::${AWS_ACCOUNT_ID}:role/web-server`],
        }),
      ),
      expect.objectContaining({
        kind: "subject",
        name: "CN=host.example.test",
        x509Subject: "CN=host.example.test",
        lastSeenAt: expect.any(Date),
      }),
    ]);
    expect(coverageFor(reading, "roles_anywhere")).toMatchObject({
      state: "read",
      reason: expect.stringMatching(/\d+ Regions that the account has not enabled were left out/),
    });
  });

  it("that is denied in one Region is unknown there, and known in the others", async () => {
    const world = await emulateAnywhere("us-west-2", "eu-west-1");
    const message =
      "User is not authorized to perform: rolesanywhere:ListProfiles with an explicit deny in a service control policy";
    world.emulator.faults.add({ action: "ListProfiles", region: "eu-west-1", kind: "AccessDenied", message });
    const reading = await read(world, { packs });
    expect([...new Set(reading.rolesAnywhere.map(({ region }) => region))]).toEqual(["us-west-2"]);
    expect(coverageFor(reading, "roles_anywhere")).toMatchObject({
      state: "denied",
      action: "rolesanywhere:ListProfiles",
      reason: expect.stringContaining("Unknown in eu-west-1"),
      deniedBy: { policyType: "service_control", isExplicit: true },
    });
  });

  it("leaves out a Region that was disabled meanwhile, and says so", async () => {
    const world = await emulateAnywhere("us-west-2");
    const times = Number.POSITIVE_INFINITY;
    for (const action of ["ListTrustAnchors", "ListProfiles", "ListSubjects"]) {
      world.emulator.faults.add({ action, region: "eu-south-1", kind: "regionDisabled", times });
    }
    const reading = await read(world, { packs });
    expect(reading.rolesAnywhere.length).toBeGreaterThan(0);
    expect(coverageFor(reading, "roles_anywhere")).toMatchObject({
      state: "read",
      reason: expect.stringContaining("does not answer there: eu-south-1"),
    });
  });

  it("is asked for in the reader's own Region where the Regions cannot be listed, and is not said to be read", async () => {
    const world = await emulateAnywhere(REGION, "us-west-2");
    world.deny("account:ListRegions");
    const reading = await read(world, { packs });
    expect([...new Set(reading.rolesAnywhere.map(({ region }) => region))]).toEqual([REGION]);
    expect(coverageFor(reading, "roles_anywhere")).toMatchObject({
      state: "denied",
      action: "account:ListRegions",
      reason: expect.stringContaining(`Only ${REGION} was asked`),
    });
  });

  it("is unknown where none of its actions is allowed", async () => {
    const world = await emulateAnywhere("us-west-2");
    world.deny("rolesanywhere:*");
    const reading = await read(world, { packs });
    expect(reading.rolesAnywhere).toEqual([]);
    expect(coverageFor(reading, "roles_anywhere")?.state).toBe("denied");
  });
});

it("a session that expires in the middle is renewed", async () => {
  // So slowly that all calls that are told of it are under way before the first one hears of it.
  const world = await emulateWorld({ options: { latencyMs: 20 } });
  world.emulator.faults.add({ action: "ListSSHPublicKeys", kind: "expiredSession", times: 3 });
  const reading = await read(world);
  expect(coverageFor(reading, "ssh_public_keys")?.state).toBe("read");
  expect(reading.apiCalls.byAction["sts:AssumeRole"]).toBe(2);
});

it("ends with the reason when it is aborted, and asks no further", async () => {
  const world = await emulateWorld({ options: { latencyMs: 20 } });
  const abort = new AbortController();
  const [one] = usersOf(world, { hasMfa: false });
  const users = Array.from({ length: 200 }, () => one!);
  const onProgress = ({ step, done }: ReadingProgress) =>
    step === "SSH public keys" && done === 1 && abort.abort(new Error("stopped by the owner"));
  await expect(read(world, { users, signal: abort.signal, onProgress })).rejects.toThrow("stopped by the owner");
  expect(world.emulator.calls().byAction.ListSSHPublicKeys).toBeLessThanOrEqual(10);
});
