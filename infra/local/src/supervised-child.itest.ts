import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { prepareHome } from "./home-folder.ts";
import { openLogFile } from "./log-file.ts";
import { type SupervisedChild, superviseChild } from "./supervised-child.ts";

const folders: string[] = [];
const running: SupervisedChild[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "rolecall-supervised-"));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => child.stop(500)));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A part that notes each of its lives, and what was told of it. */
function start(source: string, { isStarting = false } = {}) {
  const folder = newFolder();
  const entry = join(folder, "part.mjs");
  const lives = join(folder, "lives");
  writeFileSync(lives, "");
  writeFileSync(
    entry,
    `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(lives)}, process.pid + "\\n");\n${source}`,
  );
  const said: string[] = [];
  const givenUp: string[] = [];
  const child = superviseChild({
    name: "web",
    nodeOptions: ["--max-old-space-size=32"],
    entry,
    args: [],
    cwd: folder,
    env: {},
    logFile: join(folder, "web.log"),
    say: (line) => said.push(line),
    isStarting: () => isStarting,
    onGivenUp: (reason) => givenUp.push(reason),
    backoff: { firstMs: 1, mostMs: 20 },
  });
  running.push(child);
  return { said, givenUp, lives: () => readFileSync(lives, "utf8").split("\n").filter(Boolean) };
}

const WAIT = { timeout: 30_000, interval: 50 };

it("a part that dies again and again, out of memory or by hand, is started again for ever, and no other is ended", async () => {
  const other = start("setInterval(() => {}, 1000);");
  const dying = start('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');
  // More than the five deaths after which all was ended once.
  await vi.waitFor(() => expect(dying.lives().length).toBeGreaterThan(8), WAIT);
  expect(dying.givenUp).toEqual([]);
  expect(dying.said[0]).toMatch(/^web ended \(SIGKILL\), starting it again/);
  expect(other.lives()).toHaveLength(1);
  expect(other.said).toEqual([]);
}, 40_000);

it("one that cannot start at all fails the start, with its last lines", async () => {
  const { givenUp, lives } = start('console.error("no such setting"); process.exit(3);', { isStarting: true });
  await vi.waitFor(() => expect(givenUp).toHaveLength(1), WAIT);
  expect(givenUp[0]).toMatch(/web ended 6 times \(exit code 3\)[\s\S]*no such setting/);
  expect(lives()).toHaveLength(6);
}, 40_000);

it("keeps the state folder and its logs to the user alone, also those that were open before", () => {
  const home = join(newFolder(), "home");
  prepareHome(home);
  const file = join(home, "logs", "web.log");
  writeFileSync(file, "", { mode: 0o644 });
  openLogFile(join(home, "logs", "worker.log")).close();
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  prepareHome(home);
  // Under root the database's own user has to pass through.
  const ofHome = process.getuid?.() === 0 ? "711" : "700";
  expect([home, join(home, "logs"), file, join(home, "logs", "worker.log")].map(modeOf)).toEqual([
    ofHome,
    "700",
    "600",
    "600",
  ]);
});
