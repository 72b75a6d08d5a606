import { modelsOf, ownerSql } from "@rolecall/db/testing";
import { AppError } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  AWS_ACCOUNT_ID,
  type Connected,
  connectCustomer,
  jobRun,
  NOW,
  readInventory,
} from "../emulated-customer-fixture.ts";
import { expectEqualToAws } from "./aws-comparison-fixture.ts";
import { getAccount, getScan, requestScan } from "./request-scan.ts";
import { scanAccount } from "./scan-account.ts";

describe("runs of one scan", () => {
  const queue = async (customer: Connected) => {
    const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
    return { tenantId: customer.tenantId, accountId: customer.accountId, scanId: id };
  };

  /** Holds a run between its reading and its landing. */
  function heldRun({ deps }: Connected) {
    const [read, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const readAccount: typeof deps.aws.readAccount = async (input) => {
      // Without news of its progress the run does not renew its lease, as if its worker had died.
      const { onProgress: _, ...silent } = input;
      const facts = await deps.aws.readAccount(silent);
      read.resolve();
      await go.promise;
      return facts;
    };
    return { deps: { ...deps, aws: { ...deps.aws, readAccount } }, read: read.promise, go: go.resolve };
  }

  it("that overlap: one lands, the other one reads nothing", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    await Promise.all([1, 2, 3].map(() => scanAccount(customer.deps, payload, jobRun())));
    const scan = await getScan(customer.ctx, { id: payload.scanId });
    expect(scan).toMatchObject({ status: "complete", attempt: 1 });
    expect(customer.emulator.calls().byAction.AssumeRole).toBe(1);
    expect((await readInventory(customer)).versions).toHaveLength(scan.changes!.created);
  });

  it("that ended are not run again", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    await scanAccount(customer.deps, payload, jobRun());
    customer.emulator.resetCalls();
    await scanAccount(customer.deps, payload, jobRun());
    expect(customer.emulator.calls().total).toBe(0);
  });

  it("whose lease has passed are taken over, and write nothing when they come back", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    const first = heldRun(customer);
    const ending = scanAccount(first.deps, payload, jobRun());
    await first.read;
    await ownerSql("UPDATE scan SET lease_until = now() - interval '1 second' WHERE id = $1", [payload.scanId]);
    customer.later(1, (account) => account.users.delete("nobody"));
    await scanAccount(customer.deps, payload, jobRun());
    const landed = await getScan(customer.ctx, { id: payload.scanId });
    const inventory = await readInventory(customer);
    first.go();
    await ending;
    expect(landed).toMatchObject({ status: "complete", attempt: 2 });
    expect(await getScan(customer.ctx, { id: payload.scanId })).toEqual(landed);
    expect(await readInventory(customer)).toEqual(inventory);
    await expectEqualToAws(customer, NOW);
  });

  /** A worker that is told to stop while it reads. */
  async function stoppedRun(customer: Connected, payload: Awaited<ReturnType<typeof queue>>): Promise<void> {
    const stopping = new AbortController();
    const reason = new Error("The worker stops");
    const readAccount = async () => {
      stopping.abort(reason);
      throw reason;
    };
    const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
    await expect(scanAccount(deps, payload, jobRun({ signal: stopping.signal }))).rejects.toBe(reason);
  }

  it("that a stopping worker cut off give the scan back, and do not count", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    for (let stops = 0; stops < 4; stops++) {
      await stoppedRun(customer, payload);
      expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "queued", attempt: 0 });
    }
    await scanAccount(customer.deps, payload, jobRun());
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "complete", attempt: 1 });
  });

  it("that met an error give the scan back, and count", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    const readAccount = () => Promise.reject(new TypeError("undefined is not a function"));
    const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
    await expect(scanAccount(deps, payload, jobRun())).rejects.toThrow("undefined is not a function");
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "queued", attempt: 1 });
  });

  it("that die three times end the scan, and say so on the account", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    const died =
      "UPDATE scan SET status = 'running', attempt = 3, lease_until = now() - interval '1 second' WHERE id = $1";
    await ownerSql(died, [payload.scanId]);
    await scanAccount(customer.deps, payload, jobRun());
    const scan = await getScan(customer.ctx, { id: payload.scanId });
    expect(scan).toMatchObject({ status: "failed", error: expect.stringContaining("cut off 3 times") });
    expect(await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).toMatchObject({
      status: "failing",
      statusReason: scan.error,
    });
    expect(customer.emulator.calls().total).toBe(0);
  });

  it("that read before the inventory that has landed are refused", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    const held = heldRun(customer);
    const ending = scanAccount(held.deps, payload, jobRun());
    await held.read;
    const newer = new Date(NOW.getTime() + 60_000);
    await customer.ctx.db.inTenant(customer.tenantId, (tx) =>
      modelsOf(tx).awsAccount.updateMany({ where: { id: customer.accountId }, data: { lastScanAt: newer } }),
    );
    held.go();
    await ending;
    const scan = await getScan(customer.ctx, { id: payload.scanId });
    expect(scan).toMatchObject({ status: "failed", error: expect.stringContaining(newer.toISOString()) });
    expect((await readInventory(customer)).users).toEqual([]);
  });

  it("of another tenant's scan do nothing", async () => {
    const [customer, other] = [await connectCustomer(), await connectCustomer()];
    const payload = await queue(customer);
    await scanAccount(other.deps, { ...payload, tenantId: other.tenantId }, jobRun());
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "queued" });
    await expect(getScan(other.ctx, { id: payload.scanId })).rejects.toBeInstanceOf(AppError);
  });
});
