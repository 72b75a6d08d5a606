import { modelsOf } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { listAuditEvents } from "../audit.ts";
import { AWS_ACCOUNT_ID, type Connected, connectCustomer } from "../emulated-customer-fixture.ts";
import { getAccount, requestScan } from "./request-scan.ts";
import { rescheduleScans, updateAccount } from "./scan-schedule.ts";

const HOUR_MS = 3_600_000;
const hoursFrom = (from: Date, at: Date) => (at.getTime() - from.getTime()) / HOUR_MS;
const accountOf = ({ ctx }: Connected) => getAccount(ctx, { awsAccountId: AWS_ACCOUNT_ID });

describe("an account's own interval", () => {
  it("moves its next scan, counted from the last one, and is written down", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    customer.later(2);
    const before = await accountOf(customer);
    expect(before.scanEveryHours).toBeNull();
    const set = await updateAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID, scanEveryHours: 24 });
    expect(set.scanEveryHours).toBe(24);
    expect(hoursFrom(before.lastScanAt!, set.nextScanAt!)).toBeGreaterThan(24 * 0.9 - 0.01);
    expect(hoursFrom(before.lastScanAt!, set.nextScanAt!)).toBeLessThanOrEqual(24);
    const [event] = (await listAuditEvents(customer.ctx, { limit: 1 })).items;
    expect(event).toMatchObject({ action: "account.schedule_set", detail: { scanEveryHours: 24 } });

    const back = await updateAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID, scanEveryHours: null });
    expect(back).toEqual(before);
  });

  it("that has passed already makes it due now", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    customer.later(3);
    const set = await updateAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID, scanEveryHours: 1 });
    expect(set.nextScanAt).toEqual(customer.emulator.now());
  });

  it("is the one that the next landing counts with", async () => {
    const customer = await connectCustomer();
    await updateAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID, scanEveryHours: 48 });
    await customer.scan();
    const { lastScanAt, nextScanAt: next } = await accountOf(customer);
    expect(hoursFrom(lastScanAt!, next!)).toBeGreaterThan(43);
  });

  it("of an account that is not there is not set", async () => {
    const customer = await connectCustomer();
    const input = { awsAccountId: "123412341234", scanEveryHours: 2 };
    await expect(updateAccount(customer.ctx, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the interval of a connection", () => {
  const setConnection = (customer: Connected, scanEveryHours: number) =>
    customer.ctx.db.inTenant(customer.tenantId, async (tx) => {
      await modelsOf(tx).connection.updateMany({ where: { id: customer.connectionId }, data: { scanEveryHours } });
      await rescheduleScans(customer.ctx, tx, { connectionId: customer.connectionId });
    });

  it("holds for its accounts without one of their own, and leaves unscheduled ones alone", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    await setConnection(customer, 12);
    const { lastScanAt, nextScanAt: next } = await accountOf(customer);
    expect(hoursFrom(lastScanAt!, next!)).toBeGreaterThan(10.7);
    await updateAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID, scanEveryHours: 3 });
    await setConnection(customer, 24);
    expect(hoursFrom(lastScanAt!, (await accountOf(customer)).nextScanAt!)).toBeLessThanOrEqual(3);
    await customer.ctx.db.inTenant(customer.tenantId, (tx) =>
      modelsOf(tx).awsAccount.updateMany({ data: { nextScanAt: null } }),
    );
    await setConnection(customer, 6);
    expect((await accountOf(customer)).nextScanAt).toBeNull();
  });
});

describe("a scan of an account is refused", () => {
  const set = (customer: Connected, data: object) =>
    customer.ctx.db.inTenant(customer.tenantId, (tx) => modelsOf(tx).awsAccount.updateMany({ data }));

  it.each<[string, object, string]>([
    [
      "that is suspended",
      { status: "suspended", statusReason: "AWS says PENDING_CLOSURE" },
      "AWS says PENDING_CLOSURE.",
    ],
    ["that is known by uploads alone", { status: "uploaded", connectionId: null }, "known by uploaded files alone"],
    ["that is disconnected", { status: "disconnected", statusReason: "Not chosen any more" }, "Not chosen any more."],
  ])("%s", async (_, data, words) => {
    const customer = await connectCustomer();
    await set(customer, data);
    await expect(requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(words),
    });
  });

  it("that was suspended while its scan waited", async () => {
    const customer = await connectCustomer();
    const { id } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
    await set(customer, { status: "suspended" });
    expect(await customer.scan().catch((error: Error) => error.message)).toContain("suspended or closed");
    const scan = await customer.run(id);
    expect(scan).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/^Not scanned: .*suspended or closed/),
    });
    expect(customer.emulator.calls().total).toBe(0);
    expect((await accountOf(customer)).status).toBe("suspended");
  });
});
