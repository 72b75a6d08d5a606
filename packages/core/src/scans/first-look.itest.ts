import { type LeftOut, sizedWorld } from "@rolecall/aws-emulator";
import { modelsOf, ownerSql } from "@rolecall/db/testing";
import type { AccountReading } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  type Connected,
  connectCustomer,
  emulateAws,
  jobRun,
  NOW,
  readInventory,
} from "../emulated-customer-fixture.ts";
import { listFindings } from "../findings/findings.ts";
import { verifyHistory } from "../judgement/recompute.ts";
import { letLeasesPass } from "../work/sleeping-worker-fixture.ts";
import { getAccountCoverage } from "./account-record.ts";
import { cancelScan } from "./cancel-scan.ts";
import { getAccount, getScan, requestScan } from "./request-scan.ts";
import { scanAccount } from "./scan-account.ts";

const AWS_ACCOUNT_ID = "400000000001";
/** So many users with keys that they take longer than a second at the pace of a first scan. */
const SIZE = { users: 90, usersWithKeys: 60, accessKeys: 70, roles: 10, policies: 5 };
const LONG_MS = 60_000;

async function sizedCustomer(size: typeof SIZE, isUnpaced = false, leavesOut: LeftOut[] = []): Promise<Connected> {
  const readerRole = { externalId: "rolecall-replaced-when-connected" };
  const world = sizedWorld({ ...size, startAt: NOW, awsAccountId: AWS_ACCOUNT_ID, readerRole });
  return connectCustomer({ aws: await emulateAws(world, { leavesOut }, { isUnpaced }), awsAccountId: AWS_ACCOUNT_ID });
}

/** What is done when the first look has landed; it is told the reading that landed. */
type OnFirstLook = (reading: AccountReading) => Promise<unknown>;

/** The customer's worker, which does something once a first look has landed. */
function watching({ deps }: Connected, onFirstLook: OnFirstLook): Connected["deps"] {
  const readAccount: typeof deps.aws.readAccount = (input) => {
    const land = input.onFirstLook;
    if (!land) return deps.aws.readAccount(input);
    const landAndTell = async (reading: AccountReading) => {
      await land(reading);
      await onFirstLook(reading);
    };
    return deps.aws.readAccount({ ...input, onFirstLook: landAndTell });
  };
  return { ...deps, aws: { ...deps.aws, readAccount } };
}

async function queued({ ctx, tenantId, accountId }: Connected) {
  const { id: scanId } = await requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID });
  return { tenantId, accountId, scanId };
}

const coverageOf = async ({ ctx }: Connected, resource: string) =>
  (await getAccountCoverage(ctx, { awsAccountId: AWS_ACCOUNT_ID })).resources.find(
    (each) => each.resource === resource,
  );

/** What is shown of an account: who has which keys, by what they are known, and what is wrong. */
async function shown(customer: Connected) {
  const { ctx } = customer;
  const { users, keys, roles } = await readInventory(customer);
  return {
    account: await getAccount(ctx, { awsAccountId: AWS_ACCOUNT_ID }),
    users: users.map(({ userName, activeAccessKeys, lastActivity, hasMfa }) => ({
      ...{ userName, activeAccessKeys, lastActivity, hasMfa },
    })),
    roles: roles.length,
    keys: keys.map(({ accessKeyId, userName, status, lastUse }) => ({ accessKeyId, userName, status, lastUse })),
    findings: (await listFindings(ctx, { limit: 200, sort: "severity" })).items,
  };
}

/** The events of an account, in words that no id is in. */
async function eventsOf({ ctx, tenantId }: Connected): Promise<string[]> {
  const names = await ctx.db.inTenant(tenantId, async (tx) => {
    const events = await modelsOf(tx).event.findMany({ where: { type: { not: { startsWith: "account." } } } });
    return events.map(({ type, isFirstSeen, subject }) => `${type} ${subject} ${isFirstSeen ? "first seen" : "since"}`);
  });
  return names.sort();
}

