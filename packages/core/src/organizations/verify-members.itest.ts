import { modelsOf } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { createConnection, removeConnection, updateConnection } from "../connections/connections.ts";
import { verify } from "../connections/verification-fixture.ts";
import { emulateAws, jobRun } from "../emulated-customer-fixture.ts";
import { getAccount, listAccounts, listScans } from "../scans/request-scan.ts";
import { makeTenant } from "../testing/index.ts";
import { asleepAfter, expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { connectOrganization, IDS, type OrganizationCustomer } from "./organization-fixture.ts";
import {
  getOrganization,
  listOrganizationAccounts,
  requestDiscovery,
  requestMemberVerification,
  requestMemberVerifications,
  selectOrganizationAccounts,
} from "./organizations.ts";
import { verifyMembers } from "./verify-members.ts";

const NOT_FOUND = { code: "NOT_FOUND" };

/** An organisation that is known, with all its active accounts chosen and the role in some of them. */
async function chooseAll(...withRole: string[]): Promise<OrganizationCustomer> {
  const customer = await connectOrganization();
  await customer.discover();
  customer.installRoles(...withRole);
  await customer.select({ units: ["Root"] });
  return customer;
}

const openWithoutExternalId = (customer: OrganizationCustomer, awsAccountId: string) =>
  customer.change(awsAccountId, (account) => {
    const role = account.roles.get("rolecallreadonly")!;
    const trust = JSON.parse(role.trustPolicy);
    trust.Statement[0].Condition = undefined;
    role.trustPolicy = JSON.stringify(trust);
  });

/** Has the account connected by itself, and scanned. */
async function connectAlone({ ctx, tenantId }: OrganizationCustomer, awsAccountId: string) {
  const single = await createConnection(ctx, { name: "Alone", kind: "account", partition: "aws" });
  const accountId = ctx.newId();
  const account = {
    id: accountId,
    connectionId: single.id,
    awsAccountId,
    partition: "aws",
    name: "Alone",
    status: "ok",
  };
  const times = { lastScanAt: ctx.now(), nextScanAt: ctx.now(), createdAt: ctx.now() };
  await ctx.db.inTenant(tenantId, (tx) => modelsOf(tx).awsAccount.create({ data: { tenantId, ...account, ...times } }));
  return { single, accountId };
}

describe("the members of an organisation", () => {
  it("are verified as a connection is; those that pass become accounts with a first scan", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    const { ctx, deps, connectionId } = customer;
    expect(deps.jobs.enqueued.at(-1)).toMatchObject({ name: "verify-members", key: connectionId });
    await customer.verify();
    const members = await customer.members();
    for (const id of [IDS.management, IDS.production, IDS.staging]) {
      expect(members[id]).toMatchObject({ status: "active", statusReason: null, verifiedAt: customer.emulator.now() });
      expect(members[id]?.checks.every(({ status }) => status === "passed")).toBe(true);
    }
    expect(members[IDS.suspended]).toMatchObject({ status: "not_verified", accountId: null, isChosen: true });
    expect(members[IDS.production]?.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["right_external_id", "expected_account", "no_external_id", "random_external_id"]),
    );
    expect(await getAccount(ctx, { awsAccountId: IDS.production })).toMatchObject({
      connectionId,
      roleArn: `arn:aws:iam::${IDS.production}:role/RolecallReadOnly`,
      organizationalUnitPath: ["Workloads", "Production"],
      name: "production",
      status: "never_scanned",
    });
    const [scan] = (await listScans(ctx, { awsAccountId: IDS.production, limit: 5 })).items;
    expect(scan).toMatchObject({ status: "queued", trigger: "connected" });
    expect(deps.jobs.enqueued.filter(({ name }) => name === "scan-account")).toHaveLength(3);
  });

  it("are verified once, however often the job is run", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    await Promise.all([customer.verify(), customer.verify()]);
    const assumed = customer.emulator.calls().byAction.GetCallerIdentity;
    customer.emulator.resetCalls();
    await customer.verify();
    expect(customer.emulator.calls().total).toBe(0);
    expect(assumed).toBeGreaterThan(0);
    for (const awsAccountId of [IDS.management, IDS.production, IDS.staging]) {
      expect((await listScans(customer.ctx, { awsAccountId, limit: 5 })).items).toHaveLength(1);
    }
  });

  it("whose worker slept past its lease are verified by another one, and the first writes nothing", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    const { deps, tenantId, connectionId } = customer;
    await expectOvertaken({
      work: verifyMembers,
      payload: { tenantId, connectionId },
      deps,
      asleepIn: asleepAfter("verifyConnection"),
      meanwhile: () => openWithoutExternalId(customer, IDS.production),
    });
    const members = await customer.members();
    expect(members[IDS.production]).toMatchObject({ status: "unsafe", accountId: null });
    expect(members[IDS.staging]).toMatchObject({ status: "active" });
  });

  it("are given back where the worker stops, and verified by the next one", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    const abort = new AbortController();
    const { deps, tenantId, connectionId } = customer;
    const stopping = {
      ...deps.aws,
      verifyConnection: async (input: Parameters<typeof deps.aws.verifyConnection>[0]) => {
        abort.abort(new Error("the worker stops"));
        return deps.aws.verifyConnection(input);
      },
    };
    const run = jobRun({ signal: abort.signal });
    await expect(verifyMembers.handle({ ...deps, aws: stopping }, { tenantId, connectionId }, run)).rejects.toThrow(
      "stops",
    );
    await customer.verify();
    expect((await customer.memberOf(IDS.staging)).status).toBe("active");
  });

  it("are all verified but the one that goes wrong", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    const { deps, tenantId, connectionId } = customer;
    const failing = {
      ...deps.aws,
      verifyConnection: (input: Parameters<typeof deps.aws.verifyConnection>[0]) =>
        input.roleArn.includes(IDS.production)
          ? Promise.reject(new Error("not foreseen"))
          : deps.aws.verifyConnection(input),
    };
    const run = verifyMembers.handle({ ...deps, aws: failing }, { tenantId, connectionId }, jobRun());
    await expect(run).rejects.toThrow("could not be verified");
    const members = await customer.members();
    expect([IDS.management, IDS.production, IDS.staging].map((id) => members[id]?.status)).toEqual([
      "active",
      "verifying",
      "active",
    ]);
    // It is put off, so that whoever comes next does not meet it at once again.
    const later = new Date(customer.emulator.now().getTime() + 180_000);
    expect(members[IDS.production]?.nextVerificationAt).toEqual(later);
    customer.emulator.resetCalls();
    await customer.verify();
    expect(customer.emulator.calls().total).toBe(0);
    customer.later(1);
    await customer.verify();
    expect((await customer.memberOf(IDS.production)).status).toBe("active");
  });

  it("wait half an hour for a role that a StackSet has not made yet", async () => {
    const customer = await chooseAll(IDS.production);
    await customer.verify();
    const waiting = await customer.memberOf(IDS.staging);
    expect(waiting).toMatchObject({ status: "verifying", statusReason: expect.stringContaining("StackSet") });
    expect(waiting.nextVerificationAt).toEqual(new Date(customer.emulator.now().getTime() + 60_000));

    customer.later(1 / 60);
    customer.installRoles(IDS.staging);
    await customer.verify();
    expect(await customer.memberOf(IDS.staging)).toMatchObject({ status: "active", statusReason: null });
  });

  it("fail after that, and are tried again once a day or on request, the failed ones only", async () => {
    const customer = await chooseAll(IDS.production);
    const { ctx, connectionId, emulator } = customer;
    await customer.verify();
    customer.later(0.5);
    await customer.verify();
    const failed = await customer.memberOf(IDS.staging);
    expect(failed).toMatchObject({ status: "failed", accountId: null });
    expect(failed.statusReason).toContain("denied to assume");
    expect(failed.nextVerificationAt!.getTime()).toBeGreaterThan(emulator.now().getTime() + 21 * 3_600_000);
    expect((await getOrganization(ctx, { connectionId })).counts).toMatchObject({ active: 2, failed: 1 });

    customer.installRoles(IDS.staging);
    customer.later(1);
    const verifiedNow = async () => {
      const members = Object.values(await customer.members());
      return members
        .filter(({ verifiedAt }) => verifiedAt?.getTime() === emulator.now().getTime())
        .map(({ name }) => name);
    };
    expect(await requestMemberVerifications(ctx, { connectionId, only: "failed" })).toEqual({ accounts: 1 });
    await customer.verify();
    expect(await customer.memberOf(IDS.staging)).toMatchObject({ status: "active" });
    expect(await verifiedNow()).toEqual(["staging"]);

    customer.later(1);
    expect(await requestMemberVerifications(ctx, { connectionId, only: "failed" })).toEqual({ accounts: 0 });
    expect(await requestMemberVerifications(ctx, { connectionId, only: "all" })).toEqual({ accounts: 3 });
    await customer.verify();
    expect(await verifiedNow()).toEqual(["management", "production", "staging"]);
  });

  it("fail at once on request, where there is no role", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    await customer.verify();
    customer.change(IDS.staging, (account) => account.roles.delete("rolecallreadonly"));
    const { ctx, connectionId } = customer;
    await requestMemberVerification(ctx, { connectionId, awsAccountId: IDS.staging });
    await customer.verify();
    expect(await customer.memberOf(IDS.staging)).toMatchObject({ status: "failed" });
    expect(await getAccount(ctx, { awsAccountId: IDS.staging })).toMatchObject({
      status: "failing",
      statusReason: expect.stringContaining("did not pass"),
      nextScanAt: null,
    });
  });

  it("that open without their External ID are unsafe, found by the daily checks, and not scanned", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    await customer.verify();
    openWithoutExternalId(customer, IDS.production);
    customer.later(24);
    await customer.verify();
    expect(await customer.memberOf(IDS.production)).toMatchObject({
      status: "unsafe",
      statusReason: expect.stringContaining("confused deputy"),
    });
    expect(await customer.memberOf(IDS.staging)).toMatchObject({ status: "active" });
    expect(await getAccount(customer.ctx, { awsAccountId: IDS.production })).toMatchObject({
      status: "failing",
      statusReason: expect.stringContaining("Unsafe"),
      nextScanAt: null,
    });
    const [scan] = (await listScans(customer.ctx, { awsAccountId: IDS.production, limit: 5 })).items;
    expect(scan).toMatchObject({ status: "failed", error: expect.stringContaining("Unsafe") });

    customer.change(IDS.production, (account) => account.roles.delete("rolecallreadonly"));
    customer.installRoles(IDS.production);
    await requestMemberVerifications(customer.ctx, { connectionId: customer.connectionId, only: "failed" });
    await customer.verify();
    const account = await getAccount(customer.ctx, { awsAccountId: IDS.production });
    expect(account).toMatchObject({ status: "never_scanned", statusReason: null });
    expect(account.nextScanAt).not.toBeNull();
  });

  it("that AWS gives no answer of stay as they were proven", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    await customer.verify();
    customer.later(24);
    const times = Number.POSITIVE_INFINITY;
    customer.emulator.faults.add({ action: "AssumeRole", kind: "ServiceFailure", times });
    await customer.verify();
    customer.emulator.faults.clear();
    expect(await customer.memberOf(IDS.production)).toMatchObject({
      status: "active",
      statusReason: expect.stringMatching(/^Not checked today: /),
    });
  });

  it("tell of the management account that no StackSet gets there", async () => {
    const customer = await chooseAll();
    customer.change(IDS.management, (account) => account.roles.delete("rolecallreadonly"));
    customer.later(1);
    await customer.verify();
    const { statusReason } = await customer.memberOf(IDS.management);
    expect(statusReason).toContain("never deploys to the management account");
  });
});

