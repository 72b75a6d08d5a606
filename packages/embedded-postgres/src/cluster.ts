import { spawn } from "node:child_process";
import { chownSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.ts";
import type { ServerFiles } from "./server-files.ts";
import type { ServerUser } from "./server-user.ts";

export const OWNER_ROLE = "rolecall_owner";

/** Written when initdb has finished: a cluster without it was interrupted while it was made. */
const MARKER = "rolecall-cluster";
/** Files that a server writes when it first runs; their presence means that there may be data. */
const SIGN_OF_USE = "postmaster.opts";

type ClusterOptions = { folder: string; user: ServerUser; files: ServerFiles; password: string; durable: boolean };

/**
 * Makes the cluster if there is none, and makes it again if the first attempt was interrupted.
 *
 * @throws Failure if the folder holds something that is not ours to replace, or if initdb fails
 */
export async function ensureCluster({ folder, user, files, password, durable }: ClusterOptions): Promise<void> {
  const marker = join(folder, MARKER);
  if (existsSync(marker)) return;
  clearUnfinished(folder);
  const passwordFile = writePasswordFile(folder, user, password);
  const dataFolder = dataFolderOf(folder);
  const args = [
    `--pgdata=${dataFolder}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Sorts and folds case alike on every machine, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ];
  try {
    await runInitdb(files.initdb, args, user, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(marker, `${readFileSync(join(dataFolder, "PG_VERSION"), "utf8").trim()}\n`);
}

export const dataFolderOf = (folder: string): string => join(folder, "data");

function clearUnfinished(folder: string): void {
  const dataFolder = dataFolderOf(folder);
  const entries = existsSync(dataFolder) ? readdirSync(dataFolder) : [];
  if (entries.includes(SIGN_OF_USE)) {
    throw new Failure(
      `${dataFolder} holds a database that was not made by this installation. Move it away, or set ROLECALL_HOME to another folder.`,
    );
  }
  rmSync(dataFolder, { recursive: true, force: true });
}

function writePasswordFile(folder: string, user: ServerUser, password: string): string {
  const file = join(folder, "initial-password");
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if ("uid" in user) chownSync(file, user.uid as number, user.gid as number);
  return file;
}

async function runInitdb(program: string, args: string[], user: ServerUser, cwd: string): Promise<void> {
  const child = spawn(program, args, {
    ...user,
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: serverEnvironment(),
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-20_000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (exitCode !== 0) throw explainServerFailure("could not be set up", output);
}

/** The server needs nothing of our environment; PG* variables of the user's would even mislead it. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" };
}

const EXPLANATIONS: readonly [RegExp, string][] = [
  [/No space left on device|Disk quota exceeded/, "the disk is full. Free some space and start again"],
  [/Address already in use|could not bind/, "its port is taken by another program"],
  [
    /database files are incompatible|is not compatible with this version/,
    "its data was made by another Postgres version. Move the data folder away, or go back to the version that made it",
  ],
  [/invalid permissions|Permission denied|has wrong ownership/, "its data folder belongs to another user"],
  [
    /could not look up effective user ID/,
    "the user it runs as has no entry in /etc/passwd. Add one, or set DATABASE_URL to a Postgres server of yours",
  ],
  [/No usable system locale|shared memory/i, "the machine gives it no shared memory"],
];

/** One line for what a server program printed before it failed. */
export function explainServerFailure(what: string, output: string): Failure {
  const known = EXPLANATIONS.find(([pattern]) => pattern.test(output));
  const lines = output.trim().split("\n");
  const told = lines.filter((line) => /FATAL|PANIC|ERROR|error:/.test(line)).at(-1) ?? lines.at(-1) ?? "";
  return new Failure(`The database server ${what}: ${known ? `${known[1]} (${told.trim()})` : told.trim()}.`);
}

export function isPortTaken(output: string): boolean {
  return /Address already in use|could not bind/.test(output);
}
