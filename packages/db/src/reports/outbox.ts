import { OutboxMail, type Page, type PageInput, Report } from "@rolecall/domain";
import { z } from "zod";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { keyset, Sorted, type SortKey, toPage } from "../sql/paging.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";

/** A picture of a mail as it is kept. */
export const StoredImage = z.object({
  contentId: z.string(),
  contentType: z.literal("image/png"),
  fileName: z.string(),
  base64: z.string(),
});
export type StoredImage = z.infer<typeof StoredImage>;

/** Its mails come as JSON, in which instants are texts. */
const ReportRow = Report.extend({
  mails: z.array(Report.shape.mails.element.extend({ sentAt: z.iso.datetime({ offset: true }).nullable() })),
});

const SORTS: Record<string, SortKey> = {
  at: { expression: Prisma.sql`r.created_at`, type: "timestamptz" },
};

const toReport = (row: z.output<typeof ReportRow>): Report => ({
  ...row,
  mails: row.mails.map((mail) => ({ ...mail, sentAt: mail.sentAt ? new Date(mail.sentAt) : null })),
});

async function pageOfReports(tx: TenantTx, where: Prisma.Sql, { cursor, limit }: PageInput): Promise<Page<Report>> {
  const order = keyset(SORTS, "-at", Prisma.sql`r.id`, cursor);
  const rows = await rowsOf(
    tx,
    ReportRow.extend(Sorted),
    Prisma.sql`
    SELECT r.id, r.schedule_id AS "scheduleId", s.name AS "scheduleName", s.kind, r.period, r.as_of AS "asOf", r.status, r.error,
      r.created_at AS "createdAt", ${order.sortValue},
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'recipient', m.recipient, 'status', m.status, 'sentAt', m.sent_at,
        'attempts', m.attempts, 'lastError', m.last_error) ORDER BY m.recipient) FROM mail m WHERE m.report_id = r.id), '[]') AS mails
    FROM report r JOIN report_schedule s ON s.tenant_id = r.tenant_id AND s.id = r.schedule_id
    WHERE ${where} AND ${order.after} ${order.orderBy} LIMIT ${limit + 1}`,
  );
  const { items, nextCursor } = toPage(rows, limit);
  return { items: items.map(toReport), nextCursor };
}

/** One page of reports with the state of their mails, newest first. */
export const listReportRows = (tx: TenantTx, input: PageInput): Promise<Page<Report>> =>
  pageOfReports(tx, Prisma.sql`TRUE`, input);

export async function findReport(tx: TenantTx, id: string): Promise<Report | null> {
  const { items } = await pageOfReports(tx, Prisma.sql`r.id = ${id}::uuid`, { limit: 1 });
  return items[0] ?? null;
}

const MailRow = OutboxMail.extend({ inlineImages: z.array(StoredImage) });
export type MailRow = z.infer<typeof MailRow>;

/** One mail with its pictures. */
export const findMail = (tx: TenantTx, id: string): Promise<MailRow | null> =>
  firstRowOf(
    tx,
    MailRow,
    Prisma.sql`
    SELECT id, report_id AS "reportId", recipient, subject, html, text, inline_images AS "inlineImages", status, attempts,
      last_error AS "lastError", created_at AS "createdAt", sent_at AS "sentAt"
    FROM mail WHERE id = ${id}::uuid`,
  );
