import { everyKindWorld } from "@rolecall/aws-emulator";
import { describe, expect, it } from "vitest";
import { AWS_ACCOUNT_ID, type EmulatedWorld, emulateWorld, NOW, REGION } from "../testing/emulated-world.ts";
import type { LookUpTrailInput } from "./look-up-trail.ts";

const DAY_MS = 86_400_000;
const daysBefore = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const SECRET = "a secret of the request";

const keyOf = (world: EmulatedWorld, userName: string) =>
  world.account().users.get(userName)!.accessKeys[0]!.accessKeyId;

/** An account in which one key calls IAM and, in two Regions, EC2. */
async function emulateTrail(given: Parameters<typeof emulateWorld>[0] = {}) {
  const world = await emulateWorld(given);
  world.emulator.mutate(() => {
    world.account().optInRegions = { "eu-south-1": "ENABLED" };
    world.account().users.get("admin")!.accessKeys[0]!.usage = [
      {
        firstAt: daysBefore(30),
        until: null,
        everyHours: 24,
        jitterSeed: 3,
        services: [
          { service: "iam", region: "N/A" },
          { service: "ec2", region: REGION },
          { service: "ec2", region: "eu-south-1" },
        ],
        origin: { userAgent: "aws-cli/2.32.0", sourceIpAddress: "192.0.2.7" },
      },
    ];
  });
  return world;
}

const lookUp = (world: EmulatedWorld, given: Partial<LookUpTrailInput> = {}) =>
  world.reader.lookUpTrail({
    ...world.input,
    by: { accessKeyId: keyOf(world, "admin") },
    from: daysBefore(90),
    to: NOW,
    maxEvents: 200,
    ...given,
  });

