import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Emulator, SMALL_WORLD } from "@rolecall/aws-emulator";
import { onTestFinished } from "vitest";

/** Stands for the AWS CLI: each command is a call of IAM's Query API, signed for by an administrator of the account. */
const AWS = `
const [, , service, operation, ...words] = process.argv;
const pascal = (name) => name.split("-").map((part) => /^(ssh|mfa)$/.test(part) ? part.toUpperCase() : part[0].toUpperCase() + part.slice(1)).join("");
const given = {};
for (const word of words.flatMap((each) => each.startsWith("--") ? each.split(/=(.*)/s).slice(0, 2) : [each])) {
  if (word.startsWith("--")) given.last = word.slice(2);
  else given[given.last] = word;
}
const { last, query, output, ...parameters } = given;
const body = new URLSearchParams({ Action: pascal(operation), Version: "2010-05-08" });
for (const [name, value] of Object.entries(parameters)) body.set(pascal(name), value);
const authorization = "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID + "/20260601/us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=x";
const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers: { authorization, "content-type": "application/x-www-form-urlencoded" }, body });
if (!answer.ok) { console.error(operation, await answer.text()); process.exit(254); }
`;

const run = promisify(execFile);

/** A shell of an administrator of the emulated account, in which `aws` speaks to the emulator. */
export function customerTerminal(emulator: Emulator): (script: string) => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-terminal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "aws.mjs"), AWS);
  writeFileSync(join(folder, "aws"), `#!/bin/sh\nexec '${process.execPath}' '${join(folder, "aws.mjs")}' "$@"\n`, {
    mode: 0o755,
  });
  const env = {
    PATH: `${folder}:/usr/bin:/bin`,
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ACCESS_KEY_ID: SMALL_WORLD.adminAccessKeyId,
  };
  return async (script) => {
    await run("sh", ["-ec", script], { env });
  };
}
