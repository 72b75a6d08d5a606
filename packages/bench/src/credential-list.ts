import { randomUUID } from "node:crypto";
import { listCredentials } from "@rolecall/core";
import { judgement, landing } from "@rolecall/db";
import { modelsOf, type TestPostgres } from "@rolecall/db/testing";
import { type LandingRow, ListCredentialsInput } from "@rolecall/domain";
import { type BenchTenant, makeBenchTenant } from "./bench-tenant.ts";
import { BENCH_NOW } from "./emulated-account.ts";
import { latenciesMs, percentile } from "./measure.ts";
import { type Line, milliseconds, times } from "./report-lines.ts";

const CREDENTIALS = 10_000;
const RUNS = 200;
const DAY_MS = 86_400_000;
const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS).toISOString();

/** Ten thousand active access keys of all ages, as a landing writes them. */
function credentialRows(accountId: string): LandingRow<"credential">[] {
  return Array.from({ length: CREDENTIALS }, (_, index) => {
    const createdAt = new Date(BENCH_NOW.getTime() - ((index * 7_919) % 1_500) * DAY_MS - index * 1_000);
    return {
      id: randomUUID(),
      account_id: accountId,
      user_record_id: null,
      kind: "access_key",
      identity: `AKIA${index}`,
      access_key_id: `AKIA${String(index).padStart(16, "0")}`,
      user_name: `machine-${index}`,
      user_id: `AIDA${index}`,
      owner: null,
      name: null,
      service_name: null,
      status: "active",
      created_at: createdAt.toISOString(),
      expires_at: null,
      last_use: "at",
      last_used_at: daysAfter(createdAt, 1),
      last_used_service: "s3",
      last_used_region: "eu-central-1",
      content_hash: String(index),
      first_seen_at: BENCH_NOW.toISOString(),
      gone_at: null,
    };
  });
}

/** What a judgement tells of them. */
const deadlinesOf = (rows: readonly LandingRow<"credential">[]) =>
  rows.map(({ id, created_at }) => {
    const createdAt = new Date(String(created_at));
    const [deadlineAt, dueSoonAt, unusedAt] = [90, 60, 46].map((days) => new Date(createdAt.getTime() + days * DAY_MS));
    return { id, deadlineAt: deadlineAt ?? null, dueSoonAt: dueSoonAt ?? null, unusedAt: unusedAt ?? null };
  });

/** Gives a tenant's account ten thousand credentials, with their deadlines. */
export async function landCredentials(tenant: Pick<BenchTenant, "db" | "tenantId" | "accountId">): Promise<void> {
  await tenant.db.inTenant(tenant.tenantId, async (tx) => {
    const rows = credentialRows(tenant.accountId);
    await landing.upsertRows(tx, "credential", rows);
    await judgement.writeDeadlines(tx, deadlinesOf(rows));
  });
}

async function lineOf(what: string, floorMs: number, run: () => Promise<unknown>): Promise<Line> {
  const measured = await latenciesMs(RUNS, run);
  const [p50, p95] = [percentile(measured, 0.5), percentile(measured, 0.95)];
  return {
    what,
    value: `${milliseconds(p50)} p50, ${milliseconds(p95)} p95`,
    ratio: times(p50 / floorMs, "the floor's p50"),
  };
}

async function page(tenant: BenchTenant, given: object) {
  return listCredentials(tenant.ctx, ListCredentialsInput.parse({ limit: 50, ...given }));
}

/** One page of 50 out of 10,000 credentials. The floor: a tenant's transaction that asks for nothing. */
export async function benchCredentialList(postgres: TestPostgres): Promise<Line[]> {
  const tenant = await makeBenchTenant(postgres, { awsAccountId: "400000000003", url: "http://127.0.0.1:1" });
  try {
    await landCredentials(tenant);
    await tenant.db.inTenant(tenant.tenantId, (tx) => modelsOf(tx).$queryRaw`SELECT 1`);
    const floor = await latenciesMs(RUNS, () =>
      tenant.db.inTenant(tenant.tenantId, (tx) => modelsOf(tx).$queryRaw`SELECT 1`),
    );
    const floorMs = percentile(floor, 0.5);
    let cursor: string | null | undefined;
    for (let pages = 0; pages < 100; pages++) cursor = (await page(tenant, { cursor: cursor ?? undefined })).nextCursor;
    return [
      {
        what: "floor: empty transaction",
        value: `${milliseconds(floorMs)} p50, ${milliseconds(percentile(floor, 0.95))} p95`,
      },
      await lineOf("first page, oldest first", floorMs, () => page(tenant, {})),
      await lineOf("page 101", floorMs, () => page(tenant, { cursor: cursor ?? undefined })),
      await lineOf("overdue ones", floorMs, () => page(tenant, { state: "overdue" })),
      await lineOf("by part of a name", floorMs, () => page(tenant, { q: "machine-99" })),
    ];
  } finally {
    await tenant.close();
  }
}
