import { DEFAULT_VENDOR } from "@rolecall/aws-emulator";
import { modelsOf } from "@rolecall/db/testing";
import { CHECKED_PERMISSIONS } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { listAuditEvents } from "../audit.ts";
import {
  AWS_ACCOUNT_ID,
  type Customer,
  connectCustomer,
  emulateAws,
  installRole,
  jobRun,
  makeCustomer,
  ROLE_ARN,
} from "../emulated-customer-fixture.ts";
import { getAccount, getScan, requestScan } from "../scans/request-scan.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { asleepAfter, expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { createConnection, getConnection, requestVerification, updateConnection } from "./connections.ts";
import { accountsOf, checkOf, deny, NEW, prepare, scansOf, setCondition, verify } from "./verification-fixture.ts";
import { verifyConnection } from "./verify-connection.ts";

describe("verification", () => {
  it("shows check after check, then makes the account known and queues its first scan", async () => {
    const customer = await makeCustomer();
    const { id } = await prepare(customer);
    const shown: string[] = [];
    const { connection } = await verify(customer, id, (checks) => {
      const finished = checks.filter(({ status }) => status === "passed").length;
      const running = checks.filter(({ status }) => status === "running").map(({ name }) => name);
      shown.push(`${finished} ${running.join()}`);
    });

    expect(shown.length).toBe(2 * connection.checks.length);
    expect(shown[0]).toBe("0 right_external_id");
    expect(shown.at(-1)).toBe(`${connection.checks.length} `);
    expect(connection.checks.every(({ status }) => status === "passed")).toBe(true);
    expect(connection).toMatchObject({ status: "active", statusReason: null, awsAccountId: AWS_ACCOUNT_ID });
    expect(connection.verifiedAt).toEqual(customer.emulator.now());

    const [account] = await accountsOf(customer.ctx);
    expect(account).toMatchObject({ awsAccountId: AWS_ACCOUNT_ID, status: "never_scanned", connectionId: id });
    const [scan] = await scansOf(customer.ctx);
    expect(scan).toMatchObject({ status: "queued", trigger: "connected" });
    expect(customer.deps.jobs.enqueued.at(-1)).toMatchObject({
      name: "scan-account",
      key: scan?.id,
      payload: { tenantId: customer.tenantId, accountId: account?.id, scanId: scan?.id },
    });
  });

  it.each<[string, Record<string, Record<string, string>> | null]>([
    ["without a condition", null],
    ["by StringEqualsIfExists", { StringEqualsIfExists: { "sts:ExternalId": "EXTERNAL_ID" } }],
    ["by StringLike with a wildcard", { StringLike: { "sts:ExternalId": "*" } }],
  ])("calls a role that opens %s unsafe, and names the condition to put in", async (_, condition) => {
    const customer = await makeCustomer();
    const { id, externalId } = await prepare(customer);
    setCondition(customer, JSON.parse(JSON.stringify(condition).replace("EXTERNAL_ID", externalId)));
    const { connection } = await verify(customer, id);
    expect(connection.status).toBe("unsafe");
    expect(connection.statusReason).toMatch(/^Unsafe: .*confused deputy/);
    expect(connection.statusReason).toContain(`{"StringEquals":{"sts:ExternalId":"${externalId}"}}`);
    expect(await accountsOf(customer.ctx)).toEqual([]);
  });

  it.each<[string, (customer: Customer, roleArn: string) => void]>([
    [
      "the role does not exist",
      ({ emulator, account }) => emulator.mutate(() => account().roles.delete("rolecallreadonly")),
    ],
    ["the role wants another External ID", (customer) => installRole(customer, "rolecall-somebody-elses")],
    [
      "the role trusts another principal",
      ({ emulator, account }) =>
        emulator.mutate(() => {
          const role = account().roles.get("rolecallreadonly")!;
          role.trustPolicy = role.trustPolicy.replaceAll(DEFAULT_VENDOR.awsAccountId, "999999999999");
        }),
    ],
  ])("fails where %s, listing the likely causes and claiming none", async (_, spoil) => {
    const customer = await makeCustomer();
    const { id, externalId } = await prepare(customer);
    spoil(customer, ROLE_ARN);
    const { connection } = await verify(customer, id);
    expect(connection.status).toBe("failed");
    const reason = connection.statusReason ?? "";
    expect(reason).toContain("gives the same answer to several causes");
    for (const cause of ["the role exists", `role/${DEFAULT_VENDOR.roleName}`, externalId, "MFA", "control policy"])
      expect(reason).toContain(cause);
    expect(connection.checks.slice(1).every(({ status }) => status === "skipped")).toBe(true);
    expect(await accountsOf(customer.ctx)).toEqual([]);
  });

  it("fails where the session belongs to another account than the role's ARN names", async () => {
    const customer = await makeCustomer();
    const { id } = await prepare(customer, "arn:aws:iam::200000000009:role/RolecallReadOnly");
    customer.emulator.mutate((state) => state.accounts.set("200000000009", customer.account()));
    const { connection } = await verify(customer, id);
    expect(connection.status).toBe("failed");
    expect(connection.statusReason).toContain(
      `belongs to account ${AWS_ACCOUNT_ID}, but the role ARN names 200000000009`,
    );
    expect(await accountsOf(customer.ctx)).toEqual([]);
  });

  it("fails where a required permission is missing, naming the action", async () => {
    const customer = await makeCustomer();
    const { id } = await prepare(customer);
    deny(customer, "iam:ListAccessKeys");
    const { connection } = await verify(customer, id);
    expect(connection.status).toBe("failed");
    expect(connection.statusReason).toContain("iam:ListAccessKeys");
    expect(checkOf(connection.checks, "permission:iam:ListAccessKeys")?.status).toBe("failed");
  });

  it("is active without an optional permission, with a warning that names the action", async () => {
    const customer = await makeCustomer();
    const { id } = await prepare(customer);
    for (const { action } of CHECKED_PERMISSIONS.filter(({ required }) => !required)) deny(customer, action);
    const { connection } = await verify(customer, id);
    expect(connection.status).toBe("active");
    const warnings = connection.checks.filter(({ status }) => status === "warning");
    expect(warnings.map(({ name }) => name)).toEqual(
      CHECKED_PERMISSIONS.filter(({ required }) => !required).map(({ action }) => `permission:${action}`),
    );
    for (const { name, message } of warnings) expect(message).toContain(name.replace("permission:", ""));
  });

  it("that is asked for again while it runs starts anew, and what ran before writes nothing", async () => {
    const customer = await makeCustomer();
    const { ctx, deps, tenantId } = customer;
    const { id } = await prepare(customer);
    await requestVerification(ctx, { id });
    let runs = 0;
    const askedAgain: typeof deps.aws.verifyConnection = async (input) => {
      runs += 1;
      const checks = await deps.aws.verifyConnection(input);
      if (runs === 1) {
        await requestVerification(ctx, { id });
        setCondition(customer, null);
      }
      return checks;
    };
    const worker = { ...deps, aws: { ...deps.aws, verifyConnection: askedAgain } };
    await verifyConnection.handle(worker, { tenantId, connectionId: id }, jobRun());
    expect(runs).toBe(2);
    expect((await getConnection(ctx, { id })).status).toBe("unsafe");
    expect(await accountsOf(ctx)).toEqual([]);
    const actions = (await listAuditEvents(ctx, { limit: 20 })).items.map(({ action }) => action);
    expect(actions.filter((action) => /verified|unsafe/.test(action))).toEqual(["connection.unsafe"]);
  });

  it("whose worker slept past its lease is taken over, and the first one writes nothing", async () => {
    const customer = await makeCustomer();
    const { ctx, deps, tenantId } = customer;
    const { id: connectionId } = await prepare(customer);
    await requestVerification(ctx, { id: connectionId });
    await expectOvertaken({
      work: verifyConnection,
      payload: { tenantId, connectionId },
      deps,
      asleepIn: asleepAfter("verifyConnection"),
      meanwhile: () => setCondition(customer, null),
    });
    expect((await getConnection(ctx, { id: connectionId })).status).toBe("unsafe");
    expect(await accountsOf(ctx)).toEqual([]);
  });

  it("runs once, however often its job is run", async () => {
    const customer = await makeCustomer();
    const { id } = await prepare(customer);
    const { payload } = await verify(customer, id);
    customer.emulator.resetCalls();
    await verifyConnection.handle(customer.deps, payload, jobRun());
    expect(customer.emulator.calls().total).toBe(0);
    expect(await scansOf(customer.ctx)).toHaveLength(1);
  });

  it("gives the account to the first of two connections, and tells the second one", async () => {
    const customer = await makeCustomer();
    const [first, second] = [await createConnection(customer.ctx, NEW), await createConnection(customer.ctx, NEW)];
    for (const { id } of [first, second]) await updateConnection(customer.ctx, { id, roleArn: ROLE_ARN });
    installRole(customer, first.externalId);
    expect((await verify(customer, first.id)).connection.status).toBe("active");
    installRole(customer, second.externalId);
    const { connection } = await verify(customer, second.id);
    expect(connection.status).toBe("failed");
    expect(connection.statusReason).toContain(`Account ${AWS_ACCOUNT_ID} is connected already, by another connection`);
    expect((await accountsOf(customer.ctx)).map(({ connectionId }) => connectionId)).toEqual([first.id]);
  });
});

