import { ownerSql } from "@rolecall/db/testing";
import { expect, it } from "vitest";
import { prepare, setCondition, verify } from "../connections/verification-fixture.ts";
import { connectCustomer, installRole, jobRun, makeCustomer } from "../emulated-customer-fixture.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { queueScheduledScan } from "../scans/scan-schedule.ts";

/** The events of these topics of a tenant, oldest first. */
async function eventsOf(tenantId: string, topic: string) {
  const { rows } = await ownerSql<{
    type: string;
    subject: string;
    subjectId: string;
    scanId: string | null;
    reason: string | null;
  }>(
    `SELECT type, subject, subject_id AS "subjectId", scan_id AS "scanId", facts->>'reason' AS reason FROM event
     WHERE tenant_id = $1 AND type LIKE $2 ORDER BY id`,
    [tenantId, `${topic}.%`],
  );
  return rows;
}

it("a connection that is verified, unsafe or failed is an event when it becomes so, and not every day", async () => {
  const customer = await makeCustomer();
  const { id, externalId } = await prepare(customer);
  await verify(customer, id);
  await verify(customer, id);
  setCondition(customer, null);
  const { connection } = await verify(customer, id);
  await verify(customer, id);
  installRole(customer, "rolecall-somebody-elses");
  await verify(customer, id);
  installRole(customer, externalId);
  await verify(customer, id);
  const events = await eventsOf(customer.tenantId, "connection");
  expect(events.map(({ type }) => type)).toEqual([
    "connection.verified",
    "connection.unsafe",
    "connection.failed",
    "connection.verified",
  ]);
  expect(events[1]).toMatchObject({ subject: "connection", subjectId: id, reason: connection.statusReason });
});

it("an account is failing with its first scan that fails, and has recovered with the next that lands", async () => {
  const customer = await connectCustomer();
  const { ctx, deps, tenantId, accountId } = customer;
  const scan = async () => {
    const scanId = await queueScheduledScan(ctx, { accountId });
    await scanAccount.handle(deps, { tenantId, accountId, scanId }, jobRun());
    return scanId;
  };
  await scan();
  const role = customer.account().roles.get("rolecallreadonly")!;
  customer.emulator.mutate(() => customer.account().roles.delete("rolecallreadonly"));
  const failed = await scan();
  await scan();
  customer.emulator.mutate(() => customer.account().roles.set("rolecallreadonly", role));
  const landed = await scan();
  await scan();
  const common = { subject: "account", subjectId: accountId };
  expect(await eventsOf(tenantId, "account")).toEqual([
    { ...common, type: "account.failing", scanId: failed, reason: expect.stringContaining("AssumeRole") },
    { ...common, type: "account.recovered", scanId: landed, reason: null },
  ]);
});
