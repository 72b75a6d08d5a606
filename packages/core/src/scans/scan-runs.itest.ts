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
import { asleepAfter, expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { expectEqualToAws } from "./aws-comparison-fixture.ts";
import { recheckUser } from "./recheck-user.ts";
import { getAccount, getScan, requestScan } from "./request-scan.ts";
import { scanAccount, scanUser } from "./scan-account.ts";

describe("runs of one scan", () => {
  const queue = async (customer: Connected) => {
    const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
    return { tenantId: customer.tenantId, accountId: customer.accountId, scanId: id };
  };

  /** Holds a run between its reading and its landing. */
  function heldRun({ deps }: Connected) {
    const [read, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const readAccount: typeof deps.aws.readAccount = async (input) => {
      const facts = await deps.aws.readAccount(input);
      read.resolve();
      await go.promise;
      return facts;
    };
    return { deps: { ...deps, aws: { ...deps.aws, readAccount } }, read: read.promise, go: go.resolve };
  }

  it("that overlap: one lands, the other one reads nothing", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    await Promise.all([1, 2, 3].map(() => scanAccount.handle(customer.deps, payload, jobRun())));
    const scan = await getScan(customer.ctx, { id: payload.scanId });
    expect(scan).toMatchObject({ status: "complete", attempt: 1 });
    expect(customer.emulator.calls().byAction.AssumeRole).toBe(1);
    expect((await readInventory(customer)).versions).toHaveLength(scan.changes!.created);
  });

  it("that ended are not run again", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    await scanAccount.handle(customer.deps, payload, jobRun());
    customer.emulator.resetCalls();
    await scanAccount.handle(customer.deps, payload, jobRun());
    expect(customer.emulator.calls().total).toBe(0);
  });

  it("whose worker slept past its lease are taken over, and write nothing when they come back", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    await expectOvertaken({
      work: scanAccount,
      payload,
      deps: customer.deps,
      asleepIn: asleepAfter("readAccount"),
      // So much later that AWS makes another credential report.
      meanwhile: () => customer.later(5, (account) => account.users.delete("nobody")),
    });
    // What the first one lost is no death of its own: there have been two runs.
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "complete", attempt: 2 });
    await expectEqualToAws(customer);
  });

  it("of one user are taken over just so", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const [user] = (await readInventory(customer)).users;
    const { id: scanId } = await recheckUser(customer.ctx, { id: user!.id });
    await expectOvertaken({
      work: scanUser,
      payload: { tenantId: customer.tenantId, accountId: customer.accountId, scanId },
      deps: customer.deps,
      asleepIn: asleepAfter("readUser"),
      meanwhile: () => customer.later(1, (account) => account.users.delete(user!.userName.toLowerCase())),
    });
    expect(await getScan(customer.ctx, { id: scanId })).toMatchObject({ status: "complete", attempt: 2 });
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
    await expect(scanAccount.handle(deps, payload, jobRun({ signal: stopping.signal }))).rejects.toBe(reason);
  }

  it("that a stopping worker cut off give the scan back, and do not count", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    for (let stops = 0; stops < 4; stops++) {
      await stoppedRun(customer, payload);
      expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "queued", attempt: 0 });
    }
    await scanAccount.handle(customer.deps, payload, jobRun());
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "complete", attempt: 1 });
  });

  it("that met an error give the scan back, and count", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    const readAccount = () => Promise.reject(new TypeError("undefined is not a function"));
    const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
    await expect(scanAccount.handle(deps, payload, jobRun())).rejects.toThrow("undefined is not a function");
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "queued", attempt: 1 });
  });

  it("that die three times end the scan, and say so on the account", async () => {
    const customer = await connectCustomer();
    const payload = await queue(customer);
    await ownerSql("UPDATE scan SET status = 'running', attempt = 3 WHERE id = $1", [payload.scanId]);
    await scanAccount.handle(customer.deps, payload, jobRun());
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
    const ending = scanAccount.handle(held.deps, payload, jobRun());
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
    await scanAccount.handle(other.deps, { ...payload, tenantId: other.tenantId }, jobRun());
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "queued" });
    await expect(getScan(other.ctx, { id: payload.scanId })).rejects.toBeInstanceOf(AppError);
  });
});
