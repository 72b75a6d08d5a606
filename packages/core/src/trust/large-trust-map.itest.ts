import { landing, type TenantTx } from "@rolecall/db";
import { insertRows, makeAccount, ownerSql, roleRow } from "@rolecall/db/testing";
import { TRUST_MAP_BOUNDS } from "@rolecall/domain";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { judgeInventory } from "../judgement/judge-inventory.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getTrustMap } from "./get-trust-map.ts";

const NOW = new Date("2026-03-05T12:00:00Z");
const ROLES = 20_000;
/** All roles let it in, and each one a stranger of its own; every tenth lets in the whole of its account too. */
const OUTSIDE = "999999999999";

let ctx: Ctx;
let account: Awaited<ReturnType<typeof makeAccount>>;

const judge = (tx: TenantTx) =>
  landing
    .holdAccount(tx, account.accountId)
    .then((held) =>
      judgeInventory(
        { ctx, tx, account: held! },
        { asOf: NOW, scan: null, userRecordId: null, freshness: {}, unread: {} },
      ),
    );

function roleOf(index: number) {
  const [name, arn] = [`role-${index}`, `arn:aws:iam::${account.awsAccountId}:role/role-${index}`];
  const own = index % 10 === 0 ? [`arn:aws:iam::${account.awsAccountId}:root`] : [];
  const AWS = [OUTSIDE, String(300_000_000_000 + index), ...own];
  const inline = {
    name: "assume",
    document: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" } },
  };
  return roleRow(account, {
    ...{ role_name: name, arn, kind: "cross_account", inline_policies: [{ ...inline, problem: null }] },
    trust: {
      principals: AWS.map((value) => ({ type: "AWS", value })),
      requiresExternalId: false,
      document: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS } }] },
    },
  });
}

beforeAll(async () => {
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  account = await makeAccount(tenantId, { status: "ok", name: "Large" });
  for (let start = 0; start < ROLES; start += 2_000)
    await insertRows(
      "iam_role",
      Array.from({ length: 2_000 }, (_, index) => roleOf(start + index)),
    );
  await ctx.db.inTenant(tenantId, judge);
  // As autovacuum does within a minute of so many rows.
  await ownerSql("ANALYZE iam_role, role_way, role_outsider");
}, 300_000);

describe("the map of an account of twenty thousand roles that strangers enter", { timeout: 120_000 }, () => {
  test("is bounded, and counts all", async () => {
    const map = await getTrustMap(ctx, {});
    expect(map.outsiders).toHaveLength(TRUST_MAP_BOUNDS.outsiders);
    expect(map.outsiders[0]).toMatchObject({ id: OUTSIDE, entranceCount: ROLES, accountCount: 1 });
    expect(map.outsiders[0]?.entrances).toHaveLength(TRUST_MAP_BOUNDS.entrances);
    expect(map.counts).toMatchObject({ entrances: 2 * ROLES, accounts: 1 });
    expect(map.accounts).toEqual([expect.objectContaining({ roles: ROLES })]);
    expect([map.chains.length, map.unread]).toEqual([200, 0]);
    expect(map.chainRolesLeftOut).toBe(ROLES - TRUST_MAP_BOUNDS.chainRoles);
    expect(JSON.stringify(map).length).toBeLessThan(1_000_000);
  });

  test("does not take more memory the more often it is asked for", async () => {
    await getTrustMap(ctx, {});
    const before = process.memoryUsage().heapUsed;
    for (let time = 0; time < 5; time++) await getTrustMap(ctx, {});
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });

  test("is written again for those roles alone that changed", async () => {
    const written = () =>
      ownerSql<{ role_id: string; tx: string }>(
        "SELECT role_id, xmin::text AS tx FROM role_way WHERE tenant_id = $1 ORDER BY role_id",
        [ctx.tenantId],
      ).then(({ rows }) => new Map(rows.map((row) => [row.role_id, row.tx])));
    const before = await written();
    const { rows } = await ownerSql<{ id: string }>(
      "UPDATE iam_role SET inline_policies = '[]' WHERE tenant_id = $1 AND role_name = 'role-7' RETURNING id",
      [ctx.tenantId],
    );
    await ctx.db.inTenant(ctx.tenantId, judge);
    const changed = [...(await written())].filter(([id, tx]) => before.get(id) !== tx).map(([id]) => id);
    expect(changed).toEqual(rows.map(({ id }) => id));
  }, 120_000);
});
