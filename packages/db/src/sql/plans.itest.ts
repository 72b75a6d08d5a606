import { ListCredentialsInput, ListRolesInput, ListUsersInput, MS_PER_DAY } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { listScanRows } from "../accounts/accounts.ts";
import { findUser, listCredentialRows, listRoleRows, listUserRows } from "../inventory/index.ts";
import { readDays } from "../roll-ups/roll-up.ts";
import type { TenantTx } from "../sql/transaction.ts";
import {
  credentialRow,
  insertRows,
  makeAccount,
  makeTenant,
  ownerSql,
  roleRow,
  scanRow,
  tenantDayRow,
  testDb,
  userRow,
} from "../testing/index.ts";
import { explain } from "./plans-fixture.ts";

const AS_OF = new Date("2026-06-01T00:00:00Z");
const ROWS = 10_000;
const daysBefore = (days: number) => new Date(AS_OF.getTime() - days * MS_PER_DAY).toISOString();

let tenantId: string;
let accountId: string;

beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  const account = await makeAccount(tenantId, { status: "ok" });
  accountId = account.accountId;
  const { tenantId: other } = await makeTenant();
  const theirs = await makeAccount(other, { status: "ok" });
  const rows = <T>(make: (index: number) => T) => Array.from({ length: ROWS }, (_, index) => make(index));
  for (const owned of [account, theirs]) {
    await insertRows(
      "iam_user",
      rows((index) => userRow(owned, { user_name: `user ${index}` })),
    );
    await insertRows(
      "iam_role",
      rows((index) => roleRow(owned, { role_name: `role ${index}` })),
    );
    await insertRows(
      "credential",
      rows((index) => credentialRow(owned, { created_at: daysBefore(index % 700) })),
    );
    await insertRows(
      "scan",
      Array.from({ length: 1_000 }, (_, index) => scanRow(owned, { requested_at: daysBefore(index) })),
    );
    await insertRows(
      "tenant_day",
      Array.from({ length: 1_000 }, (_, index) =>
        tenantDayRow(owned.tenantId, { day: daysBefore(index).slice(0, 10) }),
      ),
    );
    await insertRows(
      "entity_version",
      rows((index) => ({
        tenant_id: owned.tenantId,
        subject: "user",
        subject_id: userRow(owned).id,
        valid_from: daysBefore(index % 400),
        account_id: owned.accountId,
        scan_id: owned.accountId,
        change: "created",
        content_hash: "hash",
        content: {},
      })),
    );
  }
  await ownerSql("ANALYZE");
}, 120_000);

type Listed = { items: unknown[]; nextCursor: string | null };
type List = (tx: TenantTx, cursor: string | undefined) => Promise<Listed>;
const lists: [string, string, string, List][] = [
  [
    "credentials, the oldest first",
    "credential",
    "credential_tenant_id_created_at_id_idx",
    (tx, cursor) => listCredentialRows(tx, ListCredentialsInput.parse({ cursor }), AS_OF),
  ],
  [
    "users by name",
    "iam_user",
    "iam_user_tenant_id_user_name_id_idx",
    (tx, cursor) => listUserRows(tx, ListUsersInput.parse({ cursor }), AS_OF),
  ],
  [
    "roles by name",
    "iam_role",
    "iam_role_tenant_id_role_name_id_idx",
    (tx, cursor) => listRoleRows(tx, ListRolesInput.parse({ cursor })),
  ],
  [
    "an account's scans, the newest first",
    "scan",
    "scan_tenant_id_account_id_requested_at_idx",
    (tx, cursor) => listScanRows(tx, { accountId, cursor, limit: 50 }, new Date()),
  ],
];

test.each(lists)("a page of %s reads %s in the order of its index", async (_, table, index, list) => {
  const first = await explain(tenantId, (tx) => list(tx, undefined));
  const second = await explain(tenantId, (tx) => list(tx, first.result.nextCursor!));
  for (const { nodes, result } of [first, second]) {
    const reads = nodes.filter((node) => node["Relation Name"] === table);
    expect(reads).toMatchObject([{ "Node Type": "Index Scan", "Index Name": index }]);
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Sort");
    expect(reads[0]?.["Index Cond"]).toContain("tenant_id = ");
    expect(result.items).toHaveLength(50);
  }
});

test("a year of days reads tenant_day by its key", async () => {
  const { nodes, result } = await explain(tenantId, (tx) =>
    readDays(tx, { from: "2025-06-02", to: "2026-06-01", interval: "day" }),
  );
  expect(nodes.filter((node) => node["Relation Name"] === "tenant_day")).toMatchObject([
    { "Node Type": "Index Scan", "Index Name": "tenant_day_pkey" },
  ]);
  expect(result).toHaveLength(365);
});

test("one record of then is found by its key", async () => {
  const { rows } = await ownerSql<{ id: string }>("SELECT id FROM iam_user WHERE tenant_id = $1 LIMIT 1", [tenantId]);
  const { nodes } = await explain(tenantId, (tx) => findUser(tx, String(rows[0]?.id), AS_OF, AS_OF));
  const reads = nodes.filter((node) =>
    ["entity_version", "iam_user", "credential"].includes(node["Relation Name"] ?? ""),
  );
  expect(reads.length).toBeGreaterThan(2);
  expect(reads.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
});

test.each([
  ["user_name", lists[1]![3]],
  ["role_name", lists[2]![3]],
  ["requested_at", lists[3]![3]],
])("the page after a %s starts there in the index, however far it is", async (column, list) => {
  const { nextCursor } = await testDb().inTenant(tenantId, (tx) => list(tx, undefined));
  const { nodes } = await explain(tenantId, (tx) => list(tx, nextCursor!));
  expect(nodes.map((node) => node["Index Cond"] ?? "").join()).toMatch(new RegExp(`${column} [<>]=`));
});
