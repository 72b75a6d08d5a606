import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isStrongSecret, SHORTEST_SECRET } from "@rolecall/domain";
import { Failure, hasCode, hasDataFolder } from "@rolecall/embedded-postgres";

const NAMES = [
  "ownerPassword",
  "appPassword",
  "systemPassword",
  "authPassword",
  "queuePassword",
  "sessionSecret",
  "unsubscribeSecret",
] as const;

/** The secrets of one installation, 256 random bits each, in base64url. */
export type Secrets = Record<(typeof NAMES)[number], string>;

/**
 * Reads the installation's secrets, which are made on the first start.
 *
 * @throws Failure if the file is damaged, or is missing although the database that was made with it exists
 */
export function loadSecrets(homeDir: string): Secrets {
  const file = join(homeDir, "secrets.json");
  const known = readSecrets(file);
  if (NAMES.every((name) => known[name])) return known as Secrets;
  if (hasDataFolder(homeDir)) {
    throw new Failure(
      `${file} is missing or incomplete, and the database in ${homeDir} cannot be opened without it. ` +
        "Restore the file, or remove the folder to begin anew.",
    );
  }
  const secrets = Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString("base64url")])) as Secrets;
  mkdirSync(homeDir, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
  return secrets;
}

function readSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>;
  } catch (error) {
    if (hasCode(error, "ENOENT") || error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * Refuses a secret that someone set by hand and that others can guess.
 *
 * @throws Failure naming the variable, never its value
 */
export function assertStrongSecret(variable: string, value: string): void {
  if (isStrongSecret(value)) return;
  throw new Failure(
    `${variable} is not a safe secret. Unset it (each installation makes its own), or set at least ${SHORTEST_SECRET} random characters.`,
  );
}
