import { defineConfig } from "vitest/config";
import { EXCLUDED, outputOf } from "./tooling/vitest.ts";

/** Pure code: no database, no network. Run in a package, it runs that package's tests. */
export default defineConfig({
  test: {
    name: "unit",
    include: ["**/*.test.ts"],
    exclude: EXCLUDED,
    // Files share what they import: to load it for each of them anew takes longer than most of them.
    isolate: false,
    maxWorkers: 2,
    // Properties try hundreds of cases, on machines that may be busy: the limit is for what hangs.
    testTimeout: 60_000,
    ...outputOf("unit"),
  },
});
