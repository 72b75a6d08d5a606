import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { explainError } from "@rolecall/embedded-postgres";
import { adminEnvironment, forProcess, type Variables } from "./child-environment.ts";
import { projectFolder, readSettings } from "./env.ts";
import { exampleGuide } from "./example-guide.ts";
import { readRunning, withDatabase } from "./instance.ts";

/** Runs the worker's command line with this installation's environment; its output is passed on untouched. */
async function runAdmin(environment: Variables, args: readonly string[]): Promise<number> {
  const wrapper = fileURLToPath(new URL("child.mjs", import.meta.url));
  const child = spawn(process.execPath, [wrapper, join(projectFolder, "apps/worker/src/admin.ts"), ...args], {
    cwd: projectFolder,
    env: forProcess(adminEnvironment(environment)),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGTERM"));
  process.on("disconnect", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<number> {
  try {
    const args = process.argv.slice(2);
    if (args.join(" ") === "example") {
      process.stdout.write(exampleGuide(readRunning(readSettings().homeDir)));
      return 0;
    }
    return await withDatabase(readSettings(), (environment) => runAdmin(environment, args));
  } catch (error) {
    process.stderr.write(`${explainError(error)}\n`);
    return 1;
  }
}

// At once: connections that the migration keeps for reuse would hold the process for seconds.
process.exit(await main());
