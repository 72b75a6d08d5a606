import { Instant } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { makeTenant, testDb } from "../testing/index.ts";
import { columnsOf } from "./columns.ts";
import { firstRowOf, jsonOf, rowsOf } from "./rows.ts";
import type { TenantTx } from "./transaction.ts";

let tenantId: string;
beforeAll(async () => {
  tenantId = (await makeTenant()).tenantId;
});
const inTenant = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => testDb().inTenant(tenantId, work);

const Row = z.object({ roleName: z.string(), madeAt: Instant.nullable(), document: z.unknown() });

test("a row that is what its schema says comes as PostgreSQL gives it", async () => {
  const row = await inTenant((tx) =>
    firstRowOf(
      tx,
      Row,
      Prisma.sql`SELECT 'deploy' AS "roleName", '2026-01-01T00:00:00Z'::timestamptz AS "madeAt", '{"a":1}'::jsonb AS document`,
    ),
  );
  expect(row).toEqual({ roleName: "deploy", madeAt: new Date("2026-01-01T00:00:00Z"), document: { a: 1 } });
});

test("where there is no row, there is none", async () => {
  const row = await inTenant((tx) =>
    firstRowOf(tx, Row, Prisma.sql`SELECT '' AS "roleName", NULL AS "madeAt", NULL AS document WHERE FALSE`),
  );
  expect(row).toBeNull();
});

test.each<[string, Prisma.Sql, RegExp]>([
  [
    "whose alias is misspelt",
    Prisma.sql`SELECT 'deploy' AS "roleNam", now() AS "madeAt", NULL AS document`,
    /no column roleName; there is roleNam/,
  ],
  [
    "that lacks a column of which anything may be true",
    Prisma.sql`SELECT 'deploy' AS "roleName", now() AS "madeAt"`,
    /no column document/,
  ],
  [
    "with a column too many",
    Prisma.sql`SELECT 'deploy' AS "roleName", now() AS "madeAt", NULL AS document, 1 AS more`,
    /Unrecognized key: "more"/,
  ],
  [
    "of another type",
    Prisma.sql`SELECT 7 AS "roleName", now() AS "madeAt", NULL AS document`,
    /expected string, received number/,
  ],
  [
    "with a text that its schema would make an instant of",
    Prisma.sql`SELECT 'deploy' AS "roleName", '2026-01-01' AS "madeAt", NULL AS document`,
    /madeAt: "2026-01-01" is not yet what its schema makes of it/,
  ],
])("a row %s is refused", async (_, statement, reason) => {
  await expect(inTenant((tx) => rowsOf(tx, Row, statement))).rejects.toThrow(reason);
});

test("what is null is no instant, unless its schema says so", async () => {
  const statement = Prisma.sql`SELECT NULL::timestamptz AS at`;
  await expect(inTenant((tx) => rowsOf(tx, z.object({ at: Instant }), statement))).rejects.toThrow(
    /at: null is not yet/,
  );
});

test("JSON that its query parses may hold times as text, and nothing that its schema refuses", async () => {
  const Json = z.object({ devices: jsonOf(z.array(z.object({ enabledAt: Instant }))) });
  const devices = (at: string) =>
    Prisma.sql`SELECT jsonb_build_array(jsonb_build_object('enabledAt', ${at}::text)) AS devices`;
  expect(await inTenant((tx) => rowsOf(tx, Json, devices("2026-01-01")))).toHaveLength(1);
  await expect(inTenant((tx) => rowsOf(tx, Json, devices("no time")))).rejects.toThrow(
    /not the JSON that is kept there/,
  );
});

test("columns are named in snake case, but for those that are expressions", () => {
  const columns = columnsOf(Row, "r", { document: Prisma.sql`r.policy->'document'` });
  expect(columns.sql).toBe(`r.role_name AS "roleName",r.made_at AS "madeAt",r.policy->'document' AS "document"`);
});
