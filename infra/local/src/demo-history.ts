/**
 * Replays the example organisation's 12 months: the worker's own use cases, with the scheduler's instants injected, against
 * an emulator whose clock stands at each of them in turn. Run by the supervisor as `demo-history.ts <demo.json>`, which has the
 * emulator: what it answers costs this process nothing.
 */
import { readFileSync } from "node:fs";
import {
  type Ctx,
  createConnection,
  createReportSchedule,
  createTenant,
  discoverOrganization,
  endReplay,
  getOrganization,
  getReplay,
  listAccounts,
  listConnections,
  listOrganizationAccounts,
  listUsers,
  pauseScans,
  type ReplayRun,
  requestReport,
  requestTrailLookup,
  requestVerification,
  resumeScans,
  selectOrganizationAccounts,
  showReplay,
  systemCtx,
  takeOverScans,
  updateConnection,
  verifyConnection,
  verifyMembers,
  type WorkerDeps,
} from "@rolecall/core";
import { type AwsAccount, type Connection, CUSTOMER_ROLE_NAME } from "@rolecall/domain";
import { EXAMPLE_ACCOUNTS, MANAGEMENT_ACCOUNT_ID, MIGRATION_DECISIONS } from "@rolecall/example-organisation";
import type { HistoryMessage } from "./demo.ts";
import type { HistoryAnswer } from "./demo-emulators.ts";
import { carryOut, type Scan, startSecondScanner } from "./demo-scanners.ts";
import { JOB_RUN, runScans, type ScanOrder, withoutQueue } from "./demo-scans.ts";
import type { DemoState } from "./demo-world.ts";
import { setAwsEndpoint } from "./env.ts";

const MS_PER_DAY = 86_400_000;
const DAYS = 365;
/** Accounts are scanned daily over the last days, and before on Sundays, with which the weeks of a chart end. */
const DAILY_DAYS = 60;
const SUNDAY = 0;
/** Accounts in flight in each process: while one waits for the database or the emulator, the other keeps it busy. */
const AT_ONCE = 2;
const CONNECTED_IDS: ReadonlySet<string> = new Set(
  EXAMPLE_ACCOUNTS.filter(({ connected }) => connected).map(({ awsAccountId }) => awsAccountId),
);
const PAUSED = "The example's 12 months are being replayed";
const ORGANIZATION = "Fernhill organisation";
/** Days between two readings of what costs a call for each user. A live worker reads it every week. */
const SLOW_LANE_EVERY_DAYS = 28;
/** Days between two readings of the organisation, besides those on which an account joins. A live worker asks every six hours. */
const DISCOVERY_EVERY_DAYS = 14;
/** Users whose changes are looked up in CloudTrail at the end, so that the console shows who made them. */
const LOOKED_UP_USERS = 4;

const tell = (message: HistoryMessage) => process.send?.(message);
/** Tells the supervisor something, and waits for what it says to it. */
const ask = (message: HistoryMessage): Promise<HistoryAnswer> =>
  new Promise((resolve) => {
    // The channel alone keeps no process alive that was started as a part of an instance; a question does.
    process.channel?.ref();
    process.once("message", (answer: HistoryAnswer) => {
      process.channel?.unref();
      resolve(answer);
    });
    tell(message);
  });
const state = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as DemoState;
const endsAt = new Date(state.endsAt);
const dayAt = (daysAgo: number) => new Date(endsAt.getTime() - daysAgo * MS_PER_DAY);
let clock = dayAt(DAYS);

async function findOrCreateTenant(deps: WorkerDeps): Promise<string> {
  if (state.tenantId) return state.tenantId;
  const { tenantId } = await createTenant(deps, { name: "Fernhill", email: state.email, password: state.password });
  tell({ kind: "tenant", tenantId });
  return tenantId;
}

