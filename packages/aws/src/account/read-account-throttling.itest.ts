import { expect, it } from "vitest";
import { ALL_READ, coverageStates, emulate, keyIdsIn, keyIdsOf } from "../testing/emulated-account.ts";

it("loses nothing behind 20 calls a second, and takes at most 10 % more calls", async () => {
  const size = { users: 100, usersWithKeys: 70, accessKeys: 80, roles: 20, policies: 5 };
  const { emulator, account, read } = await emulate(size, { options: { latencyMs: 30 } });
  const free = await read();
  expect(emulator.calls().total).toBe(free.apiCalls.total);
  const limited = await emulate(size, { options: { latencyMs: 30, rateLimit: { callsPerSecond: 20, burst: 5 } } });
  const reading = await limited.read();
  expect(coverageStates(reading)).toEqual(ALL_READ);
  expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
  expect(limited.emulator.calls().byError.Throttling).toBe(reading.apiCalls.throttled);
  expect(reading.apiCalls.throttled).toBeGreaterThan(0);
  expect(reading.apiCalls.total).toBeLessThanOrEqual(free.apiCalls.total * 1.1);
});
