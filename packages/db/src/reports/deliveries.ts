import { Report, ReportSchedule } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { StoredImage } from "./outbox.ts";

type NewReport = { id: string; scheduleId: string; period: string; asOf: Date; createdAt: Date };

/** Queues a report of a schedule, unless its period has one already. @returns whether it did */
export async function insertReport(tx: TenantTx, report: NewReport): Promise<boolean> {
  const count = await execute(
    tx,
    Prisma.sql`
    INSERT INTO report (tenant_id, id, schedule_id, period, as_of, status, created_at)
    VALUES (current_tenant(), ${report.id}::uuid, ${report.scheduleId}::uuid, ${report.period}, ${instantSql(report.asOf)}, 'queued',
      ${instantSql(report.createdAt)})
    ON CONFLICT (tenant_id, schedule_id, period) DO NOTHING`,
  );
  return count === 1;
}

const QueuedReport = Report.pick({ id: true, asOf: true }).extend(
  ReportSchedule.pick({ name: true, frequency: true, timeZone: true, recipients: true }).shape,
);
/** A report that is to be composed, with what its schedule says. */
export type QueuedReport = z.output<typeof QueuedReport>;

/** A report that is still to be composed, also of a schedule that was stopped meanwhile. */
export const findQueuedReport = (tx: TenantTx, id: string): Promise<QueuedReport | null> =>
  firstRowOf(
    tx,
    QueuedReport,
    Prisma.sql`
    SELECT r.id, r.as_of AS "asOf", s.name, s.frequency, s.time_zone AS "timeZone", s.recipients
    FROM report r JOIN report_schedule s ON s.tenant_id = r.tenant_id AND s.id = r.schedule_id
    WHERE r.id = ${id}::uuid AND r.status = 'queued'`,
  );

/** Shows what became of a report that was queued. */
export async function setReport(
  tx: TenantTx,
  id: string,
  shown: { status: "composed" } | { status: "failed"; error: string },
): Promise<void> {
  await clientOf(tx).report.updateMany({ where: { id, status: "queued" }, data: shown });
}

/** `held`: until its recipient agrees to receive mail. */
type MailState = { kind: "due" } | { kind: "held" } | { kind: "failed"; reason: string };

/** A mail to be put into the outbox. */
export type NewMail = {
  id: string;
  reportId: string;
  recipient: string;
  messageId: string;
  subject: string;
  html: string;
  text: string;
  inlineImages: StoredImage[];
  createdAt: Date;
  state: MailState;
};

/** No sweep comes to it before. */
const HELD_UNTIL = new Date("9999-01-01T00:00:00Z");

const columnsOfState = (state: MailState) => ({
  status: state.kind === "failed" ? "failed" : "waiting",
  lastError: state.kind === "failed" ? state.reason : null,
  nextAttemptAt: state.kind === "held" ? HELD_UNTIL : null,
});

export async function insertMails(tx: TenantTx, tenantId: string, mails: readonly NewMail[]): Promise<void> {
  const data = mails.map(({ state, ...mail }) => ({ ...mail, ...columnsOfState(state), tenantId }));
  await clientOf(tx).mail.createMany({ data });
}

/** Lets the mails go out that were held for a recipient since an instant; older ones are of no use any more. */
export async function releaseHeldMails(tx: TenantTx, recipient: string, since: Date): Promise<void> {
  await clientOf(tx).mail.updateMany({
    where: { recipient, status: "waiting", nextAttemptAt: HELD_UNTIL, createdAt: { gte: since } },
    data: { nextAttemptAt: null },
  });
}

/** How many mails the tenant has put into the outbox since an instant. */
export const countMailsSince = (tx: TenantTx, since: Date): Promise<number> =>
  clientOf(tx).mail.count({ where: { createdAt: { gte: since } } });

/** How many reports of the tenant people have asked for since an instant, besides those of schedules. */
export const countRequestedReports = (tx: TenantTx, since: Date): Promise<number> =>
  clientOf(tx).report.count({ where: { createdAt: { gte: since }, period: { startsWith: "requested " } } });

const MailToSend = z.object({
  id: z.uuid(),
  scheduleId: z.uuid(),
  recipient: z.string(),
  messageId: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  inlineImages: z.array(StoredImage),
  attempts: z.int(),
});
/** A mail that is being sent; `attempts` counts this one. */
export type MailToSend = z.output<typeof MailToSend>;

/** Shows that a mail is being sent, and counts the attempt; null if it is sent or given up, or its pause lasts. */
export const beginAttempt = (tx: TenantTx, id: string): Promise<MailToSend | null> =>
  firstRowOf(
    tx,
    MailToSend,
    Prisma.sql`
    UPDATE mail m SET status = 'sending', attempts = m.attempts + 1, next_attempt_at = NULL
    FROM report r
    WHERE r.tenant_id = m.tenant_id AND r.id = m.report_id AND m.id = ${id}::uuid
      AND m.status IN ('waiting', 'sending') AND (m.next_attempt_at IS NULL OR m.next_attempt_at <= now())
    RETURNING m.id, r.schedule_id AS "scheduleId", m.recipient, m.message_id AS "messageId", m.subject, m.html, m.text,
      m.inline_images AS "inlineImages", m.attempts`,
  );

/** Shows that the mail server has accepted a mail. */
export async function setMailSent(tx: TenantTx, id: string, sentAt: Date): Promise<void> {
  await clientOf(tx).mail.updateMany({ where: { id }, data: { status: "sent", sentAt, lastError: null } });
}

/** Shows why a mail was not accepted. `pauseSeconds`: until it may be tried again; null: it has failed. */
export async function setMailRefused(
  tx: TenantTx,
  id: string,
  { lastError, pauseSeconds }: { lastError: string; pauseSeconds: number | null },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE mail SET status = ${pauseSeconds === null ? "failed" : "waiting"}, last_error = ${lastError},
      next_attempt_at = now() + make_interval(secs => ${pauseSeconds}::int)
    WHERE id = ${id}::uuid`,
  );
}
