import type { TestPostgres } from "@rolecall/db/testing";
import { makeBenchTenant } from "./bench-tenant.ts";
import { BENCH_NOW, startEmulatedAccount } from "./emulated-account.ts";
import { measure } from "./measure.ts";
import { count, type Line, seconds, times } from "./report-lines.ts";

const LATENCY_MS = 30;
const SIZE = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100, latencyMs: LATENCY_MS };

/** Scans 500 users, 400 keys, 200 roles and 100 policies where each call takes 30 ms. The floor: its calls one at a time. */
export async function benchDistantAccount(postgres: TestPostgres): Promise<Line[]> {
  const account = await startEmulatedAccount("400000000002", SIZE);
  const tenant = await makeBenchTenant(postgres, account);
  try {
    const lines: Line[] = [];
    for (const [name, hours] of [
      ["first scan", 0],
      ["unchanged scan", 6],
    ] as const) {
      tenant.clock.now = new Date(BENCH_NOW.getTime() + hours * 3_600_000);
      await account.setNow(tenant.clock.now);
      const { result, cost } = await measure(tenant.scan);
      const calls = result.apiCalls.total;
      const oneByOne = (calls * LATENCY_MS) / 1000;
      lines.push({
        what: `${name}, wall`,
        value: seconds(cost.seconds),
        ratio: times(cost.seconds / oneByOne, "its calls one by one"),
      });
      lines.push({
        what: `${name}, calls`,
        value: count(calls),
        ratio: times(calls / SIZE.usersWithKeys, "users with keys"),
      });
    }
    return lines;
  } finally {
    await tenant.close();
    account.close();
  }
}
