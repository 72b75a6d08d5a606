import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Failure } from "./failure.ts";

/** Whom the server runs as: `{}` = the user of this process. */
export type ServerUser = { uid: number; gid: number } | Record<string, never>;

const CREATE_COMMANDS = [
  ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "postgres"],
  ["adduser", "-S", "-D", "-H", "postgres"],
] as const;

/**
 * Postgres refuses to run as root. Then it runs as the user `postgres`, which is made where the machine has none, or
 * as `nobody` where no user can be made.
 *
 * @throws Failure if there is no such user and none can be made
 */
export function findServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const known = lookUp("postgres");
  if (known) return known;
  for (const [command, ...args] of CREATE_COMMANDS) {
    spawnSync(command, args, { stdio: "ignore" });
    const made = lookUp("postgres");
    if (made) return made;
  }
  const nobody = lookUp("nobody");
  if (nobody) return nobody;
  throw new Failure(
    "Postgres does not run as root, and this machine has no user `postgres` and no way to make one. " +
      "Run as another user, or set DATABASE_URL to a Postgres server of yours.",
  );
}

function lookUp(name: string): { uid: number; gid: number } | null {
  const fields = passwdLine(name)?.split(":");
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}

/** The name service knows users from directories too; where its command is missing, the file has to do. */
function passwdLine(name: string): string | undefined {
  try {
    return execFileSync("getent", ["passwd", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    const lines = readFileSync("/etc/passwd", "utf8").split("\n");
    return lines.find((line) => line.startsWith(`${name}:`));
  }
}

/** Whether that user can enter the folder: file modes, mounts and access lists all count, so it is tried. */
export function canEnter(user: ServerUser, folder: string): boolean {
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...user, cwd: "/", stdio: "ignore" });
  return probe.status === 0;
}
