import { modelsOf } from "@rolecall/db/testing";
import { parseRoleArn } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { listAuditEvents } from "../audit.ts";
import {
  AWS_ACCOUNT_ID,
  connectCustomer,
  installRole,
  jobRun,
  makeCustomer,
  ROLE_ARN,
} from "../emulated-customer-fixture.ts";
import { getOverview } from "../metrics/metrics.ts";
import { getAccount, getScan, requestScan } from "../scans/request-scan.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { makeTenant } from "../testing/index.ts";
import {
  createConnection,
  getConnection,
  getConnectionTemplate,
  listConnections,
  removeConnection,
  requestVerification,
  updateConnection,
} from "./connections.ts";
import { accountsOf, NEW, prepare, scansOf, verify } from "./verification-fixture.ts";

describe("a new connection", () => {
  it("gets an External ID of its own, whatever the input says", async () => {
    const customer = await makeCustomer();
    const asked = { ...NEW, externalId: "rolecall-chosen-by-a-customer", roleArn: ROLE_ARN };
    const first = await createConnection(customer.ctx, asked);
    customer.later(1);
    const second = await createConnection(customer.ctx, NEW);
    expect(first.externalId).toMatch(/^rolecall-[0-9a-f-]{36}$/);
    expect(second.externalId).toMatch(/^rolecall-[0-9a-f-]{36}$/);
    expect(first.externalId).not.toBe(second.externalId);
    expect(first).toMatchObject({ status: "pending", roleArn: null, checks: [] });
    expect((await listConnections(customer.ctx, { limit: 10 })).items.map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
  });

  it("keeps its External ID through all that happens to it", async () => {
    const customer = await makeCustomer();
    const { id, externalId } = await prepare(customer);
    await updateConnection(customer.ctx, { id, roleArn: `${ROLE_ARN}2`, ...{ externalId: "rolecall-other" } });
    await updateConnection(customer.ctx, { id, roleArn: ROLE_ARN });
    await verify(customer, id);
    const removed = await removeConnection(customer.ctx, { id });
    expect(removed).toMatchObject({ externalId, status: "disconnected" });
  });

  it("names the External ID and the principal in each template", async () => {
    const { ctx } = await makeCustomer();
    const { id, externalId, principalArn } = await createConnection(ctx, NEW);
    for (const format of ["cloudformation", "terraform", "cli"] as const) {
      const { body } = await getConnectionTemplate(ctx, { id, format });
      expect(body).toContain(externalId);
      expect(body).toContain(principalArn);
    }
  });

  it("asks for the core alone, and is scanned every 6 hours, unless it says otherwise", async () => {
    const { ctx } = await makeCustomer();
    const plain = await createConnection(ctx, NEW);
    expect(plain).toMatchObject({ packs: [], scanEveryHours: 6, callCeilingPerSecond: 100 });
    const asked = { packs: ["cloudtrail"], scanEveryHours: 24, callCeilingPerSecond: 5 } as const;
    const { id } = await createConnection(ctx, { ...NEW, ...asked });
    expect(await getConnection(ctx, { id })).toMatchObject(asked);
    const { body } = await getConnectionTemplate(ctx, { id, format: "cli" });
    expect(body).toContain("cloudtrail:LookupEvents");
    expect(body).not.toContain("rolesanywhere:");
    expect((await getConnectionTemplate(ctx, { id: plain.id, format: "cli" })).body).not.toContain("cloudtrail:");
    await expect(getConnectionTemplate(ctx, { id, format: "stackset" })).rejects.toMatchObject({
      code: "INVALID",
      details: { field: "format" },
    });
  });

  it("of a whole organisation asks one account for the organisation, and its members for the rest", async () => {
    const { ctx } = await makeCustomer();
    const { id, packs, externalId } = await createConnection(ctx, {
      ...NEW,
      kind: "organization",
      packs: ["roles_anywhere"],
    });
    expect(packs).toEqual(["organization", "roles_anywhere"]);
    const own = await getConnectionTemplate(ctx, { id, format: "cloudformation" });
    expect(own.body).toContain("- organizations:ListAccounts");
    await updateConnection(ctx, { id, roleArn: "arn:aws:iam::200000000001:role/security/Auditor" });
    const members = await getConnectionTemplate(ctx, { id, format: "stackset" });
    expect(members.body).not.toContain("organizations:ListAccounts");
    for (const text of [externalId, "rolesanywhere:ListSubjects", `RoleName: "Auditor"`, `Path: "/security/"`]) {
      expect(members.body).toContain(text);
    }
  });

  it("is checked for the permissions of its packs", async () => {
    const customer = await makeCustomer();
    const { id, externalId } = await createConnection(customer.ctx, { ...NEW, packs: ["cloudtrail"] });
    installRole(customer, externalId);
    await updateConnection(customer.ctx, { id, roleArn: ROLE_ARN });
    const { connection } = await verify(customer, id);
    expect(connection.checks.find(({ name }) => name === "permission:cloudtrail:LookupEvents")?.status).toBe("passed");
    expect(connection.status).toBe("active");
  });
});

describe("the interval and the ceiling of a connection", () => {
  it("change by themselves, move the next scans of its accounts, and are in the audit log", async () => {
    const customer = await connectCustomer();
    const { ctx, connectionId, emulator } = customer;
    await customer.scan();
    const hoursLeft = async () => {
      const { nextScanAt } = await getAccount(ctx, { awsAccountId: AWS_ACCOUNT_ID });
      return (nextScanAt!.getTime() - emulator.now().getTime()) / 3_600_000;
    };
    expect(await hoursLeft()).toBeLessThanOrEqual(6);
    const slower = await updateConnection(ctx, { id: connectionId, scanEveryHours: 24, callCeilingPerSecond: 10 });
    expect(slower).toMatchObject({ scanEveryHours: 24, callCeilingPerSecond: 10, roleArn: ROLE_ARN, status: "active" });
    expect(await hoursLeft()).toBeGreaterThan(21);
    customer.later(3);
    await updateConnection(ctx, { id: connectionId, scanEveryHours: 1 });
    expect(await hoursLeft()).toBe(0);
    expect((await getConnection(ctx, { id: connectionId })).callCeilingPerSecond).toBe(10);
    const [last] = (await listAuditEvents(ctx, { limit: 1 })).items;
    expect(last).toMatchObject({
      action: "connection.schedule_set",
      subject: connectionId,
      detail: { scanEveryHours: 1, callCeilingPerSecond: 10 },
    });
    await removeConnection(ctx, { id: connectionId });
    await expect(updateConnection(ctx, { id: connectionId, scanEveryHours: 2 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("the role of a connection", () => {
  it.each([
    ["arn:aws-cn:iam::200000000002:role/RolecallReadOnly", "partition aws-cn"],
    ["arn:aws:iam::200000000002:user/RolecallReadOnly", "not a role ARN"],
    ["arn:aws:iam::2000:role/RolecallReadOnly", "not a role ARN"],
    ["RolecallReadOnly", "not a role ARN"],
  ])("%s is refused, naming roleArn", async (roleArn, why) => {
    const { ctx } = await makeCustomer();
    const { id } = await createConnection(ctx, NEW);
    const refused = updateConnection(ctx, { id, roleArn });
    await expect(refused).rejects.toMatchObject({ code: "INVALID", details: { field: "roleArn" } });
    await expect(refused).rejects.toThrow(/^roleArn: /);
    await expect(refused).rejects.toThrow(why);
  });

  it("cannot be of an account that another connection has", async () => {
    const customer = await connectCustomer();
    const { id } = await createConnection(customer.ctx, NEW);
    await expect(updateConnection(customer.ctx, { id, roleArn: ROLE_ARN })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { field: "roleArn" },
    });
  });

  it("cannot be of the worker's own account", async () => {
    const { ctx } = await makeCustomer();
    const { id, principalArn } = await createConnection(ctx, NEW);
    const own = parseRoleArn(principalArn)!;
    for (const roleArn of [own.arn, `arn:aws:iam::${own.awsAccountId}:role/RolecallReadOnly`]) {
      await expect(updateConnection(ctx, { id, roleArn })).rejects.toMatchObject({
        code: "INVALID",
        message: expect.stringMatching(/^roleArn: account \d{12} is the one that Rolecall's worker itself runs in/),
        details: { field: "roleArn" },
      });
    }
    expect(await getConnection(ctx, { id })).toMatchObject({ roleArn: null, status: "pending" });
  });

  it("must be told before the checks are asked for", async () => {
    const { ctx } = await makeCustomer();
    const { id } = await createConnection(ctx, NEW);
    await expect(requestVerification(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("of another tenant's connection is not found", async () => {
    const customer = await makeCustomer();
    const { id } = await createConnection(customer.ctx, NEW);
    const other = (await makeTenant(customer.deps)).ctx;
    const notFound = { code: "NOT_FOUND" };
    await expect(getConnection(other, { id })).rejects.toMatchObject(notFound);
    await expect(updateConnection(other, { id, roleArn: ROLE_ARN })).rejects.toMatchObject(notFound);
    await expect(requestVerification(other, { id })).rejects.toMatchObject(notFound);
    await expect(removeConnection(other, { id })).rejects.toMatchObject(notFound);
  });
});

describe("disconnecting", () => {
  it("fails open scans, leaves the account out of the counts and keeps what was found", async () => {
    const customer = await connectCustomer();
    const { ctx, connectionId } = customer;
    const landed = await customer.scan();
    const before = await getOverview(ctx, {});
    expect(before.accounts.total).toBe(1);
    expect(before.today?.users).toBe(5);
    const open = await requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID });

    await removeConnection(ctx, { id: connectionId });
    expect(await getScan(ctx, { id: open.id })).toMatchObject({
      status: "failed",
      error: expect.stringContaining("disconnected"),
    });
    expect(await getScan(ctx, { id: landed.id })).toEqual(landed);
    const after = await getOverview(ctx, {});
    expect(after.accounts.total).toBe(0);
    expect(after.today).toMatchObject({ users: 0, activeKeys: 0, accounts: 0 });
    expect(await getAccount(ctx, { awsAccountId: AWS_ACCOUNT_ID })).toMatchObject({
      status: "disconnected",
      nextScanAt: null,
      users: 5,
    });
  });

  it("is final: the account comes back by a new connection, with its history", async () => {
    const customer = await connectCustomer();
    const { ctx, connectionId } = customer;
    await customer.scan();
    await removeConnection(ctx, { id: connectionId });
    await expect(requestVerification(ctx, { id: connectionId })).rejects.toMatchObject({ code: "CONFLICT" });
    const { id } = await prepare(customer);
    expect((await verify(customer, id)).connection.status).toBe("active");
    const accounts = await accountsOf(ctx);
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ connectionId: id, status: "ok", users: 5 });
    expect(await scansOf(ctx)).toHaveLength(2);
  });

  it("stops a scan that is being read from landing", async () => {
    const customer = await connectCustomer();
    const { ctx, deps, connectionId, tenantId, accountId } = customer;
    const { id } = await requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID });
    const reading = {
      ...deps.aws,
      readAccount: async (input: Parameters<typeof deps.aws.readAccount>[0]) => {
        const facts = await deps.aws.readAccount(input);
        await removeConnection(ctx, { id: connectionId });
        return facts;
      },
    };
    await scanAccount.handle({ ...deps, aws: reading }, { tenantId, accountId, scanId: id }, jobRun());
    expect((await getScan(ctx, { id })).status).toBe("failed");
    expect(await ctx.db.inTenant(tenantId, (tx) => modelsOf(tx).iamUser.count())).toBe(0);
  });
});
