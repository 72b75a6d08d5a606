import { sizedWorld } from "@rolecall/aws-emulator";
import { expect, it } from "vitest";
import { connectCustomer, emulateAws, gapsOf, NOW, readInventory } from "../emulated-customer-fixture.ts";

const AWS_ACCOUNT_ID = "400000000001";
type Size = { users: number; usersWithKeys: number; accessKeys: number; roles: number; policies: number };

async function sizedCustomer(size: Size) {
  const readerRole = { externalId: "rolecall-replaced-when-connected" };
  const aws = await emulateAws(sizedWorld({ ...size, startAt: NOW, awsAccountId: AWS_ACCOUNT_ID, readerRole }));
  return connectCustomer({ aws, awsAccountId: AWS_ACCOUNT_ID });
}

it("500 users with 400 keys, 200 roles and 100 policies cost 380 calls at first, 30 afterwards, and no key is lost", {
  timeout: 60_000,
}, async () => {
  const size = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };
  const customer = await sizedCustomer(size);
  const first = await customer.scan();
  expect(first).toMatchObject({ status: "complete", counts: { users: 500, roles: 200 } });
  expect(first.apiCalls.total).toBeLessThanOrEqual(380);
  const keyIds = async () => (await readInventory(customer)).keys.map(({ accessKeyId }) => accessKeyId);
  const expected = [...customer.account().users.values()]
    .flatMap((user) => user.accessKeys.map(({ accessKeyId }) => accessKeyId))
    .sort();
  expect(expected).toHaveLength(400);
  expect((await keyIds()).sort()).toEqual(expected);

  customer.later(24);
  const second = await customer.scan();
  expect(second).toMatchObject({ status: "complete", changes: { created: 0, changed: 0, removed: 0 } });
  expect(second.apiCalls.total).toBeLessThanOrEqual(30);
  expect((await keyIds()).sort()).toEqual(expected);
});

it("behind 20 calls a second a scan is complete, with at most a tenth more calls", { timeout: 60_000 }, async () => {
  const size = { users: 140, usersWithKeys: 110, accessKeys: 130, roles: 10, policies: 5 };
  const free = await (await sizedCustomer(size)).scan();
  const limited = await sizedCustomer(size);
  limited.emulator.configure({ rateLimit: { callsPerSecond: 20, burst: 5 } });
  const scan = await limited.scan();
  expect(gapsOf(scan)).toEqual({});
  expect(scan.status).toBe("complete");
  expect(scan.counts).toEqual(free.counts);
  expect(scan.apiCalls.throttled).toBeGreaterThan(0);
  expect(scan.apiCalls.throttled).toBe(limited.emulator.calls().byError.Throttling);
  expect(scan.apiCalls.total).toBeLessThanOrEqual(free.apiCalls.total * 1.1);
});
