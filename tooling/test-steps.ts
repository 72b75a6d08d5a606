import { readFileSync } from "node:fs";

export type Counts = { passed: number; failed: number };

export type Step = {
  name: string;
  what: string;
  /** Program within node_modules/.bin, or a file that Node.js runs. */
  command: readonly string[];
  /** Where the program leaves its results as JSON, and how to count them. A step without it counts as one test. */
  report?: { file: string; count: (json: unknown) => Counts; variables: (file: string) => Record<string, string> };
  /** What else must hold, told by the output: a reason why it does not, or null. */
  check?: (output: string) => string | null;
};

type VitestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number; success: boolean };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] };

/** A file that could not be loaded holds no test that could have failed, and yet is a failure. */
export function countVitest(json: unknown): Counts {
  const report = json as VitestReport;
  const failed = Math.max(report.numFailedTests, report.success ? 0 : 1);
  return { passed: report.numPassedTests, failed };
}

/** A test that passed only on a second try counts as failed: it would fail again. */
export function countPlaywright(json: unknown): Counts {
  const { stats, errors } = json as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

export function readReport(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

const FEWEST_MODULES = 100;

/** A boundary check that sees no modules finds no breach either. */
export function checkModules(output: string): string | null {
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return modules > FEWEST_MODULES ? null : `saw ${modules} modules only: it is blind`;
}

const vitestStep = (name: string, what: string): Step => ({
  name,
  what,
  command: ["vitest", "run", "--project", name, "--reporter=default", "--reporter=json"],
  report: { file: `${name}.json`, count: countVitest, variables: () => ({}) },
});

/** In order; the steps of one row run at the same time. */
export const STEP_ROWS: readonly (readonly Step[])[] = [
  [
    { name: "lint", what: "format and lint", command: ["biome", "ci", "--colors=off"] },
    {
      name: "types",
      what: "types",
      command: ["node_modules/typescript7/bin/tsc", "-p", "tsconfig.json", "--noEmit"],
    },
  ],
  [
    {
      name: "boundaries",
      what: "who may import whom",
      command: ["depcruise", "--config", ".dependency-cruiser.cjs", "apps", "packages", "infra", "tooling"],
      check: checkModules,
    },
    { name: "unused", what: "unused files, exports and dependencies", command: ["knip", "--no-progress"] },
  ],
  [{ name: "workspaces", what: "package.json files", command: ["sherif", "--fail-on-warnings"] }],
  [vitestStep("unit", "unit tests")],
  [vitestStep("integration", "integration tests on a Postgres server")],
  [
    {
      name: "e2e",
      what: "end-to-end tests in a browser",
      command: ["playwright", "test"],
      report: {
        file: "e2e.json",
        count: countPlaywright,
        variables: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
      },
    },
  ],
];
