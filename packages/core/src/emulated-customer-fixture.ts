import { createAwsReader } from "@rolecall/aws";
import {
  DEFAULT_VENDOR,
  type EmulatedAccount,
  type Emulator,
  readerRoleOf,
  SMALL_WORLD,
  smallWorld,
  startEmulator,
  type World,
} from "@rolecall/aws-emulator";
import { modelsOf } from "@rolecall/db/testing";
import type { CoverageState, ResourceKind, Scan } from "@rolecall/domain";
import { renderSummary } from "@rolecall/reports";
import { onTestFinished, vi } from "vitest";
import { createConnection } from "./connections/connections.ts";
import type { Ctx, Deps, JobRun, Log, WorkerDeps } from "./context.ts";
import { getScan, requestScan } from "./scans/request-scan.ts";
import { scanAccount } from "./scans/scan-account.ts";
import { makeTenant, type RecordingProducer, testDeps } from "./testing/index.ts";

export const NOW = SMALL_WORLD.now;
export const AWS_ACCOUNT_ID = SMALL_WORLD.memberAccountId;
export const ROLE_ARN = SMALL_WORLD.readerRoleArn;
const HOUR_MS = 3_600_000;

/** No wait of a test is longer than it must be. */
const QUICK = { backoffMs: 5, roleSettleMs: 0, responseTimeoutMs: 5_000 };
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const jobRun = (over: Partial<JobRun> = {}): JobRun => ({
  attempt: 1,
  signal: new AbortController().signal,
  ...over,
});

const unasked = () => Promise.reject(new Error("This test asks nothing of AWS"));

/** A worker's dependencies, for work that asks nothing of AWS and sends no mail. */
export const offlineDeps = <Given extends Deps>(deps: Given): Given & WorkerDeps => ({
  ...deps,
  aws: {
    whoAmI: unasked,
    verifyConnection: unasked,
    readAccount: unasked,
    readUser: unasked,
    readSlowLane: unasked,
    readOrganization: unasked,
    lookUpTrail: unasked,
    lookUpActions: unasked,
  },
  mail: null,
  renderSummary,
  log: SILENT,
});

/**
 * An emulated AWS, and the product's own reader of it, found by the SDK's environment variables. Both end with the test.
 *
 * @param isUnpaced false where the test is about the pace of calls.
 */
export async function emulateAws(
  world: World = smallWorld(),
  options: Parameters<Emulator["configure"]>[0] = {},
  { isUnpaced = true }: { isUnpaced?: boolean } = {},
) {
  const emulator = await startEmulator({
    world,
    clock: { mode: "fixed", now: NOW },
    options: { reportPolls: 0, ...options },
  });
  vi.stubEnv("AWS_ENDPOINT_URL", emulator.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", DEFAULT_VENDOR.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", DEFAULT_VENDOR.secretAccessKey);
  const aws = createAwsReader({ region: "eu-central-1", now: () => emulator.now(), timing: QUICK, isUnpaced });
  onTestFinished(async () => {
    aws.close();
    vi.unstubAllEnvs();
    await emulator.close();
  });
  return { emulator, aws };
}

export type Customer = {
  emulator: Emulator;
  deps: WorkerDeps & { jobs: RecordingProducer };
  tenantId: string;
  ctx: Ctx;
  account: () => EmulatedAccount;
  /** Lets hours pass, and changes the account as its owner would. */
  later: (hours: number, change?: (account: EmulatedAccount) => void) => void;
};

