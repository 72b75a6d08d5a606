import { ListExceptionsInput, ListFindingsInput, MS_PER_DAY, Severity } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { explain } from "../sql/plans-fixture.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { insertRows, makeAccount, makeTenant, ownerSql, rollUpFindings } from "../testing/index.ts";
import { countOpenFindings } from "./checks.ts";
import { listExceptionRows } from "./exceptions.ts";
import { findFinding, listFindingRows } from "./findings.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const ROWS = 20_000;
const daysBefore = (days: number) => new Date(NOW.getTime() - days * MS_PER_DAY).toISOString();

let tenantId: string;
let awsAccountId: string;
let findingId: string;
let subjectId: string;

/** Half of the findings are open; each tenth of these is excepted. */
function rowsOf({ tenantId, accountId }: { tenantId: string; accountId: string }) {
  const findings = Array.from({ length: ROWS }, (_, index) => {
    const resolved = index % 2 === 1 ? { kind: "corrected", sentence: "Done.", scanId: null } : null;
    return {
      tenant_id: tenantId,
      id: crypto.randomUUID(),
      account_id: accountId,
      check_id: "credential_overdue",
      subject: "credential",
      subject_id: crypto.randomUUID(),
      resource_name: `AKIA${index}`,
      user_record_id: null,
      owner: null,
      is_open: resolved === null,
      is_provisional: false,
      severity: Severity.options[index % Severity.options.length],
      sentence: "It had to be rotated.",
      facts: [{ field: "status", value: "active" }],
      first_opened_at: daysBefore(index % 300),
      opened_at: daysBefore(index % 300),
      times_opened: 1,
      resolved_at: resolved && NOW.toISOString(),
      resolution: resolved,
    };
  });
  const periods = findings.map(({ id, severity, sentence, facts, opened_at, resolved_at, resolution }) => ({
    tenant_id: tenantId,
    finding_id: id,
    opened_at,
    account_id: accountId,
    severity,
    sentence,
    facts,
    resolved_at,
    resolution,
  }));
  const exceptions = findings
    .filter((_, index) => index % 20 === 0)
    .map(({ check_id, subject, subject_id }) => ({
      tenant_id: tenantId,
      id: crypto.randomUUID(),
      account_id: accountId,
      check_id,
      subject,
      subject_id,
      owner: "Platform",
      reason: "Until August",
      approver: "CISO",
      created_at: daysBefore(1),
      created_by: "member@rolecall.test",
      expires_at: "2100-01-01T00:00:00Z",
    }));
  return { findings, periods, exceptions };
}

beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  const account = await makeAccount(tenantId, { status: "ok" });
  awsAccountId = account.awsAccountId;
  const { tenantId: other } = await makeTenant();
  for (const owned of [account, await makeAccount(other, { status: "ok" })]) {
    const { findings, periods, exceptions } = rowsOf(owned);
    await insertRows("finding", findings);
    await insertRows("finding_period", periods);
    await insertRows("finding_exception", exceptions);
    if (owned === account) [findingId, subjectId] = [String(findings[0]?.id), String(findings[0]?.subject_id)];
  }
  await rollUpFindings(tenantId);
  await ownerSql("ANALYZE finding, finding_period, finding_exception, aws_account");
}, 120_000);

const LARGE = ["finding", "finding_period", "finding_exception"];
const readAsWhole = (nodes: Awaited<ReturnType<typeof explain>>["nodes"]) =>
  nodes.filter((node) => node["Node Type"] === "Seq Scan" && LARGE.includes(node["Relation Name"] ?? ""));

const list =
  (input: Partial<ListFindingsInput> = {}) =>
  (tx: TenantTx, cursor?: string) =>
    listFindingRows(tx, ListFindingsInput.parse({ ...input, cursor }), undefined, NOW);

test.each<[string, Partial<ListFindingsInput>, string, RegExp]>([
  ["the gravest open findings", {}, "finding_tenant_id_is_open_triage_order_id_idx", /triage_order >=/],
  [
    "the gravest ones without exception",
    { status: "open" },
    "finding_tenant_id_is_open_triage_order_id_idx",
    /triage_order >=/,
  ],
  [
    "the gravest that are over",
    { status: "resolved" },
    "finding_tenant_id_is_open_triage_order_id_idx",
    /triage_order >=/,
  ],
  ["the newest open findings", { sort: "-openedAt" }, "finding_tenant_id_is_open_opened_at_id_idx", /opened_at <=/],
])(
  "a page of %s is read in the order of its index, the next one from where it ended",
  async (_, input, index, from) => {
    const first = await explain(tenantId, (tx) => list(input)(tx));
    const second = await explain(tenantId, (tx) => list(input)(tx, first.result.nextCursor ?? undefined));
    for (const { nodes, result } of [first, second]) {
      const reads = nodes.filter((node) => node["Relation Name"] === "finding");
      expect(reads).toMatchObject([{ "Index Name": index }]);
      expect(readAsWhole(nodes)).toEqual([]);
      expect(nodes.map((node) => node["Node Type"])).not.toContain("Sort");
      expect(result.items).toHaveLength(50);
    }
    expect(second.nodes.map((node) => node["Index Cond"] ?? "").join()).toMatch(from);
  },
);

test.each<[string, (tx: TenantTx) => Promise<unknown>]>([
  ["one finding", (tx) => findFinding(tx, findingId, NOW)],
  ["one finding as it was", (tx) => findFinding(tx, findingId, NOW, new Date(daysBefore(0)))],
  ["the findings of one credential", (tx) => list({ subjectId })(tx)],
  ["the exceptions of one credential", (tx) => listExceptionRows(tx, ListExceptionsInput.parse({ subjectId }), NOW)],
])("%s is found without reading all", async (_, query) => {
  const { nodes, result } = await explain(tenantId, query);
  expect(readAsWhole(nodes)).toEqual([]);
  expect(result).toBeTruthy();
});

test("all of then and all of now are the same at this instant", async () => {
  const then = await explain(tenantId, (tx) => countOpenFindings(tx, { asOf: NOW, awsAccountId }, NOW));
  const now = await explain(tenantId, (tx) => countOpenFindings(tx, { awsAccountId }, NOW));
  const inOrder = (rows: typeof now.result) =>
    rows.toSorted((a, b) => `${a.severity}${a.isExcepted}`.localeCompare(`${b.severity}${b.isExcepted}`));
  expect(inOrder(then.result)).toEqual(inOrder(now.result));
  expect(now.result.reduce((sum, { count }) => sum + count, 0)).toBe(ROWS / 2);
});
