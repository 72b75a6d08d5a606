import { leases, type TenantTx } from "@rolecall/db";
import type { Ctx, Log } from "../context.ts";

/** A run has lost its work to another run, or to somebody who called it off: it writes nothing any more. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";

  constructor({ work, rowId, fence }: leases.Lease) {
    super(`Run ${fence} has lost ${work} of ${rowId}: another run has it, or it was called off`);
  }
}

export type HeldLease = {
  /** Aborts as soon as it is known that the work is lost. */
  lost: AbortSignal;
  /**
   * One tenant transaction that nobody else's run comes in between: it locks the lease first. Writes of one run take turns.
   *
   * @throws LeaseLost before anything is written
   */
  write<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** The last write: the lease ends with it. @throws LeaseLost */
  finish<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** Lets another run have the work. `shown`: what is written with that. @throws LeaseLost */
  giveBack(options: { counts: boolean }, shown: (tx: TenantTx) => Promise<void>): Promise<void>;
  /** Ends the lease, unless `finish` has. @throws LeaseLost */
  end(): Promise<void>;
  /** Renews the lease no more. Resolves when nothing of it is under way. */
  stop(): Promise<void>;
};

/** A lease is renewed this many times before it passes, so that it outlasts renewals that fail. */
const RENEWALS = 5;

/** Runs what it is given one after the other. */
function takingTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      const next = last.then(work);
      last = next.catch(() => undefined);
      return next;
    },
    idle: () => last,
  };
}

/** Keeps a lease that was taken, until it is given back, ended, stopped or lost. */
export function holdLease(
  { db, tenantId, log }: Pick<Ctx, "db" | "tenantId"> & { log: Log },
  lease: leases.Lease & { seconds: number },
): HeldLease {
  const lost = new AbortController();
  // Renewals and writes lock the same row: waiting here costs no connection.
  const turns = takingTurns();

  function lose(): LeaseLost {
    const cause = new LeaseLost(lease);
    if (!lost.signal.aborted) log.warn({ work: lease.work, rowId: lease.rowId }, cause.message);
    lost.abort(cause);
    return cause;
  }

  const write = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> =>
    turns.inTurn(() => {
      lost.signal.throwIfAborted();
      return db.inTenant(tenantId, async (tx) => {
        if (!(await leases.lockLease(tx, lease))) throw lose();
        return work(tx);
      });
    });

  const renew = () =>
    turns.inTurn(async () => {
      if (lost.signal.aborted) return;
      if (!(await db.inTenant(tenantId, (tx) => leases.renewLease(tx, lease)))) lose();
    });

  let isRenewing = false;
  const timer = setInterval(
    () => {
      if (isRenewing) return;
      isRenewing = true;
      renew()
        .catch((error: Error) =>
          log.warn({ work: lease.work, rowId: lease.rowId, error: error.message }, "lease not renewed"),
        )
        .finally(() => {
          isRenewing = false;
        });
    },
    (lease.seconds * 1_000) / RENEWALS,
  );

  let isLetGo = false;
  /** A write after which the lease is in nobody's hands: a renewal would take that for a loss. */
  async function letGo<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    clearInterval(timer);
    const result = await write(work);
    isLetGo = true;
    return result;
  }
  const finish = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> =>
    letGo(async (tx) => {
      const result = await work(tx);
      await leases.endLease(tx, lease);
      return result;
    });

  return {
    lost: lost.signal,
    write,
    finish,
    end: async () => {
      if (!isLetGo) await finish(async () => undefined);
    },
    giveBack: (options, shown) =>
      letGo(async (tx) => {
        await shown(tx);
        await leases.releaseLease(tx, lease, options);
      }),
    stop: async () => {
      clearInterval(timer);
      await turns.idle();
    },
  };
}
