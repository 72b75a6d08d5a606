import { v7 as uuidv7 } from "uuid";
import { type AccountIds, insertRows } from "./rows.ts";

const AT = "2026-01-01T00:00:00Z";

/** Ids of what a full tenant has of judgements. */
export type FullJudgement = { findingId: string; exceptionId: string };

const LIMITS = { rotationDays: 90, unusedDays: 45, graceDays: 7, warnDaysBefore: [30, 14, 7] };

/** Writes one row into each table of judgements: an access key that is overdue, and for which somebody answers. */
export async function makeFullJudgement(
  { tenantId, accountId, awsAccountId }: AccountIds,
  of: { credentialId: string; scanId: string },
): Promise<FullJudgement> {
  const [findingId, exceptionId] = [uuidv7(), uuidv7()];
  const policies = { human: LIMITS, machine: LIMITS, overrides: [] };
  const hash = `hash of ${accountId}`;
  const ofCredential = { check_id: "credential_overdue", subject: "credential", subject_id: of.credentialId };
  const told = { severity: "medium", sentence: "The key was made before 2025-10-03.", facts: [] };
  await insertRows("rotation_policy", [{ tenant_id: tenantId, set_at: AT, set_by: "member@rolecall.test", policies }]);
  await insertRows("credential_limit", [
    {
      tenant_id: tenantId,
      credential_id: of.credentialId,
      valid_from: AT,
      account_id: accountId,
      rotation_days: 90,
      unused_days: 45,
      grace_days: 7,
      warn_days_before: [30, 14, 7],
      holder: "machine",
      reason: "default for machines",
    },
  ]);
  await insertRows("judgement_context", [
    {
      tenant_id: tenantId,
      hash,
      content: {
        awsAccountId,
        partition: "aws",
        unitIds: [],
        rotationPolicies: policies,
        organizationIds: [],
        ownAccountIds: [awsAccountId],
        isRootCentrallyManaged: null,
        externalIdUses: {},
      },
    },
  ]);
  await insertRows("judgement", [
    {
      tenant_id: tenantId,
      account_id: accountId,
      judged_at: AT,
      scan_id: of.scanId,
      context_hash: hash,
      checks: { credential_overdue: { failed: 1, passed: 0, unknown: 0 } },
      unread: { roles: "denied" },
    },
  ]);
  await insertRows("finding", [
    {
      tenant_id: tenantId,
      id: findingId,
      account_id: accountId,
      ...ofCredential,
      ...told,
      resource_name: "AKIAFULL",
      is_open: true,
      is_provisional: false,
      first_opened_at: AT,
      opened_at: AT,
      times_opened: 1,
    },
  ]);
  await insertRows("finding_period", [
    {
      tenant_id: tenantId,
      finding_id: findingId,
      opened_at: AT,
      account_id: accountId,
      opened_scan_id: of.scanId,
      ...told,
    },
  ]);
  await insertRows("finding_exception", [
    {
      tenant_id: tenantId,
      id: exceptionId,
      account_id: accountId,
      ...ofCredential,
      owner: "Ada",
      reason: "The vendor changes it in spring.",
      approver: "Grace",
      created_at: AT,
      created_by: "member@rolecall.test",
      expires_at: "2100-01-01T00:00:00Z",
    },
  ]);
  await insertRows("rotation_day", [
    {
      tenant_id: tenantId,
      account_id: accountId,
      owner: "",
      day: AT.slice(0, 10),
      ...{ ok: 1, due_soon: 0, overdue: 0, unused: 0, excepted: 0, unknown: 0 },
    },
  ]);
  const counted = { check_id: ofCredential.check_id, severity: told.severity, open: 1, provisional: 0 };
  await insertRows("finding_count", [{ tenant_id: tenantId, account_id: accountId, ...counted }]);
  await insertRows("tenant_rotation_day", [{ tenant_id: tenantId, day: AT.slice(0, 10), ok: 1, accounts_scanned: 1 }]);
  await insertRows("key_rotation", [
    { tenant_id: tenantId, made_id: of.credentialId, account_id: accountId, started_at: AT, ended_at: null },
  ]);
  return { findingId, exceptionId };
}
