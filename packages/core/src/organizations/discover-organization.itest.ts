import { modelsOf } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { listAuditEvents } from "../audit.ts";
import { removeConnection } from "../connections/connections.ts";
import { jobRun } from "../emulated-customer-fixture.ts";
import { getAccount, getScan, listScans, requestScan } from "../scans/request-scan.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { asleepAfter, expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { discoverOrganization } from "./discover-organization.ts";
import { connectOrganization, IDS } from "./organization-fixture.ts";
import { getOrganization, listOrganizationAccounts, requestDiscovery } from "./organizations.ts";

describe("an organisation that was connected", () => {
  it("is read at once: accounts with their states, units and counts; its own account is chosen", async () => {
    const customer = await connectOrganization();
    const { ctx, deps, connectionId } = customer;
    expect(deps.jobs.enqueued.at(-1)).toMatchObject({ name: "discover-organization", payload: { connectionId } });
    expect(await getOrganization(ctx, { connectionId })).toMatchObject({
      units: null,
      counts: null,
      discoveredAt: null,
    });

    await customer.discover();
    const organization = await getOrganization(ctx, { connectionId });
    expect(organization).toMatchObject({
      organizationId: "o-exampleorg1",
      managementAccountId: IDS.management,
      awsAccountId: IDS.management,
      delegatedAdministratorIds: [],
      selection: { unitIds: [], accountIds: [IDS.management], leftOutAccountIds: [] },
      counts: { accounts: 4, notActive: 1, chosen: 1, verifying: 1, left: 0 },
      discoveredAt: customer.emulator.now(),
      nextDiscoveryAt: new Date(customer.emulator.now().getTime() + 6 * 3_600_000),
    });
    expect(organization.units?.map(({ name, depth, counts }) => [name, depth, counts.accounts])).toEqual([
      ["Root", 0, 4],
      ["Sandbox", 1, 1],
      ["Workloads", 1, 2],
      ["Production", 2, 1],
      ["Staging", 2, 1],
    ]);
    const members = await customer.members();
    expect(members[IDS.production]).toMatchObject({
      name: "production",
      state: "ACTIVE",
      unitPath: ["Workloads", "Production"],
      isChosen: false,
      status: "not_verified",
      accountId: null,
      lastScanAt: null,
    });
    expect(members[IDS.suspended]).toMatchObject({
      state: "SUSPENDED",
      status: "not_verified",
      statusReason: expect.stringContaining("SUSPENDED"),
    });
    expect(members[IDS.management]).toMatchObject({ isChosen: true, status: "verifying" });
    expect(deps.jobs.enqueued.at(-1)).toMatchObject({ name: "verify-members", payload: { connectionId } });
  });

  it("is listed in pages, by unit, state, status and name", async () => {
    const customer = await connectOrganization();
    const { ctx, connectionId } = customer;
    await customer.discover();
    const ids = async (filter: object) => {
      const page = await listOrganizationAccounts(ctx, { connectionId, limit: 10, ...filter });
      return page.items.map(({ awsAccountId }) => awsAccountId);
    };
    expect(await ids({ unitId: await customer.unitId("Workloads") })).toEqual([IDS.production, IDS.staging]);
    expect(await ids({ state: "SUSPENDED" })).toEqual([IDS.suspended]);
    expect(await ids({ state: "LEFT" })).toEqual([]);
    expect(await ids({ status: "verifying" })).toEqual([IDS.management]);
    expect(await ids({ q: "stag" })).toEqual([IDS.staging]);
    expect(await ids({ q: IDS.production })).toEqual([IDS.production]);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOrganizationAccounts(ctx, { connectionId, limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["management", "production", "sandbox", "staging"]);
  });

  it("is read every six hours and on request, and not in between", async () => {
    const customer = await connectOrganization();
    const { ctx, connectionId, emulator } = customer;
    await customer.discover();
    customer.later(5.9);
    emulator.resetCalls();
    await customer.discover();
    expect(emulator.calls().total).toBe(0);
    customer.later(0.1);
    await customer.discover();
    expect(emulator.calls().byAction.ListAccounts).toBeGreaterThan(0);
    emulator.resetCalls();
    await requestDiscovery(ctx, { connectionId });
    await customer.discover();
    expect(emulator.calls().byAction.ListAccounts).toBeGreaterThan(0);
  });
});

describe("the permission sets of an organisation", () => {
  it("are landed on the account in which they were read, once it has an inventory", async () => {
    const customer = await connectOrganization();
    const { ctx, deps, emulator, connectionId, tenantId } = customer;
    const instanceArn = "arn:aws:sso:::instance/ssoins-1111111111111111";
    const permissionSet = {
      arn: "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-2222222222222222",
      name: "ReadOnly",
      description: null,
      createdAt: emulator.now(),
      sessionDuration: "PT8H",
      managedPolicies: [],
      inlinePolicy: null,
    };
    emulator.mutate(() => {
      emulator.state().identityCenter = {
        instanceArn,
        identityStoreId: "d-1111111111",
        homeRegion: "eu-central-1",
        createdAt: emulator.now(),
        permissionSets: [permissionSet],
        assignments: [],
      };
    });
    await customer.discover();
    const { nextDiscoveryAt, problem } = await getOrganization(ctx, { connectionId });
    expect(problem).toBeNull();
    expect(nextDiscoveryAt).toEqual(new Date(emulator.now().getTime() + 15 * 60_000));

    await customer.verify();
    const job = deps.jobs.enqueued.findLast(({ name }) => name === "scan-account");
    await scanAccount.handle(deps, scanAccount.job.payload.parse(job?.payload), jobRun());
    customer.later(0.25);
    await customer.discover();
    const sets = await ctx.db.inTenant(tenantId, (tx) => modelsOf(tx).permissionSet.findMany());
    const { id: accountId } = await getAccount(ctx, { awsAccountId: IDS.management });
    expect(sets).toMatchObject([{ accountId, name: "ReadOnly", sessionDurationSeconds: 8 * 3_600, goneAt: null }]);
  });
});

describe("what changes in an organisation", () => {
  it("an account that joins a chosen unit is taken up; one that joins another is not", async () => {
    const customer = await connectOrganization();
    await customer.discover();
    await customer.select({ units: ["Workloads"] });
    customer.later(7);
    customer.addAccount({ awsAccountId: "200000000011", name: "new", organizationalUnits: ["Workloads", "New"] });
    customer.addAccount({ awsAccountId: "200000000012", name: "other", organizationalUnits: ["Sandbox"] });
    customer.installRoles("200000000011");
    await customer.discover();
    await customer.verify();
    const members = await customer.members();
    expect(members["200000000011"]).toMatchObject({ isChosen: true, status: "active", unitPath: ["Workloads", "New"] });
    expect(members["200000000012"]).toMatchObject({ isChosen: false, status: "not_verified", accountId: null });
    const account = await getAccount(customer.ctx, { awsAccountId: "200000000011" });
    expect(account).toMatchObject({ name: "new", status: "never_scanned" });
  });

  it("an account that is suspended is stopped and kept, and goes on when it is active again", async () => {
    const customer = await connectOrganization();
    const { ctx } = customer;
    await customer.discover();
    customer.installRoles(IDS.production);
    await customer.select({ accountIds: [IDS.production] });
    await customer.verify();
    const [open] = (await listScans(ctx, { awsAccountId: IDS.production, limit: 5 })).items;
    expect(open).toMatchObject({ status: "queued", trigger: "connected" });

    customer.later(7);
    customer.change(IDS.production, (account) => {
      account.state = "SUSPENDED";
    });
    await customer.discover();
    const words = "is SUSPENDED; it was ACTIVE when we last saw it on 2026-06-01";
    expect(await customer.memberOf(IDS.production)).toMatchObject({
      state: "SUSPENDED",
      isChosen: true,
      status: "not_verified",
      statusReason: expect.stringContaining(words),
      nextVerificationAt: null,
    });
    expect(await getAccount(ctx, { awsAccountId: IDS.production })).toMatchObject({
      status: "suspended",
      statusReason: expect.stringContaining(words),
      nextScanAt: null,
    });
    expect(await getScan(ctx, { id: open!.id })).toMatchObject({
      status: "failed",
      error: expect.stringContaining(words),
    });
    await expect(requestScan(ctx, { awsAccountId: IDS.production })).rejects.toMatchObject({ code: "CONFLICT" });

    customer.later(7);
    customer.change(IDS.production, (account) => {
      account.state = "ACTIVE";
    });
    await customer.discover();
    expect(await customer.memberOf(IDS.production)).toMatchObject({ state: "ACTIVE", status: "verifying" });
    await customer.verify();
    expect(await customer.memberOf(IDS.production)).toMatchObject({ status: "active", statusReason: null });
    expect(await getAccount(ctx, { awsAccountId: IDS.production })).toMatchObject({
      status: "never_scanned",
      statusReason: null,
      nextScanAt: customer.emulator.now(),
    });
  });

  it("an account that leaves is kept with the day on which it was last listed", async () => {
    const customer = await connectOrganization();
    await customer.discover();
    customer.installRoles(IDS.staging);
    await customer.select({ accountIds: [IDS.staging] });
    await customer.verify();
    customer.later(24);
    customer.removeAccount(IDS.staging);
    await customer.discover();
    expect(await customer.memberOf(IDS.staging)).toMatchObject({
      state: "LEFT",
      leftAt: customer.emulator.now(),
      statusReason: expect.stringContaining("last listed on 2026-06-01"),
    });
    const account = await getAccount(customer.ctx, { awsAccountId: IDS.staging });
    expect(account).toMatchObject({ status: "suspended", nextScanAt: null });
    const [event] = (await listAuditEvents(customer.ctx, { limit: 1 })).items;
    expect(event).toMatchObject({
      action: "organization.accounts_changed",
      detail: { counts: { joined: 0, left: 1, stateChanged: 0 }, left: [IDS.staging] },
    });
    const { counts } = await getOrganization(customer.ctx, customer);
    expect(counts).toMatchObject({ accounts: 3, left: 1 });
  });

  it("an account's new name and unit are its own here too", async () => {
    const customer = await connectOrganization();
    await customer.discover();
    customer.installRoles(IDS.staging);
    await customer.select({ units: ["Root"] });
    await customer.verify();
    customer.later(7);
    customer.change(IDS.staging, (account) => {
      account.name = "quality";
      account.organizationalUnits = ["Quality"];
    });
    await customer.discover();
    const account = await getAccount(customer.ctx, { awsAccountId: IDS.staging });
    expect(account).toMatchObject({ name: "quality", organizationalUnitPath: ["Quality"] });
    expect(await customer.memberOf(IDS.staging)).toMatchObject({ status: "active", isChosen: true });
  });
});

describe("a discovery that fails", () => {
  it("keeps everything, shows why, and is tried again", async () => {
    const customer = await connectOrganization();
    const { ctx, connectionId, emulator } = customer;
    await customer.discover();
    const before = await customer.members();
    expect(Object.keys(before)).toHaveLength(4);
    const { units } = await getOrganization(ctx, { connectionId });
    customer.later(7);
    emulator.faults.add({ action: "ListAccounts", kind: "AccessDenied", times: Number.POSITIVE_INFINITY });
    await customer.discover();
    const failed = await getOrganization(ctx, { connectionId });
    expect(failed).toMatchObject({ units, problem: expect.stringContaining("organizations:ListAccounts") });
    expect(await customer.members()).toEqual(before);

    emulator.faults.clear();
    customer.later(1);
    await customer.discover();
    expect(await getOrganization(ctx, { connectionId })).toMatchObject({
      problem: expect.not.stringContaining("ListAccounts"),
      discoveredAt: emulator.now(),
    });
  });

  it("because the worker stops is taken up again at once", async () => {
    const customer = await connectOrganization();
    const abort = new AbortController();
    abort.abort(new Error("the worker stops"));
    await expect(customer.discover({ signal: abort.signal })).rejects.toThrow("the worker stops");
    await customer.discover();
    expect(Object.keys(await customer.members())).toHaveLength(4);
  });
});

it("a discovery whose worker slept past its lease is taken over, and the first one writes nothing", async () => {
  const customer = await connectOrganization();
  const { deps, tenantId, connectionId } = customer;
  await expectOvertaken({
    work: discoverOrganization,
    payload: { tenantId, connectionId },
    deps,
    asleepIn: asleepAfter("readOrganization"),
    meanwhile: () => {
      customer.removeAccount(IDS.staging);
      customer.later(1);
    },
  });
  expect(Object.keys(await customer.members())).not.toContain(IDS.staging);
});

describe("disconnecting an organisation", () => {
  it("stops all its accounts and its members' checks, and keeps what was found", async () => {
    const customer = await connectOrganization();
    const { ctx, connectionId, emulator } = customer;
    await customer.discover();
    customer.installRoles(IDS.production, IDS.staging);
    await customer.select({ units: ["Root"] });
    await customer.verify();
    await removeConnection(ctx, { id: connectionId });
    for (const awsAccountId of [IDS.management, IDS.production, IDS.staging]) {
      expect(await getAccount(ctx, { awsAccountId })).toMatchObject({ status: "disconnected", nextScanAt: null });
    }
    const members = Object.values(await customer.members());
    expect(members).toHaveLength(4);
    expect(members.every(({ status, nextVerificationAt }) => status === "not_verified" && !nextVerificationAt)).toBe(
      true,
    );
    customer.later(48);
    emulator.resetCalls();
    await customer.discover();
    await customer.verify();
    expect(emulator.calls().total).toBe(0);
    await expect(requestDiscovery(ctx, { connectionId })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
