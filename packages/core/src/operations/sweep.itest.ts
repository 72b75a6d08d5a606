import { trail } from "@rolecall/db";
import { modelsOf, ownerSql } from "@rolecall/db/testing";
import type { Producer } from "@rolecall/jobs";
import { expect, it, vi } from "vitest";
import { deliverMail } from "../reports/deliver-mail.ts";
import { createReportSchedule } from "../reports/schedules.ts";
import { insertScan } from "../scans/request-scan.ts";
import { pauseScans, resumeScans } from "../scans/scan-schedule.ts";
import { dueCustomer, HOUR_MS, NOW, take } from "./due-customer-fixture.ts";
import { sweep } from "./sweep.ts";

/** As an operator who empties the queue. */
const emptyQueue = (namespace: string) => ownerSql("DELETE FROM bullmq.job WHERE queue LIKE $1", [`${namespace}-%`]);

it("queues one scan of an account that is due, and moves its next one on", async () => {
  const customer = await dueCustomer();
  await customer.sweep();
  const [scan, ...others] = await customer.scans();
  expect(others).toEqual([]);
  expect(scan).toMatchObject({ status: "queued", trigger: "scheduled" });
  const account = await customer.deps.db.inTenant(customer.tenantId, (tx) =>
    modelsOf(tx).awsAccount.findFirstOrThrow(),
  );
  const hours = (account.nextScanAt!.getTime() - NOW.getTime()) / HOUR_MS;
  expect(hours).toBeGreaterThan(5.3);
  expect(hours).toBeLessThanOrEqual(6);
  const taken = await take(customer);
  await vi.waitFor(() =>
    expect(taken).toEqual([
      {
        name: "scan-account",
        payload: { tenantId: customer.tenantId, accountId: customer.accountId, scanId: scan!.id },
      },
    ]),
  );
});

it.each([
  ["that is due to be judged", { status: "ok", judgeDueAt: NOW }, 1],
  [
    "that is disconnected and was not judged since",
    { status: "disconnected", judgeDueAt: new Date("2020-01-07T00:00:00Z") },
    1,
  ],
  ["that is to be judged later", { status: "ok", judgeDueAt: new Date("2020-01-06T00:00:01Z") }, 0],
  ["that is not judged by itself", { status: "ok", judgeDueAt: null }, 0],
  ["of a paused connection", { status: "ok", judgeDueAt: NOW }, 0, true],
  ["that is disconnected, of a paused connection", { status: "disconnected", judgeDueAt: NOW }, 1, true],
])("has an account judged without a scan %s", async (_, row, times, isPaused = false) => {
  const customer = await dueCustomer();
  const { tenantId, accountId } = customer;
  if (isPaused) await pauseScans(customer.ctx, { connectionId: customer.connectionId, reason: "Moving the account" });
  const data = { ...row, nextScanAt: null };
  await customer.deps.db.inTenant(tenantId, (tx) =>
    modelsOf(tx).awsAccount.updateMany({ where: { id: accountId }, data }),
  );
  await customer.sweep();
  await customer.sweep();
  const taken = await take(customer);
  const last = { tenantId, mailId: customer.ctx.newId() };
  await customer.queue.producer.enqueue(deliverMail.job, last, { key: "last" });
  const expected = Array.from({ length: times }, () => ({ name: "judge-account", payload: { tenantId, accountId } }));
  await vi.waitFor(() => expect(taken).toHaveLength(times + 1));
  expect(taken.filter(({ name }) => name !== "deliver-mail")).toEqual(expected);
});

it("enqueues each open scan once, however often it runs and from how many workers at once", async () => {
  const customer = await dueCustomer();
  await Promise.all([customer.sweep(), customer.sweep(), customer.sweep()]);
  await customer.sweep();
  expect(await customer.scans()).toHaveLength(1);
  const taken = await take(customer);
  await customer.queue.producer.enqueue(
    deliverMail.job,
    { tenantId: customer.tenantId, mailId: customer.ctx.newId() },
    { key: "last" },
  );
  await vi.waitFor(() => expect(taken.map(({ name }) => name).sort()).toEqual(["deliver-mail", "scan-account"]));
});

it("keeps to one open scan while the account becomes due again and again", async () => {
  const customer = await dueCustomer();
  for (const hours of [0, 7, 14]) {
    customer.at(new Date(NOW.getTime() + hours * HOUR_MS));
    await customer.sweep();
  }
  expect(await customer.scans()).toHaveLength(1);
});

