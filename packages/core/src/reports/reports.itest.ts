import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { CreateReportScheduleInput } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { createMailer } from "@rolecall/reports";
import { ownerSql } from "@rolecall/testing";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Connected, connectCustomer, jobRun } from "../emulated-customer-fixture.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { getOverview } from "../metrics/metrics.ts";
import { composeReport } from "./compose-report.ts";
import { deliverMail } from "./deliver-mail.ts";
import { getMail, listReports } from "./outbox.ts";
import {
  createReportSchedule,
  listReportSchedules,
  removeReportSchedule,
  requestReport,
  startDueReport,
} from "./schedules.ts";
import { describeSubscription, unsubscribe, unsubscribeUrl } from "./unsubscribe.ts";

const WEEKLY: CreateReportScheduleInput = {
  name: "Monday roll call",
  kind: "summary",
  frequency: "weekly",
  dayOfWeek: "monday",
  hour: 8,
  timeZone: "Europe/Berlin",
  recipients: ["security@acme.test"],
};

/** A mail server on a free port of this machine that keeps what it takes. */
async function startMailServer(options: SMTPServerOptions = {}, port = 0) {
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

function mailerTo(port: number) {
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: "Rolecall <rolecall@acme.test>" });
  onTestFinished(() => mailer.close());
  return mailer;
}

/** A scanned customer with a schedule whose first report is due and composed; no mail server is set. */
async function composedReport(over: Partial<CreateReportScheduleInput> = {}) {
  const customer = await connectCustomer();
  await customer.scan();
  const schedule = await createReportSchedule(customer.ctx, { ...WEEKLY, ...over });
  customer.later((schedule.nextDueAt.getTime() - customer.emulator.now().getTime()) / 3_600_000);
  const reportId = await startDueReport(customer.ctx, schedule.id);
  await composeReport(customer.deps, { tenantId: customer.tenantId, reportId: reportId! }, jobRun());
  const report = await reportOf(customer);
  return { customer, schedule, report, mail: report.mails[0]! };
}

const reportOf = async ({ ctx }: Connected) => (await listReports(ctx, { limit: 10 })).items[0]!;

/** Runs the mail's job as a worker does that has this mail server. */
async function deliver({ deps, tenantId }: Connected, mailId: string, port: number): Promise<void> {
  await deliverMail({ ...deps, mail: mailerTo(port) }, { tenantId, mailId }, jobRun());
}

/** Lets the pause after a failed attempt pass, or the lease of a worker that died. */
const letPausePass = (mailId: string) =>
  ownerSql("UPDATE mail SET next_attempt_at = now() - interval '1 second' WHERE id = $1", [mailId]);

async function pauseOf(mailId: string): Promise<number> {
  const { rows } = await ownerSql<{ seconds: number }>(
    "SELECT extract(epoch FROM next_attempt_at - now())::float AS seconds FROM mail WHERE id = $1",
    [mailId],
  );
  return rows[0]!.seconds;
}

const tokenOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

