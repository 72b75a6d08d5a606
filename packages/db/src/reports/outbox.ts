import { OutboxMail, type Page, type PageInput, Report } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { firstRowOf, jsonOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A picture of a mail as it is kept. */
export const StoredImage = z.object({
  contentId: z.string(),
  contentType: z.literal("image/png"),
  fileName: z.string(),
  base64: z.string(),
});
export type StoredImage = z.infer<typeof StoredImage>;

const { mails: Mails } = Report.shape;
const ReportRow = Report.extend({ mails: jsonOf(Mails) });

const REPORTS: List<typeof ReportRow> = {
  row: ReportRow,
  select: columnsOf(ReportRow, "r", {
    scheduleName: Prisma.sql`s.name`,
    kind: Prisma.sql`s.kind`,
    mails: Prisma.sql`coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'recipient', m.recipient, 'status', m.status,
      'sentAt', m.sent_at, 'attempts', m.attempts, 'lastError', m.last_error) ORDER BY m.recipient)
      FROM mail m WHERE m.report_id = r.id), '[]')`,
  }),
  from: Prisma.sql`report r JOIN report_schedule s ON s.tenant_id = r.tenant_id AND s.id = r.schedule_id`,
  id: Prisma.sql`r.id`,
  sorts: { at: { expression: Prisma.sql`r.created_at`, type: "timestamptz", required: true } },
};

const toReport = (row: z.output<typeof ReportRow>): Report => ({ ...row, mails: Mails.parse(row.mails) });

/** One page of reports with the state of their mails, newest first. */
export async function listReportRows(tx: TenantTx, input: PageInput): Promise<Page<Report>> {
  const page = await pageOf(tx, REPORTS, { where: [], sort: "-at", ...input });
  return { ...page, items: page.items.map(toReport) };
}

export async function findReport(tx: TenantTx, id: string): Promise<Report | null> {
  const row = await oneOf(tx, REPORTS, Prisma.sql`r.id = ${id}::uuid`);
  return row && toReport(row);
}

const MailRow = OutboxMail.extend({ inlineImages: z.array(StoredImage) });
export type MailRow = z.infer<typeof MailRow>;

/** One mail with its pictures. */
export const findMail = (tx: TenantTx, id: string): Promise<MailRow | null> =>
  firstRowOf(tx, MailRow, Prisma.sql`SELECT ${columnsOf(MailRow, "m")} FROM mail m WHERE m.id = ${id}::uuid`);
