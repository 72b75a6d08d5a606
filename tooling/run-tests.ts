/** `npm test` runs every step; `npm test -- unit lint` the named ones. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Counts, readReport, STEP_ROWS, type Step } from "./test-steps.ts";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const reports = mkdtempSync(join(tmpdir(), "rolecall-reports-"));
/** Several times what the longest step takes on two cores: a run that hangs says so, and where. */
const STEP_LIMIT_MS = 25 * 60_000;
const running = new Set<ChildProcess>();
let isStopping = false;

type Outcome = { step: Step; counts: Counts; problem: string | null; output: string; seconds: string };

async function main(names: readonly string[]): Promise<number> {
  const known = STEP_ROWS.flat().map((step) => step.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`Unknown step ${unknown.join(", ")}: use ${known.join(", ")}.`);
    return 2;
  }
  const totals: Counts = { passed: 0, failed: 0 };
  const broken: string[] = [];
  for (const row of STEP_ROWS) {
    const chosen = row.filter((step) => names.length === 0 || names.includes(step.name));
    for (const outcome of await Promise.all(chosen.map((step) => runStep(step, chosen.length === 1)))) {
      tell(outcome, chosen.length === 1);
      totals.passed += outcome.counts.passed;
      totals.failed += outcome.counts.failed;
      if (outcome.problem !== null) broken.push(outcome.step.name);
    }
    if (isStopping) return 130;
  }
  if (broken.length > 0) console.log(`\nfailed: ${broken.join(", ")}`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  return broken.length > 0 || totals.failed > 0 ? 1 : 0;
}

/** @param isAlone whether the output may be shown as it comes */
async function runStep(step: Step, isAlone: boolean): Promise<Outcome> {
  const startedAt = performance.now();
  if (isAlone) console.log(`\n== ${step.name}: ${step.what}`);
  const reportFile = step.report ? join(reports, step.report.file) : "";
  const { exitCode, output, isCutOff } = await execute(step, reportFile, isAlone);
  const problem = isCutOff
    ? `took longer than ${STEP_LIMIT_MS / 60_000} minutes`
    : exitCode === 0
      ? (step.check?.(output) ?? null)
      : `exit code ${exitCode}`;
  const counts = countTests(step, reportFile, problem === null);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return { step, counts, problem, output, seconds };
}

type Execution = { exitCode: number | null; output: string; isCutOff: boolean };

function execute(step: Step, reportFile: string, isAlone: boolean): Promise<Execution> {
  const [program = "", ...args] = step.command;
  const isFile = program.includes("/");
  const bin = join(root, "node_modules/.bin");
  const child = spawn(
    isFile ? process.execPath : join(bin, program),
    isFile ? [program, ...args] : [...args, ...reportArguments(step, reportFile)],
    {
      cwd: root,
      env: testEnvironment(bin, step.report?.variables(reportFile) ?? {}),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  running.add(child);
  let output = "";
  let isCutOff = false;
  const limit = setTimeout(() => {
    isCutOff = true;
    child.kill("SIGTERM");
  }, STEP_LIMIT_MS);
  const collect = (chunk: Buffer) => {
    output += chunk;
    if (isAlone) process.stdout.write(chunk);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((done) => {
    child.on("error", (error) => done({ exitCode: null, output: `${output}${error.message}\n`, isCutOff }));
    child.on("close", (exitCode) => {
      clearTimeout(limit);
      running.delete(child);
      done({ exitCode, output, isCutOff });
    });
  });
}

const reportArguments = (step: Step, file: string): string[] =>
  step.command[0] === "vitest" ? [`--outputFile.json=${file}`] : [];

/** The product's own settings of whoever runs the tests must not reach them. */
function testEnvironment(bin: string, more: Record<string, string>): NodeJS.ProcessEnv {
  const { env } = process;
  const inherited = Object.entries(env).filter(
    ([name]) => !/^(ROLECALL_|AWS_|DATABASE_URL$|REDIS_URL$|SMTP_URL$|PORT$|NODE_ENV$)/.test(name),
  );
  return { ...Object.fromEntries(inherited), PATH: `${bin}:${env.PATH ?? ""}`, NODE_ENV: "test", ...more };
}

/** Tests are counted from the report; a step without tests, or without a report, counts as one. */
function countTests(step: Step, reportFile: string, isGood: boolean): Counts {
  const one = isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!step.report) return one;
  try {
    const counts = step.report.count(readReport(reportFile));
    return isGood ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function tell({ step, problem, output, seconds }: Outcome, isAlone: boolean): void {
  if (!isAlone) console.log(`\n== ${step.name}: ${step.what}`);
  if (!isAlone && problem !== null) process.stdout.write(output);
  console.log(problem === null ? `ok (${seconds} s)` : `FAILED: ${problem} (${seconds} s)`);
}

const stop = () => {
  isStopping = true;
  for (const child of running) child.kill("SIGTERM");
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
process.on("disconnect", stop);
// The listener alone must not keep this process alive when the tests have ended.
process.channel?.unref();

try {
  process.exitCode = await main(process.argv.slice(2));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
