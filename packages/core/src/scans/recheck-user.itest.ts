import { accessKeyOf } from "@rolecall/aws-emulator";
import { expect, it } from "vitest";
import {
  AWS_ACCOUNT_ID,
  type Connected,
  connectCustomer,
  jobRun,
  readInventory,
} from "../emulated-customer-fixture.ts";
import { recheckUser } from "./recheck-user.ts";
import { getAccount, requestScan } from "./request-scan.ts";
import { scanAccount } from "./scan-account.ts";

const userOf = async (customer: Connected, userName: string) =>
  (await readInventory(customer)).users.find((user) => user.userName === userName)!;
const keysOf = async (customer: Connected, userName: string) =>
  (await readInventory(customer)).keys
    .filter((key) => key.userName === userName && key.goneAt === null)
    .map(({ accessKeyId, status }) => `${accessKeyId} ${status}`);

async function scanned(): Promise<Connected> {
  const customer = await connectCustomer();
  await customer.scan();
  return customer;
}

async function recheck(customer: Connected, userName: string) {
  const { id } = await recheckUser(customer.ctx, { id: (await userOf(customer, userName)).id });
  return customer.run(id);
}

it("reads one user anew in the quick lane, and leaves the account's own record alone", async () => {
  const customer = await scanned();
  const before = await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  customer.later(1, (account) => {
    account.users.get("auditor")!.accessKeys[0]!.status = "Inactive";
    account.users.delete("nobody");
  });
  const { id } = await userOf(customer, "Auditor");
  const queued = await recheckUser(customer.ctx, { id });
  expect(queued).toMatchObject({ kind: "recheck", userRecordId: id, status: "queued", trigger: "requested" });
  expect(customer.deps.jobs.enqueued.at(-1)).toMatchObject({ name: "recheck-user", key: queued.id });
  const scan = await customer.run(queued.id);
  expect(scan).toMatchObject({ status: "complete", changes: { created: 0, removed: 0 } });
  expect(scan.apiCalls.total).toBeLessThanOrEqual(30);
  expect(await keysOf(customer, "Auditor")).toEqual([`${accessKeyOf("small auditor").accessKeyId} inactive`]);
  // Another user, of whom nothing was asked, is as it was.
  expect((await userOf(customer, "nobody")).goneAt).toBeNull();
  expect(await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).toEqual(before);
});

it("an older inventory that lands afterwards does not overwrite what was read anew", async () => {
  const customer = await scanned();
  customer.later(6);
  const { id: scanId } = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  const readAccount: typeof customer.deps.aws.readAccount = async (input) => {
    const reading = await customer.deps.aws.readAccount(input);
    // Meanwhile the user gets another key, and somebody asks for a recheck.
    customer.later(0.1, (account) => {
      account.users.get("auditor")!.accessKeys = [accessKeyOf("newest", { createdAt: customer.emulator.now() })];
    });
    expect(await recheck(customer, "Auditor")).toMatchObject({ status: "complete" });
    return reading;
  };
  const deps = { ...customer.deps, aws: { ...customer.deps.aws, readAccount } };
  const { tenantId, accountId } = customer;
  await scanAccount.handle(deps, { tenantId, accountId, scanId }, jobRun());
  expect(await keysOf(customer, "Auditor")).toEqual([`${accessKeyOf("newest").accessKeyId} active`]);
  customer.later(1);
  expect(await customer.scan()).toMatchObject({ status: "complete" });
  expect(await keysOf(customer, "Auditor")).toEqual([`${accessKeyOf("newest").accessKeyId} active`]);
});

it("finds that the user is gone, and another user of the name is not taken for it", async () => {
  const customer = await scanned();
  customer.later(1, (account) => account.users.delete("auditor"));
  expect(await recheck(customer, "Auditor")).toMatchObject({ status: "complete", changes: { removed: 2 } });
  const { id, goneAt, userName } = await userOf(customer, "Auditor");
  expect(goneAt).toEqual(customer.emulator.now());
  await expect(recheckUser(customer.ctx, { id })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining(`User ${userName} is gone since`),
  });
});

it("that fails tells so on the scan, and the account stays as it is", async () => {
  const customer = await scanned();
  const before = await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  customer.later(24, (account) => account.roles.delete("rolecallreadonly"));
  expect(await recheck(customer, "Auditor")).toMatchObject({
    status: "failed",
    error: expect.stringContaining("could not be assumed"),
  });
  expect(await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).toEqual(before);
});

it("of one user runs once at a time, beside those of others and the account's scan", async () => {
  const customer = await scanned();
  const [auditor, nobody] = [await userOf(customer, "Auditor"), await userOf(customer, "nobody")];
  const first = await recheckUser(customer.ctx, { id: auditor.id });
  const inventory = await requestScan(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  expect((await recheckUser(customer.ctx, { id: auditor.id })).id).toBe(first.id);
  const other = await recheckUser(customer.ctx, { id: nobody.id });
  expect(new Set([first.id, inventory.id, other.id]).size).toBe(3);
});

it("of a user that is not there is refused", async () => {
  const customer = await connectCustomer();
  const { ctx } = customer;
  await expect(recheckUser(ctx, { id: ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
