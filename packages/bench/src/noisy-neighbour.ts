import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Ctx, listCredentials } from "@rolecall/core";
import { createDb, type Db } from "@rolecall/db";
import type { TestPostgres } from "@rolecall/db/testing";
import { ListCredentialsInput, MAX_BATCH_CALLS } from "@rolecall/domain";
import { createConsumer, createProducer, defineJob, handled, ids } from "@rolecall/jobs";
import { makeBenchTenant } from "./bench-tenant.ts";
import { landCredentials } from "./credential-list.ts";
import { latenciesMs, percentile } from "./measure.ts";
import { type Line, milliseconds, times } from "./report-lines.ts";

/** Calls that the noisy tenant has under way at any moment: six requests, each of as many calls as one may carry. */
const NOISY_CALLS = 6 * MAX_BATCH_CALLS;
const QUIET_RUNS = 100;
const PAUSE_MS = 10;

const NOISY_JOBS = 16;
/** As a role that denies makes a verification wait for AWS. */
const NOISY_JOB_MS = 20_000;
const QUIET_JOBS = 20;
const QUIET_JOB_MS = 50;

const p95 = (values: readonly number[]): number => percentile(values, 0.95);

const lines = (what: string, aloneMs: number, besideMs: number): Line[] => [
  { what: `${what}, alone`, value: `${milliseconds(aloneMs)} p95` },
  {
    what: `${what}, beside the noisy one`,
    value: `${milliseconds(besideMs)} p95`,
    ratio: times(besideMs / aloneMs, "alone"),
  },
];

const firstPage = (ctx: Ctx) => listCredentials(ctx, ListCredentialsInput.parse({ limit: 50 }));

/** How long a tenant's first page takes while nothing else is asked for, and while another one floods the same process. */
async function pageLatencies(db: Db, quiet: Ctx, noisy: Ctx): Promise<{ alone: number; beside: number }> {
  const ask = async () => {
    await firstPage({ ...quiet, db });
    await delay(PAUSE_MS);
  };
  const alone = p95(await latenciesMs(QUIET_RUNS, ask)) - PAUSE_MS;
  let isFlooding = true;
  const flood = Array.from({ length: NOISY_CALLS }, async () => {
    // What is refused is asked for again, as a script would.
    while (isFlooding) await firstPage({ ...noisy, db }).catch(() => delay(1_000));
  });
  await delay(500);
  const beside = p95(await latenciesMs(QUIET_RUNS, ask)) - PAUSE_MS;
  isFlooding = false;
  await Promise.all(flood);
  return { alone, beside };
}

async function benchPages({ urls }: TestPostgres): Promise<Line[]> {
  const account = (awsAccountId: string) => ({ awsAccountId, url: "http://127.0.0.1:1" });
  const tenants = [
    await makeBenchTenant({ urls }, account("400000000004")),
    await makeBenchTenant({ urls }, account("400000000005")),
  ] as const;
  const [quiet, noisy] = tenants;
  const db = createDb({ appUrl: urls.app, purpose: "requests" });
  try {
    for (const tenant of tenants) await landCredentials(tenant);
    const { alone, beside } = await pageLatencies(db, quiet.ctx, noisy.ctx);
    return lines("first page of credentials", alone, beside);
  } finally {
    await Promise.all([db.close(), ...tenants.map((tenant) => tenant.close())]);
  }
}

/** How long a quiet tenant's short jobs take from being enqueued to their end, one after the other. */
async function jobLatencies(queueUrl: string, isNoisy: boolean): Promise<number[]> {
  const namespace = `bench-${randomUUID()}`;
  const [quiet, noisy] = [randomUUID(), randomUUID()];
  const job = defineJob({
    name: "bench",
    payload: ids("rowId"),
    lane: "quick",
    attempts: 1,
    backoffMs: 0,
    priority: 1,
  });
  const ended = new Map<string, () => void>();
  const abort = new AbortController();
  const consumer = createConsumer(
    queueUrl,
    [
      handled(job, async ({ tenantId, rowId }) => {
        const ms = tenantId === noisy ? NOISY_JOB_MS : QUIET_JOB_MS;
        await delay(ms, undefined, { signal: abort.signal }).catch(() => undefined);
        ended.get(rowId)?.();
      }),
    ],
    { namespace, onError: () => undefined },
  );
  const producer = createProducer(queueUrl, { namespace });
  const enqueue = (tenantId: string, rowId: string) => producer.enqueue(job, { tenantId, rowId }, { key: rowId });
  try {
    await consumer.ready;
    if (isNoisy) await Promise.all(Array.from({ length: NOISY_JOBS }, () => enqueue(noisy, randomUUID())));
    const run = async () => {
      const rowId = randomUUID();
      const end = new Promise<void>((resolve) => void ended.set(rowId, resolve));
      await enqueue(quiet, rowId);
      await end;
    };
    return await latenciesMs(QUIET_JOBS, run, 2);
  } finally {
    abort.abort();
    await consumer.close({ timeoutMs: 100 });
    await producer.close();
  }
}

/** What one tenant that asks for as much as it can costs another one: in the web process, and in a worker. */
export async function benchNoisyNeighbour(postgres: TestPostgres): Promise<Line[]> {
  const pages = await benchPages(postgres);
  const [alone, beside] = [
    p95(await jobLatencies(postgres.urls.queue, false)),
    p95(await jobLatencies(postgres.urls.queue, true)),
  ];
  return [...pages, ...lines("a job of 50 ms, from its request to its end", alone, beside)];
}
