import { expect, test } from "vitest";
import { ownerSql } from "./testing/index.ts";

type Reference = { table: string; columns: string[] };

/** What foreign keys refer to, by the columns that are looked up for each row that is written. */
async function references(): Promise<Reference[]> {
  const { rows } = await ownerSql<Reference>(`
    SELECT DISTINCT f.confrelid::regclass::text AS table,
      ARRAY(SELECT a.attname::text FROM unnest(f.confkey) k JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k) AS columns
    FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid
    WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`);
  return rows;
}

/** The plan that the check of a foreign key keeps, whatever the values. */
async function planOf({ table, columns }: Reference): Promise<string> {
  const where = columns.map((column, index) => `${column} = $${index + 1}`).join(" AND ");
  const { rows } = await ownerSql<{ "QUERY PLAN": string }>(
    `EXPLAIN (GENERIC_PLAN) SELECT 1 FROM ONLY ${table} WHERE ${where} FOR KEY SHARE`,
  );
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

test("before anything was analysed, each check of a foreign key looks up one row by all of its columns", async () => {
  const found = await references();
  expect(found.length).toBeGreaterThan(10);
  for (const reference of found) {
    const plan = await planOf(reference);
    for (const column of reference.columns)
      expect(plan, reference.table).toMatch(new RegExp(`Index Cond: .*\\b${column} = `));
  }
});
