import { ListCredentialsInput, ListFindingsInput, ListRolesInput, ListUsersInput, MS_PER_DAY } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { countOpenFindings } from "../findings/checks.ts";
import { listFindingRows } from "../findings/index.ts";
import { listCredentialRows, listRoleRows, listUserRows } from "../inventory/index.ts";
import { findNamed } from "../inventory/named.ts";
import {
  credentialRow,
  insertRows,
  makeAccount,
  makeTenant,
  ownerSql,
  type Row,
  roleRow,
  rollUpFindings,
  testDb,
  userRow,
} from "../testing/index.ts";
import { explain } from "./plans-fixture.ts";
import type { TenantTx } from "./transaction.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const ROWS = 10_000;
const daysBefore = (days: number) => new Date(NOW.getTime() - days * MS_PER_DAY).toISOString();

let tenantId: string;
let otherId: string;

function findingRow(owned: { tenantId: string; accountId: string }, index: number): Row {
  return {
    ...{ tenant_id: owned.tenantId, id: crypto.randomUUID(), account_id: owned.accountId },
    ...{ check_id: "credential_overdue", subject: "credential", subject_id: crypto.randomUUID() },
    ...{ resource_name: `AKIA${index}`, user_record_id: null, owner: `team-${index % 9}`, is_open: true },
    ...{ is_provisional: false, severity: "medium", sentence: "It had to be rotated.", facts: [], times_opened: 1 },
    ...{ first_opened_at: daysBefore(index % 300), opened_at: daysBefore(index % 300), resolved_at: null },
  };
}

beforeAll(async () => {
  const tenants = await Promise.all([makeTenant(), makeTenant()]);
  [tenantId, otherId] = tenants.map((tenant) => tenant.tenantId) as [string, string];
  for (const tenant of tenants) {
    const owned = await makeAccount(tenant.tenantId, { status: "ok" });
    const rows = <T>(make: (index: number) => T) => Array.from({ length: ROWS }, (_, index) => make(index));
    const users = rows((index) =>
      userRow(owned, { user_name: `person ${index}`, mfa: "virtual", created_at: daysBefore(index % 900) }),
    );
    await insertRows("iam_user", users);
    await insertRows(
      "iam_role",
      rows((index) =>
        roleRow(owned, { role_name: `reader ${index}`, trust_grade: "ok", created_at: daysBefore(index % 900) }),
      ),
    );
    await insertRows(
      "credential",
      rows((index) =>
        credentialRow(owned, {
          ...{ user_record_id: users[index]!.id, user_name: `person ${index}`, owner: `team-${index % 9}` },
          ...{ created_at: daysBefore(index % 700), last_used_at: index % 3 ? daysBefore(index % 200) : null },
        }),
      ),
    );
    await insertRows(
      "finding",
      rows((index) => findingRow(owned, index)),
    );
    await rollUpFindings(tenant.tenantId);
  }
  await ownerSql("VACUUM ANALYZE iam_user, iam_role, credential, finding, finding_count, aws_account");
}, 180_000);

const users = (given: object) => (tx: TenantTx) => listUserRows(tx, ListUsersInput.parse(given), NOW);
const credentials = (given: object) => (tx: TenantTx) => listCredentialRows(tx, ListCredentialsInput.parse(given), NOW);
const roles = (given: object) => (tx: TenantTx) => listRoleRows(tx, ListRolesInput.parse(given));
const findings = (given: object) => (tx: TenantTx) =>
  listFindingRows(tx, ListFindingsInput.parse(given), undefined, NOW);

const LARGE = ["iam_user", "iam_role", "credential", "finding"];
type Nodes = Awaited<ReturnType<typeof explain>>["nodes"];
const readAsWhole = (nodes: Nodes) =>
  nodes.filter((node) => node["Node Type"] === "Seq Scan" && LARGE.includes(node["Relation Name"] ?? ""));

