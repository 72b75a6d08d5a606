import { defineConfig } from "vitest/config";

/** For single files from the top: `npx vitest run --project unit packages/domain/src/arn.test.ts`. */
export default defineConfig({ test: { projects: ["./vitest.unit.ts", "./vitest.integration.ts"] } });
