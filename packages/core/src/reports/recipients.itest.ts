import { ownerSql } from "@rolecall/db/testing";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { type Connected, connectCustomer, jobRun } from "../emulated-customer-fixture.ts";
import { mailProof } from "../identity/mail-proof.ts";
import { refuseMail } from "../identity/proof-links.ts";
import { harmlessName } from "../identity/proof-mail.ts";
import { composeReport } from "./compose-report.ts";
import { deliver, mailerTo, reportOf, startMailServer, tokenOf, WEEKLY } from "./mail-server-fixture.ts";
import { confirmRecipient, describeConfirmation } from "./recipients.ts";
import { createReportSchedule, listReportSchedules, requestReport } from "./schedules.ts";

const OUTSIDER = "outside@partner.test";

/** Has all links mailed that wait for it. @returns the mails */
async function mailLinks({ deps, tenantId }: Connected) {
  const server = await startMailServer();
  const worker = { ...deps, mail: mailerTo(server.port) };
  const { rows } = await ownerSql<{ id: string }>(
    "SELECT id FROM address_proof WHERE tenant_id = $1 AND status = 'waiting'",
    [tenantId],
  );
  for (const { id } of rows) await mailProof.handle(worker, { tenantId, proofId: id }, jobRun());
  return Promise.all(server.received.map((raw) => PostalMime.parse(raw)));
}

const linkIn = (mail: { text?: string | undefined }): string => /https:\S+/.exec(mail.text ?? "")![0];

async function send(customer: Connected, scheduleId: string) {
  const { id: reportId } = await requestReport(customer.ctx, { id: scheduleId });
  await composeReport.handle(customer.deps, { tenantId: customer.tenantId, reportId }, jobRun());
  return reportOf(customer);
}

describe("a recipient who is no member", () => {
  it("is asked once, gets nothing before they agree, and what waited after it", async () => {
    const customer = await connectCustomer();
    const schedule = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: [OUTSIDER] });
    expect(schedule.unconfirmedRecipients).toEqual([OUTSIDER]);
    await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: [OUTSIDER] });
    const asked = await mailLinks(customer);
    expect(asked.map(({ to, subject }) => [to?.[0]?.address, subject])).toEqual([
      [OUTSIDER, "Confirm that you want Rolecall reports"],
    ]);

    const report = await send(customer, schedule.id);
    const [mail] = report.mails;
    const server = await startMailServer();
    await deliver(customer, mail!.id, server.port);
    expect(server.received).toEqual([]);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "waiting", attempts: 0 });

    const token = tokenOf(linkIn(asked[0]!));
    expect(await describeConfirmation(customer.deps, token)).toMatchObject({ email: OUTSIDER });
    expect(await confirmRecipient(customer.deps, token)).toMatchObject({ email: OUTSIDER });
    expect(await confirmRecipient(customer.deps, token)).toBeNull();
    await deliver(customer, mail!.id, server.port);
    expect(server.received).toHaveLength(1);
    const { items } = await listReportSchedules(customer.ctx, { limit: 10 });
    expect(items.map(({ unconfirmedRecipients }) => unconfirmedRecipients)).toEqual([[], []]);
  });

  it("who never answered is not mailed, and the report says so", async () => {
    const customer = await connectCustomer();
    const schedule = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: [OUTSIDER] });
    customer.later(15 * 24);
    const { mails } = await send(customer, schedule.id);
    expect(mails).toMatchObject([
      { status: "failed", lastError: expect.stringMatching(/has not agreed to receive reports/) },
    ]);
  });

  it("may want no mail at all: then nobody of the installation mails them, not even a question", async () => {
    const [customer, other] = [await connectCustomer(), await connectCustomer()];
    const address = `no-mail-${customer.tenantId}@partner.test`;
    const schedule = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: [address] });
    const [question] = await mailLinks(customer);
    const header = question!.headers.find(({ key }) => key === "list-unsubscribe")!.value.slice(1, -1);
    await confirmRecipient(customer.deps, tokenOf(linkIn(question!)));
    expect(await refuseMail(customer.deps, tokenOf(header))).toBe(address);

    const { mails } = await send(customer, schedule.id);
    const server = await startMailServer();
    await deliver(customer, mails[0]!.id, server.port);
    expect(server.received).toEqual([]);
    expect((await reportOf(customer)).mails[0]).toMatchObject({
      status: "failed",
      lastError: expect.stringMatching(/asked for no mail/),
    });
    await createReportSchedule(other.ctx, { ...WEEKLY, recipients: [address.toUpperCase().toLowerCase()] });
    expect(await mailLinks(other)).toEqual([]);
  });
});

