import { provideDatabase } from "@rolecall/db/testing";
import type { TestProject } from "vitest/node";
import { startTestServer } from "./start-test-server.ts";

/** As the database package's set-up, with the queue besides. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> =>
  provideDatabase(project, await startTestServer());