describe("a report that is due", () => {
  it("is composed once and waits, readable, while no mail server is set", async () => {
    const { customer, report, mail } = await composedReport();
    expect(report).toMatchObject({
      status: "composed",
      scheduleName: WEEKLY.name,
      period: "due 2026-06-08T06:00:00.000Z",
    });
    expect(mail).toMatchObject({ recipient: "security@acme.test", status: "waiting", attempts: 0, lastError: null });
    expect(customer.deps.jobs.enqueued.filter(({ name }) => name === "deliver-mail")).toEqual([]);
    const shown = await getMail(customer.ctx, { id: mail.id });
    expect(shown.html).toContain("data:image/png;base64,");
    expect(shown.html).not.toContain("cid:");

    await deliverMail(customer.deps, { tenantId: customer.tenantId, mailId: mail.id }, jobRun());
    await composeReport(customer.deps, { tenantId: customer.tenantId, reportId: report.id }, jobRun());
    expect(await reportOf(customer)).toEqual(report);
  });

  it("does not become due again before its next moment", async () => {
    const { customer, schedule } = await composedReport();
    expect(await startDueReport(customer.ctx, schedule.id)).toBeNull();
    const [after] = (await listReportSchedules(customer.ctx, { limit: 10 })).items;
    expect(after?.nextDueAt).toEqual(new Date("2026-06-15T06:00:00Z"));
  });

  it("goes out once a mail server is set, as one message with the numbers of the console", async () => {
    const { customer, report, mail } = await composedReport();
    const server = await startMailServer();
    await deliver(customer, mail.id, server.port);
    await deliver(customer, mail.id, server.port);
    expect(server.received).toHaveLength(1);

    const message = await PostalMime.parse(server.received[0]!);
    expect(message.to?.map(({ address }) => address)).toEqual(["security@acme.test"]);
    expect(message.from?.address).toBe("rolecall@acme.test");
    expect(message.messageId).toBe(`<${mail.id}@rolecall.test>`);
    expect(message.attachments.map(({ mimeType, disposition }) => [mimeType, disposition])).toEqual([
      ["image/png", "inline"],
    ]);

    const ctx = { ...customer.ctx, now: () => report.asOf };
    const { today, rotation } = await getOverview(ctx, {});
    const overdue = await listCredentials(ctx, { kind: "access_key", state: "overdue", sort: "-age", limit: 15 });
    expect(today).toMatchObject({ activeKeys: 3, activeKeysOverdue: 2 });
    const numbers: [string, string][] = [
      ["Active access keys", String(today!.activeKeys)],
      ["Overdue access keys", String(today!.activeKeysOverdue)],
      ["Rotation compliance", `${rotation.percent}%`],
      ["Users with active keys", String(today!.usersWithActiveKey)],
      ["Roles", String(today!.roles)],
      ["Console users without MFA", String(today!.consoleUsersWithoutMfa)],
    ];
    const htmlText = message.html!.replace(/<[^>]*>/g, " ").replace(/&nbsp;|\s+/g, " ");
    for (const [label, value] of numbers) {
      expect(message.text).toMatch(new RegExp(`^${label}: +${value.replace(".", "\\.")} \\(`, "m"));
      expect(htmlText).toContain(label);
      expect(htmlText).toContain(value);
    }
    expect(overdue.items.map(({ accessKeyId }) => accessKeyId)).toHaveLength(2);
    for (const { accessKeyId, userName, ageDays, id } of overdue.items) {
      const line = `- ${userName}, Production (200000000002): ${accessKeyId}, ${ageDays} days old`;
      expect(message.text).toContain(line);
      expect(message.html).toContain(accessKeyId);
      expect(message.html).toContain(`https://rolecall.test/credentials/${id}`);
    }
    const [sent] = (await reportOf(customer)).mails;
    expect(sent).toMatchObject({ status: "sent", attempts: 1, lastError: null, sentAt: customer.emulator.now() });
  });

  it("brings one mail to each recipient, and enqueues them where a mail server is set", async () => {
    const customer = await connectCustomer();
    const recipients = ["a@acme.test", "b@acme.test", "c@acme.test"];
    const schedule = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients });
    const { id } = await requestReport(customer.ctx, { id: schedule.id });
    const server = await startMailServer();
    const deps = { ...customer.deps, mail: mailerTo(server.port) };
    await composeReport(deps, { tenantId: customer.tenantId, reportId: id }, jobRun());
    const queued = deps.jobs.enqueued.filter(({ name }) => name === "deliver-mail");
    for (const { payload } of queued) await deliverMail(deps, jobs.deliverMail.payload.parse(payload), jobRun());
    const messages = await Promise.all(server.received.map((raw) => PostalMime.parse(raw)));
    expect(messages.flatMap(({ to }) => to?.map(({ address }) => address)).sort()).toEqual(recipients);
    const links = messages.map(({ headers }) => headers.find(({ key }) => key === "list-unsubscribe")?.value);
    expect(new Set(links).size).toBe(3);
  });

  it("of a tenant without a scan claims no numbers", async () => {
    const customer = await connectCustomer();
    const schedule = await createReportSchedule(customer.ctx, WEEKLY);
    const { id } = await requestReport(customer.ctx, { id: schedule.id });
    await composeReport(customer.deps, { tenantId: customer.tenantId, reportId: id }, jobRun());
    const shown = await getMail(customer.ctx, { id: (await reportOf(customer)).mails[0]!.id });
    expect(shown.text).toMatch(/^Active access keys: +unknown/m);
    expect(shown.text).toContain("No scan has landed yet");
    expect(shown.subject).toContain("no scan yet");
  });
});

