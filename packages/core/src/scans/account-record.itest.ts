import { insertRows, makeAccount, modelsOf, scanRow } from "@rolecall/db/testing";
import { ResourceKind } from "@rolecall/domain";
import { expect, it, vi } from "vitest";
import { AWS_ACCOUNT_ID, connectCustomer, jobRun, NOW } from "../emulated-customer-fixture.ts";
import { makeTenant, testDeps } from "../testing/index.ts";
import { getAccountApiCalls, getAccountCoverage } from "./account-record.ts";
import { getScan, requestScan } from "./request-scan.ts";
import { scanAccount } from "./scan-account.ts";

it("calls are summed by day and action over 30 days, beside the last scan of each kind and the budget", async () => {
  const now = new Date("2026-06-01T12:00:00Z");
  const { tenantId, ctx } = await makeTenant(testDeps({ now: () => now }));
  const account = await makeAccount(tenantId);
  const scanOf = (kind: string, at: string, byAction: Record<string, number>, throttled = 0) =>
    scanRow(account, {
      kind,
      ...{ requested_at: at, started_at: at, finished_at: at },
      api_calls: { total: Object.values(byAction).reduce((sum, calls) => sum + calls, 0), throttled, byAction },
    });
  await insertRows("scan", [
    scanOf("inventory", "2026-04-01T00:00:00Z", { ListRoles: 99 }),
    scanOf("inventory", "2026-05-30T23:59:00Z", { ListRoles: 2, ListAccessKeys: 5 }, 1),
    scanOf("slow_lane", "2026-05-31T00:01:00Z", { ListSSHPublicKeys: 3 }),
    scanOf("inventory", "2026-05-31T06:00:00Z", { ListRoles: 2 }),
    scanOf("upload", "2026-06-01T06:00:00Z", {}),
  ]);
  const calls = await getAccountApiCalls(ctx, { awsAccountId: account.awsAccountId });
  expect(calls.days).toEqual([
    { day: "2026-05-30", total: 7, throttled: 1 },
    { day: "2026-05-31", total: 5, throttled: 0 },
  ]);
  expect(calls.byAction).toEqual([
    { action: "ListAccessKeys", calls: 5 },
    { action: "ListRoles", calls: 4 },
    { action: "ListSSHPublicKeys", calls: 3 },
  ]);
  expect(calls.lastScans.map(({ kind, total }) => [kind, total])).toEqual([
    ["inventory", 2],
    ["slow_lane", 3],
    ["upload", 0],
  ]);
  expect(calls.budget).toContainEqual({ kind: "inventory", actions: ["iam:GetAccountSummary"], calls: "1" });
  await expect(getAccountApiCalls(ctx, { awsAccountId: "123412341234" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("coverage tells of every kind of resource what is known, since when, and what was never asked for", async () => {
  const customer = await connectCustomer();
  const ask = () => getAccountCoverage(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  const unknown = await ask();
  expect(unknown.resources.map(({ resource }) => resource)).toEqual(ResourceKind.options);
  expect(unknown.resources.every(({ state, known }) => state === null && known === null)).toBe(true);
  expect(unknown.lastScans).toEqual([]);

  const first = await customer.scan();
  customer.later(6);
  customer.emulator.faults.add({ action: "ListRoles", kind: "AccessDenied", times: 100 });
  const second = await customer.scan();
  const { resources, lastScans } = await ask();
  const of = (name: string) => resources.find(({ resource }) => resource === name);
  const now = customer.emulator.now();
  expect(of("users")).toMatchObject({
    state: "read",
    scanId: second.id,
    known: { source: "live_api", observedAt: now },
  });
  expect(of("role_session_durations")).toMatchObject({
    state: "denied",
    action: "iam:ListRoles",
    scanId: second.id,
    known: { source: "live_api", observedAt: NOW },
  });
  expect(of("ssh_public_keys")).toMatchObject({ state: null, known: null, scanId: null });
  expect(lastScans).toMatchObject([{ scanId: second.id, kind: "inventory", status: "partial", error: null }]);
  expect(first.id).not.toBe(second.id);
});

it("a running scan tells how long it still takes: by its step's pace, else by the last scan", async () => {
  const customer = await connectCustomer();
  await customer.scan();
  const { ctx, tenantId, accountId } = customer;
  // The last scan took 100 s.
  const tookAWhile = { startedAt: new Date(NOW.getTime() - 100_000) };
  await ctx.db.inTenant(tenantId, (tx) => modelsOf(tx).scan.updateMany({ data: tookAWhile }));
  customer.later(6);
  const { id } = await requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID });
  expect((await getScan(ctx, { id })).estimatedSecondsLeft).toBeNull();
  const seconds = (count: number) => customer.later(count / 3_600);
  const readAccount: typeof customer.deps.aws.readAccount = async (input) => {
    const told = async (done: number, total: number | null) => {
      input.onProgress?.({ step: `keys ${total}`, done, total });
      await vi.waitFor(async () => expect((await getScan(ctx, { id })).progress).toMatchObject({ done, total }));
    };
    await told(0, null);
    seconds(30);
    expect((await getScan(ctx, { id })).estimatedSecondsLeft).toBe(70);
    await told(100, 400);
    seconds(10);
    expect(await getScan(ctx, { id })).toMatchObject({
      progress: { step: "keys 400", done: 100, total: 400 },
      estimatedSecondsLeft: 30,
    });
    return customer.deps.aws.readAccount(input);
  };
  const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
  await scanAccount.handle(deps, { tenantId, accountId, scanId: id }, jobRun());
  expect(await getScan(ctx, { id })).toMatchObject({ status: "complete", estimatedSecondsLeft: null });
});
