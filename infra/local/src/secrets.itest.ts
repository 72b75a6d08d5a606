import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeDataFolder, startPostgres } from "@rolecall/embedded-postgres";
import { expect, it } from "vitest";
import { loadSecrets } from "./secrets.ts";

it("does not open an existing database with new secrets", async () => {
  const homeDir = mkdtempSync(join(realpathSync(tmpdir()), "rolecall-secrets-"));
  try {
    const { ownerPassword } = loadSecrets(homeDir);
    const server = await startPostgres({ homeDir, ownerPassword, durable: false });
    await server.stop();
    rmSync(join(homeDir, "secrets.json"));
    expect(() => loadSecrets(homeDir)).toThrow(/secrets\.json is missing/);
  } finally {
    removeDataFolder(homeDir);
    rmSync(homeDir, { recursive: true });
  }
});
