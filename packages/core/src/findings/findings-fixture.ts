import { insertRows, type Row, rollUpFindings } from "@rolecall/db/testing";
import type { CheckId, FindingSubject } from "@rolecall/domain";

type OfAccount = { tenantId: string; accountId: string };
type Of = { checkId: CheckId; subject: FindingSubject; subjectId: string };
type MadeFinding = Row & { id: string };

const OPENED_AT = "2026-01-01T00:00:00Z";

/** Writes a finding that opened once and is open, with its period; `row` says what is different. */
export async function makeFinding(account: OfAccount, of: Of, row: Row = {}): Promise<MadeFinding> {
  const identity = { tenant_id: account.tenantId, account_id: account.accountId };
  const openedAt = row.opened_at ?? OPENED_AT;
  const finding = {
    ...identity,
    id: crypto.randomUUID(),
    check_id: of.checkId,
    subject: of.subject,
    subject_id: of.subjectId,
    resource_name: "batch",
    user_record_id: null,
    owner: null,
    is_open: (row.resolved_at ?? null) === null,
    is_provisional: false,
    severity: "medium",
    grade: null,
    sentence: "It is so.",
    facts: [],
    first_opened_at: openedAt,
    opened_at: openedAt,
    times_opened: 1,
    resolved_at: null,
    resolution: null,
    assignee: null,
    note: null,
    severity_override: null,
    ...row,
  };
  await insertRows("finding", [finding]);
  await rollUpFindings(account.tenantId);
  await makePeriods(account, finding, [{ resolved_at: finding.resolved_at, resolution: finding.resolution }]);
  return finding;
}

/** Writes periods of a finding; what `rows` leave open is as the finding has it. */
export async function makePeriods(account: OfAccount, finding: MadeFinding, rows: readonly Row[]): Promise<void> {
  const periods = rows.map((row) => ({
    tenant_id: account.tenantId,
    account_id: account.accountId,
    finding_id: finding.id,
    opened_at: finding.opened_at,
    opened_scan_id: null,
    severity: finding.severity,
    grade: finding.grade,
    sentence: finding.sentence,
    facts: finding.facts,
    resolved_at: null,
    resolution: null,
    ...row,
  }));
  await insertRows("finding_period", periods);
}

/** Writes an exception that stands until 2100. */
export async function makeException(account: OfAccount, of: Of, row: Row = {}): Promise<MadeFinding> {
  const exception = {
    tenant_id: account.tenantId,
    account_id: account.accountId,
    id: crypto.randomUUID(),
    check_id: of.checkId,
    subject: of.subject,
    subject_id: of.subjectId,
    owner: "Platform",
    reason: "Ends with the vendor's contract",
    approver: "CISO",
    condition: null,
    created_at: OPENED_AT,
    created_by: "member@rolecall.test",
    expires_at: "2100-01-01T00:00:00Z",
    ended_at: null,
    end_kind: null,
    end_reason: null,
    ...row,
  };
  await insertRows("finding_exception", [exception]);
  return exception;
}

/** Writes a judgement of a whole account with its counts by check. */
export async function makeJudgement(
  account: OfAccount,
  checks: Partial<Record<CheckId, { failed: number; passed: number; unknown: number }>>,
  row: Row = {},
): Promise<void> {
  const { tenantId, accountId } = account;
  const hash = crypto.randomUUID();
  await insertRows("judgement_context", [{ tenant_id: tenantId, hash, content: {} }]);
  await insertRows("judgement", [
    {
      tenant_id: tenantId,
      account_id: accountId,
      judged_at: OPENED_AT,
      scan_id: null,
      user_record_id: null,
      context_hash: hash,
      report_observed_at: null,
      checks,
      ...row,
    },
  ]);
}
