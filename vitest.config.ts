import { defineConfig } from "vitest/config";

const exclude = ["**/node_modules/**", "**/.next/**", "**/e2e/**"];
const folders = "{apps,packages,infra,tooling}";

export default defineConfig({
  test: {
    maxWorkers: 4,
    // What breaks so much breaks all: better told at once than after each test's time limit.
    bail: 40,
    projects: [
      { test: { name: "unit", include: [`${folders}/**/*.test.ts`], exclude } },
      {
        test: {
          name: "integration",
          include: [`${folders}/**/*.itest.ts`],
          exclude,
          globalSetup: ["packages/jobs/src/testing/vitest-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
