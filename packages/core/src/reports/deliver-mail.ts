import { due, identity, reports } from "@rolecall/db";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx, MailPort } from "../context.ts";
import { NO_MAIL } from "../identity/mail-proof.ts";
import { refusalOf } from "../mail/mail-attempts.ts";
import { defineWork } from "../work/define-work.ts";
import { unsubscribeUrl } from "./unsubscribe.ts";

function send(server: MailPort, ctx: Ctx, { scheduleId, recipient, ...mail }: reports.MailToSend) {
  const { messageId, subject, html, text } = mail;
  return server.send({
    ...{ messageId, subject, html, text, to: recipient },
    inlineImages: mail.inlineImages.map(({ base64, ...image }) => ({ ...image, bytes: Buffer.from(base64, "base64") })),
    unsubscribeUrl: unsubscribeUrl(ctx, { tenantId: ctx.tenantId, scheduleId, recipient }),
  });
}

/**
 * Hands one waiting mail to the mail server. It is marked after the server has accepted it: a worker that dies in between leaves it to
 * be sent again, under the same Message-ID.
 */
export const deliverMail = defineWork({
  job: defineJob({
    name: "deliver-mail",
    payload: ids("mailId"),
    lane: "quick",
    // A mail that is not accepted waits by itself: these are for what goes wrong here.
    attempts: 8,
    backoffMs: 30_000,
    priority: 5,
  }),
  row: "mailId",
  isPossible: ({ mail }) => mail !== null,
  due: due.dueMails,
  claim: async ({ tx, payload }) => {
    const mail = await reports.beginAttempt(tx, payload.mailId);
    if (!mail || !(await identity.refusesMail(tx, mail.recipient))) return mail;
    await reports.setMailRefused(tx, mail.id, { lastError: NO_MAIL, pauseSeconds: null });
    return null;
  },
  lease: 60,
  run: async ({ deps, ctx, finish }, mail) => {
    if (!deps.mail) return;
    try {
      await send(deps.mail, ctx, mail);
    } catch (cause) {
      const refusal = refusalOf(mail.attempts, cause);
      deps.log.warn({ mailId: mail.id, attempts: mail.attempts, lastError: refusal.lastError }, "mail not accepted");
      return finish((tx) => reports.setMailRefused(tx, mail.id, refusal));
    }
    await finish((tx) => reports.setMailSent(tx, mail.id, ctx.now()));
  },
  // It stays due, and shows its last error.
  bury: async () => undefined,
});
