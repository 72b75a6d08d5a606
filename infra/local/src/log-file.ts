import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { hasCode, rotateLog } from "@rolecall/embedded-postgres";

const CAP_BYTES = 10_000_000;
const TAIL_LINES = 20;
/** A log names people, accounts and addresses. */
const OWN_FILE = 0o600;

export type LogFile = { write: (chunk: Buffer | string) => void; tail: () => string[]; close: () => void };

/** A log of at most twice 10 MB: when it is full, it replaces the older one. Remembers its last lines. */
export function openLogFile(file: string): LogFile {
  rotateLog(file);
  let descriptor = openSync(file, "a", OWN_FILE);
  let sizeBytes = 0;
  let isOpen = true;
  let recent = "";

  const roll = () => {
    closeSync(descriptor);
    rmSync(`${file}.1`, { force: true });
    renameSync(file, `${file}.1`);
    descriptor = openSync(file, "a", OWN_FILE);
    sizeBytes = 0;
  };

  return {
    write: (chunk) => {
      recent = `${recent}${chunk}`.slice(-8000);
      if (!isOpen) return;
      try {
        sizeBytes += writeSync(descriptor, chunk.toString());
        if (sizeBytes > CAP_BYTES) roll();
      } catch (error) {
        // A full disk must not end what is being logged.
        if (!hasCode(error, "ENOSPC", "EDQUOT")) throw error;
      }
    },
    tail: () => recent.trimEnd().split("\n").slice(-TAIL_LINES),
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}