/** A tenant of its own, whose AWS is emulated and stands still at `NOW`. */
export async function makeCustomer(
  given: { aws?: Awaited<ReturnType<typeof emulateAws>>; awsAccountId?: string } = {},
): Promise<Customer> {
  const { emulator, aws } = given.aws ?? (await emulateAws());
  const deps = { ...testDeps({ now: () => emulator.now() }), aws, mail: null, renderSummary, log: SILENT };
  const { tenantId, ctx } = await makeTenant(deps);
  const account = () => emulator.state().accounts.get(given.awsAccountId ?? AWS_ACCOUNT_ID)!;
  return {
    emulator,
    deps,
    tenantId,
    ctx,
    account,
    later: (hours, change) => {
      emulator.setNow(new Date(emulator.now().getTime() + hours * HOUR_MS));
      if (change) emulator.mutate(() => change(account()));
    },
  };
}

/** Installs the role that the connection's template makes. */
export function installRole({ emulator, account }: Customer, externalId: string, roleName = "RolecallReadOnly"): void {
  emulator.mutate(() =>
    account().roles.set(roleName.toLowerCase(), {
      ...readerRoleOf(DEFAULT_VENDOR, { externalId, roleName }),
      roleId: account().roles.get(roleName.toLowerCase())?.roleId ?? `AROA${roleName.toUpperCase()}`,
    }),
  );
}

export type Connected = Customer & {
  connectionId: string;
  accountId: string;
  /** Queues a scan and runs it as the worker does. */
  scan: () => Promise<Scan>;
  /** Runs a scan of any kind that is queued, as the worker does. */
  run: (scanId: string) => Promise<Scan>;
};

/** A customer whose account is connected and has no scan yet, as a passed verification leaves it. */
export async function connectCustomer(given: Parameters<typeof makeCustomer>[0] = {}): Promise<Connected> {
  const customer = await makeCustomer(given);
  const { ctx, deps, tenantId, account } = customer;
  const connection = await createConnection(ctx, { name: "Production", kind: "account", partition: "aws" });
  installRole(customer, connection.externalId);
  const { awsAccountId } = account();
  const accountId = ctx.newId();
  const roleArn = `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`;
  await ctx.db.inTenant(tenantId, async (tx) => {
    await modelsOf(tx).connection.updateMany({
      where: { id: connection.id },
      data: { status: "active", roleArn, verifiedAt: ctx.now(), verifyDueAt: new Date(ctx.now().getTime() + HOUR_MS) },
    });
    await modelsOf(tx).awsAccount.create({
      data: {
        tenantId,
        id: accountId,
        connectionId: connection.id,
        awsAccountId,
        partition: "aws",
        name: "Production",
        status: "never_scanned",
        nextScanAt: ctx.now(),
        createdAt: ctx.now(),
      },
    });
  });
  const run = async (scanId: string) => {
    await scanAccount.handle(deps, { tenantId, accountId, scanId }, jobRun());
    return getScan(ctx, { id: scanId });
  };
  const scan = async () => run((await requestScan(ctx, { awsAccountId })).id);
  return { ...customer, connectionId: connection.id, accountId, scan, run };
}

/** The states of a scan's coverage that are not `read`. */
export const gapsOf = (scan: Scan): Partial<Record<ResourceKind, CoverageState>> =>
  Object.fromEntries(scan.coverage.flatMap(({ resource, state }) => (state === "read" ? [] : [[resource, state]])));

/** What the inventory holds of a tenant, in the words of its tables. */
export const readInventory = ({ ctx, tenantId }: Customer) =>
  ctx.db.inTenant(tenantId, async (tx) => ({
    users: await modelsOf(tx).iamUser.findMany({ orderBy: { userName: "asc" } }),
    keys: await modelsOf(tx).credential.findMany({ where: { kind: "access_key" }, orderBy: { identity: "asc" } }),
    credentials: await modelsOf(tx).credential.findMany({ orderBy: { identity: "asc" } }),
    roles: await modelsOf(tx).iamRole.findMany({ orderBy: { roleName: "asc" } }),
    versions: await modelsOf(tx).entityVersion.findMany({ orderBy: [{ validFrom: "asc" }, { subjectId: "asc" }] }),
    days: await modelsOf(tx).accountDay.findMany({ orderBy: { day: "asc" } }),
  }));
