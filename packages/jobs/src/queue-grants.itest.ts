import { DATABASE_ROLES } from "@rolecall/db/migrate";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";

const owner = new pg.Pool({ connectionString: inject("ownerUrl"), max: 1 });
afterAll(() => owner.end());

test("no role of the product but the queue's may use the queue's schema", async () => {
  const { rows } = await owner.query<{ role: string; queue: boolean }>(
    "SELECT rolname AS role, has_schema_privilege(oid, 'bullmq', 'USAGE') AS queue FROM pg_roles WHERE rolname = ANY($1)",
    [Object.values(DATABASE_ROLES)],
  );
  expect(rows).toHaveLength(4);
  expect(rows.filter(({ queue }) => queue).map(({ role }) => role)).toEqual([DATABASE_ROLES.queue]);
});

test.each(["appUrl", "systemUrl", "authUrl"] as const)("as %s, the queue's jobs are refused", async (url) => {
  const client = new pg.Client({ connectionString: inject(url) });
  await client.connect();
  try {
    await expect(client.query("SELECT 1 FROM bullmq.job")).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
});
