import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { connectCustomer, jobRun } from "../emulated-customer-fixture.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { getOverview } from "../metrics/metrics.ts";
import { expectOvertaken } from "../work/sleeping-worker-fixture.ts";
import { composeReport } from "./compose-report.ts";
import { deliverMail } from "./deliver-mail.ts";
import {
  composedReport,
  deliver,
  letRecipientsAgree,
  mailerTo,
  reportOf,
  startMailServer,
  startReport,
  WEEKLY,
} from "./mail-server-fixture.ts";
import { getMail, listReports } from "./outbox.ts";
import { createReportSchedule, listReportSchedules, removeReportSchedule, requestReport } from "./schedules.ts";

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

    await deliverMail.handle(customer.deps, { tenantId: customer.tenantId, mailId: mail.id }, jobRun());
    await composeReport.handle(customer.deps, { tenantId: customer.tenantId, reportId: report.id }, jobRun());
    expect(await reportOf(customer)).toEqual(report);
  });

  it("does not become due again before its next moment", async () => {
    const { customer, schedule } = await composedReport();
    expect(await startReport(customer, schedule.id)).toBeNull();
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
    await letRecipientsAgree(customer);
    const { id } = await requestReport(customer.ctx, { id: schedule.id });
    const server = await startMailServer();
    const deps = { ...customer.deps, mail: mailerTo(server.port) };
    await composeReport.handle(deps, { tenantId: customer.tenantId, reportId: id }, jobRun());
    const queued = deps.jobs.enqueued.filter(({ name }) => name === "deliver-mail");
    for (const { payload } of queued) await deliverMail.handle(deps, deliverMail.job.payload.parse(payload), jobRun());
    const messages = await Promise.all(server.received.map((raw) => PostalMime.parse(raw)));
    expect(messages.flatMap(({ to }) => to?.map(({ address }) => address)).sort()).toEqual(recipients);
    const links = messages.map(({ headers }) => headers.find(({ key }) => key === "list-unsubscribe")?.value);
    expect(new Set(links).size).toBe(3);
  });

  it("of a tenant without a scan claims no numbers", async () => {
    const customer = await connectCustomer();
    const schedule = await createReportSchedule(customer.ctx, WEEKLY);
    const { id } = await requestReport(customer.ctx, { id: schedule.id });
    await composeReport.handle(customer.deps, { tenantId: customer.tenantId, reportId: id }, jobRun());
    const shown = await getMail(customer.ctx, { id: (await reportOf(customer)).mails[0]!.id });
    expect(shown.text).toMatch(/^Active access keys: +unknown/m);
    expect(shown.text).toContain("No scan has landed yet");
    expect(shown.subject).toContain("no scan yet");
  });
});

it("a report whose worker slept past its lease is composed by another one, and put into the outbox once", async () => {
  const customer = await connectCustomer();
  const { deps, tenantId } = customer;
  const schedule = await createReportSchedule(customer.ctx, WEEKLY);
  const { id: reportId } = await requestReport(customer.ctx, { id: schedule.id });
  await expectOvertaken({
    work: composeReport,
    payload: { tenantId, reportId },
    deps,
    asleepIn: (worker, sleep) => ({
      ...worker,
      renderSummary: async (summary) => {
        const mail = await worker.renderSummary(summary);
        await sleep();
        return { ...mail, subject: "Drawn by the worker that slept" };
      },
    }),
  });
  const report = await reportOf(customer);
  expect(report).toMatchObject({ status: "composed" });
  expect(report.mails).toHaveLength(1);
});

it("a schedule that was stopped brings no more reports", async () => {
  const { customer, schedule } = await composedReport();
  await removeReportSchedule(customer.ctx, { id: schedule.id });
  customer.later(24 * 8);
  expect(await startReport(customer, schedule.id)).toBeNull();
  await expect(requestReport(customer.ctx, { id: schedule.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await listReports(customer.ctx, { limit: 10 })).items).toHaveLength(1);
});
