import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "@rolecall/embedded-postgres";
import {
  buildEnvironment,
  exampleEnvironment,
  sharedEnvironment,
  type Variables,
  webEnvironment,
  workerEnvironment,
} from "./child-environment.ts";
import { type Demo, type DemoTarget, startDemo } from "./demo.ts";
import { projectFolder, type Settings } from "./env.ts";
import { untilHealthy } from "./health.ts";
import { prepareHome } from "./home-folder.ts";
import { announceInstance, announceStopping, claimHome, migrateDatabase } from "./instance.ts";
import { choosePort } from "./ports.ts";
import type { Progress } from "./progress.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { makeStopStack, type StopStack } from "./stop-stack.ts";
import { superviseChild } from "./supervised-child.ts";
import { superviseDatabase } from "./supervised-database.ts";
import { warningsOf } from "./warnings.ts";
import { buildWeb, nextProgram } from "./web-build.ts";

const HEALTHY_TIMEOUT_MS = 120_000;
/** Together within the 15 s that a stop may take. */
const WEB_GRACE_MS = 2_000;
const WORKER_GRACE_MS = 5_000;
const WHOLE_STOP_MS = 15_000;

/** Heap limits keep the whole instance small; a small young generation costs a little speed and saves 30 MB each. */
const WORKER_NODE_OPTIONS = ["--max-semi-space-size=4", "--max-old-space-size=384"];
const WEB_NODE_OPTIONS = ["--max-semi-space-size=4", "--max-old-space-size=384"];

export type Instance = DemoTarget & { demo: Demo | null };

export type Supervisor = {
  /** Resolves when /api/health is ok. @throws Failure in words for the user, Stopped when stopped meanwhile */
  start: () => Promise<Instance>;
  /** Stops in order within 15 s, and ends what remains. */
  stop: () => Promise<void>;
  killAll: () => void;
};

/**
 * One whole instance on this machine: database, AWS emulator, worker and web.
 *
 * @param onBroken called once when a part cannot be started; the reason is for the user. A part that ran once is started again for ever
 */
export function makeSupervisor(settings: Settings, progress: Progress, onBroken: (reason: string) => void): Supervisor {
  const stops = makeStopStack();
  return {
    start: () => start({ settings, progress, stops, onBroken }),
    stop: async () => {
      announceStopping(settings.homeDir);
      const deadline = new AbortController();
      const tooLate = delay(WHOLE_STOP_MS, undefined, { signal: deadline.signal }).then(stops.killAll, () => {});
      await Promise.race([stops.stopAll(), tooLate]);
      deadline.abort();
    },
    killAll: stops.killAll,
  };
}

type Start = { settings: Settings; progress: Progress; stops: StopStack; onBroken: (reason: string) => void };

async function start({ settings, progress, stops, onBroken }: Start): Promise<Instance> {
  let brokenBecause: string | null = null;
  let isReady = false;
  const isStarting = () => !isReady;
  const giveUp = (reason: string) => {
    brokenBecause ??= reason;
    onBroken(reason);
  };
  const { homeDir } = settings;
  prepareHome(homeDir);
  for (const warning of warningsOf(settings)) progress.line(warning);
  const home = await claimHome(homeDir, settings.port);
  await stops.add({ stop: async () => home.release() });
  const port = await choosePort(settings.port, settings.host);
  const url = `http://localhost:${port}`;
  const secrets = loadSecrets(homeDir);

  const [ownerUrl, demo] = await Promise.all([
    progress.step("database", () => openDatabase({ settings, secrets, stops, progress, giveUp, isStarting })),
    settings.demo ? progress.step("emulator", () => openDemo(homeDir, stops)) : null,
  ]);
  const { urls } = await progress.step("migrations", () => migrateDatabase(ownerUrl, secrets), describeMigrations);
  stops.check();
  const shared = sharedEnvironment(settings, secrets, urls, url);
  const aws = demo?.env ?? {};
  announceInstance(homeDir, { pid: process.pid, port, databaseUrl: ownerUrl, aws, isStopping: false });

  const parts = { settings, stops, progress, giveUp, isStarting };
  const worker = workerEnvironment(shared, aws);
  const web = webEnvironment(shared, aws);
  await progress.step(
    "worker",
    () => startWorker(parts, worker),
    () => "started",
  );
  await progress.step(
    "web build",
    () => buildWeb({ projectFolder, homeDir, env: buildEnvironment(shared), stops }),
    (isNew) => (isNew ? "done" : "up to date"),
  );
  await progress.step("web", async () => {
    await startWeb(parts, web, port);
    await untilHealthy(url, HEALTHY_TIMEOUT_MS, () => {
      if (brokenBecause !== null) throw new Failure(brokenBecause);
      stops.check();
    });
  });
  isReady = true;
  if (demo) await stops.add({ stop: demo.stopLoading });
  return { url, ownerUrl, environment: exampleEnvironment(shared, aws), demo };
}

async function openDatabase({ settings, secrets, stops, progress, giveUp, isStarting }: Parts & { secrets: Secrets }) {
  if (settings.databaseUrl) return settings.databaseUrl;
  const { ownerPassword } = secrets;
  const { homeDir } = settings;
  const database = { homeDir, ownerPassword, say: progress.line, isStarting, onGivenUp: giveUp };
  return (await stops.add(await superviseDatabase(database))).ownerUrl;
}

async function openDemo(homeDir: string, stops: StopStack): Promise<Demo> {
  return stops.add(await startDemo({ homeDir }));
}

function describeMigrations({ applied }: { applied: string[] }): string {
  return applied.length === 0 ? "up to date" : `${applied.length} applied`;
}

type Parts = Omit<Start, "onBroken"> & { giveUp: (reason: string) => void; isStarting: () => boolean };

async function startWorker({ settings, stops, progress, giveUp, isStarting }: Parts, env: Variables): Promise<void> {
  const child = superviseChild({
    name: "worker",
    nodeOptions: WORKER_NODE_OPTIONS,
    entry: join(projectFolder, "apps/worker/src/main.ts"),
    args: [],
    cwd: join(projectFolder, "apps/worker"),
    env,
    logFile: join(settings.homeDir, "logs/worker.log"),
    say: progress.line,
    isStarting,
    onGivenUp: giveUp,
  });
  await stops.add({ stop: () => child.stop(WORKER_GRACE_MS), killNow: child.killNow });
}

async function startWeb(
  { settings, stops, progress, giveUp, isStarting }: Parts,
  env: Variables,
  port: number,
): Promise<void> {
  const child = superviseChild({
    name: "web",
    nodeOptions: WEB_NODE_OPTIONS,
    entry: nextProgram(projectFolder),
    args: ["start", "--hostname", settings.host, "--port", String(port)],
    cwd: join(projectFolder, "apps/web"),
    env,
    logFile: join(settings.homeDir, "logs/web.log"),
    say: progress.line,
    isStarting,
    onGivenUp: giveUp,
  });
  await stops.add({ stop: () => child.stop(WEB_GRACE_MS), killNow: child.killNow });
}
