import type { TestPostgres } from "@rolecall/db/testing";
import pg from "pg";
import { makeBenchTenant } from "../bench-tenant.ts";
import { latenciesMs, measure, percentile } from "../measure.ts";
import { count, type Line, milliseconds, seconds, times } from "../report-lines.ts";
import { MIGRATION_QUESTIONS } from "./migration-questions.ts";
import { fillTenant, MILLION, type TenantSize } from "./million-tenant.ts";
import { QUESTIONS } from "./questions.ts";

const RUNS = 40;

/** Runs a statement in a transaction that names the tenant, as any reader has to, as the tables' owner, whom no row-level security binds. */
async function runBare(owner: pg.Client, tenantId: string, sql: string): Promise<void> {
  await owner.query("BEGIN");
  await owner.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  await owner.query(sql);
  await owner.query("COMMIT");
}

/** The question as its SQL alone and as the product answers it: in turn, so that a busy moment meets both. */
async function lineOf(what: string, product: () => Promise<unknown>, bareSql: () => Promise<unknown>): Promise<Line> {
  const [ofProduct, ofBare]: [number[], number[]] = [[], []];
  for (let run = -3; run < RUNS; run++) {
    const [productMs = 0] = await latenciesMs(1, product, 0);
    const [bareMs = 0] = await latenciesMs(1, bareSql, 0);
    if (run < 0) continue;
    ofProduct.push(productMs);
    ofBare.push(bareMs);
  }
  const [p50, p95, bareP50, bareP95] = [
    percentile(ofProduct, 0.5),
    percentile(ofProduct, 0.95),
    percentile(ofBare, 0.5),
    percentile(ofBare, 0.95),
  ];
  return {
    what,
    value: `${milliseconds(p50)} p50, ${milliseconds(p95)} p95`,
    ratio: times(p50 / bareP50, `its bare SQL, ${milliseconds(bareP50)} p50, ${milliseconds(bareP95)} p95`),
  };
}

/** Every list, detail, search and number of a tenant with a million identities. The floor: the bare SQL of each, in the same run. */
export async function benchLargeTenant(
  postgres: Pick<TestPostgres, "urls">,
  size: TenantSize = MILLION,
): Promise<Line[]> {
  const tenant = await makeBenchTenant(postgres, { awsAccountId: "400000000005", url: "http://127.0.0.1:1" });
  const owner = new pg.Client({ connectionString: postgres.urls.owner });
  try {
    await owner.connect();
    const { cost } = await measure(() => fillTenant(owner, tenant.tenantId, size));
    const rows = size.users + size.credentials + size.roles + size.findings;
    const lines: Line[] = [
      { what: "filled", value: seconds(cost.seconds), ratio: `${count(rows)} records and findings, ${size.days} days` },
    ];
    for (const question of [...QUESTIONS, ...MIGRATION_QUESTIONS]) {
      const bareSql = () => runBare(owner, tenant.tenantId, question.bare);
      lines.push(await lineOf(question.what, () => question.ask(tenant.ctx), bareSql));
    }
    return lines;
  } finally {
    await Promise.all([tenant.close(), owner.end()]);
  }
}
