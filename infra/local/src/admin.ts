import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { forProcess, type Variables } from "./child-environment.ts";
import { projectFolder, readSettings } from "./env.ts";
import { Failure } from "./failure.ts";
import { withDatabase } from "./instance.ts";

/** Runs the worker's command line with this installation's environment; its output is passed on untouched. */
async function runAdmin(environment: Variables, args: readonly string[]): Promise<number> {
  const wrapper = fileURLToPath(new URL("child.mjs", import.meta.url));
  const child = spawn(process.execPath, [wrapper, join(projectFolder, "apps/worker/src/admin.ts"), ...args], {
    cwd: projectFolder,
    env: forProcess(environment),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGTERM"));
  process.on("disconnect", () => child.kill("SIGTERM"));
  // The listener alone must not keep this process alive when the command has ended.
  process.channel?.unref();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

try {
  const args = process.argv.slice(2);
  process.exitCode = await withDatabase(readSettings(), (environment) => runAdmin(environment, args));
} catch (error) {
  const told = error instanceof Failure ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${told}\n`);
  process.exitCode = 1;
}
