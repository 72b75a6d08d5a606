import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSecrets, migrateDatabase, removeDatabase, startPostgres } from "@rolecall/local";

/** Connection strings of a migrated database: the owner's and one for each role that the product connects as. */
export type TestDatabaseUrls = { owner: string; app: string; system: string; auth: string; queue: string };

/** Test files run beside each other, each with the pools of a web and a worker process. */
const MAX_CONNECTIONS = 300;

export type TestPostgres = { urls: TestDatabaseUrls; stop: () => Promise<void> };

/**
 * Starts a Postgres server of its own in a temporary folder, with the database made and migrated as `npm start`
 * does it. Data is not written through to the disk. `stop` removes everything.
 *
 * @throws Failure of @rolecall/local if the server cannot start
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const homeDir = await mkdtemp(join(await realpath(tmpdir()), "rolecall-test-"));
  const remove = async () => {
    removeDatabase(homeDir);
    await rm(homeDir, { recursive: true, force: true });
  };
  try {
    const server = await startPostgres({ homeDir, durable: false, maxConnections: MAX_CONNECTIONS });
    const stop = async () => {
      await server.stop();
      await remove();
    };
    try {
      const { urls } = await migrateDatabase(server.ownerUrl, loadSecrets(homeDir));
      return { urls: { owner: server.ownerUrl, ...urls }, stop };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}
