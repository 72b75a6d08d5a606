import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DATABASE_ROLES, migrate } from "@rolecall/db/migrate";
import { Failure, startPostgres } from "@rolecall/embedded-postgres";
import { migrateQueue } from "@rolecall/jobs";
import { type LockHolder, readLock, takeLock } from "../lock.mjs";
import { sharedEnvironment, type Variables } from "./child-environment.ts";
import type { Settings } from "./env.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";

/** How long a command waits for another one that uses the same state, or for an instance that is starting. */
const COMMAND_WAIT_MS = 60_000;
const POLL_MS = 100;
const HEARSAY_MS = 1_500;

/** What a running instance tells other processes of the same user: written when its database is ready. */
export type RunningInstance = {
  pid: number;
  port: number;
  databaseUrl: string;
  aws: Variables;
  isStopping: boolean;
};

const lockFile = (homeDir: string) => join(homeDir, "instance.lock");
const runningFile = (homeDir: string) => join(homeDir, "instance.json");

/**
 * Claims the state folder for an instance; waits for one that is stopping, and for a command that uses the database.
 *
 * @throws Failure naming the live instance that has it
 */
export async function claimHome(homeDir: string, port: string): Promise<{ release: () => void }> {
  const about = { kind: "instance", port };
  // npm ends before the instance that it started does, so that one may not have heard of its end yet.
  let lock = await takeLock(lockFile(homeDir), { about, waitMs: HEARSAY_MS });
  if (lock.holder && (lock.holder.kind === "command" || readAnnounced(homeDir)?.isStopping)) {
    lock = await takeLock(lockFile(homeDir), { about, waitMs: COMMAND_WAIT_MS });
  }
  if (!lock.release) throw new Failure(inUse(lock.holder, homeDir));
  const { release } = lock;
  rmSync(runningFile(homeDir), { force: true });
  return {
    release: () => {
      rmSync(runningFile(homeDir), { force: true });
      release();
    },
  };
}

function inUse(holder: LockHolder, homeDir: string): string {
  const who =
    holder.kind === "command"
      ? `A command (process ${holder.pid})`
      : `Rolecall (process ${holder.pid}, port ${holder.port})`;
  return `${who} is already running on ${homeDir}. Stop it, or set ROLECALL_HOME to another folder and PORT to another port.`;
}

/** Holds the owner's connection string, so only the user can read it. */
export function announceInstance(homeDir: string, instance: RunningInstance): void {
  const unfinished = `${runningFile(homeDir)}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(instance), { mode: 0o600 });
  renameSync(unfinished, runningFile(homeDir));
}

/** Tells a start that follows closely to wait, and commands to bring their own database. */
export function announceStopping(homeDir: string): void {
  const announced = readAnnounced(homeDir);
  if (announced?.pid === process.pid) announceInstance(homeDir, { ...announced, isStopping: true });
}

/** Makes the roles, applies what the database lacks, and does the same for the queue's own schema. */
export async function migrateDatabase(ownerUrl: string, secrets: Secrets): ReturnType<typeof migrate> {
  const migrated = await migrate({
    ownerUrl,
    passwords: {
      app: secrets.appPassword,
      system: secrets.systemPassword,
      auth: secrets.authPassword,
      queue: secrets.queuePassword,
    },
  });
  await migrateQueue(ownerUrl, { grantTo: [DATABASE_ROLES.queue] });
  return migrated;
}

/**
 * Runs a command with the environment of this installation's parts, its database up and migrated: the running
 * instance's if there is one, the user's own if DATABASE_URL is set, else the embedded one for the time of the command.
 *
 * @throws Failure if the state is held by another command for too long
 */
export async function withDatabase<Result>(
  settings: Settings,
  run: (environment: Variables) => Promise<Result>,
): Promise<Result> {
  const publicUrl = `http://localhost:${settings.port}`;
  const lock = settings.databaseUrl ? null : await claimForCommand(settings.homeDir);
  const running = lock?.release ? null : readRunning(settings.homeDir);
  const ownerUrl = settings.databaseUrl ?? running?.databaseUrl;
  const secrets = loadSecrets(settings.homeDir);
  const { homeDir } = settings;
  const { ownerPassword } = secrets;
  const database = ownerUrl ? { ownerUrl, stop: undefined } : await startPostgres({ homeDir, ownerPassword });
  try {
    const { urls } = await migrateDatabase(database.ownerUrl, secrets);
    const shared = sharedEnvironment(settings, secrets, urls, running ? `http://localhost:${running.port}` : publicUrl);
    return await run({ ...shared, ...running?.aws });
  } finally {
    await database.stop?.();
    lock?.release?.();
  }
}

/** Waits for other commands, and for an instance that is just starting to have its database. */
async function claimForCommand(homeDir: string): ReturnType<typeof takeLock> {
  const deadline = Date.now() + COMMAND_WAIT_MS;
  for (;;) {
    const lock = await takeLock(lockFile(homeDir), { about: { kind: "command" } });
    if (lock.release) return lock;
    if (lock.holder.kind === "instance" && readRunning(homeDir)) return lock;
    if (Date.now() > deadline) throw new Failure(inUse(lock.holder, homeDir));
    await delay(POLL_MS);
  }
}

/** The instance that holds the lock now, while its database is ready. */
export function readRunning(homeDir: string): RunningInstance | null {
  const { holder } = readLock(lockFile(homeDir));
  const instance = readAnnounced(homeDir);
  return instance && instance.pid === holder?.pid && !instance.isStopping ? instance : null;
}

function readAnnounced(homeDir: string): RunningInstance | null {
  try {
    return JSON.parse(readFileSync(runningFile(homeDir), "utf8")) as RunningInstance;
  } catch {
    return null;
  }
}