describe("the events of one key", () => {
  it("are read in all enabled Regions, newest first, each once", async () => {
    const world = await emulateTrail();
    const accessKeyId = keyOf(world, "admin");
    const reading = await lookUp(world);
    expect([...new Set(reading.events.map(({ region }) => region))].sort()).toEqual([
      REGION,
      "eu-south-1",
      "us-east-1",
    ]);
    expect(reading.events.length).toBeGreaterThan(20);
    expect(new Set(reading.events.map(({ eventId }) => eventId)).size).toBe(reading.events.length);
    expect(reading.events.every((event) => event.accessKeyId === accessKeyId)).toBe(true);
    const times = reading.events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(reading.events[0]).toMatchObject({
      actorArn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user/people/admin`,
      userAgent: "aws-cli/2.32.0",
      sourceIpAddress: "192.0.2.7",
    });
    expect(reading.regions[0]?.region).toBe("us-east-1");
    expect(reading.regions.some(({ region }) => region === "me-south-1")).toBe(false);
    expect(reading.regions.every(({ state, reason }) => state === "read" && reason === null)).toBe(true);
    expect(reading.apiCalls.byAction["cloudtrail:LookupEvents"]).toBeGreaterThanOrEqual(reading.regions.length);
  });

  it("are cut off where there are more than are wanted", async () => {
    const world = await emulateTrail();
    const reading = await lookUp(world, { maxEvents: 3 });
    const states = Object.fromEntries(reading.regions.map(({ region, state }) => [region, state]));
    expect(states).toMatchObject({ "us-east-1": "cut_off", [REGION]: "cut_off", "eu-west-1": "read" });
    expect(reading.regions.find(({ state }) => state === "cut_off")?.reason).toBe("Only the newest 3 events were read");
    const all = await lookUp(world);
    for (const region of ["us-east-1", REGION]) {
      const ofRegion = ({ events }: typeof all) => events.filter((event) => event.region === region);
      expect(ofRegion(reading)).toEqual(ofRegion(all).slice(0, 3));
    }
  });

  it("go back 90 days at the most, and not beyond what was asked", async () => {
    const world = await emulateTrail();
    expect((await lookUp(world, { from: daysBefore(400) })).from).toEqual(daysBefore(90));
    const recent = await lookUp(world, { from: daysBefore(3), to: daysBefore(1) });
    expect([recent.from, recent.to]).toEqual([daysBefore(3), daysBefore(1)]);
    expect(recent.events.every(({ at }) => at >= daysBefore(3) && at <= daysBefore(1))).toBe(true);
  });

  it("are asked for once a second in a Region: AWS's limit of two is never met", async () => {
    const world = await emulateTrail({ options: { limitsLookupEvents: true } });
    const [first, second] = [await lookUp(world), await lookUp(world)];
    expect(first.apiCalls.throttled + second.apiCalls.throttled).toBe(0);
  });
});

it("the events of one user are its sign-ins too, and not those of others", async () => {
  const world = await emulateTrail();
  world.emulator.mutate(() => {
    const admin = world.account().users.get("admin")!;
    const usage = [{ ...admin.accessKeys[0]!.usage[0]!, services: [{ service: "signin", region: "N/A" }] }];
    admin.password = { createdAt: daysBefore(90), lastChangedAt: daysBefore(90), usage, resetRequired: false };
  });
  const { events } = await lookUp(world, { by: { userName: "admin" } });
  expect(new Set(events.map(({ actorArn }) => actorArn))).toEqual(
    new Set([`arn:aws:iam::${AWS_ACCOUNT_ID}:user/people/admin`]),
  );
  expect(events.some(({ eventName, accessKeyId }) => eventName === "ConsoleLogin" && !accessKeyId)).toBe(true);
  expect(events.some(({ accessKeyId }) => accessKeyId === keyOf(world, "admin"))).toBe(true);
});

describe("the events of one resource", () => {
  it("tell who changed it, without what was sent", async () => {
    const change = {
      at: daysBefore(2),
      awsAccountId: AWS_ACCOUNT_ID,
      trail: [
        {
          eventName: "PutUserPolicy",
          actorArn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user/people/admin`,
          resourceNames: ["ghost"],
          requestParameters: { policyDocument: SECRET },
          userAgent: "console.amazonaws.com",
          sourceIpAddress: "192.0.2.8",
        },
      ],
    };
    const world = await emulateTrail({ world: { ...everyKindWorld(), earlier: [change] } });
    const reading = await lookUp(world, { by: { resourceName: "ghost" } });
    expect(reading.events).toEqual([
      expect.objectContaining({
        at: daysBefore(2),
        eventName: "PutUserPolicy",
        eventSource: "iam.amazonaws.com",
        region: "us-east-1",
        actorArn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user/people/admin`,
        resourceNames: ["ghost"],
      }),
    ]);
    expect(JSON.stringify(reading)).not.toContain(SECRET);
  });
});

describe("what cannot be read", () => {
  it("is the whole of it where the action is denied, in each Region", async () => {
    const world = await emulateTrail();
    world.deny("cloudtrail:LookupEvents");
    const reading = await lookUp(world);
    expect(reading.events).toEqual([]);
    expect(reading.regions.length).toBeGreaterThan(10);
    expect(reading.regions.every(({ state }) => state === "denied")).toBe(true);
    expect(reading.regions[0]?.reason).toContain("cloudtrail:LookupEvents is denied by the policies of the role");
  });

  it("is one Region that a service control policy shuts out", async () => {
    const world = await emulateTrail();
    const message =
      "User is not authorized to perform: cloudtrail:LookupEvents with an explicit deny in a service control policy";
    world.emulator.faults.add({ action: "LookupEvents", region: REGION, kind: "AccessDenied", message });
    const reading = await lookUp(world);
    expect(reading.regions.filter(({ state }) => state !== "read")).toEqual([
      { region: REGION, state: "denied", reason: expect.stringContaining("by a service control policy") },
    ]);
    expect(reading.events.length).toBeGreaterThan(10);
  });

  it("is a Region that was disabled meanwhile", async () => {
    const world = await emulateTrail();
    const times = Number.POSITIVE_INFINITY;
    world.emulator.faults.add({ action: "LookupEvents", region: "eu-south-1", kind: "regionDisabled", times });
    const reading = await lookUp(world);
    expect(reading.regions.filter(({ state }) => state !== "read")).toMatchObject([
      { region: "eu-south-1", state: "denied" },
    ]);
  });

  it("are the other Regions where they cannot be listed: only the global one and the reader's own are asked", async () => {
    const world = await emulateTrail();
    world.deny("account:ListRegions");
    const reading = await lookUp(world);
    expect(reading.regions.map(({ region, state }) => [region, state])).toEqual([
      ["us-east-1", "read"],
      [REGION, "read"],
    ]);
  });
});

it("a session that expires in the middle is renewed, and no Region is lost", async () => {
  const world = await emulateTrail();
  world.emulator.faults.add({ action: "LookupEvents", region: REGION, kind: "expiredSession" });
  const reading = await lookUp(world);
  expect(reading.regions.every(({ state }) => state === "read")).toBe(true);
});