/** The organisation's connection, made before the world is built whose roles demand its External ID. */
async function prepareConnection(ctx: Ctx): Promise<Connection> {
  const existing = (await listConnections(ctx, { limit: 200 })).items.find(({ name }) => name === ORGANIZATION);
  if (existing) return existing;
  const connection = await createConnection(ctx, {
    name: ORGANIZATION,
    kind: "organization",
    partition: "aws",
    packs: ["cloudtrail", "roles_anywhere"],
  });
  await pauseScans(ctx, { connectionId: connection.id, reason: PAUSED });
  return connection;
}

/**
 * Proves the connection, reads the organisation and chooses all of it but what nobody has installed the role in: the account that
 * is left for visitors to connect, and two that the company is about to give up.
 */
async function connect(deps: WorkerDeps, ctx: Ctx, connectionId: string): Promise<void> {
  const roleArn = `arn:aws:iam::${MANAGEMENT_ACCOUNT_ID}:role/${CUSTOMER_ROLE_NAME}`;
  await updateConnection(ctx, { id: connectionId, roleArn });
  await requestVerification(ctx, { id: connectionId });
  await verifyConnection.handle(deps, { tenantId: ctx.tenantId, connectionId }, JOB_RUN);
  await discoverOrganization.handle(deps, { tenantId: ctx.tenantId, connectionId }, JOB_RUN);
  const { units } = await getOrganization(ctx, { connectionId });
  const members = (await listOrganizationAccounts(ctx, { connectionId, limit: 200 })).items;
  await selectOrganizationAccounts(ctx, {
    connectionId,
    unitIds: (units ?? []).filter(({ parentId }) => parentId === null).map(({ unitId }) => unitId),
    accountIds: [],
    leftOutAccountIds: members.map(({ awsAccountId }) => awsAccountId).filter((id) => !CONNECTED_IDS.has(id)),
  });
}

const isConnected = async (ctx: Ctx, connectionId: string): Promise<boolean> =>
  (await listConnections(ctx, { limit: 200 })).items.some(({ id, verifiedAt }) => id === connectionId && verifiedAt);

/** One day: accounts that have joined the organisation are added, then accounts are scanned. */
async function liveThrough(
  deps: WorkerDeps,
  ctx: Ctx,
  at: Date,
  connectionId: string,
  joined: ReadonlySet<string>,
  scanners: readonly Scan[],
): Promise<void> {
  clock = at;
  const payload = { tenantId: ctx.tenantId, connectionId };
  if (!(await isConnected(ctx, connectionId))) await connect(deps, ctx, connectionId);
  const known = (await listAccounts(ctx, { limit: 200 })).items;
  const { discoveredAt } = await getOrganization(ctx, { connectionId });
  const isNew = EXAMPLE_ACCOUNTS.some(
    ({ awsAccountId, connected }) =>
      connected && joined.has(awsAccountId) && !known.some((account) => account.awsAccountId === awsAccountId),
  );
  if (isNew || isDue(discoveredAt, at, DISCOVERY_EVERY_DAYS)) {
    await discoverOrganization.handle(deps, payload, JOB_RUN);
    // A live worker tries the roles every day; here they are as they were installed, and only new ones have anything to prove.
    if (isNew) await verifyMembers.handle(deps, payload, JOB_RUN);
  }
  const { items } = await listAccounts(ctx, { limit: 200 });
  await carryOut(ordersOf(items, at), scanners);
}

const daysBefore = (at: Date): number => Math.round((endsAt.getTime() - at.getTime()) / MS_PER_DAY);

const isScanDay = (at: Date): boolean => daysBefore(at) <= DAILY_DAYS || at.getUTCDay() === SUNDAY;

/** Whether an account is scanned at an instant: it is the day for it, it has just joined, or members decide on what is found. */
const isScanned = ({ lastScanAt }: AwsAccount, at: Date, isDecided: boolean): boolean =>
  !lastScanAt || (lastScanAt < at && (isScanDay(at) || isDecided));

const isDue = (last: Date | null, at: Date, everyDays: number): boolean =>
  !last || at.getTime() - last.getTime() >= everyDays * MS_PER_DAY;

