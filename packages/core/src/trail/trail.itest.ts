import { accessKeyOf, EVERY_KIND_WORLD, everyKindWorld } from "@rolecall/aws-emulator";
import { modelsOf, ownerSql } from "@rolecall/db/testing";
import { expect, it } from "vitest";
import { type Connected, connectCustomer, emulateAws, jobRun, readInventory } from "../emulated-customer-fixture.ts";
import { getTrustVerdict } from "../trust/get-trust-verdict.ts";
import { asleepAfter, expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { lookUpAccount } from "./look-up-account.ts";
import { getLatestTrailLookup, getTrailLookup, requestTrailLookup } from "./request-trail-lookup.ts";

const DAY_MS = 86_400_000;
const { awsAccountId } = EVERY_KIND_WORLD;
/** Used for IAM every day. */
const KEY = accessKeyOf("every kind admin").accessKeyId;

/** A scanned customer whose connection may read CloudTrail, unless a test says otherwise. */
async function scanned(packs = ["cloudtrail"]): Promise<Connected> {
  const customer = await connectCustomer({ aws: await emulateAws(everyKindWorld()), awsAccountId });
  await customer.scan();
  await customer.ctx.db.inTenant(customer.tenantId, (tx) => modelsOf(tx).connection.updateMany({ data: { packs } }));
  customer.later(1);
  return customer;
}

async function credentialOf(customer: Connected, kind = "access_key", accessKeyId: string | null = KEY) {
  const { credentials } = await readInventory(customer);
  return credentials.find((row) => row.kind === kind && row.accessKeyId === accessKeyId)!;
}

/** Runs the lookup as the worker does. */
async function run(customer: Connected, id: string) {
  const { tenantId, accountId } = customer;
  await lookUpAccount.handle(customer.deps, { tenantId, accountId }, jobRun());
  return getTrailLookup(customer.ctx, { id });
}

it("an access key is looked up once in 24 hours: what used it, from where, and what cannot be seen", async () => {
  const customer = await scanned();
  const { id } = await credentialOf(customer);
  const asked = { subject: "credential", id } as const;
  expect(await getLatestTrailLookup(customer.ctx, asked)).toBeNull();
  const queued = await requestTrailLookup(customer.ctx, asked);
  expect(queued).toMatchObject({ status: "queued", events: 0, from: null });
  expect(customer.deps.jobs.enqueued.at(-1)).toMatchObject({ name: "look-up-account", key: customer.accountId });
  expect((await requestTrailLookup(customer.ctx, asked)).id).toBe(queued.id);

  const done = await run(customer, queued.id);
  expect(done).toMatchObject({ status: "complete", error: null, finishedAt: customer.emulator.now() });
  expect(done.to!.getTime() - done.from!.getTime()).toBe(90 * DAY_MS);
  expect(done.events).toBeGreaterThan(0);
  expect(done.newest.every(({ accessKeyId }) => accessKeyId === KEY)).toBe(true);
  expect(done.userAgents[0]?.events).toBeGreaterThan(0);
  expect(done.cannotSee.join(" ")).toContain("Data events");
  expect(done.apiCalls.byAction["cloudtrail:LookupEvents"]).toBe(customer.emulator.calls().byAction.LookupEvents);
  expect(await getLatestTrailLookup(customer.ctx, asked)).toEqual(done);

  customer.later(23);
  expect((await requestTrailLookup(customer.ctx, asked)).id).toBe(queued.id);
  customer.later(2);
  expect((await requestTrailLookup(customer.ctx, asked)).id).not.toBe(queued.id);
});

it("a lookup that has ended is not run again", async () => {
  const customer = await scanned();
  const { id } = await credentialOf(customer);
  const lookup = await requestTrailLookup(customer.ctx, { subject: "credential", id });
  await run(customer, lookup.id);
  customer.emulator.resetCalls();
  await run(customer, lookup.id);
  expect(customer.emulator.calls().total).toBe(0);
});

it("a user's lookup keeps who changed it", async () => {
  const customer = await scanned();
  const [user] = (await readInventory(customer)).users.filter(({ userName }) => userName === "admin");
  const change = {
    eventId: "e1",
    at: new Date(customer.emulator.now().getTime() - DAY_MS),
    eventName: "CreateAccessKey",
    eventSource: "iam.amazonaws.com",
    region: "us-east-1",
    actorArn: "arn:aws:iam::300000000001:user/people/boss",
    accessKeyId: null,
    sourceIpAddress: "203.0.113.7",
    userAgent: "aws-cli/2.15",
    errorCode: null,
    resourceNames: ["admin"],
  };
  const asked: unknown[] = [];
  const readTrail: typeof customer.deps.aws.lookUpTrail = async ({ by, from, to }) => {
    asked.push(by);
    const events = [change, { ...change, eventId: "e2", eventName: "GetUser" }];
    const regions = [{ region: "us-east-1", state: "read" as const, reason: null }];
    return { from, to, regions, events, apiCalls: { total: 1, throttled: 0, byAction: { LookupEvents: 1 } } };
  };
  const deps = { ...customer.deps, aws: { ...customer.deps.aws, lookUpTrail: readTrail } };
  const lookup = await requestTrailLookup(customer.ctx, { subject: "user", id: user!.id });
  await lookUpAccount.handle(deps, { tenantId: customer.tenantId, accountId: customer.accountId }, jobRun());
  expect(asked).toEqual([{ resourceName: "admin" }]);
  expect(await getTrailLookup(customer.ctx, { id: lookup.id })).toMatchObject({ status: "complete", events: 2 });
  const { rows } = await ownerSql(
    `SELECT event_id, at, event_name, actor_arn, source_ip_address, user_agent, resource_names FROM trail_event WHERE tenant_id = $1`,
    [customer.tenantId],
  );
  expect(rows).toEqual([
    {
      event_id: "e1",
      at: change.at,
      event_name: "CreateAccessKey",
      actor_arn: change.actorArn,
      source_ip_address: "203.0.113.7",
      user_agent: "aws-cli/2.15",
      resource_names: ["admin"],
    },
  ]);
});

it("a role's lookup keeps who assumed it, and the role's verdict names them", async () => {
  const aws = await emulateAws(everyKindWorld());
  const customer = await connectCustomer({ aws, awsAccountId });
  const usage = {
    firstAt: new Date(customer.emulator.now().getTime() - 30 * DAY_MS),
    until: null,
    everyHours: 24,
    jitterSeed: 5,
    services: [{ service: "s3", region: "eu-central-1" }],
  };
  customer.emulator.mutate((world) => {
    world.accounts.get(awsAccountId)!.roles.get("partner-without-id")!.usage = [usage];
  });
  await customer.scan();
  await customer.ctx.db.inTenant(customer.tenantId, (tx) =>
    modelsOf(tx).connection.updateMany({ data: { packs: ["cloudtrail"] } }),
  );
  const { roles } = await readInventory(customer);
  const { id } = roles.find(({ roleName }) => roleName === "partner-without-id")!;
  const before = await getTrustVerdict(customer.ctx, { id });
  expect(before).toMatchObject({ callers: [], advice: [expect.stringContaining("look the role up in CloudTrail")] });

  const lookup = await requestTrailLookup(customer.ctx, { subject: "role", id });
  expect((await run(customer, lookup.id)).events).toBeGreaterThan(20);
  const { callers, lockedOut } = await getTrustVerdict(customer.ctx, { id });
  expect(callers).toEqual([
    { principal: "500000000010", lastSeenAt: expect.any(Date), access: "under_new_conditions" },
  ]);
  expect(lockedOut).toEqual(["Account 500000000010, until it sends the External ID: agree on it first."]);
  const { rows } = await ownerSql(`SELECT event_name FROM trail_event WHERE tenant_id = $1`, [customer.tenantId]);
  expect(rows).toEqual([{ event_name: "AssumeRole" }]);
});

it("a connection without the pack is told which permission is missing, and how to add it", async () => {
  const customer = await scanned([]);
  const { id } = await credentialOf(customer);
  await expect(requestTrailLookup(customer.ctx, { subject: "credential", id })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringMatching(/cloudtrail:LookupEvents.*permission pack “cloudtrail”/),
    details: { pack: "cloudtrail" },
  });
});