describe("an account that another tenant has connected", () => {
  it("is connected here only by a role that carries this tenant's External ID", async () => {
    const aws = await emulateAws();
    const first = await makeCustomer({ aws });
    const { id } = await prepare(first);
    expect((await verify(first, id)).connection.status).toBe("active");

    const second = await makeCustomer({ aws });
    const claim = await createConnection(second.ctx, NEW);
    await updateConnection(second.ctx, { id: claim.id, roleArn: ROLE_ARN });
    expect((await verify(second, claim.id)).connection.status).toBe("failed");
    expect(await accountsOf(second.ctx)).toEqual([]);

    installRole(second, claim.externalId, "RolecallOfTheSecond");
    await updateConnection(second.ctx, {
      id: claim.id,
      roleArn: `arn:aws:iam::${AWS_ACCOUNT_ID}:role/RolecallOfTheSecond`,
    });
    expect((await verify(second, claim.id)).connection.status).toBe("active");
    expect((await accountsOf(second.ctx)).map(({ awsAccountId }) => awsAccountId)).toEqual([AWS_ACCOUNT_ID]);
    expect((await getConnection(first.ctx, { id })).status).toBe("active");
  });
});

describe("a connection that turns unsafe", () => {
  it("is scanned no more until it is safe again", async () => {
    const customer = await connectCustomer();
    const { ctx, deps, connectionId, tenantId, accountId } = customer;
    await customer.scan();
    const waiting = await requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID });
    customer.later(24);
    setCondition(customer, null);
    expect((await verify(customer, connectionId)).connection.status).toBe("unsafe");

    await scanAccount.handle(deps, { tenantId, accountId, scanId: waiting.id }, jobRun());
    expect(await getScan(ctx, { id: waiting.id })).toMatchObject({
      status: "failed",
      error: expect.stringContaining("unsafe"),
    });
    await expect(requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("confused deputy"),
    });

    const { externalId } = await getConnection(ctx, { id: connectionId });
    installRole(customer, externalId);
    expect((await verify(customer, connectionId)).connection.status).toBe("active");
    expect((await customer.scan()).status).toBe("complete");
  });
});

