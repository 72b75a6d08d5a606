import { defineConfig } from "@playwright/test";
import chromium from "@sparticuz/chromium";

const JOURNEY_TIMEOUT_MS = 120_000;
const EXPECT_TIMEOUT_MS = 20_000;

/** Made for one page in a function's sandbox: they end the browser with its first page, and switch off what the journeys prove. */
const UNWANTED_ARGUMENTS = ["--single-process", "--no-zygote", "--disable-web-security"];
/** They have a graphics card imitated for each frame that is drawn; no journey needs one. */
const GRAPHICS_ARGUMENTS = [
  "--ignore-gpu-blocklist",
  "--in-process-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];
const LEFT_OUT = new Set([...UNWANTED_ARGUMENTS, ...GRAPHICS_ARGUMENTS]);

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results/playwright",
  globalSetup: "./e2e/support/start-instance.ts",
  // One instance serves all journeys; each makes a tenant of its own.
  workers: 2,
  timeout: JOURNEY_TIMEOUT_MS,
  // What a page shows in the end, also on a busy machine: how fast it does is no journey.
  expect: { timeout: EXPECT_TIMEOUT_MS },
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    // Pages that stand still: nothing is looked at, or clicked on, while it fades.
    contextOptions: { reducedMotion: "reduce" },
    // The trace has each step's document, from which its viewer draws the page; filming every journey costs more than the journeys.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: await chromium.executablePath(),
      args: [...chromium.args.filter((argument) => !LEFT_OUT.has(argument)), "--disable-gpu"],
    },
  },
});
