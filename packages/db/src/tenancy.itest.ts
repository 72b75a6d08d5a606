import pg from "pg";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { clientOf } from "./sql/rows.ts";
import type { TenantTx } from "./sql/transaction.ts";
import { type FullTenant, makeFullTenant, ownerSql, testDb } from "./testing/index.ts";

type Table = { name: string; columns: string[] };

/** Every table whose rows belong to one tenant, with the columns that can be written. */
async function tenantTables(): Promise<Table[]> {
  const { rows } = await ownerSql<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     GROUP BY c.oid, c.relname HAVING bool_or(a.attname = 'tenant_id') ORDER BY 1`,
  );
  return rows;
}

let mine: FullTenant;
let theirs: FullTenant;
let tables: Table[];

beforeAll(async () => {
  [mine, theirs, tables] = await Promise.all([makeFullTenant(), makeFullTenant(), tenantTables()]);
});

const count = async (tx: TenantTx, table: string, tenantId: string): Promise<number> => {
  const rows = await clientOf(tx).$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM "${table}" WHERE tenant_id = $1::uuid`,
    tenantId,
  );
  return rows[0]!.count;
};

const ownerCount = async (table: string, tenantId: string): Promise<number> => {
  const { rows } = await ownerSql<{ count: number }>(
    `SELECT count(*)::int AS count FROM "${table}" WHERE tenant_id = $1`,
    [tenantId],
  );
  return rows[0]!.count;
};

/** Runs a statement and tells how many rows it touched, or that it was refused. */
async function touched(tenantId: string, statement: string, ...values: unknown[]): Promise<number | "refused"> {
  try {
    return await testDb().inTenant(tenantId, (tx) => clientOf(tx).$executeRawUnsafe(statement, ...values));
  } catch (error) {
    expect(String(error)).toMatch(/row-level security policy|permission denied/);
    return "refused";
  }
}

describe("within a tenant", () => {
  test("each table shows the tenant's own rows and none of another's", async () => {
    expect(tables.length).toBeGreaterThanOrEqual(15);
    for (const { name } of tables) {
      const seen = await testDb().inTenant(mine.tenantId, async (tx) => ({
        own: await count(tx, name, mine.tenantId),
        foreign: await count(tx, name, theirs.tenantId),
        all: (
          await clientOf(tx).$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM "${name}"`)
        )[0]!.count,
      }));
      const own = await ownerCount(name, mine.tenantId);
      expect(own, `the example has a row in ${name}`).toBeGreaterThan(0);
      expect(await ownerCount(name, theirs.tenantId), `the other tenant has a row in ${name}`).toBeGreaterThan(0);
      expect(seen, name).toEqual({ own, foreign: 0, all: own });
    }
  });

  test("the tenant's own name and members are seen, no other's", async () => {
    const seen = await testDb().inTenant(mine.tenantId, async (tx) => ({
      tenants: await clientOf(tx).tenant.findMany({ select: { id: true } }),
      persons: await clientOf(tx).person.findMany({ select: { id: true } }),
    }));
    expect(seen).toEqual({ tenants: [{ id: mine.tenantId }], persons: [{ id: mine.personId }] });
  });

  test("another tenant's rows cannot be changed or deleted", async () => {
    for (const { name, columns } of tables) {
      const before = await ownerCount(name, theirs.tenantId);
      for (const column of columns) {
        const update = `UPDATE "${name}" SET "${column}" = "${column}" WHERE tenant_id = $1::uuid`;
        expect([0, "refused"], `${name}.${column}`).toContain(await touched(mine.tenantId, update, theirs.tenantId));
      }
      const remove = `DELETE FROM "${name}" WHERE tenant_id = $1::uuid`;
      expect([0, "refused"], name).toContain(await touched(mine.tenantId, remove, theirs.tenantId));
      expect(await ownerCount(name, theirs.tenantId), name).toBe(before);
    }
  });

  test("no row can be written into another tenant, and none moved there", async () => {
    for (const { name, columns } of tables) {
      const list = columns.map((column) => `"${column}"`).join(", ");
      const { rows } = await ownerSql(`SELECT to_jsonb(t) AS row FROM "${name}" t WHERE tenant_id = $1 LIMIT 1`, [
        mine.tenantId,
      ]);
      const row = { ...rows[0]!.row, tenant_id: theirs.tenantId };
      const insert = `INSERT INTO "${name}" (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::"${name}", $1::jsonb)`;
      expect(await touched(mine.tenantId, insert, JSON.stringify(row)), `insert into ${name}`).toBe("refused");
      const move = `UPDATE "${name}" SET tenant_id = $1::uuid`;
      expect(await touched(mine.tenantId, move, theirs.tenantId), `update of ${name}`).toBe("refused");
    }
  });
});

describe("without a tenant", () => {
  test.each(["before", "after"] as const)(
    "each table is empty, %s a transaction of a tenant on the same connection",
    async (when) => {
      const client = new pg.Client({ connectionString: inject("appUrl") });
      await client.connect();
      try {
        if (when === "after") {
          await client.query("BEGIN");
          await client.query("SELECT set_config('app.tenant_id', $1, true)", [mine.tenantId]);
          expect((await client.query("SELECT 1 FROM iam_user")).rowCount).toBe(1);
          await client.query("COMMIT");
        }
        for (const table of [...tables.map(({ name }) => name), "tenant"]) {
          expect((await client.query(`SELECT 1 FROM "${table}"`)).rowCount, table).toBe(0);
        }
      } finally {
        await client.end();
      }
    },
  );
});
