import { type Ctx, queueScheduledScan, scanAccount, type WorkerDeps } from "@rolecall/core";
import type { Producer } from "@rolecall/jobs";

/** Scans of one account that are due at an instant, one after the other. */
export type ScanOrder = { at: string; accountId: string; kinds: ("inventory" | "slow_lane")[] };
/** What the process that scans beside another one answers. */
export type ScanAnswer = { accountId: string };

/** Nobody watches these runs, and nothing cuts them off but the end of the process. */
export const JOB_RUN = { attempt: 1, signal: new AbortController().signal };

/** The replay runs each job itself, in order; what it would enqueue is a row already, and no other worker may take it. */
export const withoutQueue = (jobs: Producer): Producer => ({ ...jobs, enqueue: async () => {} });

/** Runs the scans of an order as a worker does, at the instant at which the clock of `ctx` stands. */
export async function runScans(deps: WorkerDeps, ctx: Ctx, { accountId, kinds }: ScanOrder): Promise<void> {
  for (const kind of kinds) {
    const scanId = await queueScheduledScan(ctx, { accountId, kind });
    await scanAccount.handle(deps, { tenantId: ctx.tenantId, accountId, scanId }, JOB_RUN);
  }
}
