import {
  ChecksView,
  DEFAULT_ROTATION_POLICIES,
  type Finding,
  FindingDetail,
  ListFindingsInput,
  MS_PER_DAY,
} from "@rolecall/domain";
import { expect, test } from "vitest";
import { type Connected, connectCustomer, jobRun } from "../emulated-customer-fixture.ts";
import { judgeAccount } from "../judgement/judge-account.ts";
import { getFindingSummary, listChecks } from "./checks.ts";
import { createException } from "./exceptions.ts";
import { getFinding, listFindings } from "./findings.ts";
import { setRotationPolicies } from "./rotation-policies.ts";

const list = async ({ ctx }: Connected, input: Partial<ListFindingsInput> = {}): Promise<Finding[]> =>
  (await listFindings(ctx, ListFindingsInput.parse({ limit: 200, ...input }))).items;

/** As the sweep has it done for what is due. */
const judge = ({ deps, tenantId, accountId }: Connected) =>
  judgeAccount.handle(deps, { tenantId, accountId }, jobRun());

async function scanned(): Promise<Connected> {
  const customer = await connectCustomer();
  await customer.scan();
  return customer;
}

test("every number opens to the findings that it counts, and every fact to where it was read and when", async () => {
  const customer = await scanned();
  const found = await list(customer);
  expect(found.length).toBeGreaterThan(3);
  const view = ChecksView.parse(await listChecks(customer.ctx, {}));
  expect(view).toMatchObject({ accountsJudged: 1, accountsNotJudged: 0 });
  const failing = view.checks.filter(({ counts }) => counts.failed > 0).map(({ id, counts }) => [id, counts.failed]);
  const counted = [...Map.groupBy(found, ({ checkId }) => checkId)].map(([id, rows]) => [id, rows.length]);
  expect(Object.fromEntries(failing)).toEqual(Object.fromEntries(counted));
  const summary = await getFindingSummary(customer.ctx, {});
  expect(summary.open).toBe(found.length);
  for (const { id, checkId } of found) {
    const { judgedAt, sourcedFacts, periods } = FindingDetail.parse(await getFinding(customer.ctx, { id }));
    expect(judgedAt, checkId).toEqual(view.judgedAt);
    expect(periods, checkId).toHaveLength(1);
    const untold = sourcedFacts.filter(({ observedAt }) => observedAt === null);
    expect(untold, checkId).toEqual([]);
  }
});

test("what somebody answers for is excepted before and after it is judged again", async () => {
  const customer = await scanned();
  const finding = (await list(customer)).find(({ subject }) => subject === "credential");
  if (!finding) throw new Error("No finding of a credential");
  const { checkId, subject, subjectId } = finding;
  const said = { owner: "Platform", reason: "Until the vendor can rotate", approver: "CISO", condition: null };
  const expiresAt = new Date(customer.ctx.now().getTime() + 30 * MS_PER_DAY);
  await createException(customer.ctx, { checkId, subject, subjectId, expiresAt, ...said });
  const standing = async () => {
    const { checks } = await listChecks(customer.ctx, {});
    return checks.find(({ id }) => id === checkId);
  };
  const excepted = { ...finding, status: "excepted", exception: { owner: "Platform", state: "active" } };
  expect(await list(customer, { status: "excepted" })).toMatchObject([excepted]);
  const before = await standing();
  expect(before).toMatchObject({ excepted: 1 });
  customer.later(1);
  await judge(customer);
  expect(await list(customer, { status: "excepted" })).toMatchObject([excepted]);
  expect(await standing()).toEqual(before);
  customer.later(31 * 24);
  expect(await list(customer, { subjectId, checkId })).toMatchObject([
    { status: "open", exception: { state: "expired" } },
  ]);
});

test("limits that are set are judged by soon, and what was found by the old ones is still told of then", async () => {
  const customer = await scanned();
  const scannedAt = customer.ctx.now();
  const overdue = await list(customer, { checkId: "credential_overdue" });
  expect(overdue.length).toBeGreaterThan(0);
  customer.later(1);
  const lenient = { ...DEFAULT_ROTATION_POLICIES.human, rotationDays: 3650 };
  await setRotationPolicies(customer.ctx, { human: lenient, machine: lenient, overrides: [] });
  await judge(customer);
  const resolved = await list(customer, { checkId: "credential_overdue", status: "resolved" });
  expect(resolved.map(({ id, resolution }) => [id, resolution?.kind])).toEqual(
    overdue.map(({ id }) => [id, "policy_changed"]),
  );
  const then = await list(customer, { checkId: "credential_overdue", asOf: scannedAt });
  expect(then.map(({ id, sentence, status }) => [id, sentence, status])).toEqual(
    overdue.map(({ id, sentence }) => [id, sentence, "open"]),
  );
});
