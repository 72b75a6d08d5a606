import {
  type Ctx,
  decideMigrations,
  type NamedDecision,
  queueScheduledScan,
  scanAccount,
  type WorkerDeps,
} from "@rolecall/core";
import type { Producer } from "@rolecall/jobs";

/** Scans of one account that are due at an instant, one after the other, and what members decide about its users then. */
export type ScanOrder = {
  at: string;
  accountId: string;
  kinds: ("inventory" | "slow_lane")[];
  decisions: readonly NamedDecision[];
};
/** What the process that scans beside another one answers. */
export type ScanAnswer = { accountId: string };

/** Nobody watches these runs, and nothing cuts them off but the end of the process. */
export const JOB_RUN = { attempt: 1, signal: new AbortController().signal };

/** The replay runs each job itself, in order; what it would enqueue is a row already, and no other worker may take it. */
export const withoutQueue = (jobs: Producer): Producer => ({ ...jobs, enqueue: async () => {} });

/** Who decides in the example: the member whom one signs in as. */
const MEMBER = { kind: "person", id: null, label: "demo@rolecall.example" } as const;
/** Members read what a scan has found before they decide. */
const DECIDES_AFTER_MS = 3_600_000;

/** Runs the scans of an order as a worker does, at the instant at which the clock of `ctx` stands. */
export async function runScans(deps: WorkerDeps, ctx: Ctx, order: ScanOrder): Promise<void> {
  const { at, accountId, kinds, decisions } = order;
  for (const kind of kinds) {
    const scanId = await queueScheduledScan(ctx, { accountId, kind });
    await scanAccount.handle(deps, { tenantId: ctx.tenantId, accountId, scanId }, JOB_RUN);
  }
  const decidedAt = new Date(Date.parse(at) + DECIDES_AFTER_MS);
  await decideMigrations({ ...ctx, actor: MEMBER, now: () => decidedAt, isReplay: true }, decisions);
}
