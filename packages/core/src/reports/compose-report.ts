import { due, reports, type TenantTx } from "@rolecall/db";
import type { ComposedMail } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx } from "../context.ts";
import { defineWork } from "../work/define-work.ts";
import { deliverMail } from "./deliver-mail.ts";
import { readSummary } from "./summary-report.ts";

/** Puts one mail for each recipient into the outbox. @returns their ids */
async function putIntoOutbox(
  ctx: Ctx,
  tx: TenantTx,
  report: reports.QueuedReport,
  { inlineImages, ...mail }: ComposedMail,
): Promise<string[]> {
  await reports.setReport(tx, report.id, { status: "composed" });
  const host = new URL(ctx.settings.publicUrl).hostname;
  const images = inlineImages.map(({ bytes, ...image }) => ({
    ...image,
    base64: Buffer.from(bytes).toString("base64"),
  }));
  const mails = report.recipients.map((recipient) => {
    const id = ctx.newId();
    const of = { id, reportId: report.id, recipient, messageId: `<${id}@${host}>` };
    return { ...of, ...mail, inlineImages: images, createdAt: ctx.now() };
  });
  await reports.insertMails(tx, ctx.tenantId, mails);
  return mails.map(({ id }) => id);
}

/**
 * Draws a queued report and puts one mail for each recipient into the outbox, all or none. It goes before the scans that wait in
 * the same lane, because a report has an hour at which it is expected.
 */
export const composeReport = defineWork({
  job: defineJob({
    name: "compose-report",
    payload: ids("reportId"),
    lane: "long",
    attempts: 5,
    backoffMs: 30_000,
    priority: 5,
  }),
  row: "reportId",
  due: due.queuedReports,
  claim: ({ tx, payload }) => reports.findQueuedReport(tx, payload.reportId),
  lease: 60,
  run: async ({ deps, ctx, finish }, report) => {
    const mail = await deps.renderSummary(await readSummary(ctx, report, report.asOf));
    const mailIds = await finish((tx) => putIntoOutbox(ctx, tx, report, mail));
    if (!deps.mail) return;
    for (const mailId of mailIds) await deliverMail.enqueue(ctx, { tenantId: ctx.tenantId, mailId });
  },
  bury: ({ tx, payload, reason }) => reports.setReport(tx, payload.reportId, { status: "failed", error: reason }),
});
