/**
 * Runs a program as a part of an instance: `child.mjs <file> [args]`. When the supervisor is gone, however it ended,
 * the IPC channel closes and the program is asked to stop, then ended.
 */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const LAST_WORDS_SECONDS = 3;

process.once("disconnect", () => {
  // From outside: a program that hangs in its own end, or in writing to a pipe that nobody reads, runs no timer.
  const end = `sleep ${LAST_WORDS_SECONDS}; kill -KILL ${process.pid}`;
  spawn("/bin/sh", ["-c", end], { detached: true, stdio: "ignore" }).unref();
  process.kill(process.pid, "SIGTERM");
});
// The listener alone must not keep a program alive that has finished its work.
process.channel?.unref();

process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
