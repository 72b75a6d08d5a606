import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Backoff, type BackoffLimits } from "./backoff.ts";
import { forProcess, type Variables } from "./child-environment.ts";
import { openLogFile } from "./log-file.ts";

const wrapper = fileURLToPath(new URL("child.mjs", import.meta.url));

/** Of a part that never ran: then the start as a whole fails, with the reason. */
const MOST_DEATHS_AT_START = 5;

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
  /** Whether the instance has not been ready yet. Afterwards nothing is ever given up. */
  isStarting: () => boolean;
  /** Called once when the part has died too often while the instance starts; the reason includes its last log lines. */
  onGivenUp: (reason: string) => void;
  /** For tests, which do not wait. */
  backoff?: BackoffLimits;
};

export type SupervisedChild = {
  /** Asks the part to stop, and ends it when `graceMs` have passed. */
  stop: (graceMs: number) => Promise<void>;
  killNow: () => void;
};

/** Runs a part of the instance and starts it again when it dies, for ever; no other part is touched. */
export function superviseChild(options: ChildOptions): SupervisedChild {
  const log = openLogFile(options.logFile);
  const backoff = new Backoff(performance.now(), options.backoff);
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
    const waitMs = backoff.died(performance.now());
    if (options.isStarting() && backoff.count > MOST_DEATHS_AT_START) {
      isStopping = true;
      const tail = log.tail().map((line) => `    ${line}`);
      const what = `${options.name} ended ${backoff.count} times (${how}). Its last lines, from ${options.logFile}:`;
      options.onGivenUp([what, ...tail].join("\n"));
      return;
    }
    const when = waitMs < 1_000 ? "" : ` in ${Math.round(waitMs / 1_000)} s`;
    options.say(`${options.name} ended (${how}), starting it again${when}; see ${options.logFile}`);
    restartTimer = setTimeout(() => {
      backoff.started(performance.now());
      child = launch();
    }, waitMs);
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
