import { type due, leases, type SystemTx, type TenantTx } from "@rolecall/db";
import { AppError } from "@rolecall/domain";
import type { JobOf } from "@rolecall/jobs";
import { type Ctx, type Deps, type JobRun, type Log, systemCtx, type WorkerDeps } from "../context.ts";
import { type HeldLease, holdLease } from "./hold-lease.ts";

/** What a job carries: ids alone. */
export type Ids = { tenantId: string } & Record<string, string>;

/** What a run may do. It writes by `write` and `finish` alone: transactions of its context can only read. */
export type Run = Pick<HeldLease, "write" | "finish"> & {
  deps: Pick<WorkerDeps, "aws" | "mail" | "renderSummary" | "log">;
  ctx: Ctx;
  /** Aborts when the worker shuts down, and when the work is lost. Throw then. */
  signal: AbortSignal;
};

type InTenant = { ctx: Ctx; tx: TenantTx };

/** All that makes a kind of due work. */
export type WorkDeclaration<Payload extends Ids, Claimed> = {
  job: JobOf<Payload>;
  /** Which id of the payload is the row's: by it the work is leased and enqueued, once at a time. */
  row: keyof Payload & string;
  /** Under which name rows are leased; the job's if absent. Two jobs that do the same to a row share one. */
  leasedAs?: string;
  /** Whether this worker can do it. What no worker can do waits. */
  isPossible?: (deps: WorkerDeps) => boolean;
  /** What is due of all tenants, as payloads, the longest due first. */
  due: (tx: SystemTx, input: due.DueInput) => Promise<readonly Payload[]>;
  /**
   * What is to be done, read after the lease was taken and in the same transaction; null if there is nothing to do, or not now. What
   * the row shows of the run may be written here.
   */
  claim: (given: InTenant & { payload: Payload }) => Promise<Claimed | null>;
  /** For how many seconds a run that gives no sign of life keeps its work. */
  lease: number;
  /** Does it. A run that returns has ended the work, with or without `finish`; one that throws is tried again. */
  run: (run: Run, claimed: Claimed) => Promise<void>;
  /** Where the row shows an expected failure, and the work ends with that. Without it, such a failure is tried again as others are. */
  refuse?: (given: InTenant & { claimed: Claimed; error: AppError }) => Promise<void>;
  /** What the row shows while it waits for another run. `isStopped`: the worker stopped in good order, which is no fault of the work. */
  giveBack?: (given: InTenant & { claimed: Claimed; isStopped: boolean }) => Promise<void>;
  /** What the row shows when the work is given up. */
  bury: (given: InTenant & { payload: Payload; reason: string }) => Promise<void>;
};

/** A kind of due work, ready to be swept, run and buried. */
export type Work<Payload extends Ids = Ids> = {
  job: JobOf<Payload>;
  /** Has a worker take it up; what waits or runs already stays as it is. Call it after the transaction that made it due. */
  enqueue(deps: Pick<Deps, "jobs">, payload: Payload, options?: { priority?: number; turn?: number }): Promise<void>;
  /** What is due of all tenants, in nobody's hands, and possible for this worker. */
  due(deps: WorkerDeps): Promise<readonly Payload[]>;
  /** Runs it. Does nothing where nothing is to be done any more, or another run has it. */
  handle(deps: WorkerDeps, payload: Payload, jobRun: JobRun): Promise<void>;
  /** Gives it up: the row shows why, and a run that still has it writes nothing any more. */
  bury(deps: Deps, payload: Payload, reason: string): Promise<void>;
  /** Calls it off: runs that have it write nothing any more. Call it before these rows are touched in the same transaction. */
  callOff(tx: TenantTx, rowIds: readonly string[]): Promise<void>;
};

/** Why a run did not end well. */
type Failed = { cause: unknown; isStopped: boolean };
type Taken<Claimed> = { claimed: Claimed; lease: leases.Lease };

