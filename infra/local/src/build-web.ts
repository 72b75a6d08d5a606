/** Builds the console where its sources changed since the last build, as `npm start` does. */
import { explainError } from "@rolecall/embedded-postgres";
import { buildEnvironment } from "./child-environment.ts";
import { projectFolder, readSettings } from "./env.ts";
import { makeStopStack } from "./stop-stack.ts";
import { buildWeb } from "./web-build.ts";

const stops = makeStopStack();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stops.stopAll());

try {
  const { homeDir, inherited } = readSettings();
  const isNew = await buildWeb({ projectFolder, homeDir, env: buildEnvironment(inherited), stops });
  process.stdout.write(isNew ? "built\n" : "up to date\n");
} catch (error) {
  process.stderr.write(`${explainError(error)}\n`);
  process.exitCode = 1;
}