describe("what is chosen", () => {
  it("must exist, and not be left out at the same time", async () => {
    const customer = await chooseAll();
    const { ctx, connectionId } = customer;
    const select = (selection: object) =>
      selectOrganizationAccounts(ctx, {
        connectionId,
        unitIds: [],
        accountIds: [],
        leftOutAccountIds: [],
        ...selection,
      });
    const invalid = (field: string) => ({ code: "INVALID", details: { field } });
    await expect(select({ unitIds: ["ou-abcd-99999999"] })).rejects.toMatchObject(invalid("unitIds"));
    await expect(select({ accountIds: ["999999999999"] })).rejects.toMatchObject(invalid("accountIds"));
    await expect(select({ leftOutAccountIds: ["999999999999"] })).rejects.toMatchObject(invalid("leftOutAccountIds"));
    const both = { accountIds: [IDS.staging], leftOutAccountIds: [IDS.staging] };
    await expect(select(both)).rejects.toMatchObject(invalid("accountIds"));
    expect((await customer.memberOf(IDS.staging)).isChosen).toBe(true);
  });

  it("may shrink: the account is disconnected with its history, and comes back when it is chosen again", async () => {
    const customer = await chooseAll(IDS.production, IDS.staging);
    const { ctx } = customer;
    await customer.verify();
    const { id } = await getAccount(ctx, { awsAccountId: IDS.staging });
    await customer.select({ units: ["Root"], leftOutAccountIds: [IDS.staging] });
    expect(await getAccount(ctx, { awsAccountId: IDS.staging })).toMatchObject({
      status: "disconnected",
      statusReason: expect.stringContaining("Not chosen"),
      nextScanAt: null,
    });
    await expect(
      requestMemberVerification(ctx, { connectionId: customer.connectionId, awsAccountId: IDS.staging }),
    ).rejects.toMatchObject({ code: "CONFLICT" });

    await customer.select({ units: ["Root"] });
    await customer.verify();
    expect(await getAccount(ctx, { awsAccountId: IDS.staging })).toMatchObject({ id, status: "never_scanned" });
  });
});

