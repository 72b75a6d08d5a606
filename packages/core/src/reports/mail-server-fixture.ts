import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { ownerSql } from "@rolecall/db/testing";
import type { CreateReportScheduleInput } from "@rolecall/domain";
import { createMailer } from "@rolecall/reports";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";
import { type Connected, connectCustomer, jobRun } from "../emulated-customer-fixture.ts";
import { composeReport } from "./compose-report.ts";
import { deliverMail } from "./deliver-mail.ts";
import { listReports } from "./outbox.ts";
import { createReportSchedule, startDueReport } from "./schedules.ts";

export const WEEKLY: CreateReportScheduleInput = {
  name: "Monday roll call",
  kind: "summary",
  frequency: "weekly",
  dayOfWeek: "monday",
  hour: 8,
  timeZone: "Europe/Berlin",
  recipients: ["security@acme.test"],
};

/** A mail server on a free port of this machine that keeps what it takes. */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0) {
  const received: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      buffer(stream).then((raw) => {
        received.push(raw);
        done();
      }, done);
    },
    ...options,
  });
  server.on("error", () => undefined); // A client that hangs up is asserted where it matters.
  const listening = server.listen(port, "127.0.0.1");
  await once(listening, "listening");
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  onTestFinished(close);
  return { received, close, port: (listening.address() as AddressInfo).port };
}

export function mailerTo(port: number) {
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: "Rolecall <rolecall@acme.test>" });
  onTestFinished(() => mailer.close());
  return mailer;
}

/** As if every address that was asked had opened its link. */
export const letRecipientsAgree = ({ tenantId }: Connected) =>
  ownerSql("UPDATE address_proof SET used_at = now() WHERE tenant_id = $1", [tenantId]);

/** A scanned customer with a schedule whose first report is due and composed; no mail server is set. */
export async function composedReport(over: Partial<CreateReportScheduleInput> = {}) {
  const customer = await connectCustomer();
  await customer.scan();
  const schedule = await createReportSchedule(customer.ctx, { ...WEEKLY, ...over });
  await letRecipientsAgree(customer);
  customer.later((schedule.nextDueAt.getTime() - customer.emulator.now().getTime()) / 3_600_000);
  const reportId = await startReport(customer, schedule.id);
  await composeReport.handle(customer.deps, { tenantId: customer.tenantId, reportId: reportId! }, jobRun());
  const report = await reportOf(customer);
  return { customer, schedule, report, mail: report.mails[0]! };
}

/** Begins the report of a schedule if its moment has come, as the sweep does. @returns its id, or null */
export const startReport = ({ ctx, tenantId }: Connected, scheduleId: string) =>
  ctx.db.inTenant(tenantId, (tx) => startDueReport(ctx, tx, scheduleId));

export const reportOf = async ({ ctx }: Connected) => (await listReports(ctx, { limit: 10 })).items[0]!;

/** Runs the mail's job as a worker does that has this mail server. */
export async function deliver({ deps, tenantId }: Connected, mailId: string, port: number): Promise<void> {
  await deliverMail.handle({ ...deps, mail: mailerTo(port) }, { tenantId, mailId }, jobRun());
}

/** Lets the pause after a failed attempt pass, or the lease of a worker that died. */
export const letPausePass = (mailId: string) =>
  ownerSql("UPDATE mail SET next_attempt_at = now() - interval '1 second' WHERE id = $1", [mailId]);

export async function pauseOf(mailId: string): Promise<number> {
  const { rows } = await ownerSql<{ seconds: number }>(
    "SELECT extract(epoch FROM next_attempt_at - now())::float AS seconds FROM mail WHERE id = $1",
    [mailId],
  );
  return rows[0]!.seconds;
}

export const tokenOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);
