import { randomUUID } from "node:crypto";
import { createAwsReader } from "@rolecall/aws";
import {
  type Ctx,
  createTenant,
  type Deps,
  getScan,
  requestScan,
  scanAccount,
  systemCtx,
  type WorkerDeps,
} from "@rolecall/core";
import { createDb, type Db } from "@rolecall/db";
import { modelsOf, type TestPostgres } from "@rolecall/db/testing";
import type { Scan } from "@rolecall/domain";
import { useEmulator } from "./aws-environment.ts";
import { BENCH_NOW, type EmulatedAccount, EXTERNAL_ID } from "./emulated-account.ts";

/** The jobs are run here, one after the other: nothing is enqueued. */
const noQueue: Deps["jobs"] = {
  enqueue: async () => undefined,
  schedule: async () => undefined,
  isUp: async () => true,
  close: async () => undefined,
};

const unexpected = () => Promise.reject(new Error("Not part of a benchmark"));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type BenchTenant = {
  tenantId: string;
  accountId: string;
  ctx: Ctx;
  db: Db;
  clock: { now: Date };
  /** Queues a scan and runs it, as the worker does. */
  scan: () => Promise<Scan>;
  close: () => Promise<void>;
};

type Pace = {
  /** Whether calls are only bounded by what AWS bears, as what is measured is the work and not the wait. */
  isUnpaced?: boolean;
  /** Told when the first look of a scan has landed, and by how many calls. */
  onFirstLook?: (calls: number) => void;
};

/** A tenant with one connected account that was never scanned. */
export async function makeBenchTenant(
  { urls }: Pick<TestPostgres, "urls">,
  account: Pick<EmulatedAccount, "awsAccountId" | "url">,
  { isUnpaced = true, onFirstLook }: Pace = {},
): Promise<BenchTenant> {
  useEmulator(account.url);
  const clock = { now: BENCH_NOW };
  const now = () => clock.now;
  const db = createDb({ appUrl: urls.app, systemUrl: urls.system, authUrl: urls.auth });
  const reader = createAwsReader({ region: "eu-central-1", now, isUnpaced });
  const readAccount: typeof reader.readAccount = ({ onFirstLook: land, ...input }) =>
    reader.readAccount({
      ...input,
      ...(land && {
        onFirstLook: async (reading) => {
          await land(reading);
          onFirstLook?.(reading.apiCalls.total);
        },
      }),
    });
  const aws = { ...reader, readAccount };
  const settings = {
    publicUrl: "http://localhost",
    principalArn: "arn:aws:iam::111122223333:role/rolecall-inventory",
    templateUrl: null,
    unsubscribeSecret: "not used by any benchmark, as no mail is sent",
  };
  const deps: WorkerDeps = {
    db,
    jobs: noQueue,
    now,
    newId: randomUUID,
    settings,
    aws,
    mail: null,
    renderSummary: unexpected,
    log,
  };
  const { tenantId } = await createTenant(deps, { name: "Benchmark", email: `${randomUUID()}@rolecall.test` });
  const ctx = systemCtx(deps, tenantId);
  const accountId = await connect(ctx, account.awsAccountId);
  return {
    tenantId,
    accountId,
    ctx,
    db,
    clock,
    scan: async () => {
      const { id } = await requestScan(ctx, { awsAccountId: account.awsAccountId });
      const run = { attempt: 1, signal: new AbortController().signal };
      await scanAccount.handle(deps, { tenantId, accountId, scanId: id }, run);
      const scan = await getScan(ctx, { id });
      if (scan.status !== "complete")
        throw new Error(`The scan is ${scan.status}: ${scan.error ?? JSON.stringify(scan.coverage)}`);
      return scan;
    },
    close: async () => {
      aws.close();
      await db.close();
    },
  };
}

/** Writes what a passed verification leaves behind. */
async function connect(ctx: Ctx, awsAccountId: string): Promise<string> {
  const [connectionId, accountId] = [randomUUID(), randomUUID()];
  const { tenantId } = ctx;
  const common = { tenantId, partition: "aws", name: "Production", createdAt: ctx.now() };
  await ctx.db.inTenant(tenantId, async (tx) => {
    const roleArn = `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`;
    const connection = {
      kind: "account",
      externalId: EXTERNAL_ID,
      principalArn: "",
      roleArn,
      status: "active",
      checks: [],
    };
    await modelsOf(tx).connection.create({
      data: { ...common, ...connection, id: connectionId, verifiedAt: ctx.now() },
    });
    await modelsOf(tx).awsAccount.create({
      data: { ...common, id: accountId, connectionId, awsAccountId, status: "never_scanned" },
    });
  });
  return accountId;
}