describe("an account that another connection has", () => {
  it("is not taken, and told; when that one is disconnected, it is taken over with its history", async () => {
    const customer = await chooseAll(IDS.staging);
    const { ctx, connectionId } = customer;
    const { single, accountId } = await connectAlone(customer, IDS.staging);
    await customer.verify();
    expect(await customer.memberOf(IDS.staging)).toMatchObject({
      status: "failed",
      statusReason: expect.stringContaining("connected already, by another connection"),
      accountId,
    });
    expect(await getAccount(ctx, { awsAccountId: IDS.staging })).toMatchObject({
      connectionId: single.id,
      status: "ok",
    });

    await removeConnection(ctx, { id: single.id });
    await requestMemberVerifications(ctx, { connectionId, only: "failed" });
    await customer.verify();
    expect(await getAccount(ctx, { awsAccountId: IDS.staging })).toMatchObject({
      id: accountId,
      connectionId,
      name: "staging",
      status: "ok",
    });
  });

  it("may be the one in which the organisation is read", async () => {
    const customer = await connectOrganization();
    const { ctx, connectionId } = customer;
    const { accountId } = await connectAlone(customer, IDS.management);
    const roleArn = `arn:aws:iam::${IDS.management}:role/RolecallReadOnly`;
    await updateConnection(ctx, { id: connectionId, roleArn });
    expect((await verify(customer, connectionId)).connection.status).toBe("active");
    await customer.discover();
    await customer.verify();
    expect(await customer.memberOf(IDS.management)).toMatchObject({
      status: "failed",
      statusReason: expect.stringContaining("connected already, by another connection"),
      accountId,
    });
    expect((await getOrganization(ctx, { connectionId })).counts?.accounts).toBe(4);
  });

  it("may be connected by itself after it left its organisation", async () => {
    const customer = await chooseAll(IDS.staging);
    const { ctx } = customer;
    await customer.verify();
    const single = await createConnection(ctx, { name: "Alone", kind: "account", partition: "aws" });
    const roleArn = `arn:aws:iam::${IDS.staging}:role/RolecallReadOnly`;
    await expect(updateConnection(ctx, { id: single.id, roleArn })).rejects.toMatchObject({ code: "CONFLICT" });
    customer.removeAccount(IDS.staging);
    customer.later(7);
    await customer.discover();
    expect(await updateConnection(ctx, { id: single.id, roleArn })).toMatchObject({ roleArn });
  });
});

