import { randomBytes } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeDataFolder, startPostgres } from "@rolecall/embedded-postgres";
import { migrate } from "../migrate.ts";

/** Connection strings of a migrated database: the owner's and one for each role that the product connects as. */
export type TestDatabaseUrls = { owner: string; app: string; system: string; auth: string; queue: string };

/** Test files run beside each other, each with the pools of a web and a worker process. */
const MAX_CONNECTIONS = 300;

export type TestPostgres = { urls: TestDatabaseUrls; stop: () => Promise<void> };

const newPassword = (): string => randomBytes(16).toString("base64url");

/**
 * Starts a Postgres server of its own in a temporary folder, with the database made and migrated as `npm start`
 * does it. Data is not written through to the disk. `stop` removes everything.
 *
 * @throws Failure of @rolecall/embedded-postgres if the server cannot start
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const homeDir = await mkdtemp(join(await realpath(tmpdir()), "rolecall-test-"));
  const remove = async () => {
    removeDataFolder(homeDir);
    await rm(homeDir, { recursive: true, force: true });
  };
  try {
    const server = await startPostgres({
      homeDir,
      ownerPassword: newPassword(),
      durable: false,
      maxConnections: MAX_CONNECTIONS,
    });
    const stop = async () => {
      await server.stop();
      await remove();
    };
    try {
      const passwords = { app: newPassword(), system: newPassword(), auth: newPassword(), queue: newPassword() };
      const { urls } = await migrate({ ownerUrl: server.ownerUrl, passwords });
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
