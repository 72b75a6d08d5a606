import { ownerSql } from "@rolecall/db/testing";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { jobRun } from "../emulated-customer-fixture.ts";
import { expectOvertaken, letLeasesPass } from "../work/sleeping-worker-fixture.ts";
import { deliverMail } from "./deliver-mail.ts";
import {
  composedReport,
  deliver,
  letPausePass,
  mailerTo,
  pauseOf,
  reportOf,
  startMailServer,
} from "./mail-server-fixture.ts";

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
    void deliverMail.handle(
      { ...customer.deps, mail: dying },
      { tenantId: customer.tenantId, mailId: mail.id },
      jobRun(),
    );
    await accepted;
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "sending", attempts: 1 });

    await deliver(customer, mail.id, server.port);
    expect(server.received).toHaveLength(1);
    await letLeasesPass(customer.tenantId);
    await deliver(customer, mail.id, server.port);
    const ids = await Promise.all(server.received.map(async (raw) => (await PostalMime.parse(raw)).messageId));
    expect(ids).toEqual([`<${mail.id}@rolecall.test>`, `<${mail.id}@rolecall.test>`]);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "sent", attempts: 2 });
  });

  it("and comes back after another one has sent it, writes nothing", async () => {
    const { customer, mail } = await composedReport();
    const server = await startMailServer();
    const { send } = mailerTo(server.port);
    const refused = () => Promise.reject(new Error("451 Try again later"));
    await expectOvertaken({
      work: deliverMail,
      payload: { tenantId: customer.tenantId, mailId: mail.id },
      deps: { ...customer.deps, mail: { send: refused } },
      asleepIn: (deps, sleep) => ({
        ...deps,
        mail: { send: (message) => sleep().then(() => deps.mail!.send(message)) },
      }),
      other: { ...customer.deps, mail: { send } },
    });
    expect(server.received).toHaveLength(1);
    expect((await reportOf(customer)).mails[0]).toMatchObject({ status: "sent", attempts: 2, lastError: null });
  });
});
