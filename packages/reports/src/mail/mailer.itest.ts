import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { OutgoingMail } from "@rolecall/domain";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, it } from "vitest";
import { renderSummary } from "../summary/render-summary.ts";
import { summaryReport } from "../summary/summary-fixture.ts";
import { connectionTo, createMailer, type Mailer } from "./mailer.ts";

const opened: { close: () => void }[] = [];
afterEach(() => {
  for (const resource of opened.splice(0)) resource.close();
});

type Received = { raw: Buffer; from: string; to: string[] };

/** A mail server on a free port of this machine that keeps what it takes. */
async function startMailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, { envelope }, done) {
      buffer(stream).then((raw) => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        received.push({ raw, from, to: envelope.rcptTo.map(({ address }) => address) });
        done();
      }, done);
    },
    ...options,
  });
  server.on("error", () => {}); // A client that hangs up is the client's matter, and is asserted there.
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  opened.push({ close: () => server.close() });
  return { received, port: (listening.address() as AddressInfo).port };
}

function openMailer(smtpUrl: string): Mailer {
  const mailer = createMailer({ smtpUrl, from: "Rolecall <rolecall@example.com>" });
  opened.push(mailer);
  return mailer;
}

async function outgoing(over: Partial<OutgoingMail> = {}): Promise<OutgoingMail> {
  return {
    ...(await renderSummary(summaryReport({ tenantName: "Müller & Söhne" }))),
    messageId: "0199b2f0-2222-7000-8000-000000000001@rolecall.example.com",
    to: "security@acme.test",
    unsubscribeUrl: "https://rolecall.example.com/unsubscribe/token?x=1",
    ...over,
  };
}

it("delivers one well-formed message with both parts and the picture", async () => {
  const { received, port } = await startMailServer();
  const mail = await outgoing();
  const { response } = await openMailer(`smtp://127.0.0.1:${port}`).send(mail);
  expect(response).toMatch(/^250/);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ from: "rolecall@example.com", to: ["security@acme.test"] });

  const message = await PostalMime.parse(received[0]!.raw);
  const header = (name: string) => message.headers.find(({ key }) => key === name)?.value;
  expect(message.subject).toBe(mail.subject);
  expect(message.from).toMatchObject({ name: "Rolecall", address: "rolecall@example.com" });
  expect(message.messageId).toBe(`<${mail.messageId}>`);
  expect(header("list-unsubscribe")).toBe("<https://rolecall.example.com/unsubscribe/token?x=1>");
  expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(header("auto-submitted")).toBe("auto-generated");
  expect(message.text?.trim()).toBe(mail.text.trim());
  expect(message.html?.trim()).toBe(mail.html.trim());

  const [picture] = message.attachments;
  expect(message.attachments).toHaveLength(1);
  expect(picture).toMatchObject({ mimeType: "image/png", disposition: "inline", related: true });
  expect(message.html).toContain(`cid:${picture?.contentId?.slice(1, -1)}`);
  const png = Buffer.from(picture?.content as ArrayBuffer);
  expect(Buffer.compare(png, mail.inlineImages[0]!.bytes)).toBe(0);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * 544, 2 * 280]);
});

it("sends to the one address, whatever else stands beside it", async () => {
  const { received, port } = await startMailServer();
  const mailer = openMailer(`smtp://127.0.0.1:${port}`);
  await mailer.send(await outgoing({ to: "a@acme.test, b@acme.test" })).catch(() => {});
  expect(received.flatMap(({ to }) => to)).not.toContain("b@acme.test");
});

it("rejects with the server's answer", async () => {
  const { port } = await startMailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error("No such mailbox"), { responseCode: 550 })),
  });
  const mailer = openMailer(`smtp://127.0.0.1:${port}`);
  await expect(mailer.send(await outgoing())).rejects.toMatchObject({ responseCode: 550 });
});

it("verify signs in", async () => {
  const { port } = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === "rolecall" && password === "s3cret" ? done(null, { user: username }) : done(new Error("refused")),
  });
  await expect(openMailer(`smtp://rolecall:s3cret@127.0.0.1:${port}`).verify()).resolves.toBeUndefined();
  await expect(openMailer(`smtp://rolecall:wrong@127.0.0.1:${port}`).verify()).rejects.toMatchObject({ code: "EAUTH" });
});

it.each(["https://mail.example.com", "mail.example.com:25", ""])("refuses %j as a mail server", (smtpUrl) => {
  expect(() => createMailer({ smtpUrl, from: "a@example.com" })).toThrow(expect.objectContaining({ code: "INVALID" }));
});

it.each([
  ["smtp://mail.example.com:587", true],
  ["smtp://user:p%40ss@mail.example.com:587", true],
  ["smtp://127.example.com", true],
  ["smtp://localhost.evil.example", true],
  ["smtp://mail.example.com:25?starttls=off", false],
  ["smtps://mail.example.com:465", false],
  ["smtp://127.0.0.1:25", false],
  ["smtp://localhost:25", false],
  ["smtp://[::1]:25", false],
  ["smtp://127.0.0.1:25?starttls=required", true],
])("asks %s for STARTTLS: %s", (smtpUrl, requireTLS) => {
  expect(connectionTo(smtpUrl)).toEqual({ url: smtpUrl.replace(/\?.*/, ""), requireTLS });
});

it("hands nothing to a server without STARTTLS, not even the password", async () => {
  const seen: string[] = [];
  const { received, port } = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => {
      seen.push(password ?? "");
      done(null, { user: "rolecall" });
    },
  });
  const mailer = openMailer(`smtp://rolecall:s3cret@127.0.0.1:${port}?starttls=required`);
  await expect(mailer.send(await outgoing())).rejects.toMatchObject({ code: expect.stringMatching(/TLS/) });
  expect({ seen, received }).toEqual({ seen: [], received: [] });
});

it.each(["smtp://mail.example.com?starttls=perhaps"])("refuses %s", (smtpUrl) => {
  expect(() => connectionTo(smtpUrl)).toThrow(expect.objectContaining({ code: "INVALID" }));
});
