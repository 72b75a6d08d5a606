import { defineConfig } from "@playwright/test";
import chromium from "@sparticuz/chromium";

const JOURNEY_TIMEOUT_MS = 60_000;

// biome-ignore lint/style/noDefaultExport: playwright reads the default export
export default defineConfig({
  testDir: "apps/web/e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  globalSetup: "./tooling/e2e-instance.ts",
  // One instance serves all journeys; each makes a tenant of its own.
  workers: 1,
  timeout: JOURNEY_TIMEOUT_MS,
  forbidOnly: true,
  reporter: [["list"], ["json"]],
  use: {
    trace: "retain-on-failure",
    launchOptions: { executablePath: await chromium.executablePath(), args: chromium.args },
  },
});