it("fills a queue that was emptied", async () => {
  const customer = await dueCustomer();
  await customer.sweep();
  const { rowCount } = await emptyQueue(customer.queue.namespace);
  expect(rowCount).toBeGreaterThan(0);
  await customer.sweep();
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken.map(({ name }) => name)).toEqual(["scan-account"]));
  expect(await customer.scans()).toHaveLength(1);
});

it("brings back a scan whose run died, not one whose run lives", async () => {
  const customer = await dueCustomer();
  const { id } = await customer.deps.db.inTenant(customer.tenantId, (tx) =>
    insertScan(customer.ctx, tx, customer.accountId, "requested"),
  );
  await ownerSql("UPDATE scan SET status = 'running' WHERE id = $1", [id]);
  const lease = (seconds: number) =>
    ownerSql(
      `INSERT INTO work_lease (tenant_id, row_id, work, fence, lease_until) VALUES ($1, $2, 'scan', 0, now() + make_interval(secs => $3))
       ON CONFLICT (tenant_id, row_id, work) DO UPDATE SET lease_until = excluded.lease_until`,
      [customer.tenantId, id, seconds],
    );
  const taken = await take(customer);
  await lease(60);
  await customer.sweep();
  await customer.queue.producer.enqueue(
    deliverMail.job,
    { tenantId: customer.tenantId, mailId: customer.ctx.newId() },
    { key: "marker" },
  );
  await vi.waitFor(() => expect(taken).toHaveLength(1));
  expect(taken[0]!.name).toBe("deliver-mail");
  await lease(-1);
  await customer.sweep();
  await vi.waitFor(() => expect(taken).toHaveLength(2));
  expect(taken[1]).toMatchObject({ name: "scan-account", payload: { scanId: id } });
});

it("leaves a paused connection alone: no scans, no checks; resumed, what is due is due", async () => {
  const customer = await dueCustomer();
  await pauseScans(customer.ctx, { connectionId: customer.connectionId, reason: "Moving the account" });
  const day = new Date(NOW.getTime() + 24 * HOUR_MS);
  await ownerSql("UPDATE connection SET verify_due_at = $2 WHERE id = $1", [customer.connectionId, NOW]);
  customer.at(day);
  await customer.sweep();
  expect(await customer.scans()).toEqual([]);
  const taken = await take(customer);
  const last = { tenantId: customer.tenantId, mailId: customer.ctx.newId() };
  await customer.queue.producer.enqueue(deliverMail.job, last, { key: "last" });
  await vi.waitFor(() => expect(taken.map(({ name }) => name)).toEqual(["deliver-mail"]));
  await resumeScans(customer.ctx, { connectionId: customer.connectionId });
  await customer.sweep();
  expect(await customer.scans()).toHaveLength(1);
  await vi.waitFor(() =>
    expect(taken.map(({ name }) => name).sort()).toEqual(["deliver-mail", "scan-account", "verify-connection"]),
  );
});

it("has the checks of an active connection run again once a day, once however often it runs", async () => {
  const customer = await dueCustomer();
  const { tenantId, connectionId } = customer;
  await ownerSql("UPDATE connection SET verify_due_at = $2 WHERE id = $1", [connectionId, NOW]);
  await Promise.all([customer.sweep(), customer.sweep()]);
  await customer.sweep();
  expect(await customer.connection()).toMatchObject({ status: "active" });
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken.map(({ name }) => name).sort()).toEqual(["scan-account", "verify-connection"]));
  expect(taken.find(({ name }) => name === "verify-connection")?.payload).toEqual({ tenantId, connectionId });
});

it("enqueues all else where one kind fails, and tells which one", async () => {
  const customer = await dueCustomer();
  const { producer } = customer.queue;
  const enqueue: Producer["enqueue"] = (job, payload, options) =>
    job.name === "verify-connection" ? Promise.reject(new Error("no room")) : producer.enqueue(job, payload, options);
  await ownerSql("UPDATE connection SET verify_due_at = $2 WHERE id = $1", [customer.connectionId, NOW]);
  const failing = sweep({ ...customer.deps, jobs: { ...producer, enqueue } });
  await expect(failing).rejects.toThrow(
    /^The sweep could not enqueue everything that is due\. verify-connection: Error: no room$/,
  );
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken.map(({ name }) => name)).toEqual(["scan-account"]));
});