/** The context of a run, in which what is written past the fence is refused. */
function readingCtx(ctx: Ctx): Ctx {
  const inTenant: Ctx["db"]["inTenant"] = (tenantId, work) =>
    ctx.db.inTenant(tenantId, async (tx) => {
      await leases.forbidWrites(tx);
      return work(tx);
    });
  return { ...ctx, db: { ...ctx.db, inTenant } };
}

/** Declares a kind of due work. In the register, it is swept, run and buried. */
export function defineWork<Payload extends Ids, Claimed>(declared: WorkDeclaration<Payload, Claimed>): Work<Payload> {
  const { job, lease: seconds, isPossible = () => true } = declared;
  const work = declared.leasedAs ?? job.name;
  const rowIdOf = (payload: Payload): string => payload[declared.row] as string;

  /** Takes the lease, and finds out what is to be done. */
  const take = (ctx: Ctx, payload: Payload): Promise<Taken<Claimed> | null> =>
    ctx.db.inTenant(ctx.tenantId, async (tx) => {
      const lease = await leases.takeLease(tx, { work, rowId: rowIdOf(payload), seconds });
      if (!lease) return null;
      const claimed = await declared.claim({ ctx, tx, payload });
      if (claimed === null) await leases.endLease(tx, lease);
      return claimed === null ? null : { claimed, lease };
    });

  /** Ends the work with what its row shows of an expected failure, or lets another run have it and throws. */
  async function endFailed(ctx: Ctx, log: Log, held: HeldLease, { claimed, lease }: Taken<Claimed>, failed: Failed) {
    const { cause, isStopped } = failed;
    const { refuse, giveBack } = declared;
    try {
      if (refuse && !isStopped && cause instanceof AppError) {
        return await held.finish((tx) => refuse({ ctx, tx, claimed, error: cause }));
      }
      await held.finish(async (tx) => giveBack?.({ ctx, tx, claimed, isStopped }));
    } catch (error) {
      if (held.lost.aborted) return;
      // Its lease passes by itself.
      log.warn({ work, rowId: lease.rowId, error: String(error) }, "the end of a run could not be written");
    }
    throw cause;
  }

  /** @returns false if the work was lost on the way */
  async function runTaken(deps: WorkerDeps, ctx: Ctx, taken: Taken<Claimed>, jobRun: JobRun): Promise<boolean> {
    const held = holdLease({ ...ctx, log: deps.log }, { ...taken.lease, seconds });
    const { write, finish, lost } = held;
    const signal = AbortSignal.any([jobRun.signal, lost]);
    try {
      await declared.run({ deps, ctx: readingCtx(ctx), write, finish, signal }, taken.claimed);
      if (!held.hasEnded()) await finish(async () => undefined);
    } catch (cause) {
      // What came after the end of the work, such as an enqueue, is made up for by the sweep or by another attempt.
      if (held.hasEnded()) throw cause;
      if (!lost.aborted) await endFailed(ctx, deps.log, held, taken, { cause, isStopped: jobRun.signal.aborted });
    } finally {
      await held.stop();
    }
    return !lost.aborted;
  }

  return {
    job,
    enqueue: (deps, payload, options) => deps.jobs.enqueue(job, payload, { key: rowIdOf(payload), ...options }),
    async due(deps) {
      if (!isPossible(deps)) return [];
      return deps.db.asSystem((tx) => declared.due(tx, { now: deps.now(), work }));
    },
    async handle(deps, payload, jobRun) {
      if (!isPossible(deps)) return;
      const ctx = systemCtx(deps, payload.tenantId);
      for (;;) {
        const taken = await take(ctx, payload);
        // What was called off may be to be done anew: it is taken again, and costs no attempt.
        if (!taken || (await runTaken(deps, ctx, taken, jobRun)) || jobRun.signal.aborted) return;
      }
    },
    async bury(deps, payload, reason) {
      const ctx = systemCtx(deps, payload.tenantId);
      await ctx.db.inTenant(ctx.tenantId, async (tx) => {
        await leases.revokeLeases(tx, { work, rowIds: [rowIdOf(payload)] });
        await declared.bury({ ctx, tx, payload, reason });
      });
    },
    callOff: (tx, rowIds) => leases.revokeLeases(tx, { work, rowIds }),
  };
}
