import type { TestProject } from "vitest/node";
import { startTestPostgres, type TestPostgres } from "./postgres.ts";

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

/** Tells all tests of a run where its database is. @returns what stops the server at the end of the run */
export function provideDatabase(project: TestProject, { urls, stop }: TestPostgres): () => Promise<void> {
  project.provide("ownerUrl", urls.owner);
  project.provide("appUrl", urls.app);
  project.provide("systemUrl", urls.system);
  project.provide("authUrl", urls.auth);
  project.provide("queueUrl", urls.queue);
  return stop;
}

/** One migrated database for all integration tests of a run; each test makes a tenant of its own. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> =>
  provideDatabase(project, await startTestPostgres());
