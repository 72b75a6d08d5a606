import { accessKeyOf, EVERY_KIND_WORLD, everyKindWorld } from "@rolecall/aws-emulator";
import { modelsOf, ownerSql } from "@rolecall/db/testing";
import { AppError } from "@rolecall/domain";
import { expect, it } from "vitest";
import { listAuditEvents } from "../../audit.ts";
import { type Connected, connectCustomer, emulateAws, jobRun, readInventory } from "../../emulated-customer-fixture.ts";
import { recomputeJudgements } from "../../judgement/recompute.ts";
import { lookUpAccount } from "../../trail/look-up-account.ts";
import { asleepAfter, expectOvertaken } from "../../work/sleeping-worker-fixture.ts";
import { getMigration } from "../get-migration.ts";
import { getReplacement } from "../get-replacement.ts";
import { planMigration } from "../plan-migration.ts";
import { getEvidenceProgress } from "./evidence-progress.ts";
import { requestEvidence } from "./request-evidence.ts";

const { awsAccountId } = EVERY_KIND_WORLD;
const LAMBDA = "Boto3/1.42.9 md/Botocore#1.42.9 exec-env/AWS_Lambda_python3.13";

/** A scanned customer, whose user admin calls IAM every day with a key, and ecs with another one, as a function of Lambda does. */
async function scanned({ packs = ["cloudtrail"], origin = {} }: { packs?: string[]; origin?: object } = {}) {
  const customer = await connectCustomer({ aws: await emulateAws(everyKindWorld()), awsAccountId });
  customer.later(0, ({ users }) => {
    users.get("admin")!.password = null;
    const [key] = users.get("admin")!.accessKeys;
    const from = { userAgent: LAMBDA, sourceIpAddress: "198.51.100.7", ...origin };
    users.get("admin")!.accessKeys = [
      { ...key!, usage: key!.usage.map((usage) => ({ ...usage, origin: from })) },
      {
        ...accessKeyOf("every kind second", { createdAt: key!.createdAt }),
        usage: [{ ...key!.usage[0]!, services: [{ service: "ecs", region: "eu-central-1" }], origin: from }],
      },
    ];
  });
  await customer.scan();
  await customer.ctx.db.inTenant(customer.tenantId, (tx) => modelsOf(tx).connection.updateMany({ data: { packs } }));
  const { users } = await readInventory(customer);
  const idOf = (userName: string) => users.find((user) => user.userName === userName)!.id;
  return { ...customer, userId: idOf("admin"), idOf };
}
/** Runs what is open of the account as the worker does. */
const run = ({ deps, tenantId, accountId }: Connected, over: Partial<typeof deps> = {}) =>
  lookUpAccount.handle({ ...deps, ...over }, { tenantId, accountId }, jobRun());

