import { keyset, Prisma, type TenantTx, toPage } from "@rolecall/db";
import { AppError, type OutboxMail, type Page, type PageInput, type Report } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

export type StoredImage = { contentId: string; contentType: "image/png"; fileName: string; base64: string };

function selectReports(tx: TenantTx, where: Prisma.Sql, order: ReturnType<typeof keyset>, limit: number) {
  return tx.$queryRaw<(Report & { sortValue: string | null })[]>`
    SELECT r.id, r.schedule_id AS "scheduleId", s.name AS "scheduleName", s.kind, r.period, r.as_of AS "asOf", r.status, r.error,
      r.created_at AS "createdAt", ${order.sortValue},
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'recipient', m.recipient, 'status', m.status, 'sentAt', m.sent_at,
        'attempts', m.attempts, 'lastError', m.last_error) ORDER BY m.recipient) FROM mail m WHERE m.report_id = r.id), '[]') AS mails
    FROM report r JOIN report_schedule s ON s.tenant_id = r.tenant_id AND s.id = r.schedule_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
}

const REPORT_SORTS = { at: { expression: Prisma.sql`r.created_at`, type: "timestamptz" as const } };
const withDates = (report: Report): Report => ({
  ...report,
  mails: report.mails.map((mail) => ({ ...mail, sentAt: mail.sentAt ? new Date(mail.sentAt) : null })),
});

/** One page of reports with the state of their mails, newest first. */
export function listReports(ctx: Ctx, input: PageInput): Promise<Page<Report>> {
  const order = keyset(REPORT_SORTS, "-at", Prisma.sql`r.id`, input.cursor);
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const page = toPage(await selectReports(tx, Prisma.sql`TRUE`, order, input.limit), input.limit);
    return { ...page, items: page.items.map(withDates) };
  });
}

/** @throws AppError NOT_FOUND */
export async function findReport(tx: TenantTx, id: string): Promise<Report> {
  const order = keyset(REPORT_SORTS, "-at", Prisma.sql`r.id`, undefined);
  const report = toPage(await selectReports(tx, Prisma.sql`r.id = ${id}::uuid`, order, 1), 1).items[0];
  if (!report) throw new AppError("NOT_FOUND", "No such report");
  return withDates(report);
}

/** One mail as its receiver sees it, its images as data URLs. @throws AppError NOT_FOUND */
export function getMail(ctx: Ctx, input: { id: string }): Promise<OutboxMail> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const mail = await tx.mail.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id: input.id } } });
    if (!mail) throw new AppError("NOT_FOUND", "No such mail");
    const images = mail.inlineImages as unknown as StoredImage[];
    const html = images.reduce(
      (text, image) => text.replaceAll(`cid:${image.contentId}`, `data:${image.contentType};base64,${image.base64}`),
      mail.html,
    );
    const { id, reportId, recipient, subject, text, attempts, lastError, createdAt, sentAt } = mail;
    return {
      id,
      reportId,
      recipient,
      subject,
      html,
      text,
      status: mail.status as OutboxMail["status"],
      attempts,
      lastError,
      createdAt,
      sentAt,
    };
  });
}
