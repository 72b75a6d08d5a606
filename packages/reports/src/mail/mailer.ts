import { AppError, type OutgoingMail } from "@rolecall/domain";
import { createTransport, type SendMailOptions } from "nodemailer";

const CONNECTION_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * The mail as nodemailer takes it: text and HTML as alternatives, pictures inline, and the headers that let a receiver
 * unsubscribe with one click and tell a repetition and a machine's mail.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8058
 * @see https://www.rfc-editor.org/rfc/rfc3834#section-5
 */
export function mailOptions(mail: OutgoingMail, from: string): SendMailOptions {
  return {
    from,
    to: { name: "", address: mail.to },
    subject: mail.subject,
    messageId: mail.messageId,
    text: mail.text,
    html: mail.html,
    headers: {
      "List-Unsubscribe": { prepared: true, value: `<${new URL(mail.unsubscribeUrl).href}>` },
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
    },
    attachments: mail.inlineImages.map(({ contentId, contentType, fileName, bytes }) => ({
      cid: contentId,
      contentType,
      filename: fileName,
      contentDisposition: "inline",
      content: Buffer.from(bytes),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

export type Mailer = {
  /** Resolves once the mail server has taken the mail over. @throws nodemailer's error, with `responseCode` of the server. */
  send(mail: OutgoingMail): Promise<{ response: string }>;
  /** Connects and signs in without sending. @throws nodemailer's error. */
  verify(): Promise<void>;
  close(): void;
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * How a mail server is spoken to. Nothing goes out in clear text: `smtp://` has to offer STARTTLS, unless the address says
 * `?starttls=off`. On this machine itself it need not, unless the address says `?starttls=required`.
 *
 * @throws AppError INVALID if the URL is none of SMTP.
 */
export function connectionTo(smtpUrl: string): { url: string; requireTLS: boolean } {
  const url = URL.parse(smtpUrl);
  const wanted = url?.searchParams.get("starttls") ?? null;
  if (!url || !/^smtps?:$/.test(url.protocol) || !(wanted === null || wanted === "off" || wanted === "required")) {
    throw new AppError(
      "INVALID",
      "Not the address of a mail server. Expected smtp://user:password@host:587 (with STARTTLS, or ?starttls=off) or smtps://…:465",
    );
  }
  url.searchParams.delete("starttls");
  // `smtps:` speaks TLS from the first byte and has no STARTTLS.
  const requireTLS =
    url.protocol === "smtp:" && (wanted === null ? !LOOPBACK.test(url.hostname) : wanted === "required");
  return { url: url.href, requireTLS };
}

/**
 * Sends mails over SMTP.
 *
 * @param options.smtpUrl smtp://user:password@host:port, or smtps:// for TLS from the first byte; see `connectionTo`.
 * @param options.from sender, such as `Rolecall <rolecall@example.com>`.
 * @throws AppError INVALID if the URL is none of SMTP.
 */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport({
    ...connectionTo(smtpUrl),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  return {
    send: async (mail) => {
      const { response } = await transport.sendMail(mailOptions(mail, from));
      return { response };
    },
    verify: async () => {
      await transport.verify();
    },
    close: () => transport.close(),
  };
}
