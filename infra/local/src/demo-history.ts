/**
 * Replays the example organisation's 12 months: the worker's own use cases, with the scheduler's instants injected, against
 * an emulator whose clock stands at each of them in turn. Run by the supervisor as `demo-history.ts <demo.json>`.
 */
import { readFileSync } from "node:fs";
import { EXAMPLE_ACCOUNTS, startEmulator } from "@rolecall/aws-emulator";
import {
  type Ctx,
  createConnection,
  createReportSchedule,
  createTenant,
  listAccounts,
  listConnections,
  pauseScans,
  queueScheduledScan,
  requestReport,
  requestVerification,
  resumeScans,
  scanAccount,
  systemCtx,
  updateConnection,
  verifyConnection,
  type WorkerDeps,
} from "@rolecall/core";
import { type Connection, CUSTOMER_ROLE_NAME } from "@rolecall/domain";
import type { Producer } from "@rolecall/jobs";
import pLimit from "p-limit";
import type { HistoryMessage } from "./demo.ts";
import { type DemoState, demoWorld } from "./demo-world.ts";
import { setAwsEndpoint } from "./env.ts";

const MS_PER_DAY = 86_400_000;
const DAYS = 365;
/** Accounts in flight: as many as the machine that this is for has cores. */
const AT_ONCE = 2;
const PAUSED = "The example's 12 months are being replayed";

const tell = (message: HistoryMessage) => process.send?.(message);
/** Nobody watches these runs, and nothing cuts them off but the end of the process. */
const run = { reportProgress: async () => {}, attempt: 1, signal: new AbortController().signal };

const state = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as DemoState;
const endsAt = new Date(state.endsAt);
const dayAt = (daysAgo: number) => new Date(endsAt.getTime() - daysAgo * MS_PER_DAY);
let clock = dayAt(DAYS);

/** The replay runs each job itself, in order; what it would enqueue is a row already, and no other worker may take it. */
const withoutQueue = (jobs: Producer): Producer => ({ ...jobs, enqueue: async () => {} });

async function findOrCreateTenant(deps: WorkerDeps): Promise<string> {
  if (state.tenantId) return state.tenantId;
  const { tenantId } = await createTenant(deps, { name: "Fernhill", email: state.email, password: state.password });
  tell({ kind: "tenant", tenantId });
  return tenantId;
}

/** A connection for each account, so that every External ID is known before the world is built that demands it. */
async function prepareConnections(ctx: Ctx): Promise<Map<string, Connection>> {
  const existing = (await listConnections(ctx, { limit: 200 })).items;
  const connections = new Map<string, Connection>();
  for (const { awsAccountId, name } of EXAMPLE_ACCOUNTS.filter((account) => account.connected)) {
    let connection = existing.find((candidate) => candidate.name === name);
    if (!connection) {
      connection = await createConnection(ctx, { name, kind: "account", partition: "aws" });
      await pauseScans(ctx, { connectionId: connection.id, reason: PAUSED });
    }
    connections.set(awsAccountId, connection);
  }
  return connections;
}

/** Proves a connection and scans its account for the first time, as the wizard's last step does. */
async function connect(deps: WorkerDeps, ctx: Ctx, awsAccountId: string, connection: Connection): Promise<void> {
  const roleArn = `arn:aws:iam::${awsAccountId}:role/${CUSTOMER_ROLE_NAME}`;
  await updateConnection(ctx, { id: connection.id, roleArn });
  await requestVerification(ctx, { id: connection.id });
  const { verificationId } = await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.connection.findFirstOrThrow({ where: { id: connection.id } }),
  );
  await verifyConnection(
    deps,
    { tenantId: ctx.tenantId, connectionId: connection.id, verificationId: verificationId! },
    run,
  );
}

/** Scans that an earlier run of this program left open would be waited for, and their accounts would miss days. */
async function takeUpOpenScans(ctx: Ctx): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.scan.updateMany({ where: { status: "running" }, data: { status: "queued", leaseUntil: null } }),
  );
}

/** One day: accounts that have joined are connected, then every account is scanned. */
async function liveThrough(
  deps: WorkerDeps,
  ctx: Ctx,
  at: Date,
  joined: (awsAccountId: string) => boolean,
  connections: Map<string, Connection>,
): Promise<void> {
  clock = at;
  let accounts = (await listAccounts(ctx, { limit: 200 })).items;
  for (const [awsAccountId, connection] of connections) {
    const isNew = joined(awsAccountId) && !accounts.some((account) => account.awsAccountId === awsAccountId);
    if (isNew) await connect(deps, ctx, awsAccountId, connection);
  }
  accounts = (await listAccounts(ctx, { limit: 200 })).items;
  const inFlight = pLimit(AT_ONCE);
  const scans = accounts
    .filter((account) => !account.lastScanAt || account.lastScanAt < at)
    .map((account) =>
      inFlight(async () => {
        const scanId = await queueScheduledScan(ctx, { accountId: account.id });
        await scanAccount(deps, { tenantId: ctx.tenantId, accountId: account.id, scanId }, run);
      }),
    );
  await Promise.all(scans);
}

/** The end of the replay: scheduled scans take over, and a weekly report is set up and sent for the first time. */
async function handOver(ctx: Ctx, connections: Map<string, Connection>): Promise<void> {
  for (const connection of connections.values()) await resumeScans(ctx, { connectionId: connection.id });
  const schedule = await createReportSchedule(ctx, {
    name: "Weekly summary",
    kind: "summary",
    frequency: "weekly",
    dayOfWeek: "monday",
    hour: 8,
    timeZone: "Europe/Berlin",
    recipients: [state.email],
  });
  await requestReport(ctx, { id: schedule.id });
}

const { createWorkerContext } = await import("@rolecall/worker/context");
const preparing = createWorkerContext({ now: () => clock });
const tenantId = await findOrCreateTenant(preparing);
const connections = await prepareConnections(systemCtx(preparing, tenantId));
state.externalIds = Object.fromEntries(
  [...connections].map(([awsAccountId, { externalId }]) => [awsAccountId, externalId]),
);
await preparing.close();
tell({ kind: "connected", externalIds: state.externalIds });

const emulator = await startEmulator({
  world: demoWorld(state),
  clock: { mode: "fixed", now: clock },
  options: { reportPolls: 0 },
});
setAwsEndpoint(emulator.url);
const replaying = createWorkerContext({ now: () => clock });
const deps: WorkerDeps = { ...replaying, jobs: withoutQueue(replaying.jobs) };
const ctx = systemCtx(deps, tenantId);
await takeUpOpenScans(ctx);
const startedAt = Date.now();
for (let daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
  emulator.setNow(dayAt(daysAgo));
  const { accounts } = emulator.state();
  await liveThrough(deps, ctx, dayAt(daysAgo), (awsAccountId) => accounts.has(awsAccountId), connections);
  if (daysAgo % 73 === 0 && daysAgo < DAYS) {
    const months = Math.round(((DAYS - daysAgo) / DAYS) * 12);
    tell({
      kind: "progress",
      line: `example      ${months} of 12 months replayed (${Math.round((Date.now() - startedAt) / 1000)} s)`,
    });
  }
}
await handOver(systemCtx({ ...deps, jobs: replaying.jobs }, tenantId), connections);
tell({ kind: "done" });
await emulator.close();
await replaying.close();
process.disconnect?.();
process.exit(0);
