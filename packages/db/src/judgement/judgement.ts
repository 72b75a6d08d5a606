import type { CheckCounts, CheckId, JudgementContext, ScanKind } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";

/** One judgement of one account, or of one of its users. */
export type JudgementRow = {
  accountId: string;
  judgedAt: Date;
  /** Null: not after a scan. */
  scanId: string | null;
  /** Null: the whole account. */
  userRecordId: string | null;
  contextHash: string;
  reportObservedAt: Date | null;
  checks: Partial<Record<CheckId, CheckCounts>>;
};

/** When the account, or a user of it, was judged last; null: never. */
export async function lastJudgedAt(tx: TenantTx, accountId: string): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT max(judged_at) AS at FROM judgement WHERE account_id = ${accountId}::uuid`;
  return rows[0]?.at ?? null;
}

/**
 * Notes a judgement. Another one of the same instant takes its place, but one of a single user never that of the whole account.
 */
export async function insertJudgement(tx: TenantTx, row: JudgementRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO judgement AS known (tenant_id, account_id, judged_at, scan_id, user_record_id, context_hash, report_observed_at, checks)
    VALUES (current_tenant(), ${row.accountId}::uuid, ${row.judgedAt.toISOString()}::timestamptz, ${row.scanId}::uuid,
      ${row.userRecordId}::uuid, ${row.contextHash}, ${row.reportObservedAt?.toISOString() ?? null}::timestamptz,
      ${JSON.stringify(row.checks)}::jsonb)
    ON CONFLICT (tenant_id, account_id, judged_at) DO UPDATE SET scan_id = excluded.scan_id, user_record_id = excluded.user_record_id,
      context_hash = excluded.context_hash, report_observed_at = excluded.report_observed_at, checks = excluded.checks
    WHERE known.user_record_id IS NOT NULL OR excluded.user_record_id IS NULL`;
}

export type JudgementWithContext = Omit<JudgementRow, "checks"> & {
  context: JudgementContext;
  scanKind: ScanKind | null;
};

/** All judgements of an account, from the first on, with what each stood on. */
export const listJudgements = (tx: TenantTx, accountId: string): Promise<JudgementWithContext[]> => tx.$queryRaw`
  SELECT j.account_id AS "accountId", j.judged_at AS "judgedAt", j.scan_id AS "scanId", j.user_record_id AS "userRecordId",
    j.context_hash AS "contextHash", j.report_observed_at AS "reportObservedAt", c.content AS context, s.kind AS "scanKind"
  FROM judgement j JOIN judgement_context c ON c.tenant_id = j.tenant_id AND c.hash = j.context_hash
  LEFT JOIN scan s ON s.tenant_id = j.tenant_id AND s.id = j.scan_id
  WHERE j.account_id = ${accountId}::uuid ORDER BY j.judged_at`;

/** When an account is to be judged again without a scan; null: not by itself. */
export async function setJudgeDue(tx: TenantTx, accountId: string, at: Date | null): Promise<void> {
  await tx.awsAccount.updateMany({ where: { id: accountId }, data: { judgeDueAt: at } });
}

/** Puts the next judgement off, unless one was asked for since `judgedAt`: what it was asked for may not have been in it. */
export async function putOffJudgement(
  tx: TenantTx,
  accountId: string,
  { judgedAt, now, until }: { judgedAt: Date; now: Date; until: Date },
): Promise<void> {
  await tx.awsAccount.updateMany({
    where: {
      id: accountId,
      OR: [{ judgeDueAt: null }, { judgeDueAt: { lte: judgedAt } }, { judgeDueAt: { gt: now } }],
    },
    data: { judgeDueAt: until },
  });
}
