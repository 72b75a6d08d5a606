import { ownerSql } from "@rolecall/db/testing";
import { expect, it } from "vitest";
import { listAuditEvents } from "../audit.ts";
import {
  AWS_ACCOUNT_ID,
  type Connected,
  connectCustomer,
  jobRun,
  readInventory,
} from "../emulated-customer-fixture.ts";
import { cancelScan } from "./cancel-scan.ts";
import { getAccount, getScan, requestScan } from "./request-scan.ts";
import { scanAccount } from "./scan-account.ts";

const accountOf = ({ ctx }: Connected) => getAccount(ctx, { awsAccountId: AWS_ACCOUNT_ID });
const cancelled = { status: "failed", error: expect.stringMatching(/^Cancelled by .+/), counts: null, changes: null };

it("a queued scan that is cancelled is never run, and the account keeps its status and schedule", async () => {
  const customer = await connectCustomer();
  const before = await accountOf(customer);
  const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  const scan = await cancelScan(customer.ctx, { id });
  expect(scan).toMatchObject({ ...cancelled, finishedAt: customer.emulator.now() });
  expect(scan.cancelledBy).toBe(customer.ctx.actor.label);

  const { tenantId, accountId } = customer;
  await scanAccount.handle(customer.deps, { tenantId, accountId, scanId: id }, jobRun());
  expect(customer.emulator.calls().total).toBe(0);
  expect(await getScan(customer.ctx, { id })).toEqual(scan);
  expect(await accountOf(customer)).toEqual(before);
  const events = (await listAuditEvents(customer.ctx, { limit: 10 })).items;
  const event = { action: "scan.cancelled", subject: id, actor: customer.ctx.actor.label };
  expect(events).toContainEqual(expect.objectContaining(event));
});

it("a running scan that is cancelled stops reading when it next tells of itself, and writes nothing", async () => {
  const customer = await connectCustomer();
  await customer.scan();
  customer.later(6, (account) => account.users.delete("nobody"));
  const before = await readInventory(customer);
  const shown = await accountOf(customer);
  const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });

  const aborted = Promise.withResolvers<void>();
  const readAccount: typeof customer.deps.aws.readAccount = async (input) => {
    const reading = await customer.deps.aws.readAccount(input);
    await cancelScan(customer.ctx, { id });
    input.signal?.addEventListener("abort", () => aborted.resolve());
    input.onProgress?.({ step: "a step that is told of at once", done: 0, total: 1 });
    await aborted.promise;
    return reading;
  };
  const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
  const { tenantId, accountId } = customer;
  await scanAccount.handle(deps, { tenantId, accountId, scanId: id }, jobRun());
  expect(await getScan(customer.ctx, { id })).toMatchObject(cancelled);
  expect(await readInventory(customer)).toEqual(before);
  expect(await accountOf(customer)).toEqual(shown);
});

it("a scan that has read everything when it is cancelled lands nothing", async () => {
  const customer = await connectCustomer();
  const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  const readAccount: typeof customer.deps.aws.readAccount = async (input) => {
    const reading = await customer.deps.aws.readAccount(input);
    await cancelScan(customer.ctx, { id });
    return reading;
  };
  const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
  const { tenantId, accountId } = customer;
  await scanAccount.handle(deps, { tenantId, accountId, scanId: id }, jobRun());
  expect(await getScan(customer.ctx, { id })).toMatchObject(cancelled);
  expect((await readInventory(customer)).users).toEqual([]);
});

it("a scan that has ended cannot be cancelled, nor one that is not there", async () => {
  const customer = await connectCustomer();
  const { id } = await customer.scan();
  await expect(cancelScan(customer.ctx, { id })).rejects.toMatchObject({
    code: "CONFLICT",
    message: "This scan has ended already: it is complete.",
  });
  expect(await getScan(customer.ctx, { id })).toMatchObject({ status: "complete", cancelledBy: null });
  await expect(cancelScan(customer.ctx, { id: customer.ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("after a cancelled scan another one can be asked for", async () => {
  const customer = await connectCustomer();
  const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  await ownerSql("UPDATE scan SET status = 'running', attempt = 1 WHERE id = $1", [id]);
  await cancelScan(customer.ctx, { id });
  const next = await customer.scan();
  expect(next.id).not.toBe(id);
  expect(next.status).toBe("complete");
});
