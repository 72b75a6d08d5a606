import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { CONTROL_PATH, control } from "./control/control-surface.ts";
import { installReaderRoles, type ReaderRoleInstallation } from "./control/reader-roles.ts";
import { type Answer, answer, type Emulation } from "./endpoint/endpoint.ts";
import { Sessions } from "./identity/sessions.ts";
import type { PagingStyle } from "./protocol/paging.ts";
import { CredentialReports } from "./services/credential-report/credential-report.ts";
import type { LeftOut } from "./traffic/left-out.ts";
import {
  CallCounter,
  type CallCounts,
  Faults,
  type Latency,
  latencyMs,
  type RateLimit,
  RateLimiter,
} from "./traffic/traffic.ts";
import type { World, WorldState } from "./world/model.ts";
import { type EmulatorClock, type SkippedEvent, Timeline } from "./world/timeline.ts";
import { Trail } from "./world/trail.ts";

export type EmulatorOptions = {
  /** How long each answer is held back; none by default. */
  latencyMs: Latency;
  /** None by default. */
  rateLimit: RateLimit | null;
  /** Lets CloudTrail's LookupEvents through twice a second for each account and Region, as AWS does: off by default. */
  limitsLookupEvents: boolean;
  /** Short and empty pages while more follow, as AWS has them: on by default. */
  paging: PagingStyle;
  /** What answers lack, as those of implementations other than AWS's do; nothing by default. */
  leavesOut: readonly LeftOut[];
  /** Calls of GenerateCredentialReport after the first one until the report is there. */
  reportPolls: number;
  /** Serves POST /_emulator/clock and /_emulator/reader-roles, for a demo that lets time pass and installs roles. */
  controlSurface: boolean;
};

const DEFAULTS: EmulatorOptions = {
  latencyMs: 0,
  rateLimit: null,
  limitsLookupEvents: false,
  paging: "irregular",
  leavesOut: [],
  reportPolls: 2,
  controlSurface: false,
};

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const LOOKUPS_PER_SECOND = 2;

const lookupLimit = ({ limitsLookupEvents = false }: Partial<EmulatorOptions>): RateLimit | null =>
  limitsLookupEvents ? { callsPerSecond: LOOKUPS_PER_SECOND, burst: LOOKUPS_PER_SECOND } : null;

/** Longer than clients keep an idle connection, so that none is closed under a request that is just being sent. */
const KEEP_ALIVE_MS = 120_000;

export type EmulatorInput = {
  world: World;
  /** 0, the default, takes a free port. */
  port?: number;
  host?: "127.0.0.1";
  /** The machine's clock by default. */
  clock?: EmulatorClock;
  options?: Partial<EmulatorOptions>;
};

/** A running emulator: the value of AWS_ENDPOINT_URL is its `url`. */
export type Emulator = {
  url: string;
  port: number;
  close(): Promise<void>;
  /** Stops the clock at an instant. Back in time the world is rebuilt, and what was written over the API is lost. */
  setNow(now: Date): void;
  followWallClock(): void;
  now(): Date;
  faults: Faults;
  /** Changes how requests are answered from now on. */
  configure(options: Partial<Omit<EmulatorOptions, "reportPolls" | "controlSurface">>): void;
  calls(): CallCounts;
  resetCalls(): void;
  /** The world at the emulator's instant: what a reader of the accounts must find. Not to be changed but by `mutate`. */
  state(): WorldState;
  mutate(change: (state: WorldState, now: Date) => void): void;
  /** Does a StackSet's work, or a stack's; returns the ids of the accounts that have the role now. */
  installReaderRoles(installation: ReaderRoleInstallation): string[];
  /** Events of the world that could not be applied, as what they name was deleted over the API. */
  skippedEvents(): readonly SkippedEvent[];
};

/**
 * Starts STS, IAM, Organizations, Identity Center, CloudTrail, Roles Anywhere and Account Management on one local port, over
 * a world of accounts.
 *
 * Signatures are not verified, only whose they are: never bind this to an address that others can reach.
 *
 * @throws Error if the port is taken.
 */
export async function startEmulator(input: EmulatorInput): Promise<Emulator> {
  const options = { ...DEFAULTS, ...input.options };
  const reports = new CredentialReports(options.reportPolls);
  const trail = new Trail(input.world);
  const timeline = new Timeline(input.world, input.clock ?? { mode: "wall" }, () => {
    reports.clear();
    trail.clear();
  });
  const emulation: Emulation = {
    timeline,
    reports,
    trail,
    sessions: new Sessions(),
    faults: new Faults(),
    rateLimiter: new RateLimiter(options.rateLimit),
    lookupLimiter: new RateLimiter(lookupLimit(options)),
    calls: new CallCounter(),
    paging: () => options.paging,
    leavesOut: () => options.leavesOut,
  };
  const server = createServer({ keepAlive: true }, (request, response) => {
    serve(emulation, options, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const host = input.host ?? "127.0.0.1";
  const port = await listen(server, input.port ?? 0, host);

  return {
    url: `http://${host}:${port}`,
    port,
    close: () => close(server),
    setNow: (now) => timeline.set({ mode: "fixed", now }),
    followWallClock: () => timeline.set({ mode: "wall" }),
    now: () => timeline.now(),
    faults: emulation.faults,
    configure: (change) => {
      Object.assign(options, change);
      if (change.rateLimit !== undefined) emulation.rateLimiter.set(change.rateLimit);
      if (change.limitsLookupEvents !== undefined) emulation.lookupLimiter.set(lookupLimit(change));
    },
    calls: () => emulation.calls.read(),
    resetCalls: () => emulation.calls.reset(),
    state: () => timeline.state(),
    mutate: (change) => change(timeline.state(), timeline.now()),
    installReaderRoles: (installation) => installReaderRoles(timeline.state(), installation, timeline.now()),
    skippedEvents: () => timeline.skippedEvents,
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** A second call does nothing. */
function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

async function serve(
  emulation: Emulation,
  options: EmulatorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const path = new URL(request.url ?? "/", "http://emulator").pathname;
  if (path.startsWith(CONTROL_PATH)) {
    const { status, json } = control(emulation.timeline, { method: request.method ?? "GET", path, body }, options);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    return;
  }

  const answered = answerSafely(emulation, request, body);
  const holdMs = latencyMs(options.latencyMs);
  if (holdMs > 0) await delay(holdMs);
  deliver(answered, response);
}

/** A defect of the emulator answers as AWS's own failures do, with its message, so that it shows in the client. */
function answerSafely(emulation: Emulation, request: IncomingMessage, body: string): Answer {
  try {
    const { method = "GET", url = "/", headers } = request;
    return answer(emulation, { method, url, headers, body });
  } catch (error) {
    console.error("The emulator failed to answer a request", error);
    return { status: 500, contentType: "text/plain", requestId: "", body: String(error), broken: null };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function deliver(
  { status, contentType, requestId, headers = {}, body, broken }: Answer,
  response: ServerResponse,
): void {
  if (broken === "timeout") return;
  const content = Buffer.from(body);
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": content.byteLength,
    "x-amzn-requestid": requestId,
    ...headers,
  });
  if (broken === null) {
    response.end(content);
    return;
  }
  response.write(content.subarray(0, Math.floor(content.byteLength / 2)), () => response.destroy());
}