describe("an organisation that would mail strangers", () => {
  it("has twenty of them asked within a day at most", async () => {
    const customer = await connectCustomer();
    const strangers = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => `stranger-${from + n}@partner.test`);
    await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: strangers(0, 20) });
    await expect(createReportSchedule(customer.ctx, { ...WEEKLY, recipients: strangers(20, 1) })).rejects.toMatchObject(
      {
        code: "TOO_MANY",
        details: { field: "recipients" },
      },
    );
    expect((await listReportSchedules(customer.ctx, { limit: 10 })).items).toHaveLength(1);
    customer.later(25);
    await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: strangers(20, 1) });
  });

  it("sends twenty reports by hand within a day at most", async () => {
    const customer = await connectCustomer();
    const { id } = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: [OUTSIDER] });
    for (let n = 0; n < 20; n++) await requestReport(customer.ctx, { id });
    await expect(requestReport(customer.ctx, { id })).rejects.toMatchObject({ code: "TOO_MANY" });
    customer.later(25);
    await requestReport(customer.ctx, { id });
  });

  it("puts five hundred mails within a day into the outbox at most, and the report says so", async () => {
    const customer = await connectCustomer();
    const { tenantId, ctx } = customer;
    const schedule = await createReportSchedule(ctx, { ...WEEKLY, recipients: [OUTSIDER] });
    const first = await send(customer, schedule.id);
    await ownerSql(
      `INSERT INTO mail (tenant_id, id, report_id, recipient, message_id, subject, html, text, inline_images, status, created_at)
       SELECT $1::uuid, gen_random_uuid(), $2::uuid, n || '@partner.test', n::text, 's', 'h', 't', '[]', 'sent', $3 FROM generate_series(1, 499) AS n`,
      [tenantId, first.id, ctx.now()],
    );
    customer.later(1);
    expect(await send(customer, schedule.id)).toMatchObject({
      status: "failed",
      mails: [],
      error: expect.stringMatching(/500/),
    });
  });

  it("puts nothing of its own into a subject, and into the text no link and no address", async () => {
    const customer = await connectCustomer();
    const name = "Win $$$ at https://evil.example <a href=//evil.example>, mail me@evil.example";
    await ownerSql("UPDATE tenant SET name = $2 WHERE id = $1", [customer.tenantId, name]);
    await createReportSchedule(customer.ctx, { ...WEEKLY, name, recipients: [OUTSIDER] });
    const [question] = await mailLinks(customer);
    expect(question!.subject).toBe("Confirm that you want Rolecall reports");
    expect(`${question!.text}${question!.html}`).not.toMatch(/evil\.example|\$\$\$|<a href=\/\//);
    expect(question!.text).toContain("Win at https evil example a href evil example");
  });
});

it.each([
  ["Fernhill Foods & Sons", "Fernhill Foods & Sons"],
  ["Müller-Lüdenscheidt's", "Müller-Lüdenscheidt's"],
  ["evil.example/now", "evil example now"],
  ["a@b.test", "a b test"],
  ["\u202Egnirts", "gnirts"],
  ["!!!", "An organisation"],
  ["x".repeat(200), "x".repeat(60)],
])("%j stands in the text as %j", (name, expected) => {
  expect(harmlessName(name)).toBe(expected);
});
