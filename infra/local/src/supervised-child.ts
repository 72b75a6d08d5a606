import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { forProcess, type Variables } from "./child-environment.ts";
import { openLogFile } from "./log-file.ts";

const wrapper = fileURLToPath(new URL("child.mjs", import.meta.url));

const MOST_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const FIRST_BACKOFF_MS = 250;

export type ChildOptions = {
  name: string;
  /** Options of Node.js itself, such as memory limits. */
  nodeOptions: readonly string[];
  entry: string;
  args: readonly string[];
  cwd: string;
  env: Variables;
  logFile: string;
  /** One line for the user, such as that the part was started again. */
  say: (line: string) => void;
  /** Called once when the part has died too often; the reason includes its last log lines. */
  onGivenUp: (reason: string) => void;
};

export type SupervisedChild = {
  /** Asks the part to stop, and ends it when `graceMs` have passed. */
  stop: (graceMs: number) => Promise<void>;
  killNow: () => void;
};

/** Runs a part of the instance and starts it again when it dies, up to five times a minute. */
export function superviseChild(options: ChildOptions): SupervisedChild {
  const log = openLogFile(options.logFile);
  let deathsAt: number[] = [];
  let isStopping = false;
  let child = launch();
  let restartTimer: NodeJS.Timeout | undefined;

  function launch(): ChildProcess {
    const started = spawn(process.execPath, [...options.nodeOptions, wrapper, options.entry, ...options.args], {
      cwd: options.cwd,
      env: forProcess(options.env),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A process group of its own: Ctrl-C in the terminal must not reach it, the supervisor stops it in order.
      detached: true,
    });
    started.stdout?.on("data", log.write);
    started.stderr?.on("data", log.write);
    started.once("error", (error) => log.write(`could not be started: ${error.message}\n`));
    started.once("close", (code, signal) => onDeath(signal ?? `exit code ${code}`));
    return started;
  }

  function onDeath(how: string): void {
    if (isStopping) return;
    const now = Date.now();
    deathsAt = [...deathsAt.filter((at) => now - at < RESTART_WINDOW_MS), now];
    if (deathsAt.length > MOST_RESTARTS) {
      isStopping = true;
      const tail = log.tail().map((line) => `    ${line}`);
      options.onGivenUp(
        [
          `${options.name} ended ${deathsAt.length} times within a minute (${how}). Its last lines, from ${options.logFile}:`,
          ...tail,
        ].join("\n"),
      );
      return;
    }
    const backoffMs = FIRST_BACKOFF_MS * 2 ** (deathsAt.length - 1);
    options.say(`${options.name} ended (${how}), starting it again; see ${options.logFile}`);
    restartTimer = setTimeout(() => {
      child = launch();
    }, backoffMs);
  }

  return {
    stop: async (graceMs) => {
      isStopping = true;
      clearTimeout(restartTimer);
      await endProcess(child, graceMs);
      log.close();
    },
    killNow: () => {
      isStopping = true;
      clearTimeout(restartTimer);
      killGroup(child);
    },
  };
}

async function endProcess(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => killGroup(child), graceMs);
  await exited;
  clearTimeout(timer);
}

/** With what it may have started itself. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
