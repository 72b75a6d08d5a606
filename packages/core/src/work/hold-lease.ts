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
  /** Whether `finish` has written. */
  hasEnded(): boolean;
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

  let hasEnded = false;
  const locked = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => {
    lost.signal.throwIfAborted();
    if (hasEnded) throw new Error(`${lease.work} of ${lease.rowId} has been finished already: nothing more is written`);
    return db.inTenant(tenantId, async (tx) => {
      if (!(await leases.lockLease(tx, lease))) throw lose();
      return work(tx);
    });
  };

  const renew = () =>
    turns.inTurn(async () => {
      if (lost.signal.aborted || hasEnded) return;
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

  const finish = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> =>
    turns.inTurn(async () => {
      const written = await locked(async (tx) => {
        const result = await work(tx);
        await leases.endLease(tx, lease);
        return result;
      });
      hasEnded = true;
      return written;
    });

  return {
    lost: lost.signal,
    write: (work) => turns.inTurn(async () => locked(work)),
    finish,
    hasEnded: () => hasEnded,
    stop: async () => {
      clearInterval(timer);
      await turns.idle();
    },
  };
}
