import { AppError, type ReportSchedule } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import type { StoredImage } from "./outbox.ts";
import { readSummary } from "./summary-report.ts";

/**
 * Draws a queued report and puts one mail for each recipient into the outbox, all or none. Idempotent: a report that is
 * composed stays as it is, and its mails are only enqueued again.
 */
export async function composeReport(
  deps: WorkerDeps,
  payload: { tenantId: string; reportId: string },
  _run: JobRun,
): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const report = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await tx.report.findUnique({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: payload.reportId } },
    });
    if (!row) throw new AppError("NOT_FOUND", `No report ${payload.reportId}`);
    const schedule = await tx.reportSchedule.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: row.scheduleId } },
    });
    return { ...row, schedule: schedule as unknown as ReportSchedule };
  });
  if (report.status === "queued") {
    const mail = await deps.renderSummary(await readSummary(ctx, report.schedule, report.asOf));
    const images: StoredImage[] = mail.inlineImages.map(({ bytes, ...image }) => ({
      ...image,
      base64: Buffer.from(bytes).toString("base64"),
    }));
    await ctx.db.inTenant(ctx.tenantId, async (tx) => {
      const { count } = await tx.report.updateMany({
        where: { id: report.id, status: "queued" },
        data: { status: "composed" },
      });
      if (count === 0) return;
      const host = new URL(ctx.settings.publicUrl).hostname;
      await tx.mail.createMany({
        data: report.schedule.recipients.map((recipient) => {
          const id = ctx.newId();
          return {
            tenantId: ctx.tenantId,
            id,
            reportId: report.id,
            recipient,
            messageId: `<${id}@${host}>`,
            subject: mail.subject,
            html: mail.html,
            text: mail.text,
            inlineImages: images,
            status: "waiting",
            createdAt: ctx.now(),
          };
        }),
      });
    });
  }
  if (!deps.mail) return;
  const waiting = await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.mail.findMany({ where: { reportId: report.id, status: "waiting" }, select: { id: true } }),
  );
  for (const { id } of waiting)
    await ctx.jobs.enqueue(jobs.deliverMail, { tenantId: ctx.tenantId, mailId: id }, { key: id });
}
