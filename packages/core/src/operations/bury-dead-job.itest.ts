import { trail } from "@rolecall/db";
import { modelsOf } from "@rolecall/db/testing";
import { expect, it } from "vitest";
import { insertScan } from "../scans/request-scan.ts";
import { buryDeadJob } from "./bury-dead-job.ts";
import { dueCustomer, HOUR_MS, NOW } from "./due-customer-fixture.ts";

it("shows an account whose judgement failed for good by judging it again within the hour", async () => {
  const { deps, tenantId, accountId } = await dueCustomer();
  await buryDeadJob(deps, { name: "judge-account", payload: { tenantId, accountId }, reason: "the database was down" });
  const account = await deps.db.inTenant(tenantId, (tx) => modelsOf(tx).awsAccount.findFirstOrThrow());
  expect(account.judgeDueAt).toEqual(new Date(NOW.getTime() + HOUR_MS));
});

it("shows a job that is given up on its row, whatever it is of", async () => {
  const { ctx, tenantId, accountId, connectionId, deps } = await dueCustomer();
  const given = await deps.db.inTenant(tenantId, async (tx) => {
    const lookup = { id: ctx.newId(), accountId, subject: "user" as const, subjectId: ctx.newId(), requestedAt: NOW };
    await trail.insertLookup(tx, { ...lookup, subjectId: ctx.newId() });
    await trail.insertLookup(tx, { ...lookup, id: ctx.newId() });
    await trail.takeLookup(tx, accountId);
    await modelsOf(tx).organization.create({
      data: { tenantId, connectionId, units: [], discoverDueAt: NOW, verifyDueAt: NOW },
    });
    const slow = await insertScan(ctx, tx, accountId, "scheduled", { kind: "slow_lane" });
    return { scanId: slow.id };
  });
  const bury = (name: string, payload: object) =>
    buryDeadJob(deps, { name, payload: { tenantId, ...payload }, reason: "boom" });
  await bury("scan-account", { accountId, scanId: given.scanId });
  await bury("look-up-account", { accountId });
  await bury("discover-organization", { connectionId });
  await bury("verify-members", { connectionId });
  const shown = await deps.db.inTenant(tenantId, async (tx) => ({
    scan: await modelsOf(tx).scan.findFirstOrThrow(),
    account: await modelsOf(tx).awsAccount.findFirstOrThrow(),
    lookups: await modelsOf(tx).trailLookup.findMany({ orderBy: { status: "asc" } }),
    organization: await modelsOf(tx).organization.findFirstOrThrow(),
  }));
  const later = new Date(NOW.getTime() + HOUR_MS);
  expect(shown.scan).toMatchObject({ status: "failed", error: expect.stringContaining("boom") });
  // The slow lane does not tell how the account is.
  expect(shown.account).toMatchObject({
    status: "never_scanned",
    nextSlowLaneAt: new Date(NOW.getTime() + 24 * HOUR_MS),
  });
  // The others of the account have not failed with the one that ran.
  expect(shown.lookups).toMatchObject([
    { status: "failed", finishedAt: NOW, error: expect.stringContaining("boom") },
    { status: "queued", finishedAt: null },
  ]);
  expect(shown.organization).toMatchObject({
    discoverDueAt: later,
    verifyDueAt: later,
    problem: expect.stringContaining("boom"),
  });
});
