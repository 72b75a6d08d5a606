import { GetAccountAuthorizationDetailsCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { TestPostgres } from "@rolecall/db/testing";
import { useEmulator } from "./aws-environment.ts";
import { BENCH_NOW, type EmulatedAccount, EXTERNAL_ID, startEmulatedAccount } from "./emulated-account.ts";
import { measure } from "./measure.ts";
import { count, type Line, megabytes, seconds, times } from "./report-lines.ts";
import { type MeasuredScan, startScanning } from "./scanning-process.ts";

const SIZE = { users: 5_000, usersWithKeys: 3_500, accessKeys: 3_500, roles: 5_000, policies: 100, latencyMs: 0 };
const IDENTITIES = SIZE.users + SIZE.roles;

/** The least that anybody pays: the AWS SDK reads all pages of GetAccountAuthorizationDetails, and nothing is done with them. */
async function readPagesOnly(account: EmulatedAccount): Promise<number> {
  useEmulator(account.url);
  const sts = new STSClient({});
  const RoleArn = `arn:aws:iam::${account.awsAccountId}:role/RolecallReadOnly`;
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "floor", ExternalId: EXTERNAL_ID }),
  );
  const iam = new IAMClient({
    credentials: {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken ?? "",
    },
  });
  let identities = 0;
  let marker: string | undefined;
  do {
    const page = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ["User", "Role"], MaxItems: 1_000, Marker: marker }),
    );
    identities += (page.UserDetailList?.length ?? 0) + (page.RoleDetailList?.length ?? 0);
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  iam.destroy();
  sts.destroy();
  return identities;
}

const QUARTER_MS = 15 * 60_000;

/**
 * Reads and lands an account of 10,000 identities: for the first time, again with nothing changed or used in it, and once more
 * after a quarter of an hour in which keys and roles were used.
 */
export async function benchLargeAccount(postgres: TestPostgres): Promise<Line[]> {
  const account = await startEmulatedAccount("400000000001", SIZE);
  const scanning = await startScanning(postgres, account);
  try {
    await readPagesOnly(account);
    const floor = await measure(() => readPagesOnly(account));
    if (floor.result !== IDENTITIES) throw new Error(`The floor read ${floor.result} identities, not ${IDENTITIES}`);
    const first = await scanning.scan(BENCH_NOW);
    const second = await scanning.scan(new Date(BENCH_NOW.getTime() + QUARTER_MS));
    const later = new Date(BENCH_NOW.getTime() + 2 * QUARTER_MS);
    await account.setNow(later);
    const third = await scanning.scan(later);
    const perSecond = (cost: number) => `${count(Math.round(IDENTITIES / cost))} identities/s`;
    const ofFloor = (cost: number) => times(cost / floor.cost.cpuSeconds, "the floor's CPU time");
    const ofRest = ({ peakBytes }: MeasuredScan) =>
      times(peakBytes / scanning.restBytes, `the ${megabytes(scanning.restBytes)} before the scans`);
    return [
      { what: "floor: SDK reads the pages only, CPU", value: perSecond(floor.cost.cpuSeconds) },
      {
        what: "first scan, wall",
        value: seconds(first.cost.seconds),
        ratio: "without a pace of its own",
      },
      { what: "first scan, CPU", value: perSecond(first.cost.cpuSeconds), ratio: ofFloor(first.cost.cpuSeconds) },
      {
        what: "first scan, calls",
        value: count(first.calls),
        ratio: times(first.calls / SIZE.usersWithKeys, "users with keys"),
      },
      { what: "first scan, rows written", value: count(first.rowsWritten) },
      {
        what: "first scan, peak memory (RSS)",
        value: megabytes(first.peakBytes),
        ratio: ofRest(first),
      },
      {
        what: "unchanged scan, wall",
        value: seconds(second.cost.seconds),
        ratio: times(second.cost.seconds / floor.cost.seconds, "the floor's"),
      },
      { what: "unchanged scan, CPU", value: perSecond(second.cost.cpuSeconds), ratio: ofFloor(second.cost.cpuSeconds) },
      { what: "unchanged scan, calls", value: count(second.calls) },
      {
        what: "unchanged scan, rows written",
        value: count(second.rowsWritten),
        ratio: `of ${count(IDENTITIES + SIZE.accessKeys)} and more`,
      },
      { what: "after a quarter of an hour of use, rows written", value: count(third.rowsWritten) },
      { what: "peak memory after all three (RSS)", value: megabytes(third.peakBytes), ratio: ofRest(third) },
    ];
  } finally {
    scanning.close();
    account.close();
  }
}
