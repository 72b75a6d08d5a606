import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "@rolecall/embedded-postgres";
import { forProcess, type Variables } from "./child-environment.ts";
import { type HistoryAnswer, startDemoEmulators } from "./demo-emulators.ts";
import { REPLAY_NODE_OPTIONS } from "./demo-scanners.ts";
import { type DemoState, VENDOR } from "./demo-world.ts";
import { openLogFile } from "./log-file.ts";

/** The instance that the demo is loaded into. */
export type DemoTarget = {
  url: string;
  /** Connection string of the owner of the database. */
  ownerUrl: string;
  /** The worker's environment, for a process that runs beside it. */
  environment: Variables;
};

/** The example organisation: an AWS of its own, and the data that makes the console worth looking at. */
export type Demo = {
  /** Points the AWS SDK of the worker at the stand-in, with credentials that only it knows. */
  env: Variables;
  /** How to sign in, in one line. */
  signIn: string;
  /**
   * Makes the example tenant, if no earlier start has, and returns as soon as one can sign in. Its 12 months are then replayed
   * in the background.
   */
  load: (target: DemoTarget, say: (line: string) => void) => Promise<void>;
  /** Cuts the replay off, before the database that it writes to goes away. The next start goes on with it. */
  stopLoading: () => Promise<void>;
  stop: () => Promise<void>;
};

/** What the process that replays the months tells this one; it waits for an answer to `connected` and `day`. */
export type HistoryMessage =
  | { kind: "tenant"; tenantId: string }
  | { kind: "connected"; externalIds: Record<string, string> }
  | { kind: "day"; at: string }
  | { kind: "progress"; line: string }
  | { kind: "done" };

const wrapper = fileURLToPath(new URL("child.mjs", import.meta.url));
const historyProgram = fileURLToPath(new URL("demo-history.ts", import.meta.url));

/** The months end at the first start; whoever comes back later finds the same organisation, older by the days between. */
function loadState(file: string): DemoState {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoState;
  return {
    endsAt: new Date().toISOString(),
    email: "demo@rolecall.example",
    password: randomBytes(9).toString("base64url"),
    tenantId: null,
    externalIds: {},
    isLoaded: false,
  };
}

/** Starts the stand-in for AWS. It listens on 127.0.0.1 only. */
export async function startDemo({ homeDir }: { homeDir: string }): Promise<Demo> {
  const file = join(homeDir, "demo.json");
  const state = loadState(file);
  const save = () => writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  save();
  const emulators = await startDemoEmulators(state);
  const log = openLogFile(join(homeDir, "logs/demo.log"));
  let history: ChildProcess | undefined;
  /** @returns what the replay waits for, if it asked something */
  const onMessage = async (
    message: HistoryMessage,
    say: (line: string) => void,
  ): Promise<HistoryAnswer | undefined> => {
    if (message.kind === "day") return emulators.pastAt(message.at);
    if (message.kind === "progress") say(message.line);
    if (message.kind === "tenant") state.tenantId = message.tenantId;
    if (message.kind === "connected") Object.assign(state.externalIds, message.externalIds);
    if (message.kind === "done") state.isLoaded = true;
    save();
    return message.kind === "connected" ? emulators.startPast() : undefined;
  };

  const load = (target: DemoTarget, say: (line: string) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (state.isLoaded) return resolve();
      let isUsable = false;
      const child = spawn(process.execPath, [...REPLAY_NODE_OPTIONS, wrapper, historyProgram, file], {
        // The replayed accounts have no customer behind them whose calls need sparing.
        env: forProcess({ ...target.environment, CALLS_PER_SECOND: "unpaced" }),
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        detached: true,
      });
      history = child;
      child.stdout?.on("data", log.write);
      child.stderr?.on("data", log.write);
      child.on("message", (message: HistoryMessage) => {
        onMessage(message, say).then((answer) => {
          if (answer && child.connected) child.send(answer);
          if (message.kind !== "connected") return;
          isUsable = true;
          resolve();
        }, reject);
      });
      child.once("close", (code) => {
        history = undefined;
        void emulators.stopPast();
        if (state.isLoaded || code === 0) return;
        const tail = log.tail().join("\n    ");
        const reason = `The example organisation could not be loaded. Its last lines, from ${homeDir}/logs/demo.log:\n    ${tail}`;
        // Once one can sign in the instance goes on without the rest of the months; the next start takes them up.
        if (isUsable) say(`${reason}\n  Start again to go on with it.`);
        else reject(new Failure(reason));
      });
    });

  return {
    env: awsEnvironment(emulators.url),
    signIn: `sign in with ${state.email} and the password ${state.password}`,
    load,
    stopLoading: async () => {
      history?.removeAllListeners("close").kill("SIGKILL");
    },
    stop: async () => {
      log.close();
      await emulators.stop();
    },
  };
}

function awsEnvironment(url: string): Variables {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: VENDOR.accessKeyId,
    AWS_SECRET_ACCESS_KEY: VENDOR.secretAccessKey,
    ROLECALL_PRINCIPAL_ARN: `arn:aws:iam::${VENDOR.awsAccountId}:role/${VENDOR.roleName}`,
  };
}