it("a selection is looked up once in a day, key by key, and its targets are judged again as answers land", async () => {
  const customer = await scanned();
  const { ctx, deps, userId, idOf, accountId, emulator } = customer;
  const before = await getMigration(ctx, { id: userId });
  expect(before.proposedTarget).not.toBe("lambda_execution_role");
  const unknown = ctx.newId();
  const userIds = [userId, idOf("ghost"), unknown];
  expect(await requestEvidence(ctx, { userIds })).toMatchObject({
    asked: 3,
    users: [
      { userName: "admin", awsAccountId, trail: "asked", actions: "asked" },
      { userName: "ghost", trail: "nothing_to_ask", actions: "nothing_to_ask" },
      { userId: unknown, userName: null, sentence: "There is no such user." },
    ],
    notGranted: [],
  });
  expect(deps.jobs.enqueued.at(-1)).toMatchObject({ name: "look-up-account", key: accountId });
  expect(await getEvidenceProgress(ctx, {})).toMatchObject({
    ...{ since: emulator.now(), asked: 3, done: 0, failed: 0, waiting: 3 },
    expectedEndAt: new Date(emulator.now().getTime() + 15_000),
  });
  expect((await requestEvidence(ctx, { userIds })).users[0]).toMatchObject({
    trail: "under_way",
    actions: "under_way",
  });

  await run(customer);
  customer.later(1);
  const progress = { asked: 3, done: 3, failed: 0, waiting: 0, expectedEndAt: null, failures: [] };
  expect(await getEvidenceProgress(ctx, {})).toMatchObject(progress);
  expect(await getEvidenceProgress(ctx, { userId })).toMatchObject({ ...progress, notGranted: null });
  const after = await getMigration(ctx, { id: userId });
  expect(after).toMatchObject({ proposedTarget: "lambda_execution_role", target: "lambda_execution_role" });
  expect(after.proposal?.signals.some(({ source }) => source === "cloudtrail")).toBe(true);
  expect(await recomputeJudgements(ctx, { accountId })).toEqual([]);
  const { permissions, coverage } = await getReplacement(ctx, { userId });
  expect(coverage.rows.find(({ action }) => action === "iam:ListRoles")?.sources).toEqual([
    "action_last_accessed",
    "cloudtrail",
  ]);
  const dropped = permissions.dropped.find(({ service, actions }) => service === "iam" && actions);
  expect(dropped?.actions).toContain("iam:CreateUser");
  expect(JSON.stringify(permissions.documents)).not.toContain("iam:CreateUser");

  customer.later(22);
  expect(await requestEvidence(ctx, { userIds: [userId] })).toMatchObject({ asked: 0, users: [{ trail: "known" }] });
  customer.later(2);
  expect(await requestEvidence(ctx, { userIds: [userId] })).toMatchObject({ asked: 3 });
  const { items } = await listAuditEvents(ctx, { limit: 50 });
  const asked = items.filter(({ action }) => action === "migration.evidence_requested");
  expect(asked.map(({ detail }) => detail.lookups)).toEqual([3, 3]);
});

it("evidence that speaks against what was accepted is told", async () => {
  const customer = await scanned();
  const { ctx, userId } = customer;
  const { proposedTarget } = await getMigration(ctx, { id: userId });
  const accepted = { target: "identity_center", owner: "Ada", dueOn: "2100-01-01", values: {} } as const;
  const planned = await planMigration(ctx, { userId, ...accepted, reason: "A person uses it." });
  expect(planned.contradiction).toBeNull();
  // Which actions it used is asked of IAM with the plan.
  expect(await getEvidenceProgress(ctx, { userId })).toMatchObject({ asked: 1, waiting: 1 });
  expect(await requestEvidence(ctx, { userIds: [userId] })).toMatchObject({
    asked: 2,
    users: [{ actions: "under_way" }],
  });
  await run(customer);
  customer.later(1);
  expect(await getMigration(ctx, { id: userId })).toMatchObject({
    target: "identity_center",
    contradiction: { proposedThen: proposedTarget, proposedNow: "lambda_execution_role" },
  });
});

it("calls that AWS refused are no use: nothing is concluded from the software that made them", async () => {
  const customer = await scanned({ origin: { errorCode: "AccessDenied" } });
  await requestEvidence(customer.ctx, { userIds: [customer.userId] });
  await run(customer);
  expect((await getMigration(customer.ctx, { id: customer.userId })).proposedTarget).not.toBe("lambda_execution_role");
});