describe("the first inventory of an account", { timeout: LONG_MS }, () => {
  it("shows what the bulk calls told before users are asked one by one, and fills in the rest without telling it twice", async () => {
    const customer = await sizedCustomer(SIZE);
    const payload = await queued(customer);
    const seen: { at: Awaited<ReturnType<typeof shown>>; pending: unknown; scan: unknown }[] = [];
    let told: AccountReading["coverage"] = [];
    const deps = watching(customer, async ({ coverage }) => {
      told = coverage;
      const scan = await getScan(customer.ctx, { id: payload.scanId });
      seen.push({ at: await shown(customer), pending: await coverageOf(customer, "access_keys"), scan });
    });
    await scanAccount.handle(deps, payload, jobRun());

    const [first] = seen;
    expect(seen).toHaveLength(1);
    const asked = told.find(({ resource }) => resource === "access_keys")?.pending;
    expect(asked).toBeGreaterThanOrEqual(SIZE.usersWithKeys);
    const reason = expect.stringContaining(`The ids of access keys of ${asked} users have not been read yet`);
    expect(first?.pending).toMatchObject({ state: "pending", pending: asked, reason, known: null });
    expect(first?.scan).toMatchObject({ status: "running", firstLookAt: expect.any(Date), finishedAt: null });
    expect(first?.at.account).toMatchObject({ status: "partial", statusReason: reason, users: SIZE.users });
    expect(first?.at.users).toHaveLength(SIZE.users);
    expect(first?.at.keys).toHaveLength(SIZE.accessKeys);
    expect(new Set(first?.at.keys.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set([null]));
    expect(first?.at.findings.length).toBeGreaterThan(0);

    const scan = await getScan(customer.ctx, { id: payload.scanId });
    expect(scan).toMatchObject({ status: "complete", attempt: 1 });
    expect(await coverageOf(customer, "access_keys")).toMatchObject({ state: "read" });
    const whole = await shown(customer);
    expect(whole.account).toMatchObject({ status: "ok", statusReason: null });
    expect(whole.users).toEqual(first?.at.users);
    const control = await sizedCustomer(SIZE, true);
    const inOneGo = await control.scan();
    const { keys, findings } = await shown(control);
    expect(inOneGo.firstLookAt).toBeNull();
    expect(whole.keys).toEqual(keys);
    const namesOf = (list: typeof findings) =>
      list.map(({ checkId, resourceName }) => `${checkId} ${resourceName}`).sort();
    expect(namesOf(whole.findings)).toEqual(namesOf(findings));
    expect(await eventsOf(customer)).toEqual(await eventsOf(control));
    expect(scan.changes).toEqual(inOneGo.changes);
    expect(scan.counts).toEqual(inOneGo.counts);
    expect(scan.apiCalls.total).toBe(inOneGo.apiCalls.total);
    for await (const { differences } of verifyHistory(customer.ctx)) expect(differences).toEqual([]);
  });

  it("says that the rest is unknown, and not to come, when the scan has ended without it", async () => {
    const customer = await sizedCustomer(SIZE);
    const payload = await queued(customer);
    const deps = watching(customer, () => cancelScan(customer.ctx, { id: payload.scanId }));
    await scanAccount.handle(deps, payload, jobRun());
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "failed" });
    expect(await coverageOf(customer, "access_keys")).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(/have not been read yet .*: the scan ended before/),
    });
    expect((await shown(customer)).users).toHaveLength(SIZE.users);
    const next = await customer.scan();
    expect(next).toMatchObject({ status: "complete", firstLookAt: null });
    expect(await coverageOf(customer, "access_keys")).toMatchObject({ state: "read" });
  });

  it("is taken over by another worker where the first one died between the two landings", async () => {
    const customer = await sizedCustomer(SIZE);
    const payload = await queued(customer);
    const asleep = Promise.withResolvers<void>();
    const awake = Promise.withResolvers<void>();
    const deps = watching(customer, async () => {
      asleep.resolve();
      await awake.promise;
    });
    const run = scanAccount.handle(deps, payload, jobRun());
    await asleep.promise;
    const before = await shown(customer);
    await letLeasesPass(customer.tenantId);
    await scanAccount.handle(customer.deps, payload, jobRun());
    expect(await getScan(customer.ctx, { id: payload.scanId })).toMatchObject({ status: "complete", attempt: 2 });
    awake.resolve();
    await run;
    const whole = await shown(customer);
    expect(whole.users).toEqual(before.users);
    expect(whole.keys.every(({ accessKeyId }) => accessKeyId?.startsWith("AKIA"))).toBe(true);
    expect(whole.keys).toHaveLength(SIZE.accessKeys);
    const { rows } = await ownerSql<{ n: number }>("SELECT count(*)::int AS n FROM work_lease WHERE tenant_id = $1", [
      customer.tenantId,
    ]);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it.each([["500 users", { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 }]])(
    "of %s shows them after at most 22 calls",
    async (_, size) => {
      const customer = await sizedCustomer(size);
      const payload = await queued(customer);
      const calls: number[] = [];
      const deps = watching(customer, async ({ apiCalls }) => {
        calls.push(apiCalls.total);
        await cancelScan(customer.ctx, { id: payload.scanId });
      });
      await scanAccount.handle(deps, payload, jobRun());
      expect(calls).toHaveLength(1);
      expect(calls[0]).toBeLessThanOrEqual(22);
      expect((await shown(customer)).users).toHaveLength(size.users);
    },
  );

  it("of a small account lands once", async () => {
    const customer = await sizedCustomer({ users: 12, usersWithKeys: 8, accessKeys: 9, roles: 4, policies: 2 });
    expect(await customer.scan()).toMatchObject({ status: "complete", firstLookAt: null });
  });
});
