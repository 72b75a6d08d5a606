import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, expect, it } from "vitest";
import { removeDataFolder } from "./data-folder.ts";
import { type PostgresOptions, startPostgres } from "./start-postgres.ts";

const homes: string[] = [];
const started: { stop: () => Promise<void> }[] = [];

/** Readable by this user only, as `mktemp -d` makes it: as root, the server's user cannot enter it. */
function newHome(): string {
  const home = mkdtempSync(join(realpathSync(tmpdir()), "rolecall-postgres-"));
  homes.push(home);
  return home;
}

const ownerPassword = "password of the tests";

async function start(options: Omit<PostgresOptions, "ownerPassword">) {
  const server = await startPostgres({ durable: false, ownerPassword, ...options });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const home of homes.splice(0)) {
    removeDataFolder(home);
    rmSync(home, { recursive: true });
  }
});

it("keeps data over a restart and asks for the password", async () => {
  const homeDir = newHome();
  const first = await start({ homeDir });
  await query(first.ownerUrl, "CREATE TABLE kept AS SELECT 7 AS number");
  await first.stop();

  const second = await start({ homeDir });
  expect(await query(second.ownerUrl, "SELECT number FROM kept")).toEqual([{ number: 7 }]);
  const wrong = new URL(second.ownerUrl);
  wrong.password = "wrong";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
});

it("begins anew where initdb was interrupted", async () => {
  const homeDir = newHome();
  const first = await start({ homeDir });
  await first.stop();
  const folder = dataFolder(homeDir);
  rmSync(join(folder, "rolecall-cluster"));
  rmSync(join(folder, "data", "postmaster.opts"));
  rmSync(join(folder, "data", "PG_VERSION"));

  const second = await start({ homeDir });
  expect(await query(second.ownerUrl, "SELECT current_database()")).toEqual([{ current_database: "rolecall" }]);
});

it("does not replace a cluster that it did not make", async () => {
  const homeDir = newHome();
  const first = await start({ homeDir });
  await first.stop();
  rmSync(join(dataFolder(homeDir), "rolecall-cluster"));

  await expect(start({ homeDir })).rejects.toThrow(/not made by this installation/);
});

it("starts although the process number of a dead server belongs to another program now", async () => {
  const homeDir = newHome();
  const first = await start({ homeDir });
  await first.stop();
  const pidFile = join(dataFolder(homeDir), "data", "postmaster.pid");
  writeFileSync(pidFile, `${process.pid}\n${dataFolder(homeDir)}/data\n0\n0\n\n127.0.0.1\n0 0\nready\n`);

  const second = await start({ homeDir });
  expect(await query(second.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("ends with its supervisor, however that ends, and recovers what was committed", async () => {
  const homeDir = newHome();
  const source = `
    import { startPostgres } from ${JSON.stringify(fileURLToPath(new URL("start-postgres.ts", import.meta.url)))};
    const server = await startPostgres({ homeDir: ${JSON.stringify(homeDir)}, ownerPassword: "password of the tests" });
    console.log(JSON.stringify(server.ownerUrl));
    setInterval(() => {}, 1000);`;
  const supervisor = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(supervisor.stdout, "data")) as [Buffer];
  const ownerUrl = JSON.parse(line.toString()) as string;
  await query(ownerUrl, "CREATE TABLE kept AS SELECT 7 AS number");
  const session = new Client({ connectionString: ownerUrl });
  await session.connect();
  session.on("error", () => {});
  const sessionEnded = new Promise<void>((resolve) => session.once("end", () => resolve()));
  supervisor.kill("SIGKILL");
  await sessionEnded;

  const second = await start({ homeDir });
  expect(await query(second.ownerUrl, "SELECT number FROM kept")).toEqual([{ number: 7 }]);
});

it("takes over from a server that outlived its supervisor", async () => {
  const homeDir = newHome();
  const first = await start({ homeDir });
  const reasons: string[] = [];
  first.onExit((reason) => reasons.push(reason));

  const second = await start({ homeDir });
  expect(await query(second.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(reasons).toHaveLength(1);
});

it("says in one line that the port is taken", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(start({ homeDir: newHome(), port })).rejects.toThrow(/port is taken/);
  taken.close();
});

function dataFolder(homeDir: string): string {
  const pointer = join(homeDir, "database-folder");
  return existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : join(homeDir, "database");
}
