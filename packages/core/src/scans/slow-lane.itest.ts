import { EVERY_KIND_WORLD, everyKindWorld } from "@rolecall/aws-emulator";
import { expect, it } from "vitest";
import {
  AWS_ACCOUNT_ID,
  type Connected,
  connectCustomer,
  emulateAws,
  readInventory,
} from "../emulated-customer-fixture.ts";
import { getAccountCoverage } from "./account-record.ts";
import { getAccount } from "./request-scan.ts";
import { queueScheduledScan } from "./scan-schedule.ts";

const DAY_MS = 86_400_000;
const accountOf = ({ ctx, account }: Connected) => getAccount(ctx, { awsAccountId: account().awsAccountId });

const slowLane = async (customer: Connected) =>
  customer.run(await queueScheduledScan(customer.ctx, { accountId: customer.accountId, kind: "slow_lane" }));

it("is due as soon as the first inventory has landed, and then once a week", async () => {
  const customer = await connectCustomer();
  expect((await accountOf(customer)).nextSlowLaneAt).toBeNull();
  await customer.scan();
  expect(await accountOf(customer)).toMatchObject({ lastSlowLaneAt: null, nextSlowLaneAt: customer.emulator.now() });
  expect(await slowLane(customer)).toMatchObject({ kind: "slow_lane", status: "complete" });
  const { lastSlowLaneAt, nextSlowLaneAt } = await accountOf(customer);
  expect(lastSlowLaneAt).toEqual(customer.emulator.now());
  const days = (nextSlowLaneAt!.getTime() - lastSlowLaneAt!.getTime()) / DAY_MS;
  expect(days).toBeGreaterThan(6.2);
  expect(days).toBeLessThanOrEqual(7);
  customer.later(6);
  await customer.scan();
  expect((await accountOf(customer)).nextSlowLaneAt).toEqual(nextSlowLaneAt);
});

it("finds the SSH keys that no bulk call tells, and no inventory marks them gone", async () => {
  const { awsAccountId } = EVERY_KIND_WORLD;
  const customer = await connectCustomer({ aws: await emulateAws(everyKindWorld()), awsAccountId });
  await customer.scan();
  const sshKeys = async () =>
    (await readInventory(customer)).credentials.flatMap(({ kind, identity, goneAt }) =>
      kind === "ssh_public_key" && goneAt === null ? [identity] : [],
    );
  expect(await sshKeys()).toEqual([]);
  const scan = await slowLane(customer);
  expect(scan.changes!.created).toBeGreaterThan(0);
  const expected = [...customer.account().users.values()].flatMap(({ sshPublicKeys }) =>
    sshPublicKeys.map(({ sshPublicKeyId }) => sshPublicKeyId),
  );
  expect(expected.length).toBeGreaterThan(0);
  expect((await sshKeys()).sort()).toEqual(expected.sort());
  customer.later(6);
  expect(await customer.scan()).toMatchObject({ status: "complete", changes: { created: 0, changed: 0, removed: 0 } });
  expect((await sshKeys()).sort()).toEqual(expected);
});

it("that is partial or fails does not make an account that is ok anything else", async () => {
  const customer = await connectCustomer();
  await customer.scan();
  const before = await accountOf(customer);
  customer.emulator.faults.add({ action: "ListSSHPublicKeys", kind: "AccessDenied", times: Number.POSITIVE_INFINITY });
  const partial = await slowLane(customer);
  expect(partial).toMatchObject({ status: "partial" });
  expect(await accountOf(customer)).toMatchObject({ status: "ok", statusReason: null, lastScanId: before.lastScanId });
  const coverage = await getAccountCoverage(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  expect(coverage.resources.find(({ resource }) => resource === "ssh_public_keys")).toMatchObject({
    state: "denied",
    action: "iam:ListSSHPublicKeys",
    scanId: partial.id,
    known: null,
  });

  customer.later(24, (account) => account.roles.delete("rolecallreadonly"));
  const failed = await slowLane(customer);
  expect(failed).toMatchObject({ status: "failed" });
  const after = await accountOf(customer);
  expect(after).toMatchObject({ status: "ok", statusReason: null, nextScanAt: before.nextScanAt });
  expect(after.nextSlowLaneAt).toEqual(new Date(customer.emulator.now().getTime() + DAY_MS));
  const { lastScans } = await getAccountCoverage(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
  expect(lastScans.find(({ kind }) => kind === "slow_lane")).toMatchObject({ scanId: failed.id, error: failed.error });
});
