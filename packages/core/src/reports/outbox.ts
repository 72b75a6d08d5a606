import { reports, type TenantTx } from "@rolecall/db";
import type { OutboxMail, Page, PageInput, Report } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";

/** One page of reports with the state of their mails, newest first. */
export const listReports = (ctx: Ctx, input: PageInput): Promise<Page<Report>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => reports.listReportRows(tx, input));

/** @throws AppError NOT_FOUND */
export const findReport = async (tx: TenantTx, id: string): Promise<Report> =>
  found(await reports.findReport(tx, id), "report");

/** One mail as its receiver sees it, its images as data URLs. @throws AppError NOT_FOUND */
export async function getMail(ctx: Ctx, input: { id: string }): Promise<OutboxMail> {
  const row = await ctx.db.inTenant(ctx.tenantId, (tx) => reports.findMail(tx, input.id));
  const { inlineImages, ...mail } = found(row, "mail");
  const html = inlineImages.reduce(
    (text, image) => text.replaceAll(`cid:${image.contentId}`, `data:${image.contentType};base64,${image.base64}`),
    mail.html,
  );
  return { ...mail, html };
}
