import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "./failure.ts";

const POLL_MS = 50;
const FAST_STOP_MS = 15_000;
const IMMEDIATE_STOP_MS = 5_000;

/**
 * Ends a server that an earlier start of the same data folder left behind, and removes the file that names it, even
 * when its process number has since been given to another program.
 *
 * @throws Failure if the server does not stop
 */
export async function stopStaleServer(dataFolder: string): Promise<void> {
  const pidFile = join(dataFolder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (isServerOf(pid, dataFolder)) {
    process.kill(pid, "SIGINT");
    const stopped = await isGone(pid, dataFolder, FAST_STOP_MS);
    if (!stopped) process.kill(pid, "SIGQUIT");
    if (!stopped && !(await isGone(pid, dataFolder, IMMEDIATE_STOP_MS))) {
      throw new Failure(
        `The database server of an earlier start (process ${pid}) does not stop. End it and start again.`,
      );
    }
  }
  rmSync(pidFile, { force: true });
}

async function isGone(pid: number, dataFolder: string, timeoutMs: number): Promise<boolean> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(POLL_MS)) {
    if (!isServerOf(pid, dataFolder)) return true;
  }
  return false;
}

function isServerOf(pid: number, dataFolder: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  return commandLine(pid).includes(dataFolder);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
