/** `npm test` runs the whole task graph of turbo.json; `npm test -- unit lint` the named steps. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Counts, countTask, isReal, type Task } from "./task-results.ts";

const top = resolve(fileURLToPath(import.meta.url), "../..");
const bin = join(top, "node_modules/.bin");
const summaries = join(top, ".turbo/runs");
/** Twice what the whole takes on two busy cores: a run that hangs says so. */
const LIMIT_MS = 60 * 60_000;

const STEPS: Readonly<Record<string, readonly string[]>> = {
  lint: ["lint"],
  types: ["check-types", "check-types:root"],
  boundaries: ["boundaries"],
  unused: ["unused"],
  workspaces: ["workspaces"],
  unit: ["test:unit"],
  integration: ["test:integration"],
  e2e: ["build", "e2e"],
};

/** The product's own settings of whoever runs the tests must not reach them. */
function testEnvironment(): NodeJS.ProcessEnv {
  const { env } = process;
  const inherited = Object.entries(env).filter(
    ([name]) => !/^(ROLECALL_|AWS_|DATABASE_URL$|REDIS_URL$|SMTP_URL$|PORT$|NODE_ENV$|TURBO_)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: `${bin}:${env.PATH ?? ""}`,
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  };
}

/** Runs tasks; what did not change since they last passed is not run again. @returns turbo's exit code */
function runTasks(tasks: readonly string[], isWhole: boolean): Promise<number | null> {
  const choice = isWhole ? [] : ["--only"];
  const args = [
    "run",
    ...tasks,
    ...choice,
    "--summarize",
    "--continue=dependencies-successful",
    "--output-logs=new-only",
  ];
  const child = spawn(join(bin, "turbo"), args, {
    cwd: top,
    env: testEnvironment(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stop = () => child.kill("SIGTERM");
  const limit = setTimeout(() => {
    console.error(`The tests took longer than ${LIMIT_MS / 60_000} minutes and were ended.`);
    stop();
  }, LIMIT_MS);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.on("disconnect", stop);
  // The listener alone must not keep this process alive when the tests have ended.
  process.channel?.unref();
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (exitCode) => {
      clearTimeout(limit);
      done(exitCode);
    });
  });
}

function readTasks(): Task[] {
  // Their names begin with their time: a run that was ended may have left its own behind.
  const file = readdirSync(summaries).sort().at(-1);
  if (!file) throw new Error("turbo left no summary of its run");
  return (JSON.parse(readFileSync(join(summaries, file), "utf8")) as { tasks: Task[] }).tasks.filter(isReal);
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in STEPS));
  if (unknown.length > 0) {
    console.error(`Unknown step ${unknown.join(", ")}: use ${Object.keys(STEPS).join(", ")}.`);
    return 2;
  }
  rmSync(summaries, { recursive: true, force: true });
  const chosen = names.length === 0 ? Object.keys(STEPS) : names;
  const exitCode = await runTasks(
    chosen.flatMap((name) => STEPS[name] ?? []),
    names.length === 0,
  );
  const tasks = readTasks();
  const totals: Counts = { passed: 0, failed: 0 };
  for (const task of tasks) {
    const { passed, failed } = countTask(task, top);
    totals.passed += passed;
    totals.failed += failed;
  }
  const broken = tasks.filter(({ execution }) => execution?.exitCode !== 0).map(({ taskId }) => taskId);
  if (broken.length > 0) console.log(`\nfailed or not run: ${broken.join(", ")}`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  return exitCode === 0 && totals.failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
