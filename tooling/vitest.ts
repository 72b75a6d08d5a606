import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const top = resolve(fileURLToPath(import.meta.url), "../..");

export const EXCLUDED = ["**/node_modules/**", "**/.next/**", "**/e2e/**"];

/** Where a package's tests leave their results: the task graph keeps the file, and `npm test` counts by it. */
export const outputOf = (kind: "unit" | "integration") => ({
  reporters: ["default", "json"],
  outputFile: { json: `test-results/${kind}.json` },
});

type Manifest = { name: string; dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

/** A package that uses the queue, or the database alone, is tested on a server of the run's own; at the top, all are. */
export function setupOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const uses = (name: string) =>
    manifest.name === name || name in { ...manifest.dependencies, ...manifest.devDependencies };
  if (folder === top || uses("@rolecall/jobs")) return [join(top, "packages/jobs/src/testing/vitest-setup.ts")];
  if (uses("@rolecall/db")) return [join(top, "packages/db/src/testing/vitest-setup.ts")];
  return [];
}
