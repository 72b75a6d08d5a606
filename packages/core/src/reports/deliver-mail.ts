import { due, reports } from "@rolecall/db";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx, Log, MailPort } from "../context.ts";
import { defineWork } from "../work/define-work.ts";
import { unsubscribeUrl } from "./unsubscribe.ts";

/** Pauses between attempts, in seconds; after the last one the mail has failed. They outlast a night's outage. */
const PAUSES_SECONDS = [30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800];

/** The mail server knows the recipient and will not take mail for it: asking again would only harm the sender's name. */
function isRefusedForGood(cause: unknown): boolean {
  const { command, responseCode } = cause as { command?: unknown; responseCode?: unknown };
  return command === "RCPT TO" && typeof responseCode === "number" && responseCode >= 500;
}

function send(server: MailPort, ctx: Ctx, { scheduleId, recipient, ...mail }: reports.MailToSend) {
  const { messageId, subject, html, text } = mail;
  return server.send({
    ...{ messageId, subject, html, text, to: recipient },
    inlineImages: mail.inlineImages.map(({ base64, ...image }) => ({ ...image, bytes: Buffer.from(base64, "base64") })),
    unsubscribeUrl: unsubscribeUrl(ctx, { tenantId: ctx.tenantId, scheduleId, recipient }),
  });
}

/** What is written of a mail that was not accepted. */
function refusalOf(log: Log, { id, attempts }: reports.MailToSend, cause: unknown) {
  const lastError = cause instanceof Error ? cause.message : String(cause);
  log.warn({ mailId: id, attempts, lastError }, "mail not accepted");
  return { lastError, pauseSeconds: isRefusedForGood(cause) ? null : (PAUSES_SECONDS[attempts - 1] ?? null) };
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
  claim: ({ tx, payload }) => reports.beginAttempt(tx, payload.mailId),
  lease: 60,
  run: async ({ deps, ctx, finish }, mail) => {
    if (!deps.mail) return;
    try {
      await send(deps.mail, ctx, mail);
    } catch (cause) {
      const refusal = refusalOf(deps.log, mail, cause);
      return finish((tx) => reports.setMailRefused(tx, mail.id, refusal));
    }
    await finish((tx) => reports.setMailSent(tx, mail.id, ctx.now()));
  },
  // It stays due, and shows its last error.
  bury: async () => undefined,
});