describe("the daily checks of an active connection", () => {
  /** As the sweep starts them: the connection keeps its status until they say otherwise. */
  async function checkDaily({ ctx, deps, tenantId, connectionId }: Awaited<ReturnType<typeof connectCustomer>>) {
    await deps.db.inTenant(tenantId, (tx) =>
      modelsOf(tx).connection.updateMany({ where: { id: connectionId }, data: { verifyDueAt: deps.now() } }),
    );
    await verifyConnection.handle(deps, { tenantId, connectionId }, jobRun());
    return getConnection(ctx, { id: connectionId });
  }

  it("prove nothing against it where AWS does not answer, and are repeated", async () => {
    const customer = await connectCustomer();
    customer.later(24);
    customer.emulator.faults.add({ action: "AssumeRole", kind: "ServiceFailure", times: Number.POSITIVE_INFINITY });
    const unanswered = await checkDaily(customer);
    expect(unanswered).toMatchObject({ status: "active", statusReason: expect.stringMatching(/^Not checked today: /) });
    expect(checkOf(unanswered.checks, "right_external_id")?.status).toBe("unproven");

    customer.emulator.faults.clear();
    expect(await checkDaily(customer)).toMatchObject({ status: "active", statusReason: null });
  });

  it("suspend it where the role has come to open without its External ID", async () => {
    const customer = await connectCustomer();
    customer.later(24);
    setCondition(customer, null);
    expect((await checkDaily(customer)).status).toBe("unsafe");
  });
});

describe("while an active connection's checks are run again", () => {
  it("a queued scan waits for the verdict", async () => {
    const customer = await connectCustomer();
    const { ctx, deps, connectionId, tenantId, accountId } = customer;
    const { id } = await requestScan(ctx, { awsAccountId: AWS_ACCOUNT_ID });
    await requestVerification(ctx, { id: connectionId });
    await scanAccount.handle(deps, { tenantId, accountId, scanId: id }, jobRun());
    expect(await getScan(ctx, { id })).toMatchObject({ status: "queued", attempt: 0 });
    expect((await getAccount(ctx, { awsAccountId: AWS_ACCOUNT_ID })).status).toBe("never_scanned");
    await verify(customer, connectionId);
    await scanAccount.handle(deps, { tenantId, accountId, scanId: id }, jobRun());
    expect((await getScan(ctx, { id })).status).toBe("complete");
  });
});
