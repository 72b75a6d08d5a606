import { defineConfig } from "vitest/config";
import integration from "./vitest.integration.ts";
import unit from "./vitest.unit.ts";

/** For single files from the top: `npx vitest run --project unit packages/domain/src/arn.test.ts`. */
export default defineConfig({ test: { projects: [unit, integration] } });
