import { renameSync } from "node:fs";
import { hasCode } from "./failure.ts";

/** Keeps the log of the start before this one as `<file>.1`. */
export function rotateLog(file: string): void {
  try {
    renameSync(file, `${file}.1`);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}
