/**
 * Runs a program as a part of an instance: `child.mjs <file> [args]`. When the supervisor is gone, however it ended,
 * the IPC channel closes and the program is asked to stop, then ended.
 */
import { pathToFileURL } from "node:url";

const LAST_WORDS_MS = 3_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), LAST_WORDS_MS).unref();
  process.kill(process.pid, "SIGTERM");
});

// The listener alone must not keep a program alive that has finished its work.
process.channel?.unref();

process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