test.each<[string, (tx: TenantTx) => Promise<{ items: unknown[] }>]>([
  ["users, the newest first", users({ sort: "-createdAt" })],
  ["users by the age of their keys", users({ sort: "keyAge" })],
  ["credentials, the youngest first", credentials({ sort: "age" })],
  ["credentials that were used last", credentials({ sort: "-lastUsed" })],
  ["credentials by user", credentials({ sort: "userName" })],
  ["roles, the newest first", roles({ sort: "-createdAt" })],
  ["findings by resource", findings({ sort: "resourceName" })],
])("a page of %s is read in the order of an index", async (_, list) => {
  const { nodes } = await explain(tenantId, list);
  expect(readAsWhole(nodes)).toEqual([]);
  expect(nodes.map((node) => node["Node Type"])).not.toContain("Sort");
});

/** Rows that were read in vain. Which index spares them depends on all tenants that the tables have just then. */
const readInVain = (nodes: Nodes): number =>
  nodes
    .filter((node) => LARGE.includes(node["Relation Name"] ?? ""))
    .reduce(
      (sum, node) => sum + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0),
      0,
    );

test.each<[string, (tx: TenantTx) => Promise<{ items: unknown[] }>]>([
  ["users of a kind of MFA that none has", users({ mfa: "fido" })],
  ["credentials of a kind that none is", credentials({ kind: "server_certificate" })],
  ["credentials of nobody's", credentials({ owner: "nobody" })],
  ["roles of a grade that none has", roles({ grade: "critical" })],
  ["findings of a severity that none has", findings({ severity: "info" })],
  ["findings of a check that none fails", findings({ checkId: "root_mfa" })],
  ["findings of nobody's", findings({ owner: "nobody" })],
  ["findings that nobody works on", findings({ assignee: "Nobody" })],
])("no row of %s is looked for among the others", async (_, list) => {
  const { nodes, result } = await explain(tenantId, list);
  expect(result.items).toEqual([]);
  expect(readAsWhole(nodes)).toEqual([]);
  expect(readInVain(nodes)).toBeLessThan(100);
});

test("open findings are counted without being read", async () => {
  const { nodes, result } = await explain(tenantId, (tx) => countOpenFindings(tx, {}, NOW));
  expect(readAsWhole(nodes)).toEqual([]);
  expect(result).toMatchObject([{ checkId: "credential_overdue", severity: "medium", count: ROWS }]);
});

test("a name is found by any part of it, whatever its case, and never one of another tenant's", async () => {
  const found = (tenant: string, table: Parameters<typeof findNamed>[1], text: string) =>
    testDb().inTenant(tenant, (tx) => findNamed(tx, table, text));
  const mine = await found(tenantId, "iam_user", "SON 4711");
  const theirs = await found(otherId, "iam_user", "son 4711");
  expect([mine?.length, theirs?.length]).toEqual([1, 1]);
  expect(mine).not.toEqual(theirs);
  expect(await found(tenantId, "credential", "son 4711")).toHaveLength(1);
  expect(await found(tenantId, "iam_role", "reader 4711")).toHaveLength(1);
  expect(await found(tenantId, "iam_user", "nobody is called so")).toEqual([]);
  expect(await found(tenantId, "iam_user", "%")).toEqual([]);
  expect(await found(tenantId, "iam_user", "person")).toBeNull();
});

test.each([
  ["iam_user", "user_name", "iam_user_name_part"],
  ["iam_role", "role_name", "iam_role_name_part"],
  ["credential", "access_key_id", "credential_name_part"],
])(
  "a part of a name of %s is looked up in an index, where no tenant's wall stands before it",
  async (table, column, index) => {
    const { rows } = await ownerSql<{ "QUERY PLAN": string }>(
      `EXPLAIN SELECT id FROM ${table} WHERE tenant_id = '${tenantId}' AND ${column} ILIKE '%4711ab%'`,
    );
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain(index);
  },
);
