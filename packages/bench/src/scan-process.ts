import { modelsOf } from "@rolecall/db/testing";
import { LANDING_TABLES } from "@rolecall/domain";
import { type BenchTenant, makeBenchTenant } from "./bench-tenant.ts";
import type { EmulatedAccount } from "./emulated-account.ts";
import { measure } from "./measure.ts";
import type { MeasuredScan } from "./scanning-process.ts";

/** Scans one account in a process of its own, so that time and memory are the worker's alone. */
const [, , given = ""] = process.argv;
const { urls, account } = JSON.parse(given) as {
  urls: Parameters<typeof makeBenchTenant>[0]["urls"];
  account: Pick<EmulatedAccount, "awsAccountId" | "url">;
};

/** What a landing writes to: the inventory, its history, what it is judged, and the roll-ups. */
const TABLES = [
  ...Object.keys(LANDING_TABLES),
  ...["entity_version", "activity_day", "event"],
  ...["account_day", "tenant_day", "account_credential_day", "tenant_credential_day", "rotation_day"],
  ...["credential_limit", "judgement", "judgement_context", "finding", "finding_period"],
];

async function rowsWritten({ db, tenantId }: BenchTenant, since: string): Promise<number> {
  const written = TABLES.map((table) => `SELECT xmin FROM "${table}"`).join(" UNION ALL ");
  const counted = `SELECT count(*)::int AS n FROM (${written}) written WHERE written.xmin::text::bigint >= $1::bigint`;
  const rows = await db.inTenant(tenantId, (tx) => modelsOf(tx).$queryRawUnsafe<{ n: number }[]>(counted, since));
  return rows[0]?.n ?? 0;
}

const currentTransaction = ({ db, tenantId }: BenchTenant) =>
  db.inTenant(tenantId, async (tx) => {
    const rows = await modelsOf(tx).$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
    return rows[0]?.id ?? "0";
  });

const tenant = await makeBenchTenant({ urls }, account);
process.on("message", async (now: string) => {
  tenant.clock.now = new Date(now);
  const since = await currentTransaction(tenant);
  const { result, cost } = await measure(tenant.scan);
  const measured: MeasuredScan = {
    calls: result.apiCalls.total,
    cost,
    rowsWritten: await rowsWritten(tenant, since),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  process.send?.(measured);
});
process.on("disconnect", () => process.exit(0));
process.send?.({ restBytes: process.memoryUsage().rss });
