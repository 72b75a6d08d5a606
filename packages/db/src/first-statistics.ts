import type pg from "pg";

/** The oldest PostgreSQL that lets statistics be written. */
const WRITES_STATISTICS_FROM = 180_000;

/**
 * Tells the planner of tables that were never analysed that all of their rows are of one tenant and one account. Knowing nothing, it
 * takes each index that begins with the tenant for as good as the primary key while the table is small, and keeps that choice for
 * the checks of foreign keys: the first landing of a large account would then read all of its findings for each row that refers to
 * one. What ANALYZE finds later takes the place of this.
 *
 * @see https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-STATSMOD
 */
export async function writeFirstStatistics(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  if ((rows[0]?.version ?? 0) < WRITES_STATISTICS_FROM) return;
  await client.query(`
    SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text, 'attname', a.attname::text, 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname IN ('tenant_id', 'account_id') AND c.reltuples < 0`);
}
