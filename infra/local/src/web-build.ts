import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Failure } from "@rolecall/embedded-postgres";
import { takeLock } from "../lock.mjs";
import { forProcess, type Variables } from "./child-environment.ts";
import { prepareHome } from "./home-folder.ts";
import { openLogFile } from "./log-file.ts";
import type { StopStack } from "./stop-stack.ts";

const BUILD_WAIT_MS = 10 * 60_000;
const SKIPPED_FOLDERS = new Set(["node_modules", ".next", ".turbo", "e2e", "test-results", "generated"]);
const SKIPPED_FILES = /\.(test|itest|spec)\.tsx?$|\.tsbuildinfo$|^next-env\.d\.ts$/;

export type WebBuild = {
  projectFolder: string;
  homeDir: string;
  env: Variables;
  stops: StopStack;
};

/**
 * Builds the console if its sources changed since the last build.
 *
 * @returns whether it was built
 * @throws Failure with the last lines of the build's output
 */
export async function buildWeb(build: WebBuild): Promise<boolean> {
  const { projectFolder } = build;
  const stamp = join(projectFolder, "apps/web/.next/rolecall-sources");
  if (readStamp(stamp) === hashSources(projectFolder)) return false;
  const lock = await takeLock(join(projectFolder, ".rolecall/web-build.lock"), { waitMs: BUILD_WAIT_MS });
  if (!lock.release)
    throw new Failure(
      `Process ${lock.holder.pid} has been building the console for very long. Stop it and start again.`,
    );
  try {
    const sources = hashSources(projectFolder);
    if (readStamp(stamp) === sources) return false;
    rmSync(stamp, { force: true });
    await runBuild(build);
    writeFileSync(stamp, sources);
    return true;
  } finally {
    lock.release();
  }
}

async function runBuild({ projectFolder, homeDir, env, stops }: WebBuild): Promise<void> {
  prepareHome(homeDir);
  const log = openLogFile(join(homeDir, "logs/web-build.log"));
  const child = spawn(process.execPath, [nextProgram(projectFolder), "build"], {
    cwd: join(projectFolder, "apps/web"),
    env: forProcess(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", log.write);
  child.stderr.on("data", log.write);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
    stops.add({ stop: async () => void child.kill("SIGKILL") }).catch(reject);
  });
  log.close();
  stops.check();
  if (exitCode !== 0) throw new Failure(`The console could not be built:\n${log.tail().join("\n")}`);
}

export function nextProgram(projectFolder: string): string {
  return join(projectFolder, "node_modules/next/dist/bin/next");
}

function hashSources(projectFolder: string): string {
  const hash = createHash("sha256");
  for (const folder of ["apps/web", "packages", "prisma"]) hashFolder(hash, projectFolder, join(projectFolder, folder));
  for (const file of ["package-lock.json", "tsconfig.json"]) hash.update(readFileSync(join(projectFolder, file)));
  return hash.digest("hex");
}

function hashFolder(hash: ReturnType<typeof createHash>, root: string, folder: string): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) hashFolder(hash, root, path);
    if (entry.isFile() && !SKIPPED_FILES.test(entry.name)) hash.update(relative(root, path)).update(readFileSync(path));
  }
}

function readStamp(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
