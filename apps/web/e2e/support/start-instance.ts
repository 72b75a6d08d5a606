/** Starts a whole instance for the end-to-end tests: an empty one, with an AWS and a mail server of the tests' own. */
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { accessKeyOf, DEFAULT_VENDOR, SMALL_WORLD, smallWorld, startEmulator } from "@rolecall/aws-emulator";
import { removeDataFolder } from "@rolecall/embedded-postgres";
import { makeProgress, makeSupervisor, settingsFrom } from "@rolecall/local";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** What the journeys know of the instance: variable E2E_INSTANCE, as JSON. */
export type E2eInstance = {
  url: string;
  homeDir: string;
  /** Answers GET with the mails received so far: [{to, subject, text, html}]. */
  mailboxUrl: string;
  /** The stand-in for AWS that the worker talks to, and an administrator of one of its accounts. */
  aws: { endpointUrl: string; customer: { awsAccountId: string; accessKeyId: string; secretAccessKey: string } };
};

type ReceivedMail = { to: string[]; subject: string; text: string; html: string };

// biome-ignore lint/style/noDefaultExport: playwright reads the default export
export default async function startInstance(): Promise<() => Promise<void>> {
  // biome-ignore lint/style/noProcessEnv: playwright hands the environment on to its workers
  const environment = process.env;
  const homeDir = mkdtempSync(join(realpathSync(tmpdir()), "rolecall-e2e-"));
  const mails: ReceivedMail[] = [];
  const smtp = startMailServer(mails);
  const mailbox = startMailbox(mails);
  await Promise.all([once(smtp.server, "listening"), once(mailbox, "listening")]);
  const emulator = await startEmulator({ world: smallWorld(), options: { controlSurface: true } });
  const settings = settingsFrom({
    ...environment,
    AWS_ENDPOINT_URL: emulator.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: DEFAULT_VENDOR.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DEFAULT_VENDOR.secretAccessKey,
    ROLECALL_HOME: homeDir,
    ROLECALL_DEMO: "off",
    ROLECALL_SIGN_UP: "on",
    PORT: "0",
    SMTP_URL: `smtp://127.0.0.1:${portOf(smtp.server)}`,
  });
  const progress = makeProgress((text) => process.stdout.write(text));
  const supervisor = makeSupervisor(settings, progress, (reason) => process.stderr.write(`${reason}\n`));

  const stop = async () => {
    await supervisor.stop();
    await emulator.close();
    await Promise.all([close(mailbox), new Promise<void>((resolve) => smtp.close(resolve))]);
    removeDataFolder(homeDir);
    rmSync(homeDir, { recursive: true, force: true });
  };
  try {
    const { url } = await supervisor.start();
    const { accessKeyId, secretAccessKey } = accessKeyOf("small admin");
    const instance: E2eInstance = {
      url,
      homeDir,
      mailboxUrl: `http://127.0.0.1:${portOf(mailbox)}`,
      aws: {
        endpointUrl: emulator.url,
        customer: { awsAccountId: SMALL_WORLD.memberAccountId, accessKeyId, secretAccessKey },
      },
    };
    environment.E2E_INSTANCE = JSON.stringify(instance);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function startMailServer(mails: ReceivedMail[]): SMTPServer {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => {
      receive(stream)
        .then((mail) => {
          mails.push(mail);
          done();
        })
        .catch(done);
    },
  });
  smtp.listen(0, "127.0.0.1");
  return smtp;
}

async function receive(stream: Readable): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(await buffer(stream));
  const to = (mail.to ?? []).map((recipient) => recipient.address ?? "");
  return { to, subject: mail.subject ?? "", text: mail.text ?? "", html: mail.html ?? "" };
}

function startMailbox(mails: readonly ReceivedMail[]): Server {
  const answer: RequestListener = (_request, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify(mails));
  return createServer(answer).listen(0, "127.0.0.1");
}

const portOf = (server: { address: () => AddressInfo | string | null }): number =>
  (server.address() as AddressInfo).port;

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
