import { listChanges } from "@rolecall/core";
import type { TestPostgres } from "@rolecall/db/testing";
import { changeEventsOf, ListChangesInput } from "@rolecall/domain";
import pg from "pg";
import { makeBenchTenant } from "./bench-tenant.ts";
import { BENCH_NOW } from "./emulated-account.ts";
import { latenciesMs, percentile } from "./measure.ts";
import { count, type Line, milliseconds, times } from "./report-lines.ts";

const EVENTS = 2_000_000;
const RUNS = 60;
const PAGE = 50;
/** Number 18 has just joined, and 19 is hardly ever changed. */
const awsAccountIdOf = (index: number): string => String(500_000_000_000 + index);

/**
 * A year of events. Half of them were found by first inventories, the newest 270,000 by that of the account that has just joined, over
 * which a page must not walk. Some types are rare, and the newest of these is months old.
 */
const EVENT_LIST = `
  CREATE TEMP TABLE filled AS SELECT *, gen_random_uuid() AS subject_id, split_part(type, '.', 1) AS topic, split_part(type, '.', 2) AS verb FROM (
    SELECT n, $1::timestamptz - n * interval '15 seconds' AS at,
      CASE WHEN is_joining THEN 18 WHEN n % 50000 = 7 THEN 19 ELSE n % 18 END AS account,
      is_joining OR n % 2 = 0 AND n % 10 <> 0 AS is_first_seen,
      CASE WHEN n > 1999000 AND n % 200 = 1 THEN 'root_key.deleted' WHEN n % 10000 = 9990 THEN 'key.rotated'
        WHEN n % 10000 = 9980 THEN 'group.changed'
        WHEN is_joining OR n % 2 = 0 AND n % 10 <> 0 THEN (ARRAY['user', 'key', 'role', 'policy'])[1 + n / 2 % 4] || '.created'
        ELSE (ARRAY['user.changed', 'role.changed', 'policy.changed', 'key.deactivated', 'role.trust_changed', 'user.deleted',
          'key.created'])[1 + n / 10 % 7] END AS type
    FROM (SELECT n, n <= 300000 AND n % 10 <> 0 AS is_joining FROM generate_series(1, ${EVENTS}) n) numbered
  ) typed`;

const FILL = [
  // Nothing refers to rows that are not there, and each check of that would take longer than the row.
  "SET session_replication_role = replica",
  `INSERT INTO aws_account (tenant_id, id, connection_id, aws_account_id, partition, name, status, created_at)
   SELECT a.tenant_id, gen_random_uuid(), a.connection_id, (500000000000 + n)::text, 'aws', 'Account ' || n, 'ok', now()
   FROM aws_account a CROSS JOIN generate_series(0, 19) n WHERE a.tenant_id = current_tenant()`,
  "ALTER TABLE filled ADD COLUMN account_id uuid, ADD COLUMN subject text",
  `UPDATE filled SET subject = CASE WHEN topic IN ('key', 'root_key') THEN 'credential' ELSE topic END, account_id = a.id
   FROM aws_account a WHERE a.tenant_id = current_tenant() AND a.aws_account_id = (500000000000 + filled.account)::text`,
  `INSERT INTO event (tenant_id, id, type, at, account_id, subject, subject_id, scan_id, is_first_seen, facts)
   SELECT current_tenant(), gen_random_uuid(), type, at, account_id, subject, subject_id, account_id, is_first_seen,
     CASE verb WHEN 'created' THEN '{"notBefore": null, "isRecreated": false}'::jsonb
       WHEN 'rotated' THEN '{"notBefore": null, "ended": "changed", "replacedBy": {"accessKeyId": "AKIANEW", "createdAt": "2026-01-01T00:00:00Z"}}'
       ELSE '{"notBefore": null}' END
   FROM filled`,
  // What each is: one more attached policy than before, or an end.
  `INSERT INTO entity_version (tenant_id, subject, subject_id, valid_from, valid_to, account_id, scan_id, change, content_hash, content)
   SELECT current_tenant(), subject, subject_id, at - days * interval '1 day', CASE WHEN days = 1 THEN at END, account_id, account_id,
     CASE WHEN verb = 'created' OR days = 1 THEN 'created' WHEN verb = 'deleted' THEN 'removed' ELSE 'changed' END, 'hash',
     jsonb_build_object('kind', CASE topic WHEN 'key' THEN 'access_key' WHEN 'root_key' THEN 'root_access_key' END, 'user_name', 'machine-' || n,
       'role_name', 'role-' || n, 'policy_name', 'policy-' || n, 'group_name', 'group-' || n, 'access_key_id', 'AKIA' || n,
       'identity', 'AKIA' || n, 'status', CASE WHEN days = 0 AND verb IN ('deactivated', 'rotated') THEN 'inactive' ELSE 'active' END,
       'attached_policy_arns', CASE WHEN days = 0 THEN '["arn:aws:iam::aws:policy/ReadOnlyAccess"]'::jsonb ELSE '[]' END)
   FROM filled CROSS JOIN generate_series(0, CASE verb WHEN 'created' THEN 0 ELSE 1 END) days`,
];

const asText = (value: string) => `'${value}'`;

