/**
 * Runs one of the project's commands on a machine with only Node.js and npm: installs what is missing, then hands
 * over to the command under the Node.js version that the project brings along. Needs no dependency itself.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packagesThatDiffer } from "./installed-tree.mjs";
import { takeLock } from "./lock.mjs";

const OLDEST_NODE = 20;
const PROJECT_NODE = 24;
const INSTALL_WAIT_MS = 30 * 60_000;

const ENTRIES = {
  start: "infra/local/src/start.ts",
  test: "tooling/run-tests.ts",
  bench: "packages/bench/src/main.ts",
  admin: "infra/local/src/admin.ts",
};

// biome-ignore lint/style/noProcessEnv: the programs started here need the user's environment
const environment = process.env;
const root = resolve(fileURLToPath(import.meta.url), "../../..");
const modules = join(root, "node_modules");
const nodeBinary = join(modules, ".bin", "node");
const installStamp = join(modules, ".rolecall-install");
const prismaStamp = join(modules, ".rolecall-prisma");

/** Progress goes to stderr: the output of `npm run admin` is read by programs. */
const say = (text) => process.stderr.write(`${text}\n`);
const read = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
const hash = (...parts) =>
  parts.reduce((sum, part) => sum.update(part).update("\0"), createHash("sha256")).digest("hex");
const packageLock = () => read(join(root, "package-lock.json"));
const installHash = () => hash(packageLock(), process.platform, process.arch);

class Refusal extends Error {}

async function main([command, ...args]) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE) {
    throw new Refusal(
      `Rolecall needs Node.js ${OLDEST_NODE} or newer; this is ${process.version}. See https://nodejs.org`,
    );
  }
  const entry = ENTRIES[command];
  if (!entry) throw new Refusal(`Unknown command "${command}": use one of ${Object.keys(ENTRIES).join(", ")}.`);
  if (!isInstalled() || !isPrismaFresh()) await prepare();
  process.exitCode = await handOver(entry, args);
}

/** The stamp lies in the top node_modules: a package's own may have been removed since, or come from elsewhere. */
const isInstalled = () =>
  read(installStamp) === installHash() &&
  existsSync(nodeBinary) &&
  packagesThatDiffer(root, { nestedOnly: true }).length === 0;

async function prepare() {
  const lock = await takeLock(join(root, ".rolecall", "install.lock"), {
    waitMs: INSTALL_WAIT_MS,
    onWait: (holder) => say(`  install      waiting for process ${holder.pid}, which is installing in this folder`),
  });
  if (lock.holder)
    throw new Refusal(`Process ${lock.holder.pid} has been installing here for very long. Stop it and try again.`);
  try {
    if (!isInstalled()) await install();
    if (!isPrismaFresh()) await generatePrismaClient();
  } finally {
    lock.release();
  }
}

async function install() {
  const startedAt = Date.now();
  if (packagesThatDiffer(root).length > 0) {
    // npm believes this copy of what it installed, and would not look at packages that it names and that are not there.
    rmSync(join(modules, ".package-lock.json"), { force: true });
    // `npm ci` refuses where the registry has not every other system's builds of the optional packages, as mirrors often
    // have not; `install --no-save` takes the locked versions too and changes no file. Dev dependencies hold the Node.js
    // that everything runs on, whatever NODE_ENV or the user's npm settings say.
    await runNpm(
      ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund"],
      "installing packages (some minutes the first time)",
    );
  }
  if (!(await bringsProjectNode())) {
    await runNpm(["rebuild", ...packagesWithScripts(), "--ignore-scripts=false"], "running install scripts");
  }
  if (!(await bringsProjectNode())) {
    throw new Refusal(
      `The packages are installed, but ${nodeBinary} does not run as Node.js ${PROJECT_NODE}. ` +
        "Delete node_modules and try again; where npm is told to ignore install scripts, allow them for this folder.",
    );
  }
  writeFileSync(installStamp, installHash());
  say(`  install      done in ${seconds(startedAt)} s`);
}

