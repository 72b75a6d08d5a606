import { type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import type { StoredImage } from "./outbox.ts";
import { unsubscribeUrl } from "./unsubscribe.ts";

/** A mail server answers within this; whoever holds a mail longer is dead. */
const LEASE_SECONDS = 120;
/** Pauses between attempts, in seconds; after the last one the mail has failed. They outlast a night's outage. */
const PAUSES_SECONDS = [30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800];

/** The mail server knows the recipient and will not take mail for it: asking again would only harm the sender's name. */
function isRefusedForGood(cause: unknown): boolean {
  const { command, responseCode } = cause as { command?: unknown; responseCode?: unknown };
  return command === "RCPT TO" && typeof responseCode === "number" && responseCode >= 500;
}

/**
 * Hands one waiting mail to the mail server. The mail is taken before it is sent and marked after the server has accepted
 * it. A worker that dies in between leaves it to be sent again, under the same Message-ID, after the lease has passed.
 */
export async function deliverMail(
  deps: WorkerDeps,
  payload: { tenantId: string; mailId: string },
  _run: JobRun,
): Promise<void> {
  if (!deps.mail) return;
  const ctx = systemCtx(deps, payload.tenantId);
  const where = { tenantId_id: { tenantId: ctx.tenantId, id: payload.mailId } };
  const mail = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const taken = await tx.$executeRaw`
      UPDATE mail SET status = 'sending', attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      WHERE id = ${payload.mailId}::uuid AND status IN ('waiting', 'sending') AND (next_attempt_at IS NULL OR next_attempt_at <= now())`;
    if (taken === 0) return null;
    const row = await tx.mail.findUniqueOrThrow({ where });
    const report = await tx.report.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: row.reportId } },
    });
    return { ...row, scheduleId: report.scheduleId };
  });
  if (!mail) return;
  try {
    await deps.mail.send({
      messageId: mail.messageId,
      to: mail.recipient,
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      inlineImages: (mail.inlineImages as unknown as StoredImage[]).map(({ base64, ...image }) => ({
        ...image,
        bytes: Buffer.from(base64, "base64"),
      })),
      unsubscribeUrl: unsubscribeUrl(deps, {
        tenantId: ctx.tenantId,
        scheduleId: mail.scheduleId,
        recipient: mail.recipient,
      }),
    });
  } catch (cause) {
    const lastError = cause instanceof Error ? cause.message : String(cause);
    const pause = isRefusedForGood(cause) ? undefined : PAUSES_SECONDS[mail.attempts - 1];
    deps.log.warn({ mailId: mail.id, attempts: mail.attempts, lastError }, "mail not accepted");
    await ctx.db.inTenant(
      ctx.tenantId,
      (tx) => tx.$executeRaw`
        UPDATE mail SET status = ${pause === undefined ? "failed" : "waiting"}, last_error = ${lastError},
          next_attempt_at = now() + make_interval(secs => ${pause ?? null}::int)
        WHERE id = ${mail.id}::uuid AND status = 'sending' AND attempts = ${mail.attempts}`,
    );
    return;
  }
  await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.mail.update({ where, data: { status: "sent", sentAt: ctx.now(), lastError: null, nextAttemptAt: null } }),
  );
}