it("a password is looked up by the user's name: its sign-ins, and nothing that the user's keys did", async () => {
  const customer = await connectCustomer({ aws: await emulateAws(everyKindWorld()), awsAccountId });
  customer.later(0, ({ users }) => {
    const admin = users.get("admin")!;
    const usage = [{ ...admin.accessKeys[0]!.usage[0]!, services: [{ service: "signin", region: "us-east-1" }] }];
    admin.password = { createdAt: admin.createdAt, lastChangedAt: admin.createdAt, usage, resetRequired: false };
  });
  await customer.scan();
  await customer.ctx.db.inTenant(customer.tenantId, (tx) =>
    modelsOf(tx).connection.updateMany({ data: { packs: ["cloudtrail"] } }),
  );
  const { credentials } = await readInventory(customer);
  const { id } = credentials.find((row) => row.kind === "console_password" && row.userName === "admin")!;
  const lookup = await requestTrailLookup(customer.ctx, { subject: "credential", id });
  const done = await run(customer, lookup.id);
  expect(done.events).toBeGreaterThan(0);
  expect(done.calls.map(({ value }) => value)).toEqual(["signin.amazonaws.com:ConsoleLogin"]);
});

it("what CloudTrail records nothing by is not looked up", async () => {
  const customer = await scanned();
  const { id } = await credentialOf(customer, "signing_certificate", null);
  await expect(requestTrailLookup(customer.ctx, { subject: "credential", id })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("by the ids of access keys"),
  });
  for (const subject of ["credential", "user"] as const) {
    const unknown = { subject, id: customer.ctx.newId() };
    await expect(requestTrailLookup(customer.ctx, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getLatestTrailLookup(customer.ctx, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});

it("a lookup that AWS denies everywhere has failed, says why, and may be asked for again at once", async () => {
  const customer = await scanned();
  const { id } = await credentialOf(customer);
  customer.emulator.faults.add({ action: "LookupEvents", kind: "AccessDenied", times: Number.POSITIVE_INFINITY });
  const lookup = await requestTrailLookup(customer.ctx, { subject: "credential", id });
  const failed = await run(customer, lookup.id);
  expect(failed.status).toBe("failed");
  expect(failed.error).toMatch(/CloudTrail could not be read in any Region: .*cloudtrail:LookupEvents/);
  expect((await requestTrailLookup(customer.ctx, { subject: "credential", id })).id).not.toBe(lookup.id);
});

it("a lookup that a stopping worker cut off waits for the next one", async () => {
  const customer = await scanned();
  const { id } = await credentialOf(customer);
  const lookup = await requestTrailLookup(customer.ctx, { subject: "credential", id });
  const stopping = new AbortController();
  const readTrail = async () => {
    stopping.abort(new Error("The worker stops"));
    throw stopping.signal.reason;
  };
  const deps = { ...customer.deps, aws: { ...customer.deps.aws, lookUpTrail: readTrail } };
  const payload = { tenantId: customer.tenantId, accountId: customer.accountId };
  await expect(lookUpAccount.handle(deps, payload, jobRun({ signal: stopping.signal }))).rejects.toThrow(
    "The worker stops",
  );
  expect(await getTrailLookup(customer.ctx, { id: lookup.id })).toMatchObject({ status: "queued" });
  expect(await run(customer, lookup.id)).toMatchObject({ status: "complete" });
});

it("a lookup whose worker slept past its lease is taken over, and the first one writes nothing", async () => {
  const customer = await scanned();
  const { deps, tenantId, emulator } = customer;
  const { id } = await credentialOf(customer);
  const { id: lookupId } = await requestTrailLookup(customer.ctx, { subject: "credential", id });
  await expectOvertaken({
    work: lookUpAccount,
    payload: { tenantId, accountId: customer.accountId },
    deps,
    asleepIn: asleepAfter("lookUpTrail"),
    meanwhile: () => customer.later(1),
  });
  expect(await getTrailLookup(customer.ctx, { id: lookupId })).toMatchObject({
    status: "complete",
    finishedAt: emulator.now(),
  });
});
