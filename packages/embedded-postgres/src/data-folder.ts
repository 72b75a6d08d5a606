import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "./failure.ts";
import { canEnter, type ServerUser } from "./server-user.ts";

/** Where data goes when the home folder is closed to the server's user. /tmp is not among them: it does not last. */
const OUTSIDE_FOLDERS = ["/var/lib/rolecall", "/var/tmp/rolecall"];

const pointerFile = (homeDir: string) => join(homeDir, "database-folder");
const ownerFile = (folder: string) => join(folder, "home-folder");

/**
 * The folder that holds an installation's cluster, made if missing and owned by the server's user: inside the home
 * folder, or outside where that user cannot enter it. A pointer in the home folder then names it.
 *
 * @throws Failure if no place is found
 */
export function findDataFolder(homeDir: string, user: ServerUser): string {
  mkdirSync(homeDir, { recursive: true });
  const home = realpathSync(homeDir);
  const pointed = readPointer(home);
  if (pointed) return ownedBy(user, pointed);
  const inside = join(home, "database");
  if (existsSync(inside) || canEnter(user, home)) return ownedBy(user, inside);
  return makeOutside(home, user);
}

/**
 * Follows the pointer, unless the home folder is a copy: the original is still there and still points to the same
 * data, and two servers on one cluster would destroy it.
 */
function readPointer(home: string): string | null {
  const folder = readText(pointerFile(home));
  if (!folder || !existsSync(folder)) return null;
  const owner = readText(ownerFile(folder));
  const isCopy = owner !== home && owner !== "" && readText(pointerFile(owner)) === folder;
  if (isCopy) return null;
  writeFileSync(ownerFile(folder), home);
  return folder;
}

function makeOutside(home: string, user: ServerUser): string {
  const name = createHash("sha256").update(home).digest("hex").slice(0, 16);
  for (const parent of OUTSIDE_FOLDERS) {
    try {
      const folder = join(parent, name);
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      if (!canEnter(user, folder)) continue;
      writeFileSync(ownerFile(folder), home);
      writeFileSync(pointerFile(home), folder);
      return ownedBy(user, folder);
    } catch {
      // Not writable on this machine: the next one may be.
    }
  }
  throw new Failure(
    `The database server runs as another user than root and cannot enter ${home}; ${OUTSIDE_FOLDERS.join(" and ")} cannot ` +
      "be made either. Set ROLECALL_HOME to a folder that every user can enter, or DATABASE_URL to a server of yours.",
  );
}

function ownedBy(user: ServerUser, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ("uid" in user) chownSync(folder, user.uid as number, user.gid as number);
  return folder;
}

/** Removes the cluster of an installation that is not kept, wherever it lies. */
export function removeDataFolder(homeDir: string): void {
  const outside = readText(pointerFile(homeDir));
  const isOurs = OUTSIDE_FOLDERS.includes(dirname(outside)) && readText(ownerFile(outside)) === realpathSync(homeDir);
  if (isOurs) rmSync(outside, { recursive: true, force: true });
  rmSync(join(homeDir, "database"), { recursive: true, force: true });
  rmSync(pointerFile(homeDir), { force: true });
}

/** Whether this home folder has a cluster already. */
export function hasDataFolder(homeDir: string): boolean {
  return existsSync(pointerFile(homeDir)) || existsSync(join(homeDir, "database"));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
