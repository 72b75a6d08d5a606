import { type CheckCounts, type CheckId, JudgementContext, ScanKind } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Judgement = z.object({
  accountId: z.uuid(),
  judgedAt: z.date(),
  scanId: z.uuid().nullable().describe("Null: not after a scan"),
  userRecordId: z.uuid().nullable().describe("Null: the whole account"),
  contextHash: z.string(),
  reportObservedAt: z.date().nullable(),
  unread: z
    .record(z.string(), z.string())
    .nullable()
    .describe("Why kinds were not read whole by what was judged; null: judged before migrations were"),
});
/** One judgement of one account, or of one of its users. */
export type JudgementRow = z.output<typeof Judgement> & { checks: Partial<Record<CheckId, CheckCounts>> };

/** When the account, or a user of it, was judged last; null: never. */
export async function lastJudgedAt(tx: TenantTx, accountId: string): Promise<Date | null> {
  const last = await firstRowOf(
    tx,
    z.object({ at: z.date().nullable() }),
    Prisma.sql`SELECT max(judged_at) AS at FROM judgement WHERE account_id = ${accountId}::uuid`,
  );
  return last?.at ?? null;
}

const Unread = Judgement.pick({ unread: true });

/** What the last scan of an account up to an instant had not read whole; null: none was judged. */
export const lastUnread = async (tx: TenantTx, accountId: string, at: Date): Promise<Record<string, string> | null> =>
  (
    await firstRowOf(
      tx,
      Unread,
      Prisma.sql`
      SELECT j.unread FROM judgement j WHERE j.account_id = ${accountId}::uuid AND j.user_record_id IS NULL AND j.scan_id IS NOT NULL
        AND j.judged_at <= ${instantSql(at)} ORDER BY j.judged_at DESC LIMIT 1`,
    )
  )?.unread ?? null;

/**
 * Notes a judgement. Another one of the same instant takes its place, but one of a single user never that of the whole account.
 */
export async function insertJudgement(tx: TenantTx, row: JudgementRow): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO judgement AS known (tenant_id, account_id, judged_at, scan_id, user_record_id, context_hash, report_observed_at, checks, unread)
    VALUES (current_tenant(), ${row.accountId}::uuid, ${instantSql(row.judgedAt)}, ${row.scanId}::uuid,
      ${row.userRecordId}::uuid, ${row.contextHash}, ${row.reportObservedAt?.toISOString() ?? null}::timestamptz,
      ${JSON.stringify(row.checks)}::jsonb, ${JSON.stringify(row.unread)}::jsonb)
    ON CONFLICT (tenant_id, account_id, judged_at) DO UPDATE SET scan_id = excluded.scan_id, user_record_id = excluded.user_record_id,
      context_hash = excluded.context_hash, report_observed_at = excluded.report_observed_at, checks = excluded.checks, unread = excluded.unread
    WHERE known.user_record_id IS NOT NULL OR excluded.user_record_id IS NULL`,
  );
}

const JudgementWithContext = Judgement.extend({ context: JudgementContext, scanKind: ScanKind.nullable() });
export type JudgementWithContext = z.output<typeof JudgementWithContext>;

/** All judgements of an account, from the first on, with what each stood on. */
export function listJudgements(tx: TenantTx, accountId: string): Promise<JudgementWithContext[]> {
  const columns = columnsOf(JudgementWithContext, "j", {
    context: Prisma.sql`c.content`,
    scanKind: Prisma.sql`s.kind`,
  });
  return rowsOf(
    tx,
    JudgementWithContext,
    Prisma.sql`
    SELECT ${columns}
    FROM judgement j JOIN judgement_context c ON c.tenant_id = j.tenant_id AND c.hash = j.context_hash
    LEFT JOIN scan s ON s.tenant_id = j.tenant_id AND s.id = j.scan_id
    WHERE j.account_id = ${accountId}::uuid ORDER BY j.judged_at`,
  );
}

/** Whether an account is to be judged now without a scan: at once where it is disconnected, else when its time has come. */
export const isToBeJudged = async (
  tx: TenantTx,
  { accountId, now }: { accountId: string; now: Date },
): Promise<boolean> =>
  (await firstRowOf(
    tx,
    z.object({ id: z.uuid() }),
    Prisma.sql`
    SELECT a.id FROM aws_account a
    WHERE a.id = ${accountId}::uuid AND a.judge_due_at IS NOT NULL AND (a.judge_due_at <= ${instantSql(now)} OR a.status = 'disconnected')`,
  )) !== null;

/** When an account is to be judged again without a scan; null: not by itself. */
export async function setJudgeDue(tx: TenantTx, accountId: string, at: Date | null): Promise<void> {
  await clientOf(tx).awsAccount.updateMany({ where: { id: accountId }, data: { judgeDueAt: at } });
}

/** Puts the next judgement off, unless one was asked for since `judgedAt`: what it was asked for may not have been in it. */
export async function putOffJudgement(
  tx: TenantTx,
  accountId: string,
  { judgedAt, now, until }: { judgedAt: Date; now: Date; until: Date },
): Promise<void> {
  await clientOf(tx).awsAccount.updateMany({
    where: {
      id: accountId,
      OR: [{ judgeDueAt: null }, { judgeDueAt: { lte: judgedAt } }, { judgeDueAt: { gt: now } }],
    },
    data: { judgeDueAt: until },
  });
}
