import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import {
  dataFolderOf,
  ensureCluster,
  explainServerFailure,
  isPortTaken,
  OWNER_ROLE,
  serverEnvironment,
} from "./cluster.ts";
import { findDataFolder } from "./data-folder.ts";
import { Failure } from "./failure.ts";
import { findFreePort } from "./free-port.ts";
import { rotateLog } from "./rotate-log.ts";
import { findServerFiles } from "./server-files.ts";
import { findServerUser, type ServerUser } from "./server-user.ts";
import { stopStaleServer } from "./stale-server.ts";

const DATABASE = "rolecall";
const READY_POLL_MS = 15;
/** Recovery after a crash replays at most max_wal_size of changes. */
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 8_000;
const PORT_ATTEMPTS = 5;

/** Web and worker of one machine keep some 40 connections between them at most. */
const MAX_CONNECTIONS = 60;

/** Small enough for a laptop: one server process and some 60 MB in all. */
const FRUGAL_SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  shared_buffers: "32MB",
  work_mem: "8MB",
  maintenance_work_mem: "32MB",
  jit: "off",
  io_method: "sync",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "256MB",
  max_worker_processes: "2",
  max_parallel_workers_per_gather: "0",
  autovacuum_max_workers: "2",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
};

/** For data that nobody misses: a power cut may damage it. */
const NOT_DURABLE_SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

export type PostgresOptions = {
  /** Holds the log and, where the server's user can reach it, the data. */
  homeDir: string;
  /** Of the owner, from the first start on: a cluster that was made with another one cannot be opened. */
  ownerPassword: string;
  /** 0 or absent = any free port. */
  port?: number;
  /** false = data that may be lost in a power cut, for tests. */
  durable?: boolean;
  maxConnections?: number;
};

export type PostgresServer = {
  /** Connection string of the owner of the database `rolecall`, a superuser. */
  ownerUrl: string;
  port: number;
  /** Called when the server ends without having been asked to. */
  onExit: (listener: (reason: string) => void) => void;
  stop: () => Promise<void>;
};

/**
 * Starts the Postgres server that comes with the npm packages, on 127.0.0.1 only, and makes the cluster and the
 * database on the first start. The server ends with this process, even when that is killed.
 *
 * @throws Failure in one line: port taken, disk full, data of another version, no user to run as, ...
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const durable = options.durable ?? true;
  const user = findServerUser();
  const folder = findDataFolder(options.homeDir, user);
  const files = findServerFiles(user);
  await stopStaleServer(dataFolderOf(folder));
  await ensureCluster({ folder, user, files, password: options.ownerPassword, durable });
  const logFile = prepareLog(options.homeDir);
  const { maxConnections = MAX_CONNECTIONS } = options;
  const launch = { program: files.postgres, user, dataFolder: dataFolderOf(folder), logFile, durable, maxConnections };
  const { child, port } = await launchOnPort(launch, options.port ?? 0);
  const url = (database: string) => `postgresql://${OWNER_ROLE}:${options.ownerPassword}@127.0.0.1:${port}/${database}`;
  try {
    await ensureDatabase(url("postgres"));
  } catch (error) {
    await stopServer(child);
    throw error;
  }
  return { ownerUrl: url(DATABASE), port, onExit: exitReporter(child, logFile), stop: () => stopServer(child) };
}

type Launch = {
  program: string;
  user: ServerUser;
  dataFolder: string;
  logFile: string;
  durable: boolean;
  maxConnections: number;
};

/** A free port may be taken by another program between the look and the start: then the next one is tried. */
async function launchOnPort(launch: Launch, wantedPort: number): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = wantedPort || (await findFreePort());
    // Before the start: a server that ends at once has written its reason by the time that anybody looks.
    const logStart = readText(launch.logFile).length;
    const child = spawnServer(launch, port);
    const output = await untilReady(child, launch, logStart);
    if (output === null) return { child, port };
    if (wantedPort || attempt === PORT_ATTEMPTS || !isPortTaken(output)) {
      throw explainServerFailure("did not start", output);
    }
  }
}

function spawnServer({ program, user, dataFolder, logFile, ...launch }: Launch, port: number): ChildProcess {
  const settings = {
    ...FRUGAL_SETTINGS,
    ...(launch.durable ? {} : NOT_DURABLE_SETTINGS),
    max_connections: String(launch.maxConnections),
    port: String(port),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(program, ["-D", dataFolder, ...args], {
    ...user,
    cwd: dataFolder,
    stdio: ["ignore", log, log],
    env: serverEnvironment(),
    // Ctrl-C in the terminal must not reach it: it is stopped last.
    detached: true,
  });
  closeSync(log);
  if (child.pid) guard(child.pid, child);
  return child;
}

/** A shell that waits for this process to end, by whatever means, and then stops the server. */
function guard(pid: number, server: ChildProcess): void {
  const shell = spawn("/bin/sh", ["-c", `read _; kill -INT ${pid} 2>/dev/null`], {
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  server.once("exit", () => shell.kill("SIGKILL"));
  shell.unref();
}

/** @returns null when the server takes connections, or what it printed before it ended */
async function untilReady(
  child: ChildProcess,
  { dataFolder, logFile }: Launch,
  logStart: number,
): Promise<string | null> {
  let failure: string | null = null;
  child.once("error", (error) => {
    failure = error.message;
  });
  for (const deadline = Date.now() + READY_TIMEOUT_MS; Date.now() < deadline; await delay(READY_POLL_MS)) {
    if (failure !== null) return failure;
    if (child.exitCode !== null || child.signalCode !== null) return readText(logFile).slice(logStart);
    const [pid, , , , , , , status] = readText(join(dataFolder, "postmaster.pid")).split("\n");
    if (Number(pid) === child.pid && status?.trim() === "ready") return null;
  }
  await stopServer(child);
  return `FATAL: not ready after ${READY_TIMEOUT_MS / 1000} s`;
}

async function ensureDatabase(maintenanceUrl: string): Promise<void> {
  const client = new Client({ connectionString: maintenanceUrl });
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(`The database server runs, but the database could not be opened: ${reason}.`, { cause });
  } finally {
    await client.end();
  }
}

/** Fast shutdown: ends the sessions and writes everything; what does not end in time is stopped at once. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.emit("rolecall-stop");
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

function exitReporter(child: ChildProcess, logFile: string): PostgresServer["onExit"] {
  let isStopping = false;
  child.once("rolecall-stop", () => {
    isStopping = true;
  });
  return (listener) => {
    child.once("exit", () => {
      if (!isStopping) listener(explainServerFailure("ended", readText(logFile).slice(-4000)).message);
    });
  };
}

function prepareLog(homeDir: string): string {
  const folder = join(homeDir, "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "postgres.log");
  rotateLog(file);
  return file;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