it("starts a report once per period, although workers sweep at once and the queue is lost before it is composed", async () => {
  const customer = await dueCustomer();
  const schedule = await createReportSchedule(customer.ctx, {
    name: "Weekly",
    kind: "summary",
    frequency: "weekly",
    dayOfWeek: "monday",
    hour: 8,
    timeZone: "UTC",
    recipients: ["security@acme.test"],
  });
  expect(schedule.nextDueAt).toEqual(new Date("2020-01-06T08:00:00Z"));
  await customer.sweep();
  expect(await customer.reports()).toEqual([]);

  customer.at(new Date("2020-01-06T08:00:05Z"));
  await Promise.all([customer.sweep(), customer.sweep(), customer.sweep()]);
  await emptyQueue(customer.queue.namespace);
  await customer.sweep();
  const reports = await customer.reports();
  expect(reports.map(({ period, status }) => [period, status])).toEqual([["due 2020-01-06T08:00:00.000Z", "queued"]]);
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken.map(({ name }) => name)).toContain("compose-report"));
  expect(taken.filter(({ name }) => name === "compose-report")).toEqual([
    { name: "compose-report", payload: { tenantId: customer.tenantId, reportId: reports[0]!.id } },
  ]);

  // After three weeks without a worker one report is due, not three.
  customer.at(new Date("2020-01-28T00:00:00Z"));
  await customer.sweep();
  await customer.sweep();
  expect((await customer.reports()).map(({ period }) => period).sort()).toEqual([
    "due 2020-01-06T08:00:00.000Z",
    "due 2020-01-13T08:00:00.000Z",
  ]);
});

it("queues the slow lane of an account that is due, beside its inventory, and moves its next one on by a week", async () => {
  const customer = await dueCustomer();
  const { tenantId, accountId } = customer;
  await ownerSql("UPDATE aws_account SET next_slow_lane_at = $2 WHERE id = $1", [accountId, NOW]);
  await Promise.all([customer.sweep(), customer.sweep()]);
  await customer.sweep();
  expect((await customer.scans()).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
    "inventory queued",
    "slow_lane queued",
  ]);
  const account = await customer.deps.db.inTenant(tenantId, (tx) => modelsOf(tx).awsAccount.findFirstOrThrow());
  expect((account.nextSlowLaneAt!.getTime() - NOW.getTime()) / HOUR_MS).toBeGreaterThan(6 * 24);
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken.map(({ name }) => name)).toEqual(["scan-account", "scan-account"]));
});

it("leaves suspended accounts alone", async () => {
  const customer = await dueCustomer();
  await ownerSql("UPDATE aws_account SET status = 'suspended', next_slow_lane_at = $2 WHERE id = $1", [
    customer.accountId,
    NOW,
  ]);
  await customer.sweep();
  expect(await customer.scans()).toEqual([]);
});

it("brings rechecks and lookups to their own jobs, uploads also without a connection", async () => {
  const customer = await dueCustomer();
  const { ctx, tenantId, accountId, deps } = customer;
  await ownerSql("UPDATE aws_account SET next_scan_at = NULL, connection_id = NULL WHERE id = $1", [accountId]);
  const ids = await deps.db.inTenant(tenantId, async (tx) => {
    const recheck = await insertScan(ctx, tx, accountId, "requested", { kind: "recheck", userRecordId: ctx.newId() });
    const upload = await insertScan(ctx, tx, accountId, "requested", { kind: "upload" });
    const lookup = { id: ctx.newId(), accountId, subject: "user" as const, subjectId: ctx.newId(), requestedAt: NOW };
    await trail.insertLookup(tx, lookup);
    return { recheck: recheck.id, upload: upload.id };
  });
  await customer.sweep();
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken).toHaveLength(3));
  const found = Object.fromEntries(taken.map(({ name, payload }) => [name, payload]));
  expect(found["recheck-user"]).toEqual({ tenantId, accountId, scanId: ids.recheck });
  expect(found["scan-account"]).toEqual({ tenantId, accountId, scanId: ids.upload });
  expect(found["look-up-account"]).toEqual({ tenantId, accountId });
});

it("has an organisation that is due read, and its members verified", async () => {
  const customer = await dueCustomer();
  const { tenantId, connectionId, deps } = customer;
  const organization = { tenantId, connectionId, units: [], discoverDueAt: NOW, verifyDueAt: NOW };
  await deps.db.inTenant(tenantId, (tx) => modelsOf(tx).organization.create({ data: organization }));
  await ownerSql("UPDATE aws_account SET next_scan_at = NULL WHERE id = $1", [customer.accountId]);
  await customer.sweep();
  const taken = await take(customer);
  await vi.waitFor(() => expect(taken).toHaveLength(2));
  expect(taken.map(({ name, payload }) => `${name} ${payload.connectionId}`).sort()).toEqual([
    `discover-organization ${connectionId}`,
    `verify-members ${connectionId}`,
  ]);
});
