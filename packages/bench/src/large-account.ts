import { GetAccountAuthorizationDetailsCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { TestPostgres } from "@rolecall/testing/postgres";
import { useEmulator } from "./aws-environment.ts";
import { type BenchTenant, makeBenchTenant } from "./bench-tenant.ts";
import { BENCH_NOW, type EmulatedAccount, EXTERNAL_ID, startEmulatedAccount } from "./emulated-account.ts";
import { measure } from "./measure.ts";
import { count, type Line, seconds, times } from "./report-lines.ts";

const SIZE = { users: 5_000, usersWithKeys: 3_500, accessKeys: 3_500, roles: 5_000, policies: 100, latencyMs: 0 };
const IDENTITIES = SIZE.users + SIZE.roles;
const MB = 1024 * 1024;

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

/** Rows of the inventory and its history that this tenant had written since a transaction. */
async function rowsWritten({ db, tenantId }: BenchTenant, since: string): Promise<number> {
  const rows = await db.inTenant(
    tenantId,
    (tx) => tx.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM (
        SELECT xmin FROM iam_user UNION ALL SELECT xmin FROM credential UNION ALL SELECT xmin FROM iam_role
        UNION ALL SELECT xmin FROM entity_version UNION ALL SELECT xmin FROM account_day UNION ALL SELECT xmin FROM tenant_day
      ) written WHERE written.xmin::text::bigint >= ${since}::bigint`,
  );
  return rows[0]?.n ?? 0;
}

const currentTransaction = ({ db, tenantId }: BenchTenant) =>
  db.inTenant(tenantId, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
    return rows[0]?.id ?? "0";
  });

/** Reads and lands an account of 10,000 identities: for the first time, and again unchanged a quarter of an hour later. */
export async function benchLargeAccount(postgres: TestPostgres): Promise<Line[]> {
  const account = await startEmulatedAccount("400000000001", SIZE);
  const tenant = await makeBenchTenant(postgres, account);
  try {
    await readPagesOnly(account);
    const floor = await measure(() => readPagesOnly(account));
    if (floor.result !== IDENTITIES) throw new Error(`The floor read ${floor.result} identities, not ${IDENTITIES}`);
    const rssBefore = process.memoryUsage().rss;
    const first = await measure(tenant.scan);
    tenant.clock.now = new Date(BENCH_NOW.getTime() + 15 * 60_000);
    await account.setNow(tenant.clock.now);
    const since = await currentTransaction(tenant);
    const second = await measure(tenant.scan);
    const written = await rowsWritten(tenant, since);
    const perSecond = (cost: number) => `${count(Math.round(IDENTITIES / cost))} identities/s`;
    const ofFloor = (cost: number) => times(cost / floor.cost.cpuSeconds, "the floor's CPU time");
    return [
      { what: "floor: SDK reads the pages only, CPU", value: perSecond(floor.cost.cpuSeconds) },
      {
        what: "first scan, wall",
        value: seconds(first.cost.seconds),
        ratio: "grows its rate of calls as AWS bears it",
      },
      { what: "first scan, CPU", value: perSecond(first.cost.cpuSeconds), ratio: ofFloor(first.cost.cpuSeconds) },
      {
        what: "first scan, calls",
        value: count(first.result.apiCalls.total),
        ratio: times(first.result.apiCalls.total / SIZE.usersWithKeys, "users with keys"),
      },
      {
        what: "unchanged scan, wall",
        value: seconds(second.cost.seconds),
        ratio: times(second.cost.seconds / floor.cost.seconds, "the floor's"),
      },
      { what: "unchanged scan, CPU", value: perSecond(second.cost.cpuSeconds), ratio: ofFloor(second.cost.cpuSeconds) },
      { what: "unchanged scan, calls", value: count(second.result.apiCalls.total) },
      {
        what: "unchanged scan, rows written",
        value: count(written),
        ratio: `of ${count(IDENTITIES + SIZE.accessKeys)} and more`,
      },
      {
        what: "peak memory (RSS)",
        value: `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
        ratio: times(
          (process.resourceUsage().maxRSS * 1024) / rssBefore,
          `the ${Math.round(rssBefore / MB)} MB before the scans`,
        ),
      },
    ];
  } finally {
    await tenant.close();
    account.close();
  }
}
