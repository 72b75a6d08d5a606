import { due, reports, type TenantTx } from "@rolecall/db";
import { type ComposedMail, MS_PER_DAY } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx } from "../context.ts";
import { defineWork } from "../work/define-work.ts";
import { deliverMail } from "./deliver-mail.ts";
import { type Standing, standingsOf } from "./recipients.ts";
import { readSummary } from "./summary-report.ts";

/** How many mails an organisation may send within a day. */
const MAILS_PER_DAY = 500;

/** How a mail stands whose recipient stands so: who is asked gets it once they agree. */
const SENT_TO: Readonly<Record<Standing, Pick<reports.NewMail, "state">>> = {
  agreed: { state: { kind: "due" } },
  asked: { state: { kind: "held" } },
  silent: {
    state: {
      kind: "failed",
      reason:
        "This address is no member's and has not agreed to receive reports. Name it in a new schedule, and it is asked again.",
    },
  },
};

/** Whether the organisation may send so many mails more today; the report shows it otherwise. */
async function isWithinDay(ctx: Ctx, tx: TenantTx, report: reports.QueuedReport): Promise<boolean> {
  const sent = await reports.countMailsSince(tx, new Date(ctx.now().getTime() - MS_PER_DAY));
  if (sent + report.recipients.length <= MAILS_PER_DAY) return true;
  const error = `Your organisation has sent ${sent} mails within a day, of at most ${MAILS_PER_DAY}. Send the report again tomorrow, or to fewer.`;
  await reports.setReport(tx, report.id, { status: "failed", error });
  return false;
}

/** Puts one mail for each recipient into the outbox. @returns the ids of those that may go out */
async function putIntoOutbox(
  ctx: Ctx,
  tx: TenantTx,
  report: reports.QueuedReport,
  { inlineImages, ...mail }: ComposedMail,
): Promise<string[]> {
  if (!(await isWithinDay(ctx, tx, report))) return [];
  await reports.setReport(tx, report.id, { status: "composed" });
  const standings = await standingsOf(ctx, tx, report.recipients);
  const host = new URL(ctx.settings.publicUrl).hostname;
  const images = inlineImages.map(({ bytes, ...image }) => ({
    ...image,
    base64: Buffer.from(bytes).toString("base64"),
  }));
  const mails = report.recipients.map((recipient) => {
    const id = ctx.newId();
    const of = { id, reportId: report.id, recipient, messageId: `<${id}@${host}>` };
    const { state } = SENT_TO[standings.get(recipient) ?? "silent"];
    return { ...of, ...mail, inlineImages: images, createdAt: ctx.now(), state };
  });
  await reports.insertMails(tx, ctx.tenantId, mails);
  return mails.filter(({ state }) => state.kind === "due").map(({ id }) => id);
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
