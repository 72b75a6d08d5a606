import { defineConfig } from "vitest/config";
import { EXCLUDED, outputOf } from "./tooling/vitest.ts";

/** Pure code: no database, no network. Run in a package, it runs that package's tests. */
export default defineConfig({
  test: { name: "unit", include: ["**/*.test.ts"], exclude: EXCLUDED, maxWorkers: 2, ...outputOf("unit") },
});