/** Packages of this machine's kind whose install scripts the root package.json allows. */
function packagesWithScripts() {
  const allowed = JSON.parse(read(join(root, "package.json"))).allowScripts;
  return Object.keys(allowed).filter((name) => allowed[name] && existsSync(join(modules, name)));
}

async function bringsProjectNode() {
  if (!existsSync(nodeBinary)) return false;
  const { code, output } = await run(nodeBinary, ["--version"]);
  return code === 0 && output.trim().startsWith(`v${PROJECT_NODE}.`);
}

async function runNpm(args, what) {
  const npmCli = environment.npm_execpath;
  const isNpm = npmCli && basename(npmCli).startsWith("npm");
  const [file, ...first] = isNpm ? [process.execPath, npmCli] : [process.platform === "win32" ? "npm.cmd" : "npm"];
  say(`  install      ${what}`);
  const ticker = tick(what);
  const { code, output } = await run(file, [...first, ...args], {
    // Prisma's install script downloads an engine from outside the registry unless it is told that there is one.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    NODE_ENV: "development",
  });
  ticker.stop();
  if (code !== 0) {
    throw new Refusal(`npm ${args[0]} failed (exit code ${code}):\n${firstAndLastLines(output)}`);
  }
}

/** npm tells the cause first and where its log is last. */
function firstAndLastLines(output) {
  const lines = output
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("npm warn"));
  return lines.length <= 40 ? lines.join("\n") : [...lines.slice(0, 20), "...", ...lines.slice(-20)].join("\n");
}

/** One line that counts the seconds, on terminals only. */
function tick(what) {
  if (!process.stderr.isTTY) return { stop: () => {} };
  const startedAt = Date.now();
  const timer = setInterval(() => process.stderr.write(`\r  install      ${what}: ${seconds(startedAt)} s `), 1000);
  return {
    stop: () => {
      clearInterval(timer);
      process.stderr.write("\r\x1b[K");
    },
  };
}

const schemaFiles = () => {
  const folder = join(root, "prisma", "schema");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => join(folder, name));
};

const prismaHash = () => hash(installHash(), read(join(root, "prisma.config.ts")), ...schemaFiles().map(read));

const isPrismaFresh = () =>
  schemaFiles().length === 0 ||
  (read(prismaStamp) === prismaHash() && existsSync(join(root, "packages", "db", "src", "generated")));

async function generatePrismaClient() {
  const { code, output } = await run(nodeBinary, [join(root, "packages", "db", "generate.mjs")]);
  if (code !== 0) throw new Refusal(`prisma generate failed (exit code ${code}):\n${output.trim()}`);
  writeFileSync(prismaStamp, prismaHash());
}

function run(file, args, env = {}) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && file.endsWith(".cmd"),
    });
    let output = "";
    const collect = (chunk) => {
      output = (output + chunk).slice(-100_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", fail);
    child.on("close", (code) => done({ code, output }));
  });
}

/**
 * Runs the command and passes signals on. It gets a process group of its own, so that Ctrl-C in a terminal reaches it
 * once, through here, and it can stop its parts in order; the IPC channel tells it when this process is killed.
 */
function handOver(entry, args) {
  const child = spawn(nodeBinary, [join(root, entry), ...args], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    detached: process.platform !== "win32",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (environment.npm_lifecycle_event) stopWhenNpmDies(child);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("exit", (code, signal) => done(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

/** npm passes signals on, but cannot when it is killed outright. */
function stopWhenNpmDies(child) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill("SIGTERM");
  }, 200);
  timer.unref();
}

const seconds = (startedAt) => Math.round((Date.now() - startedAt) / 1000);

try {
  mkdirSync(join(root, ".rolecall"), { recursive: true });
  await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Refusal ? error.message : `Could not start: ${error.message}`);
  process.exitCode = 1;
}
