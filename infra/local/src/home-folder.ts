import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Logs name people, accounts and addresses; what lies beside them are keys to all of it. */
const OWN_FOLDER = 0o700;
const OWN_FILE = 0o600;
/** Others may pass through, and see nothing: under root the database server runs as another user, and its data are in there. */
const PASSABLE_FOLDER = 0o711;

const isRoot = (): boolean => process.getuid?.() === 0;
const isOwn = (path: string): boolean => isRoot() || statSync(path).uid === process.getuid?.();

/** Makes the state folder and its logs, and closes both to everybody else, also where an older version left them open. */
export function prepareHome(homeDir: string): void {
  const logs = join(homeDir, "logs");
  mkdirSync(logs, { recursive: true, mode: OWN_FOLDER });
  if (isOwn(homeDir)) chmodSync(homeDir, isRoot() ? PASSABLE_FOLDER : OWN_FOLDER);
  if (!isOwn(logs)) return;
  chmodSync(logs, OWN_FOLDER);
  for (const entry of readdirSync(logs, { withFileTypes: true })) {
    const file = join(logs, entry.name);
    if (entry.isFile() && isOwn(file)) chmodSync(file, OWN_FILE);
  }
}
