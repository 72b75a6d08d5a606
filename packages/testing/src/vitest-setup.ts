import type { TestProject } from "vitest/node";
import { startTestPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser and owner: for building rows that a test cannot write as the product's roles. */
    ownerUrl: string;
    appUrl: string;
    systemUrl: string;
    authUrl: string;
    queueUrl: string;
  }
}

/** One migrated database for all integration tests of a run; each test makes a tenant of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { urls, stop } = await startTestPostgres();
  project.provide("ownerUrl", urls.owner);
  project.provide("appUrl", urls.app);
  project.provide("systemUrl", urls.system);
  project.provide("authUrl", urls.auth);
  project.provide("queueUrl", urls.queue);
  return stop;
}