describe("a mail that is not accepted", () => {
  it("is tried again after a pause that grows, with the reason on show, and sent when the server is back", async () => {
    const { customer, mail } = await composedReport();
    const server = await startMailServer();
    await server.close();
    await deliver(customer, mail.id, server.port);
    const [failed] = (await reportOf(customer)).mails;
    expect(failed).toMatchObject({
      status: "waiting",
      attempts: 1,
      lastError: expect.stringContaining("ECONNREFUSED"),
    });
    const firstPause = await pauseOf(mail.id);
    expect(firstPause).toBeGreaterThan(20);

    await deliver(customer, mail.id, server.port);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ attempts: 1 });
    await letPausePass(mail.id);
    await deliver(customer, mail.id, server.port);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "waiting", attempts: 2 });
    expect(await pauseOf(mail.id)).toBeGreaterThan(firstPause);

    const back = await startMailServer({}, server.port);
    await letPausePass(mail.id);
    await deliver(customer, mail.id, server.port);
    expect(back.received).toHaveLength(1);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "sent", attempts: 3, lastError: null });
  });

  it("has failed after the last pause", async () => {
    const { customer, mail } = await composedReport();
    const server = await startMailServer();
    await server.close();
    await ownerSql("UPDATE mail SET attempts = 8 WHERE id = $1", [mail.id]);
    await deliver(customer, mail.id, server.port);
    expect((await reportOf(customer)).mails[0]).toMatchObject({
      status: "failed",
      attempts: 9,
      lastError: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it.each([
    [550, "failed"],
    [450, "waiting"],
  ])(
    "because the recipient is refused with %i is %s, and the other recipients get theirs",
    async (responseCode, status) => {
      const { customer, report } = await composedReport({ recipients: ["gone@acme.test", "security@acme.test"] });
      const server = await startMailServer({
        onRcptTo: ({ address }, _session, done) =>
          done(address.startsWith("gone") ? Object.assign(new Error("No such mailbox"), { responseCode }) : null),
      });
      for (const { id } of report.mails) await deliver(customer, id, server.port);
      expect((await reportOf(customer)).mails.map((mail) => [mail.recipient, mail.status, mail.lastError])).toEqual([
        ["gone@acme.test", status, expect.stringContaining(`${responseCode} No such mailbox`)],
        ["security@acme.test", "sent", null],
      ]);
      expect(server.received).toHaveLength(1);
    },
  );
});

describe("a worker that dies after taking a mail", () => {
  it("leaves it to be sent under the same Message-ID, once its lease has passed", async () => {
    const { customer, mail } = await composedReport();
    const server = await startMailServer();
    const { send } = mailerTo(server.port);
    // The server has accepted the mail, and the worker dies before it can write that down.
    const dying = {
      send: (message: Parameters<typeof send>[0]) => send(message).then(() => new Promise<never>(() => undefined)),
    };
    const accepted = new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (server.received.length === 0) return;
        clearInterval(poll);
        resolve();
      }, 10);
    });
    void deliverMail({ ...customer.deps, mail: dying }, { tenantId: customer.tenantId, mailId: mail.id }, jobRun());
    await accepted;
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "sending", attempts: 1 });

    await deliver(customer, mail.id, server.port);
    expect(server.received).toHaveLength(1);
    await letPausePass(mail.id);
    await deliver(customer, mail.id, server.port);
    const ids = await Promise.all(server.received.map(async (raw) => (await PostalMime.parse(raw)).messageId));
    expect(ids).toEqual([`<${mail.id}@rolecall.test>`, `<${mail.id}@rolecall.test>`]);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "sent", attempts: 2 });
  });
});