describe("another tenant", () => {
  it("finds no organisation, and gets no account by knowing its role", async () => {
    const aws = await emulateAws();
    const first = await connectOrganization({ aws });
    await first.discover();
    first.installRoles(IDS.production);
    await first.select({ accountIds: [IDS.production] });
    await first.verify();

    const stranger = (await makeTenant(first.deps)).ctx;
    const { connectionId } = first;
    const selection = { connectionId, unitIds: [], accountIds: [], leftOutAccountIds: [] };
    await expect(getOrganization(stranger, { connectionId })).rejects.toMatchObject(NOT_FOUND);
    await expect(listOrganizationAccounts(stranger, { connectionId, limit: 5 })).rejects.toMatchObject(NOT_FOUND);
    await expect(selectOrganizationAccounts(stranger, selection)).rejects.toMatchObject(NOT_FOUND);
    await expect(requestDiscovery(stranger, { connectionId })).rejects.toMatchObject(NOT_FOUND);
    await expect(requestMemberVerifications(stranger, { connectionId, only: "all" })).rejects.toMatchObject(NOT_FOUND);
    await expect(
      requestMemberVerification(stranger, { connectionId, awsAccountId: IDS.production }),
    ).rejects.toMatchObject(NOT_FOUND);
    expect((await listAccounts(stranger, { limit: 5 })).items).toEqual([]);
    expect((await first.memberOf(IDS.production)).status).toBe("active");
  });
});
