import { DATABASE_ROLES } from "@rolecall/db/migrate";
import { startTestPostgres, type TestPostgres } from "@rolecall/db/testing";
import { migrateQueue } from "../migrate-queue.ts";

/** A Postgres server for tests, with the product's database and its queue. */
export async function startTestServer(): Promise<TestPostgres> {
  const server = await startTestPostgres();
  try {
    await migrateQueue(server.urls.owner, { grantTo: [DATABASE_ROLES.queue] });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