/** What a page is without anything around it: its rows with the versions before and after, by one statement. */
function bareSql(given: ListChangesInput): string {
  const wanted = changeEventsOf(given);
  const where = [
    given.since ? `e.at >= ${asText(given.since.toISOString())}` : "TRUE",
    given.until ? `e.at < ${asText(given.until.toISOString())}` : "TRUE",
    given.awsAccountId
      ? `e.account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${asText(given.awsAccountId)})`
      : "TRUE",
    given.subjectId ? `e.subject_id = ${asText(given.subjectId)}` : "TRUE",
  ].join(" AND ");
  const types = wanted.map(({ type, isFirstSeen }) => `(${asText(type)}, ${isFirstSeen})`).join(", ");
  return `SELECT e.*, v.change, v.content, b.content AS before FROM (
      SELECT e.* FROM (VALUES ${types}) w (type, is_first_seen) CROSS JOIN LATERAL (
        SELECT e.* FROM event e WHERE e.type = w.type AND e.is_first_seen = w.is_first_seen AND ${where}
        ORDER BY e.at DESC, e.subject_id LIMIT ${PAGE + 1}
      ) e ORDER BY e.at DESC, e.subject_id LIMIT ${PAGE + 1}
    ) e JOIN entity_version v ON v.tenant_id = e.tenant_id AND v.subject = e.subject AND v.subject_id = e.subject_id AND v.valid_from = e.at
    LEFT JOIN LATERAL (
      SELECT b.content FROM entity_version b
      WHERE b.tenant_id = e.tenant_id AND b.subject = e.subject AND b.subject_id = e.subject_id AND b.valid_from < e.at
      ORDER BY b.valid_from DESC LIMIT 1
    ) b ON TRUE ORDER BY e.at DESC, e.subject_id`;
}

const filters = (subjectId: string): [string, object][] => [
  ["all", {}],
  ["with first inventories", { firstSeen: "true" }],
  ["first inventories alone", { change: "first_seen" }],
  ["what appeared", { change: "appeared" }],
  ["what changed", { change: "changed" }],
  ["what vanished", { change: "vanished" }],
  ["rotations, 1 of 10,000", { change: "rotated" }],
  ["users", { subject: "user" }],
  ["groups, 1 of 10,000", { subject: "group" }],
  ["instance profiles, none", { subject: "instance_profile" }],
  ["an account", { awsAccountId: awsAccountIdOf(3) }],
  ["the account that has just joined", { awsAccountId: awsAccountIdOf(18) }],
  ["its first inventory", { awsAccountId: awsAccountIdOf(18), firstSeen: "true" }],
  ["an account with 40 events", { awsAccountId: awsAccountIdOf(19) }],
  ["rotations of an account", { awsAccountId: awsAccountIdOf(12), change: "rotated" }],
  ["groups of an account, that changed", { awsAccountId: awsAccountIdOf(8), subject: "group", change: "changed" }],
  ["a day in the middle", { since: "2026-05-24T00:00:00Z", until: "2026-05-25T00:00:00Z" }],
  ["since an hour ago", { since: new Date(BENCH_NOW.getTime() - 3_600_000).toISOString() }],
  ["deleted ones before last year's end", { until: "2025-12-31T00:00:00Z", change: "vanished" }],
  ["one subject", { subjectId }],
];

async function fill(client: pg.Client, tenantId: string): Promise<string> {
  await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);
  await client.query(EVENT_LIST, [BENCH_NOW.toISOString()]);
  // Indexes are made faster than they grow.
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename IN ('event', 'entity_version') AND indexname NOT LIKE '%_pkey'`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX "${name}"`);
  for (const statement of FILL) await client.query(statement);
  for (const { definition } of indexes) await client.query(definition);
  await client.query("VACUUM ANALYZE event, entity_version, aws_account");
  const { rows } = await client.query<{ id: string }>(
    "SELECT subject_id AS id FROM filled WHERE type = 'user.changed' LIMIT 1",
  );
  return rows[0]?.id ?? "";
}

/** Runs a statement as any reader of a tenant's rows has to, in a transaction that is of the tenant. */
async function runBare(client: pg.Client, tenantId: string, sql: string): Promise<number> {
  await client.query("BEGIN");
  await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  const { rows } = await client.query(sql);
  await client.query("COMMIT");
  return rows.length;
}

/** The medians of two pieces of work, run in turn, so that a busy moment meets both. */
async function inTurn(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
  const measured: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    measured[0].push(...(await latenciesMs(1, one, 0)));
    measured[1].push(...(await latenciesMs(1, other, 0)));
  }
  return [percentile(measured[0], 0.5), percentile(measured[1], 0.5)];
}

/** The first page of 50 of a tenant with two million events, by every filter. The floor: the page's bare SQL, in the same run. */
export async function benchChangeList(postgres: TestPostgres): Promise<Line[]> {
  const tenant = await makeBenchTenant(postgres, { awsAccountId: "400000000004", url: "http://127.0.0.1:1" });
  const { tenantId } = tenant;
  const owner = new pg.Client({ connectionString: postgres.urls.owner });
  const bare = new pg.Client({ connectionString: postgres.urls.app });
  try {
    await Promise.all([owner.connect(), bare.connect()]);
    const subjectId = await fill(owner, tenantId);
    const lines: Line[] = [];
    for (const [what, given] of filters(subjectId)) {
      const input = ListChangesInput.parse({ limit: PAGE, ...given });
      const sql = bareSql(input);
      const { items } = await listChanges(tenant.ctx, input);
      const found = Math.min(await runBare(bare, tenantId, sql), PAGE);
      if (found !== items.length) throw new Error(`${what}: ${items.length} changes, and ${found} by bare SQL`);
      const [pageMs, bareMs] = await inTurn(
        () => listChanges(tenant.ctx, input),
        () => runBare(bare, tenantId, sql),
      );
      const value = `${milliseconds(pageMs)} p50 (${count(items.length)} rows)`;
      lines.push({ what, value, ratio: times(pageMs / bareMs, `its bare SQL, ${milliseconds(bareMs)}`) });
    }
    return lines;
  } finally {
    await Promise.all([tenant.close(), owner.end(), bare.end()]);
  }
}
