import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Counts = { passed: number; failed: number };

/** One task of the graph, as turbo's summary of a run tells it. */
export type Task = {
  taskId: string;
  task: string;
  command: string;
  directory: string;
  /** Absent: it did not run, because something that it needs had failed. */
  execution?: { exitCode: number | null };
};

type VitestReport = { numPassedTests: number; numFailedTests: number; success: boolean };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] };

/** A file that could not be loaded holds no test that could have failed, and yet is a failure. */
export function countVitest(json: unknown): Counts {
  const report = json as VitestReport;
  return { passed: report.numPassedTests, failed: Math.max(report.numFailedTests, report.success ? 0 : 1) };
}

/** A test that passed only on a second try counts as failed: it would fail again. */
export function countPlaywright(json: unknown): Counts {
  const { stats, errors } = json as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/** Tasks that leave their results as a file, and how to count them. Any other counts as one test. */
const REPORTS: Readonly<Record<string, { file: string; count: (json: unknown) => Counts }>> = {
  "test:unit": { file: "unit.json", count: countVitest },
  "test:integration": { file: "integration.json", count: countVitest },
  e2e: { file: "e2e.json", count: countPlaywright },
};

/** Tasks that others need and that prove nothing by themselves. */
const PREPARING: ReadonlySet<string> = new Set(["generate", "build"]);

export const isReal = ({ command }: Task): boolean => command !== "" && command !== "<NONEXISTENT>";

/** @param top the folder of the whole project */
export function countTask(task: Task, top: string): Counts {
  const isGood = task.execution?.exitCode === 0;
  const report = REPORTS[task.task];
  if (!report) return { passed: isGood && !PREPARING.has(task.task) ? 1 : 0, failed: isGood ? 0 : 1 };
  if (!task.execution) return { passed: 0, failed: 1 };
  try {
    const file = join(top, task.directory, "test-results", report.file);
    const counts = report.count(JSON.parse(readFileSync(file, "utf8")));
    return isGood ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
