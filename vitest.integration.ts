import { defineConfig } from "vitest/config";
import { EXCLUDED, outputOf, setupOf } from "./tooling/vitest.ts";

/** Real Postgres, real queue, AWS over the wire. Run in a package, it runs that package's tests. */
export default defineConfig({
  test: {
    name: "integration",
    include: ["**/*.itest.ts"],
    exclude: EXCLUDED,
    // Files share what they import: to load it for each of them anew takes longer than most of them.
    isolate: false,
    globalSetup: setupOf(process.cwd()),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    // What breaks so much breaks all: better told at once than after each test's time limit.
    bail: 40,
    ...outputOf("integration"),
  },
});
