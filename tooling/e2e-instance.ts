/** Starts a whole instance for the end-to-end tests: an empty one, with an AWS and a mail server of the tests' own. */
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleOrganisation, startEmulator } from "@rolecall/aws-emulator";
import { makeProgress, makeSupervisor, removeDatabase, settingsFrom } from "@rolecall/local";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = { to: string[]; subject: string; text: string; html: string };

/** What the journeys need to know of the instance; the variable E2E_INSTANCE holds it as JSON. */
export type E2eInstance = {
  url: string;
  homeDir: string;
  /** Answers GET with the mails received so far, as JSON. */
  mailboxUrl: string;
  environment: Readonly<Record<string, string | undefined>>;
};
