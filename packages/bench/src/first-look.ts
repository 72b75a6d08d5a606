import type { TestPostgres } from "@rolecall/db/testing";
import { makeBenchTenant } from "./bench-tenant.ts";
import { type EmulatedSize, startEmulatedAccount } from "./emulated-account.ts";
import { measure } from "./measure.ts";
import { count, type Line, seconds, times } from "./report-lines.ts";

const LATENCY_MS = 30;
const MEDIUM = { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 };
const LARGE = { users: 5_000, usersWithKeys: 3_500, accessKeys: 3_500, roles: 200, policies: 100 };
const SLOW_CALLS_PER_SECOND = 20;

type Measured = {
  firstLook: { seconds: number; calls: number } | null;
  seconds: number;
  calls: number;
  throttled: number;
};

/** The first scan of an account, at the pace that the product keeps to. */
async function firstScan(postgres: TestPostgres, awsAccountId: string, size: EmulatedSize): Promise<Measured> {
  const account = await startEmulatedAccount(awsAccountId, size);
  let startedAtMs = 0;
  let firstLook: Measured["firstLook"] = null;
  const onFirstLook = (calls: number) => {
    firstLook = { seconds: (performance.now() - startedAtMs) / 1000, calls };
  };
  const tenant = await makeBenchTenant(postgres, account, { isUnpaced: false, onFirstLook });
  try {
    startedAtMs = performance.now();
    const { result, cost } = await measure(tenant.scan);
    const { total, throttled } = result.apiCalls;
    return { firstLook, seconds: cost.seconds, calls: total, throttled };
  } finally {
    await tenant.close();
    account.close();
  }
}

const linesOf = (name: string, { firstLook, ...whole }: Measured): Line[] => [
  {
    what: `${name}: users, ages and findings visible`,
    value: firstLook ? seconds(firstLook.seconds) : "with the whole",
    ratio: firstLook ? `${count(firstLook.calls)} calls` : "",
  },
  { what: `${name}: key ids too`, value: seconds(whole.seconds), ratio: `${count(whole.calls)} calls` },
];

/** What a customer sees after connecting, and when: 30 ms a call, and AWS takes its time to make the credential report. */
export async function benchFirstLook(postgres: TestPostgres): Promise<Line[]> {
  const far = { latencyMs: LATENCY_MS, reportPolls: 2 };
  const medium = await firstScan(postgres, "400000000003", { ...MEDIUM, ...far });
  const large = await firstScan(postgres, "400000000004", { ...LARGE, ...far });
  const limited = { ...MEDIUM, ...far, callsPerSecond: SLOW_CALLS_PER_SECOND };
  const slow = await firstScan(postgres, "400000000005", limited);
  const behind = `500 users behind ${SLOW_CALLS_PER_SECOND} calls a second`;
  return [
    ...linesOf("500 users", medium),
    ...linesOf("5,000 users", large),
    ...linesOf(behind, slow),
    {
      what: `${behind}: throttled calls`,
      value: count(slow.throttled),
      ratio: times(slow.throttled / slow.calls, "its calls"),
    },
  ];
}
