/**
 * How many planted faults the unit tests find: `node tooling/mutation/run.ts packages/domain/src/rules ...`.
 * A seeded sample of lines is mutated, as every line would take hours. Stryker is installed here when it is first needed, so that no
 * other command carries it.
 *
 * --lines N    lines to mutate (400)      --seed N    which ones (1)      --root DIR    of another checkout to compare with
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = resolve(fileURLToPath(import.meta.url), "..");
const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: "string", default: "400" },
    seed: { type: "string", default: "1" },
    root: { type: "string", default: resolve(here, "../..") },
  },
});
const root = resolve(values.root);
const modules = join(here, "node_modules");

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Line = { file: string; number: number };

/** Lines that hold code: no comments, imports, braces alone, nor words for people. */
function linesOf(folder: string): Line[] {
  const files = globSync(`${folder}/**/*.ts`, { cwd: root }).filter(
    (file) => !/\.(test|itest)\.ts$|-fixture\.ts$|-texts\.ts$|\/case-[a-z]+\.ts$|\/index\.ts$/.test(file),
  );
  return files.sort().flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((text, index) =>
        /^\s*(\/\/|\/?\*|import |export (type|\*)|type |[)}\]];?,?$|$)/.test(text) ? [] : [{ file, number: index + 1 }],
      ),
  );
}

function sample(lines: Line[], count: number, random: () => number): Line[] {
  const left = [...lines];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0],
  ).filter((line) => line !== undefined);
}

function installStryker(): void {
  if (existsSync(join(modules, "@stryker-mutator/core"))) return;
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], {
    cwd: here,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Stryker could not be installed: see npm's words above");
}

installStryker();
const chosen = sample(folders.flatMap(linesOf), Number(values.lines), randomOf(Number(values.seed)));
const report = join(here, "report.json");
rmSync(report, { force: true });
const vitestConfig = join(root, "vitest.stryker.ts");
const link = join(root, "node_modules/@stryker-mutator");
writeFileSync(
  vitestConfig,
  `export default { test: { include: ["packages/{domain,core}/src/**/*.test.ts"], testTimeout: 60000, maxWorkers: 1 } };\n`,
);
const config = {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.stryker.ts" },
  mutate: chosen.map(({ file, number }) => `${file}:${number}-${number}`),
  ignorePatterns: [
    "apps",
    "infra",
    "docs",
    "packages/*",
    "!packages/domain",
    "!packages/core",
    "!packages/db",
    "!packages/jobs",
  ],
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 30_000,
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: report },
};
const configFile = join(root, "stryker.config.json");
writeFileSync(configFile, JSON.stringify(config));
rmSync(link, { recursive: true, force: true });
symlinkSync(join(modules, "@stryker-mutator"), link);
try {
  spawnSync(process.execPath, [join(modules, "@stryker-mutator/core/bin/stryker.js"), "run", configFile], {
    cwd: root,
    stdio: "inherit",
  });
} finally {
  for (const file of [configFile, vitestConfig, link]) rmSync(file, { recursive: true, force: true });
}

type Report = {
  files: Record<
    string,
    { mutants: { status: string; mutatorName: string; replacement?: string; location: { start: { line: number } } }[] }
  >;
};
const mutants = Object.entries((JSON.parse(readFileSync(report, "utf8")) as Report).files).flatMap(([file, of]) =>
  of.mutants.map((mutant) => ({ file, ...mutant })),
);
const found = mutants.filter(({ status }) => status === "Killed" || status === "Timeout");
const missed = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
for (const { file, mutatorName, replacement, location } of missed)
  console.log(`missed ${file}:${location.start.line} ${mutatorName}: ${replacement ?? ""}`.slice(0, 160));
const share = (100 * found.length) / Math.max(1, found.length + missed.length);
console.log(`${found.length} of ${found.length + missed.length} planted faults found: ${share.toFixed(1)} %`);