describe("unsubscribing", () => {
  const linkOf = ({ deps, tenantId }: Connected, scheduleId: string, recipient: string) =>
    tokenOf(unsubscribeUrl(deps, { tenantId, scheduleId, recipient }));

  it("by the link in the mail takes that recipient off, and the last one stops the schedule", async () => {
    const { customer, schedule, report } = await composedReport({ recipients: ["a@acme.test", "b@acme.test"] });
    const server = await startMailServer();
    await deliver(customer, report.mails[0]!.id, server.port);
    const { headers } = await PostalMime.parse(server.received[0]!);
    const link = headers.find(({ key }) => key === "list-unsubscribe")!.value.slice(1, -1);
    expect(link).toMatch(/^https:\/\/rolecall\.test\/api\/unsubscribe\//);

    expect(await describeSubscription(customer.deps, tokenOf(link))).toEqual({
      email: "a@acme.test",
      scheduleName: WEEKLY.name,
    });
    const recipients = async () =>
      (await listReportSchedules(customer.ctx, { limit: 10 })).items.map((row) => row.recipients);
    expect(await recipients()).toEqual([["a@acme.test", "b@acme.test"]]);
    for (const _ of [1, 2])
      expect(await unsubscribe(customer.deps, tokenOf(link))).toEqual({
        email: "a@acme.test",
        scheduleName: WEEKLY.name,
      });
    expect(await recipients()).toEqual([["b@acme.test"]]);
    await unsubscribe(customer.deps, linkOf(customer, schedule.id, "b@acme.test"));
    expect(await recipients()).toEqual([]);
    customer.later(24 * 8);
    expect(await startDueReport(customer.ctx, schedule.id)).toBeNull();
  });

  it("at the same moment loses nobody's wish", async () => {
    const customer = await connectCustomer();
    const names = ["a@acme.test", "b@acme.test", "c@acme.test", "d@acme.test"];
    const { id } = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: names });
    await Promise.all(names.slice(0, 3).map((name) => unsubscribe(customer.deps, linkOf(customer, id, name))));
    expect((await listReportSchedules(customer.ctx, { limit: 1 })).items[0]?.recipients).toEqual(["d@acme.test"]);
  });

  it("by a link that is not ours does nothing", async () => {
    const customer = await connectCustomer();
    const { id } = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: ["a@acme.test", "b@acme.test"] });
    const token = linkOf(customer, id, "a@acme.test");
    const [body, signature] = token.split(".") as [string, string];
    const forged = Buffer.from(JSON.stringify([customer.tenantId, id, "b@acme.test"])).toString("base64url");
    const otherSecret = { ...customer.deps.settings, unsubscribeSecret: "another-secret-of-another-installation" };
    const foreign = tokenOf(
      unsubscribeUrl(
        { ...customer.deps, settings: otherSecret },
        { tenantId: customer.tenantId, scheduleId: id, recipient: "a@acme.test" },
      ),
    );
    for (const bad of [
      "",
      ".",
      body,
      `${forged}.${signature}`,
      `${body}.${signature.slice(0, -1)}`,
      `${body}.${signature}x`,
      foreign,
    ]) {
      expect(await unsubscribe(customer.deps, bad)).toBeNull();
      expect(await describeSubscription(customer.deps, bad)).toBeNull();
    }
    expect((await listReportSchedules(customer.ctx, { limit: 1 })).items[0]?.recipients).toEqual([
      "a@acme.test",
      "b@acme.test",
    ]);
  });
});

it("a schedule that was stopped brings no more reports", async () => {
  const { customer, schedule } = await composedReport();
  await removeReportSchedule(customer.ctx, { id: schedule.id });
  customer.later(24 * 8);
  expect(await startDueReport(customer.ctx, schedule.id)).toBeNull();
  await expect(requestReport(customer.ctx, { id: schedule.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await listReports(customer.ctx, { limit: 10 })).items).toHaveLength(1);
});
