import pg from "pg";
import { expect, inject, test } from "vitest";
import { writeFirstStatistics } from "./first-statistics.ts";
import { applyMigrations } from "./schema-engine.ts";
import { ownerSql } from "./testing/index.ts";

const DATABASE = "first_statistics";
const OWNER = "first_statistics_owner";

/** A database whose tables nobody has written to or analysed. */
async function inNewDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const url = new URL(inject("ownerUrl"));
  url.pathname = `/${DATABASE}`;
  await ownerSql(`CREATE DATABASE ${DATABASE}`);
  const client = new pg.Client({ connectionString: url.href });
  try {
    await applyMigrations(url.href);
    await client.connect();
    // Who owns the tables of a database of one's own is no superuser.
    await client.query(`CREATE ROLE ${OWNER}`);
    await client.query(`
      DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
          EXECUTE format('ALTER TABLE %I OWNER TO ${OWNER}', name);
        END LOOP;
      END $$`);
    await work(client);
  } finally {
    await client.end();
    await ownerSql(`DROP DATABASE ${DATABASE}`);
    await ownerSql(`DROP ROLE IF EXISTS ${OWNER}`);
  }
}

type Reference = { table: string; columns: string[] };

/** What foreign keys refer to, by the columns that are looked up for each row that is written. */
async function referencesIn(client: pg.Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(`
    SELECT DISTINCT f.confrelid::regclass::text AS table,
      ARRAY(SELECT a.attname::text FROM unnest(f.confkey) k JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k) AS columns
    FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid
    WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`);
  return rows;
}

/** The plan that the check of a foreign key keeps, whatever the values. */
async function planIn(client: pg.Client, { table, columns }: Reference): Promise<string> {
  const where = columns.map((column, index) => `${column} = $${index + 1}`).join(" AND ");
  const { rows } = await client.query<{ "QUERY PLAN": string }>(
    `EXPLAIN (GENERIC_PLAN) SELECT 1 FROM ONLY ${table} WHERE ${where} FOR KEY SHARE`,
  );
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

/** Tables in which a check would read more rows than one. */
async function looselyChecked(client: pg.Client): Promise<string[]> {
  const found: string[] = [];
  for (const reference of await referencesIn(client)) {
    const plan = await planIn(client, reference);
    const isExact = reference.columns.every((column) => new RegExp(`Index Cond: .*\\b${column} = `).test(plan));
    if (!isExact) found.push(reference.table);
  }
  return found;
}

test("before anything was analysed, each check of a foreign key looks up one row by all of its columns", async () => {
  await inNewDatabase(async (client) => {
    expect((await referencesIn(client)).length).toBeGreaterThan(10);
    expect(await looselyChecked(client)).not.toEqual([]);
    await client.query(`SET ROLE ${OWNER}`);
    await writeFirstStatistics(client);
    // Foreign keys are checked without row-level security, which binds the owner otherwise.
    await client.query("RESET ROLE");
    expect(await looselyChecked(client)).toEqual([]);
  });
});
