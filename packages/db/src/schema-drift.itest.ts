import pg from "pg";
import { expect, inject, test } from "vitest";
import { schemaAsSql } from "./schema-engine.ts";

/** The columns of a schema as `table.column type null?`. */
async function columnsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ column: string }>(
    `SELECT format('%s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END) AS column
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map(({ column }) => column);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Columns that the Prisma schema makes in a database of its own. */
async function columnsOfPrismaSchema(ownerUrl: string): Promise<string[]> {
  const scratchUrl = new URL(ownerUrl);
  scratchUrl.pathname = "/schema_drift";
  return withClient(ownerUrl, async (owner) => {
    await owner.query("CREATE DATABASE schema_drift");
    try {
      return await withClient(scratchUrl.href, async (scratch) => {
        await scratch.query(await schemaAsSql(ownerUrl));
        return columnsOf(scratch);
      });
    } finally {
      await owner.query("DROP DATABASE schema_drift");
    }
  });
}

test("the migrations and the Prisma schema make the same tables and columns", async () => {
  const ownerUrl = inject("ownerUrl");
  const migrated = await withClient(ownerUrl, columnsOf);
  const typed = await columnsOfPrismaSchema(ownerUrl);
  expect(migrated).toContain("iam_user.user_name text not null");
  expect({
    onlyInMigrations: migrated.filter((column) => !typed.includes(column)),
    onlyInPrismaSchema: typed.filter((column) => !migrated.includes(column)),
  }).toEqual({ onlyInMigrations: [], onlyInPrismaSchema: [] });
});