/** What is to be scanned at an instant, the largest accounts first. */
const ordersOf = (accounts: readonly AwsAccount[], at: Date): ScanOrder[] =>
  accounts
    .toSorted((a, b) => (b.credentials ?? 0) - (a.credentials ?? 0))
    .map((account) => {
      const decisions = decisionsOf(account, at);
      const kinds: ScanOrder["kinds"] = [];
      if (isScanned(account, at, decisions.length > 0)) kinds.push("inventory");
      if (isDue(account.lastSlowLaneAt, at, SLOW_LANE_EVERY_DAYS)) kinds.push("slow_lane");
      return { at: at.toISOString(), accountId: account.id, kinds, decisions };
    })
    .filter(({ kinds, decisions }) => kinds.length + decisions.length > 0);

/** What members decide about users of an account on the day of the story that has come. */
const decisionsOf = ({ awsAccountId }: AwsAccount, at: Date): ScanOrder["decisions"] => {
  const day = DAYS - daysBefore(at);
  return MIGRATION_DECISIONS.filter((decision) => decision.day === day && decision.awsAccountId === awsAccountId);
};

/** The end of the replay: scheduled scans take over, a weekly report is set up and sent, and a few changes get their actors. */
async function handOver(ctx: Ctx, connectionId: string): Promise<void> {
  await resumeScans(ctx, { connectionId });
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
  const { items } = await listUsers(ctx, { limit: LOOKED_UP_USERS, sort: "-createdAt" });
  for (const { id } of items) await requestTrailLookup(ctx, { subject: "user", id });
}

const { createWorkerContext } = await import("@rolecall/worker/context");
const preparing = createWorkerContext({ now: () => clock });
const tenantId = await findOrCreateTenant(preparing);
const connection = await prepareConnection(systemCtx(preparing, tenantId));
const externalIds = Object.fromEntries([...CONNECTED_IDS].map((awsAccountId) => [awsAccountId, connection.externalId]));
await preparing.close();
setAwsEndpoint((await ask({ kind: "connected", externalIds })).url);

const replaying = createWorkerContext({ now: () => clock, isReplay: true });
const deps: WorkerDeps = { ...replaying, jobs: withoutQueue(replaying.jobs) };
const ctx = systemCtx(deps, tenantId);
// Scans that an earlier run of this program left open would be waited for, and their accounts would miss days.
await takeOverScans(ctx);
const reachedBefore = (await getReplay(ctx))?.reachedAt ?? null;
const replay: ReplayRun = { fromAt: dayAt(DAYS), toAt: endsAt, runStartedAt: new Date() };
const days = Array.from({ length: DAYS + 1 }, (_, day) => dayAt(DAYS - day)).filter(
  (at) => !reachedBefore || at > reachedBefore,
);
const show = (reachedAt: Date | null) => {
  const left = reachedAt ? days.filter((day) => day > reachedAt) : days;
  const daysLeft = left.filter(isScanDay).length;
  return showReplay(ctx, replay, {
    ...{ reachedAt, daysDone: days.filter(isScanDay).length - daysLeft, daysLeft, at: new Date() },
  });
};
await show(reachedBefore);
const second = startSecondScanner(tenantId);
const here: Scan = (order) => runScans(deps, ctx, order);
const scanners = Array.from({ length: AT_ONCE }, () => [here, second.scan]).flat();
for (const at of days) {
  const { accounts } = await ask({ kind: "day", at: at.toISOString() });
  await liveThrough(deps, ctx, at, connection.id, new Set(accounts), scanners);
  await show(at);
  const daysAgo = daysBefore(at);
  if (daysAgo % 73 === 0 && daysAgo < DAYS) {
    const months = Math.round(((DAYS - daysAgo) / DAYS) * 12);
    const seconds = Math.round((Date.now() - replay.runStartedAt.getTime()) / 1000);
    tell({ kind: "progress", line: `example      ${months} of 12 months replayed (${seconds} s)` });
  }
}
second.stop();
await handOver(systemCtx({ ...deps, jobs: replaying.jobs }, tenantId), connection.id);
await endReplay(ctx);
tell({ kind: "done" });
await replaying.close();
process.disconnect?.();
process.exit(0);