it("what the role does not grant is told, with the statement that does; services and actions are read all the same", async () => {
  const customer = await scanned({ packs: [] });
  const { ctx, userId, connectionId } = customer;
  const grant = { connectionId, awsAccountIds: [awsAccountId], statement: { Action: "cloudtrail:LookupEvents" } };
  expect(await requestEvidence(ctx, { userIds: [userId] })).toMatchObject({
    asked: 1,
    users: [{ trail: "not_granted", actions: "asked", sentence: expect.stringContaining("cloudtrail:LookupEvents") }],
    notGranted: [grant],
  });
  expect(await getEvidenceProgress(ctx, { userId })).toMatchObject({ asked: 1, notGranted: grant });
  await run(customer);
  expect(await getEvidenceProgress(ctx, { userId })).toMatchObject({ done: 1, waiting: 0 });
  await expect(getEvidenceProgress(ctx, { userId: ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("what AWS refuses has failed with its reason, and is asked again at once", async () => {
  const customer = await scanned();
  const { ctx, userId, emulator } = customer;
  emulator.faults.add({ action: "LookupEvents", kind: "AccessDenied", times: Number.POSITIVE_INFINITY });
  await requestEvidence(ctx, { userIds: [userId] });
  await run(customer);
  expect(await getEvidenceProgress(ctx, { userId })).toMatchObject({
    ...{ asked: 3, done: 1, failed: 2 },
    failures: [{ awsAccountId, lookups: 2, reason: expect.stringContaining("cloudtrail:LookupEvents") }],
  });
  expect(await requestEvidence(ctx, { userIds: [userId] })).toMatchObject({
    ...{ asked: 2, users: [{ trail: "asked", actions: "known" }] },
  });
});

it("a role that opens no more ends all that waits, with one question", async () => {
  const customer = await scanned();
  const { ctx, userId, emulator } = customer;
  await requestEvidence(ctx, { userIds: [userId] });
  customer.later(2, ({ roles }) => void roles.delete("rolecallreadonly"));
  emulator.resetCalls();
  await run(customer);
  expect(await getEvidenceProgress(ctx, { userId })).toMatchObject({ asked: 3, failed: 3, failures: [{ lookups: 3 }] });
  expect(emulator.calls().byAction.LookupEvents ?? 0).toBe(0);
});

it("of a user of whom AWS does not answer the others are told all the same", async () => {
  const customer = await scanned({ packs: [] });
  const { ctx, deps, userId } = customer;
  const { credentials } = await readInventory(customer);
  const other = credentials.find((row) => row.userRecordId !== userId && row.status === "active" && row.accessKeyId)!;
  expect(await requestEvidence(ctx, { userIds: [userId, other.userRecordId!] })).toMatchObject({ asked: 2 });
  let asked = 0;
  const lookUpActions: typeof deps.aws.lookUpActions = (input) => {
    asked += 1;
    const unanswered = new AppError("UPSTREAM", "AWS has not made the report", { details: { kind: "transient" } });
    return asked === 1 ? Promise.reject(unanswered) : deps.aws.lookUpActions(input);
  };
  await run(customer, { aws: { ...deps.aws, lookUpActions } });
  expect(await getEvidenceProgress(ctx, {})).toMatchObject({
    ...{ asked: 2, done: 1, failed: 1 },
    failures: [{ reason: "AWS has not made the report", lookups: 1 }],
  });
});

it("a run that is cut off in the middle has kept what it had, and the next one goes on", async () => {
  const customer = await scanned();
  const { ctx, deps, userId, emulator, tenantId, accountId } = customer;
  await requestEvidence(ctx, { userIds: [userId] });
  const stopping = new AbortController();
  let asked = 0;
  const lookUpTrail: typeof deps.aws.lookUpTrail = async (input) => {
    asked += 1;
    if (asked === 1) return deps.aws.lookUpTrail(input);
    stopping.abort(new Error("The worker stops"));
    throw stopping.signal.reason;
  };
  const cutOff = { ...deps, aws: { ...deps.aws, lookUpTrail } };
  const running = lookUpAccount.handle(cutOff, { tenantId, accountId }, jobRun({ signal: stopping.signal }));
  await expect(running).rejects.toThrow("The worker stops");
  expect(await getEvidenceProgress(ctx, {})).toMatchObject({ asked: 3, done: 1, waiting: 2 });
  emulator.resetCalls();
  await run(customer);
  expect(await getEvidenceProgress(ctx, {})).toMatchObject({ asked: 3, done: 3, waiting: 0 });
  const { rows } = await ownerSql<{ status: string }>("SELECT status FROM trail_lookup WHERE tenant_id = $1", [
    tenantId,
  ]);
  expect(rows.map(({ status }) => status)).toEqual(["complete", "complete"]);
});

it("a worker that slept past its lease in the middle writes nothing more", async () => {
  const customer = await scanned({ packs: [] });
  const { ctx, deps, userId, tenantId, accountId } = customer;
  await requestEvidence(ctx, { userIds: [userId] });
  await expectOvertaken({
    work: lookUpAccount,
    payload: { tenantId, accountId },
    deps,
    asleepIn: asleepAfter("lookUpActions"),
    meanwhile: () => customer.later(1),
  });
  expect(await getEvidenceProgress(ctx, {})).toMatchObject({ done: 1, waiting: 0 });
});
